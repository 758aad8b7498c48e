//! Refuses to be set up weakly.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;

use reqwest::Url;

use super::read::is_open;
use super::{LogFormat, Settings};
use crate::db;

/// Where it listens when nobody says otherwise.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7180);
/// Where it tells what is counted.
const METRICS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7181);
const PAYPAL: &str = "https://api-m.paypal.com";
const LARGEST: u64 = 20 << 30;
const GIGABYTE: u64 = 1_000_000_000;
const LARGEST_PROJECT: u64 = 200;

/// What was chosen, with defaults, and found to be safe.
#[derive(Clone)]
pub struct Chosen {
    /// The folder for everything.
    pub data: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where apps reach it; where nothing was chosen, where it turns out to listen.
    pub address: Option<String>,
    /// What the studio is called.
    pub studio: String,
    /// A `PostgreSQL`, or the file in the data folder.
    pub database: Option<String>,
    /// An S3 bucket, or the data folder.
    pub vault: Option<String>,
    /// The key that seals assets, or the file in the data folder.
    pub key: Option<[u8; 32]>,
    /// What https is served with.
    pub tls: Option<Tls>,
    /// Whose word is taken.
    pub proxies: Vec<IpAddr>,
    /// Whether artists may make an account of their own.
    pub open: bool,
    /// The mail server, and from whom mail comes.
    pub mail: Option<(String, String)>,
    /// The studio's PayPal.
    pub paypal: Option<PayPal>,
    /// Where to tell what is counted.
    pub metrics: Option<SocketAddr>,
    /// Bytes of the largest file.
    pub largest: u64,
    /// Bytes that one project may hold.
    pub largest_project: u64,
    /// Requests that one address may make in a second, where that was chosen.
    pub requests_per_second: Option<NonZeroU32>,
    /// How logs are written.
    pub log_format: LogFormat,
    /// What is logged.
    pub log: String,
}

impl Chosen {
    /// Where the database is: a URL, or a file in the data folder.
    #[must_use]
    pub fn database_address(&self) -> String {
        let file = || self.data.join("journal.sqlite").to_string_lossy().into_owned();
        self.database.clone().unwrap_or_else(file)
    }
}

/// What https is served with.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// The studio's PayPal.
#[derive(Clone)]
pub struct PayPal {
    /// Where it is.
    pub address: String,
    /// The client id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// The webhook that tells payments.
    pub webhook: Option<String>,
}

/// Why it will not start like that: what to do instead.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsafe {
    /// Everybody could read everything on the way.
    #[error(
        "{0} can be reached from other computers, and plain http can be read on the way: give --tls-certificate and --tls-key, or name the --proxy that speaks https for it, or listen on 127.0.0.1"
    )]
    PlainListen(SocketAddr),
    /// A certificate without its key, or the other way round.
    #[error("--tls-certificate and --tls-key belong together: give both")]
    HalfTls,
    /// A key that others can read.
    #[error("others can read {}, which is a secret: type `chmod 600 {}`", .0.display(), .0.display())]
    OpenFile(PathBuf),
    /// Links that nobody may follow.
    #[error(
        "--address {0} is not safe: write https://…, or http://localhost for this computer alone"
    )]
    PlainAddress(String),
    /// It is reached from elsewhere, and does not say where.
    #[error("say where apps reach the service: --address https://…")]
    NoAddress,
    /// A database in clear text across a network.
    #[error(
        "--database would send everything in clear text across the network: add sslmode=require to it"
    )]
    PlainDatabase,
    /// Not a database.
    #[error("--database must begin with postgres://")]
    Database,
    /// Not a store.
    #[error("--vault must begin with s3://")]
    Vault,
    /// A store in clear text across a network.
    #[error(
        "the endpoint of --vault would get everything in clear text across the network: use https://"
    )]
    PlainVault,
    /// Not a key.
    #[error("--key must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them")]
    Key,
    /// A key that anybody tries.
    #[error("--key is easily guessed: make one with `openssl rand -hex 32`")]
    WeakKey,
    /// Several instances with keys of their own could not read each other's assets.
    #[error(
        "with --vault s3://… all instances need the same key: make one with `openssl rand -hex 32` and give it as BAR_KEY"
    )]
    NoKey,
    /// Mail in clear text.
    #[error(
        "--smtp must begin with smtps:// or smtp://, and without TLS may only be this computer"
    )]
    Smtp,
    /// Mail from nobody.
    #[error("--smtp and --mail-from belong together: give both")]
    HalfMail,
    /// Half of a PayPal.
    #[error("--paypal-id and --paypal-secret belong together: give both")]
    HalfPayPal,
    /// PayPal in clear text.
    #[error("--paypal must begin with https://, or be this computer")]
    PlainPayPal,
    /// Counts for everybody.
    #[error("--metrics {0}: what is counted is told on this computer or a private network only")]
    OpenMetrics(String),
    /// No folder.
    #[error("there is no folder for your user: give --data")]
    NoData,
}

impl Settings {
    /// What was chosen, where that is safe.
    ///
    /// # Errors
    /// When it is not.
    pub fn check(self) -> Result<Chosen, Unsafe> {
        let listen = self.listen.unwrap_or(LISTEN);
        let tls = match (self.tls_certificate, self.tls_key) {
            (Some(certificate), Some(key)) if is_open(&key) => {
                drop(certificate);
                return Err(Unsafe::OpenFile(key));
            }
            (Some(certificate), Some(key)) => Some(Tls { certificate, key }),
            (None, None) => None,
            _ => return Err(Unsafe::HalfTls),
        };
        if !listen.ip().is_loopback() {
            if tls.is_none() && self.proxy.is_empty() {
                return Err(Unsafe::PlainListen(listen));
            }
            if self.address.is_none() {
                return Err(Unsafe::NoAddress);
            }
        }
        let address = self.address.map(|text| address(&text)).transpose()?;
        if let Some(database) = &self.database {
            database_is_safe(database)?;
        }
        let key = self.key.as_deref().map(key).transpose()?;
        if let Some(vault) = &self.vault {
            vault_is_safe(vault)?;
            key.ok_or(Unsafe::NoKey)?;
        }
        let mail = match (self.smtp, self.mail_from) {
            (Some(smtp), Some(from)) => {
                let safe = smtp.starts_with("smtps://")
                    || smtp.starts_with("smtp://")
                        && (!smtp.contains("tls=none") || is_here(&smtp));
                if !safe {
                    return Err(Unsafe::Smtp);
                }
                Some((smtp, from))
            }
            (None, None) => None,
            _ => return Err(Unsafe::HalfMail),
        };
        let paypal = match (self.paypal_id, self.paypal_secret) {
            (Some(id), Some(secret)) => {
                let address = self.paypal.unwrap_or_else(|| PAYPAL.to_owned());
                if !address.starts_with("https://") && !is_here(&address) {
                    return Err(Unsafe::PlainPayPal);
                }
                Some(PayPal { address, id, secret, webhook: self.paypal_webhook })
            }
            (None, None) => None,
            _ => return Err(Unsafe::HalfPayPal),
        };
        let metrics = match self.metrics.as_deref() {
            None => Some(METRICS),
            Some("none") => None,
            Some(text) => {
                let address = text.parse().ok().filter(|at: &SocketAddr| is_private(at.ip()));
                Some(address.ok_or_else(|| Unsafe::OpenMetrics(text.to_owned()))?)
            }
        };
        let data = self.data.or_else(|| dirs::data_dir().map(|home| home.join("bar-service")));
        Ok(Chosen {
            data: data.ok_or(Unsafe::NoData)?,
            listen,
            address,
            studio: self.studio.unwrap_or_else(|| "Bar One".into()),
            database: self.database,
            vault: self.vault,
            key,
            tls,
            proxies: self.proxy,
            open: !self.by_invitation,
            mail,
            paypal,
            metrics,
            largest: self.largest.unwrap_or(LARGEST),
            largest_project: GIGABYTE
                * self.largest_project.map_or(LARGEST_PROJECT, |gigabytes| gigabytes.get().into()),
            requests_per_second: self.requests_per_second,
            log_format: self.log_format.unwrap_or_default(),
            log: self.log.unwrap_or_else(|| "info".into()),
        })
    }
}

fn address(text: &str) -> Result<String, Unsafe> {
    let text = text.trim_end_matches('/');
    if text.starts_with("https://") || text.starts_with("http://") && is_here(text) {
        Ok(text.to_owned())
    } else {
        Err(Unsafe::PlainAddress(text.to_owned()))
    }
}

fn key(text: &str) -> Result<[u8; 32], Unsafe> {
    let digits = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    let mut key = [0; 32];
    if text.len() != 64 {
        return Err(Unsafe::Key);
    }
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = digits(2 * at).ok_or(Unsafe::Key)?;
    }
    // A key of few different bytes was typed, not made: 32 random ones have 8 or fewer of 256 never.
    let different = key.iter().collect::<std::collections::HashSet<_>>().len();
    if different > 8 { Ok(key) } else { Err(Unsafe::WeakKey) }
}

fn database_is_safe(url: &str) -> Result<(), Unsafe> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(Unsafe::Database);
    }
    match db::is_asked_to_encrypt(url) {
        Some(true) => Ok(()),
        Some(false) => Err(Unsafe::PlainDatabase),
        None => Err(Unsafe::Database),
    }
}

fn vault_is_safe(url: &str) -> Result<(), Unsafe> {
    if !url.starts_with("s3://") {
        return Err(Unsafe::Vault);
    }
    let url = Url::parse(url).map_err(|_| Unsafe::Vault)?;
    let endpoints = url.query_pairs().filter(|(name, _)| name == "endpoint");
    for (_, endpoint) in endpoints {
        if !endpoint.starts_with("https://") && !is_here(&endpoint) {
            return Err(Unsafe::PlainVault);
        }
    }
    Ok(())
}

/// Whether a URL leads to this computer.
fn is_here(url: &str) -> bool {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let authority = after.split(['/', '?', '#', '&']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
        let mut settings = Settings { data: Some("/tmp/data".into()), ..Settings::default() };
        change(&mut settings);
        settings
    }

    #[track_caller]
    fn refused(expected: Unsafe, change: impl FnOnce(&mut Settings)) {
        assert_eq!(settings(change).check().map(|_| ()), Err(expected));
    }

    #[track_caller]
    fn taken(change: impl FnOnce(&mut Settings)) -> Chosen {
        settings(change).check().unwrap_or_else(|error| panic!("{error}"))
    }

    const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    #[expect(clippy::unnecessary_wraps, reason = "settings are optional")]
    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn without_settings_it_serves_this_computer_alone() {
        let chosen = taken(|_| {});
        assert!(chosen.listen.ip().is_loopback() && chosen.database.is_none());
        assert!(chosen.metrics.is_some_and(|at| at.ip().is_loopback()));
    }

    #[test]
    fn other_computers_are_served_by_https_alone() {
        let listen: SocketAddr = "0.0.0.0:80".parse().unwrap();
        refused(Unsafe::PlainListen(listen), |it| it.listen = Some(listen));
        refused(Unsafe::NoAddress, |it| {
            it.listen = Some(listen);
            it.proxy = vec!["10.0.0.1".parse().unwrap()];
        });
        taken(|it| {
            it.listen = Some(listen);
            it.proxy = vec!["10.0.0.1".parse().unwrap()];
            it.address = text("https://studio.example/");
        });
        refused(Unsafe::HalfTls, |it| it.tls_key = Some("/nowhere".into()));
        refused(Unsafe::PlainAddress("http://studio.example".into()), |it| {
            it.address = text("http://studio.example");
        });
        taken(|it| it.address = text("http://localhost:7180"));
        taken(|it| it.address = text("http://[::1]:7180"));
        refused(Unsafe::PlainAddress("http://localhost.evil.example".into()), |it| {
            it.address = text("http://localhost.evil.example");
        });
    }

    #[test]
    fn nothing_goes_across_a_network_in_clear_text() {
        refused(Unsafe::PlainDatabase, |it| it.database = text("postgres://me@db.example/x"));
        refused(Unsafe::PlainDatabase, |it| it.database = text("postgres://localhost:x@db/x"));
        for password in ["sslmode=require", "host=%2F", "%40%2F"] {
            let url = format!("postgres://me:{password}@db.example/x");
            refused(Unsafe::PlainDatabase, |it| it.database = Some(url));
        }
        refused(Unsafe::Database, |it| it.database = text("mysql://localhost/x"));
        taken(|it| it.database = text("postgres://me:secret@127.0.0.1:5432/x"));
        taken(|it| it.database = text("postgres://me@db.example/x?sslmode=require"));
        refused(Unsafe::PlainVault, |it| {
            it.vault = text("s3://stems?endpoint=http://store.example");
            it.key = text(KEY);
        });
        for endpoint in
            ["endpoint=https://a&endpoint=http://b", "endpoint=http%3A%2F%2Fstore.example"]
        {
            refused(Unsafe::PlainVault, |it| {
                it.vault = Some(format!("s3://stems?{endpoint}"));
                it.key = text(KEY);
            });
        }
        refused(Unsafe::NoKey, |it| it.vault = text("s3://stems"));
        taken(|it| {
            it.vault = text("s3://stems?endpoint=http://127.0.0.1:9000&region=eu");
            it.key = text(KEY);
        });
        refused(Unsafe::PlainPayPal, |it| {
            (it.paypal_id, it.paypal_secret) = (text("id"), text("secret"));
            it.paypal = text("http://paypal.example");
        });
        refused(Unsafe::HalfPayPal, |it| it.paypal_id = text("id"));
        refused(Unsafe::HalfMail, |it| it.smtp = text("smtps://mail.example"));
        refused(Unsafe::Smtp, |it| {
            (it.smtp, it.mail_from) = (text("smtp://mail.example?tls=none"), text("a@b.example"));
        });
        refused(Unsafe::OpenMetrics("8.8.8.8:1".into()), |it| it.metrics = text("8.8.8.8:1"));
        refused(Unsafe::OpenMetrics("0.0.0.0:1".into()), |it| it.metrics = text("0.0.0.0:1"));
        assert!(taken(|it| it.metrics = text("none")).metrics.is_none());
    }

    #[test]
    fn a_key_is_made_not_typed() {
        refused(Unsafe::Key, |it| it.key = text("abc"));
        refused(Unsafe::Key, |it| it.key = text(&"xy".repeat(32)));
        refused(Unsafe::Key, |it| it.key = text(&"é".repeat(32)));
        refused(Unsafe::WeakKey, |it| it.key = text(&"00".repeat(32)));
        taken(|it| it.key = text(KEY));
    }
}
