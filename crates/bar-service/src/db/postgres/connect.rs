//! How to reach the server: by an address, and encrypted unless it is this machine.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::OpenError;
use super::patience::PATIENCE;

/// What every connection asks of the server. A statement, a lock, a transaction that nobody goes on
/// with: each ends some time, whatever became of the program that began it.
const MANNERS: &str = "-c statement_timeout=15s -c lock_timeout=10s \
     -c idle_in_transaction_session_timeout=30s -c TimeZone=UTC";

/// Where the server is, and how to speak with it.
#[derive(Clone)]
pub struct Address {
    pub config: Config,
    pub tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://…`. A password is not sent in the clear over a network, unless the address
    /// says `sslmode=disable`.
    pub fn read(address: &str) -> Result<Self, OpenError> {
        let mut config: Config = address.parse().map_err(OpenError::Address)?;
        if config.get_ssl_mode() == SslMode::Prefer && !is_here(&config) {
            config.ssl_mode(SslMode::Require);
        }
        let tls = if encrypts(&config) { certificates()? } else { RootCertStore::empty() };
        let options = [config.get_options(), Some(MANNERS)].into_iter().flatten();
        let options = options.collect::<Vec<_>>().join(" ");
        config.options(options).application_name("bar-service");
        config.connect_timeout(PATIENCE).tcp_user_timeout(3 * PATIENCE);
        config.keepalives_idle(6 * PATIENCE).keepalives_interval(PATIENCE).keepalives_retries(3);
        Ok(Self { config, tls: trusting(tls)? })
    }

    /// For what need not be on the disk when it is answered.
    pub fn hasty(&self) -> Self {
        let mut hasty = self.clone();
        let options = self.config.get_options().unwrap_or_default();
        hasty.config.options(format!("{options} -c synchronous_commit=off"));
        hasty
    }
}

/// Whether an address says that what crosses a network is encrypted; nothing where it does not read.
pub fn is_asked_to_encrypt(address: &str) -> Option<bool> {
    let config: Config = address.parse().ok()?;
    Some(encrypts(&config) || is_here(&config))
}

/// Whether no network lies between.
fn is_here(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        #[cfg(unix)]
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
    }) && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback)
}

fn encrypts(config: &Config) -> bool {
    config.get_ssl_mode() == SslMode::Require
}

/// Those of the system, or of the file that `SSL_CERT_FILE` names.
fn certificates() -> Result<RootCertStore, OpenError> {
    let mut known = RootCertStore::empty();
    known.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if known.is_empty() { Err(OpenError::NoCertificates) } else { Ok(known) }
}

fn trusting(known: RootCertStore) -> Result<MakeRustlsConnect, OpenError> {
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(OpenError::Tls)?;
    Ok(MakeRustlsConnect::new(tls.with_root_certificates(known).with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expected: SslMode) {
        let config = Address::read(address).expect("an address").config;
        assert_eq!(config.get_ssl_mode(), expected, "{address}");
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear_unless_told() {
        check("postgres://a@localhost/b", SslMode::Prefer);
        check("postgres://a@127.0.0.1:5433/b", SslMode::Prefer);
        check("postgres://a@[::1]/b", SslMode::Prefer);
        check("postgres://a@%2Frun%2Fpostgresql/b", SslMode::Prefer);
        check("postgres://a@db.studio.example/b", SslMode::Require);
        check("postgres://a@10.0.0.7/b", SslMode::Require);
        check("postgres://a@localhost,10.0.0.7/b", SslMode::Require);
        check("postgres://a@localhost/b?hostaddr=10.0.0.7", SslMode::Require);
        check("postgres://a@10.0.0.7/b?sslmode=disable", SslMode::Disable);
        check("postgres://a@localhost/b?sslmode=require", SslMode::Require);
    }

    #[test]
    fn what_the_address_asks_for_comes_first() {
        let address = "postgres://a@localhost/b?options=-c%20geqo%3Doff";
        let config = Address::read(address).expect("an address").config;
        let options = config.get_options().expect("options");
        assert!(options.starts_with("-c geqo=off -c statement_timeout="), "{options}");
    }

    #[test]
    fn an_address_that_cannot_be_read_is_not_repeated() {
        let error =
            Address::read("postgres://a:secret@localhost/b?nonsense=1").err().expect("none");
        assert!(!format!("{error:?} {error}").contains("secret"), "{error:?}");
    }
}
