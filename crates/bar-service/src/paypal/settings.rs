//! How PayPal is reached.

use std::time::Duration;

use reqwest::Url;

use crate::hidden::Hidden;

/// PayPal for money that is none.
pub const SANDBOX: &str = "https://api-m.sandbox.paypal.com";
/// PayPal.
pub const LIVE: &str = "https://api-m.paypal.com";

/// How PayPal is reached, and who asks. Shows no secret.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(super) base: Url,
    pub(super) client: String,
    pub(super) secret: Hidden,
    pub(super) patience: Duration,
    pub(super) from: From,
}

/// Who the invoices are from.
#[derive(Debug, Clone, Default)]
pub struct From {
    /// What the studio is called; may be empty.
    pub name: String,
    /// One of the addresses in its PayPal profile. Empty: the first one of these.
    pub email: String,
}

/// Why PayPal cannot be reached this way.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not an address.
    #[error("the address of PayPal cannot be read: write https://api-m.paypal.com")]
    Address,
    /// Plain HTTP to elsewhere.
    #[error("PayPal is asked over https only: write https://api-m.paypal.com")]
    Plain,
    /// Half of the credentials.
    #[error("PayPal needs both a client id and a secret: see your app on developer.paypal.com")]
    Credentials,
    /// Nothing to ask with.
    #[error("the connection to PayPal could not be set up")]
    Client(#[source] reqwest::Error),
}

impl Settings {
    /// Asks at `base` as this client of PayPal's.
    ///
    /// # Errors
    /// When it would be asked in plain sight, or with no credentials.
    pub fn new(base: &str, client: &str, secret: Hidden) -> Result<Self, SettingsError> {
        let base = Url::parse(base).map_err(|_| SettingsError::Address)?;
        if base.scheme() != "https" && !is_loopback(&base) {
            return Err(SettingsError::Plain);
        }
        if client.is_empty() || secret.reveal().is_empty() {
            return Err(SettingsError::Credentials);
        }
        let patience = Duration::from_secs(30);
        Ok(Self { base, client: client.to_owned(), secret, patience, from: From::default() })
    }

    /// Waits for an answer this long; 30 seconds unless told.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Says who the invoices are from.
    #[must_use]
    pub fn from(self, name: &str, email: &str) -> Self {
        Self { from: From { name: name.to_owned(), email: email.to_owned() }, ..self }
    }
}

/// Whether it stays on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_in_plain_sight() {
        let ask = |base| Settings::new(base, "client", "secret".into());
        assert!(ask(LIVE).is_ok() && ask(SANDBOX).is_ok());
        assert!(ask("http://127.0.0.1:4000").is_ok() && ask("http://[::1]:4000").is_ok());
        assert!(matches!(ask("http://api-m.paypal.com"), Err(SettingsError::Plain)));
        assert!(matches!(ask("http://127.0.0.1.example.com"), Err(SettingsError::Plain)));
        assert!(matches!(ask("api-m.paypal.com"), Err(SettingsError::Address)));
    }

    #[test]
    fn no_secret_is_shown() {
        let settings = Settings::new(LIVE, "client", "canary-secret".into()).unwrap();
        assert!(!format!("{settings:?}").contains("canary"));
    }
}
