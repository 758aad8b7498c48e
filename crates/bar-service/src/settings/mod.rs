//! How the service is set up: by a file, the environment and the command line, the later before the
//! earlier. Without any of it, it serves a studio on this computer alone.

mod check;
mod read;

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

pub use check::{Chosen, PayPal, Tls, Unsafe};
pub(crate) use read::is_open;
pub use read::{SettingsError, read};

/// All of it; what is not set has a default.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// A TOML file with any of these settings, by their long names without the dashes in front.
    #[arg(long, env = "BAR_SETTINGS", value_name = "FILE")]
    #[serde(skip)]
    pub settings: Option<PathBuf>,

    /// Where everything is kept that is not kept elsewhere: database, assets, the key that seals them.
    /// By default a folder of your user.
    #[arg(long, env = "BAR_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// Address and port to listen on [default: 127.0.0.1:7180]. Anything but this computer itself needs
    /// `--tls-certificate` and `--tls-key`, or `--proxy`.
    #[arg(long, env = "BAR_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,

    /// Where apps reach the service, as in <https://studio.example>. By default where it listens.
    #[arg(long, env = "BAR_ADDRESS", value_name = "URL")]
    pub address: Option<String>,

    /// What the studio is called in mails [default: Bar One].
    #[arg(long, env = "BAR_STUDIO", value_name = "NAME")]
    pub studio: Option<String>,

    /// The database: <postgres://user:password@host/name> where one computer is not enough. By default a
    /// file in the data folder.
    #[arg(long, env = "BAR_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,

    /// Where assets are kept: <s3://bucket> where one computer is not enough, with `?endpoint=URL` and
    /// `&region=NAME` for stores that are not Amazon's; keys from `AWS_ACCESS_KEY_ID` and
    /// `AWS_SECRET_ACCESS_KEY`. By default the data folder.
    #[arg(long, env = "BAR_VAULT", value_name = "URL", hide_env_values = true)]
    pub vault: Option<String>,

    /// The key that seals assets: 64 hexadecimal digits. By default one is made in the data folder. Without
    /// it nobody can read the assets: keep a copy elsewhere. Several instances need the same.
    #[arg(long, env = "BAR_KEY", value_name = "HEX", hide_env_values = true)]
    pub key: Option<String>,

    /// The certificate chain to serve https with, in PEM.
    #[arg(long, env = "BAR_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,

    /// Its private key, in PEM.
    #[arg(long, env = "BAR_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,

    /// A proxy that speaks https for the service and is believed on whom it speaks for; may be given more
    /// than once.
    #[arg(long, env = "BAR_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    pub proxy: Vec<IpAddr>,

    /// Whether artists need an invitation to make an account.
    #[arg(long, env = "BAR_BY_INVITATION")]
    pub by_invitation: bool,

    /// The mail server: <smtps://user:password@host> or <smtp://host> with `STARTTLS`. Without one nobody
    /// gets mail, and everything is told in the app alone.
    #[arg(long, env = "BAR_SMTP", value_name = "URL", hide_env_values = true)]
    pub smtp: Option<String>,

    /// From whom mail comes, as in "Studio <mail@studio.example>".
    #[arg(long, env = "BAR_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,

    /// The client id of the studio's PayPal app. Without one payments are recorded by hand.
    #[arg(long, env = "BAR_PAYPAL_ID", value_name = "ID", hide_env_values = true)]
    pub paypal_id: Option<String>,

    /// Its secret.
    #[arg(long, env = "BAR_PAYPAL_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub paypal_secret: Option<String>,

    /// The id of the webhook that PayPal tells payments to.
    #[arg(long, env = "BAR_PAYPAL_WEBHOOK", value_name = "ID")]
    pub paypal_webhook: Option<String>,

    /// Where PayPal is [default: <https://api-m.paypal.com>]; the sandbox is
    /// <https://api-m.sandbox.paypal.com>.
    #[arg(long, env = "BAR_PAYPAL", value_name = "URL")]
    pub paypal: Option<String>,

    /// Where to tell what is counted, for Prometheus [default: 127.0.0.1:7181]; `none` for nowhere.
    #[arg(long, env = "BAR_METRICS", value_name = "ADDRESS")]
    pub metrics: Option<String>,

    /// Bytes of the largest file that is taken [default: 20 GiB].
    #[arg(long, env = "BAR_LARGEST", value_name = "BYTES")]
    pub largest: Option<u64>,

    /// Gigabytes that the files of one project may have, all in all [default: 200]; a twentieth of it before
    /// something was agreed on.
    #[arg(long, env = "BAR_LARGEST_PROJECT", value_name = "GB")]
    pub largest_project: Option<NonZeroU32>,

    /// Requests that one address may make in a second [default: 200]; bursts of ten times as many are let
    /// through. Where many people share an address, it takes more.
    #[arg(long, env = "BAR_REQUESTS_PER_SECOND", value_name = "NUMBER")]
    pub requests_per_second: Option<NonZeroU32>,

    /// How logs are written: `text` or `json` [default: text].
    #[arg(long, env = "BAR_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,

    /// What is logged, as in `info` or `bar_service=debug` [default: info].
    #[arg(long, env = "BAR_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// To be read.
    #[default]
    Text,
    /// To be collected: one object a line.
    Json,
}
