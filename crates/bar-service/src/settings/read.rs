//! Settings of a file under those of the environment and the command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Settings;

/// Why settings cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is no such file.
    #[error("the settings in {0} cannot be read")]
    File(PathBuf, #[source] io::Error),
    /// It does not read.
    #[error("the settings in {0} are not right")]
    Toml(PathBuf, #[source] toml::de::Error),
    /// Others can read the secrets in it.
    #[error("others can read {0}, which holds secrets: type `chmod 600 {0}`")]
    Open(PathBuf),
}

/// What was typed, over what its settings file says.
///
/// # Errors
/// When the file cannot be read, or others can read secrets in it.
pub fn read(typed: Settings) -> Result<Settings, SettingsError> {
    let Some(path) = typed.settings.clone() else { return Ok(typed) };
    let text =
        fs::read_to_string(&path).map_err(|error| SettingsError::File(path.clone(), error))?;
    let file: Settings =
        toml::from_str(&text).map_err(|error| SettingsError::Toml(path.clone(), error))?;
    if file.has_secrets() && is_open(&path) {
        return Err(SettingsError::Open(path));
    }
    Ok(typed.over(file))
}

impl Settings {
    fn over(self, file: Self) -> Self {
        Self {
            settings: self.settings,
            data: self.data.or(file.data),
            listen: self.listen.or(file.listen),
            address: self.address.or(file.address),
            studio: self.studio.or(file.studio),
            database: self.database.or(file.database),
            vault: self.vault.or(file.vault),
            key: self.key.or(file.key),
            tls_certificate: self.tls_certificate.or(file.tls_certificate),
            tls_key: self.tls_key.or(file.tls_key),
            proxy: if self.proxy.is_empty() { file.proxy } else { self.proxy },
            by_invitation: self.by_invitation || file.by_invitation,
            smtp: self.smtp.or(file.smtp),
            mail_from: self.mail_from.or(file.mail_from),
            paypal_id: self.paypal_id.or(file.paypal_id),
            paypal_secret: self.paypal_secret.or(file.paypal_secret),
            paypal_webhook: self.paypal_webhook.or(file.paypal_webhook),
            paypal: self.paypal.or(file.paypal),
            metrics: self.metrics.or(file.metrics),
            largest: self.largest.or(file.largest),
            largest_project: self.largest_project.or(file.largest_project),
            requests_per_second: self.requests_per_second.or(file.requests_per_second),
            log_format: self.log_format.or(file.log_format),
            log: self.log.or(file.log),
        }
    }

    fn has_secrets(&self) -> bool {
        let secrets = [&self.database, &self.vault, &self.key, &self.smtp, &self.paypal_secret];
        secrets.iter().any(|secret| secret.is_some())
    }
}

/// Whether others than its owner can read a file.
#[cfg(unix)]
pub(crate) fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

/// Whether others than its owner can read a file: elsewhere that is the folder's affair.
#[cfg(not(unix))]
pub(crate) fn is_open(_: &Path) -> bool {
    false
}
