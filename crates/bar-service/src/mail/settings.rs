//! How mail leaves the studio.

use std::net::IpAddr;
use std::time::Duration;

use super::Address;
use crate::hidden::Hidden;

/// How what is said to the mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// From the first byte; port 465.
    Tls,
    /// Once the server was greeted, and never without; port 587.
    StartTls,
    /// Not at all: to a server on this machine only.
    Plain,
}

/// How mail leaves the studio. Shows no password.
#[derive(Debug, Clone)]
pub struct MailSettings {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) login: Option<(String, Hidden)>,
    pub(super) from: Address,
    pub(super) patience: Duration,
    pub(super) root: Option<Vec<u8>>,
}

/// Why mail cannot leave this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailSettingsError {
    /// In plain sight of others.
    #[error("a mail server elsewhere is spoken to over TLS only: choose tls or starttls")]
    Plain,
    /// No server.
    #[error(
        "the mail server has no name: write the one that your provider gives, like smtp.example.com"
    )]
    Host,
    /// A password in plain sight.
    #[error("a password is sent over TLS only: choose tls or starttls")]
    PlainPassword,
}

impl MailSettings {
    /// Mail leaves through this server, from this address.
    ///
    /// # Errors
    /// When others on the way could read it.
    pub fn new(
        (host, port): (&str, u16),
        security: Security,
        login: Option<(String, Hidden)>,
        from: Address,
    ) -> Result<Self, MailSettingsError> {
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(MailSettingsError::Host);
        }
        if security == Security::Plain && !is_here(host) {
            return Err(MailSettingsError::Plain);
        }
        if security == Security::Plain && login.is_some() {
            return Err(MailSettingsError::PlainPassword);
        }
        let host = host.to_owned();
        let patience = Duration::from_mins(1);
        Ok(Self { host, port, security, login, from, patience, root: None })
    }

    /// Waits this long for a mail to be taken; a minute unless told.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Believes a server that shows this certificate, beside those that this machine trusts; as PEM.
    #[must_use]
    pub fn trusting(self, root: &[u8]) -> Self {
        Self { root: Some(root.to_vec()), ..self }
    }
}

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_in_plain_sight() {
        let from = || Address::new("Bar One", "studio@example.com").unwrap();
        let login = || Some(("studio".to_owned(), Hidden::from("canary")));
        let check = |host: &str, security, login, expected| {
            let made = MailSettings::new((host, 25), security, login, from());
            assert_eq!(made.err(), expected, "{host} {security:?}");
        };
        check("smtp.example.com", Security::Tls, login(), None);
        check("smtp.example.com", Security::StartTls, login(), None);
        check("127.0.0.1", Security::Plain, None, None);
        check("smtp.example.com", Security::Plain, None, Some(MailSettingsError::Plain));
        check("127.0.0.1.example.com", Security::Plain, None, Some(MailSettingsError::Plain));
        check("localhost", Security::Plain, login(), Some(MailSettingsError::PlainPassword));
        check("", Security::Tls, None, Some(MailSettingsError::Host));
        let settings = MailSettings::new(("a.b", 465), Security::Tls, login(), from()).unwrap();
        assert!(!format!("{settings:?}").contains("canary"));
    }
}
