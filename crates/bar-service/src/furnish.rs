//! The parts of a service, as they were chosen.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::sync::watch;

use crate::access::Projects;
use crate::assets::Assets;
use crate::clock::Clock;
use crate::db::Database;
use crate::failure::Failure;
use crate::hidden::Hidden;
use crate::http::limits::{Limits, Often};
use crate::jobs::Kind;
use crate::mail::{Address, MailSettings, MailSettingsError, NoAddress, Post, Security};
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::paypal::webhook::{CertificateError, Trust, Verifier};
use crate::paypal::{self, PayPal};
use crate::serve::Patience;
use crate::service::{Choices, Service, Shared};
use crate::settings::{self, Chosen};
use crate::stored::Measured;
use crate::tables::meta;
use crate::uploads::{Rules, UploadParts, Uploads};
use crate::vault::seal::{Keyring, MasterKey};
use crate::vault::{DiskVault, S3Config, S3ConfigError, S3Vault, Vault};
use crate::work::{self, Guard, guard, signing_key};

/// Where the check of the key is kept.
const KEY_CHECK: &str = "key.check";

/// What the machine gives, and tests may replace.
pub struct Ground {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How often who may ask.
    pub often: Often,
    /// How long clients may take.
    pub patience: Patience,
    /// A certificate that a stand-in for PayPal on this machine is believed by, in DER.
    pub stand_in: Option<Vec<u8>>,
}

impl Ground {
    /// With this clock, and otherwise as a studio has it.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let (often, patience) = (Often::default(), Patience::default());
        Self { clock, often, patience, stand_in: None }
    }
}

/// Why a part is not there.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// The vault in a folder.
    #[error("the folder {0} cannot be used")]
    Folder(PathBuf, #[source] std::io::Error),
    /// Another key.
    #[error(
        "this is not the key that this studio's assets are sealed with: give the one it had, as --key or as the file `key` in the data folder"
    )]
    OtherKey,
    /// The address of the vault.
    #[error("--vault is no address of a bucket: write s3://bucket?endpoint=https://…&region=…")]
    Bucket,
    /// The keys to it.
    #[error("--vault needs its keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    BucketKeys,
    /// The vault in a bucket.
    #[error(transparent)]
    S3(#[from] S3ConfigError),
    /// The address of the mail server.
    #[error("--smtp is no address of a mail server: write smtps://user:password@host")]
    Smtp,
    /// From whom mail comes.
    #[error("--mail-from is no address: write \"Studio <mail@studio.example>\"")]
    MailFrom(#[source] NoAddress),
    /// How mail leaves.
    #[error(transparent)]
    Mail(#[from] MailSettingsError),
    /// The way to the mail server.
    #[error("the mail server cannot be talked to")]
    Post(#[source] lettre::transport::smtp::Error),
    /// How PayPal is asked.
    #[error(transparent)]
    PayPal(#[from] paypal::SettingsError),
    /// By what PayPal is believed.
    #[error(transparent)]
    Trust(#[from] CertificateError),
    /// Something of the service's own.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Puts the parts together, and says what they can do by themselves. The key opens and seals the vault.
///
/// # Errors
/// When one that was chosen cannot be had.
pub async fn furnish(
    chosen: &Chosen,
    ground: Ground,
    db: Arc<dyn Database>,
    key: [u8; 32],
    choices: Choices,
    stopped: watch::Receiver<bool>,
) -> Result<(Shared, Vec<Arc<dyn Kind>>), PartError> {
    let scratch = chosen.data.join("scratch");
    let unusable = |error| PartError::Folder(scratch.clone(), error);
    std::fs::create_dir_all(&scratch).map_err(unusable)?;
    forget_old(&scratch).map_err(unusable)?;
    let vault = vault(chosen)?;
    let keys = Keyring::new(db.clone(), MasterKey(key));
    let post = chosen.mail.as_ref().map(|mail| post(mail, &chosen.studio)).transpose()?;
    let (paypal, verifier) = match &chosen.paypal {
        Some(it) => (Some(paypal(it, &chosen.studio)?), verifier(it, &ground)?),
        None => (None, None),
    };
    let passwords = Passwords::new()?;
    let guard = Guard::default();
    let mut tx = db.begin().await.map_err(Failure::from)?;
    guard.go_on_from(guard::heard(&mut *tx).await?, ground.clock.now());
    let epoch = meta::epoch(&mut *tx).await.map_err(Failure::from)?;
    // By which another key is told before it does harm; nothing can be learned of the key from it.
    let check = blake3::derive_key("bar-one 2026-11-28 check of the key", &key);
    match meta::get(&mut *tx, KEY_CHECK).await.map_err(Failure::from)? {
        None => meta::set(&mut *tx, KEY_CHECK, &check).await.map_err(Failure::from)?,
        Some(known) if known == check => {}
        Some(_) => return Err(PartError::OtherKey),
    }
    tx.commit().await.map_err(Failure::from)?;
    let requests = chosen.requests_per_second.unwrap_or(ground.often.requests);
    let often = Often { requests, ..ground.often };
    let service = Arc::new_cyclic(|service| {
        let access =
            Arc::new(Projects { service: service.clone(), largest: chosen.largest_project });
        let uploads = Uploads::start(UploadParts {
            db: db.clone(),
            vault: vault.clone(),
            keys: keys.clone(),
            clock: ground.clock.clone(),
            access: access.clone(),
            arrivals: Arc::new(Measured(service.clone())),
            rules: Rules { longest: chosen.largest, ..Rules::default() },
        });
        let assets = Assets { db: db.clone(), vault: vault.clone(), keys: keys.clone(), access };
        Service {
            assets,
            db,
            clock: ground.clock,
            vault,
            keys,
            uploads,
            scratch,
            signing: signing_key(&key),
            guard,
            has_paypal: paypal.is_some(),
            verifier,
            has_mail: post.is_some(),
            epoch,
            known: crate::projects::Cache::default(),
            passwords,
            limits: Limits::new(often),
            metrics: Metrics::default(),
            choices,
            stopped,
        }
    });
    let kinds = work::kinds(&service, paypal, post);
    Ok((service, kinds))
}

/// What a service that was killed was at is of no use; what is younger may be another one's.
fn forget_old(scratch: &Path) -> std::io::Result<()> {
    const OLD: Duration = Duration::from_hours(24);
    for entry in std::fs::read_dir(scratch)? {
        let entry = entry?;
        let old = entry.metadata()?.modified()?.elapsed().is_ok_and(|age| age > OLD);
        if old {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Where assets are kept, as it was chosen.
pub(crate) fn vault(chosen: &Chosen) -> Result<Arc<dyn Vault>, PartError> {
    let Some(address) = &chosen.vault else {
        let folder = chosen.data.join("vault");
        let vault = DiskVault::open(&folder).map_err(|error| PartError::Folder(folder, error))?;
        return Ok(Arc::new(vault));
    };
    let url = Url::parse(address).map_err(|_| PartError::Bucket)?;
    let asked = |name: &str| {
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let secret = |name: &str| set(name).ok_or(PartError::BucketKeys);
    let region = asked("region").unwrap_or_else(|| "us-east-1".into());
    let amazon = || format!("https://s3.{region}.amazonaws.com");
    let config = S3Config {
        endpoint: asked("endpoint").unwrap_or_else(amazon),
        bucket: url.host_str().ok_or(PartError::Bucket)?.to_owned(),
        access_key: asked("key").map_or_else(|| secret("AWS_ACCESS_KEY_ID"), Ok)?,
        secret_key: asked("secret").map_or_else(|| secret("AWS_SECRET_ACCESS_KEY"), Ok)?,
        region,
    };
    Ok(Arc::new(S3Vault::open(&config)?))
}

fn post((server, from): &(String, String), studio: &str) -> Result<Post, PartError> {
    let url = Url::parse(server).map_err(|_| PartError::Smtp)?;
    let host = url.host_str().ok_or(PartError::Smtp)?.trim_matches(['[', ']']);
    let plain = url.query().is_some_and(|query| query.contains("tls=none"));
    let (security, port) = match url.scheme() {
        "smtps" => (Security::Tls, 465),
        _ if plain => (Security::Plain, 25),
        _ => (Security::StartTls, 587),
    };
    let decoded = |text: &str| {
        let bytes = percent_encoding::percent_decode_str(text);
        bytes.decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| PartError::Smtp)
    };
    let login = match url.password() {
        Some(password) => Some((decoded(url.username())?, Hidden::from(decoded(password)?))),
        None => None,
    };
    let (name, email) = match from.split_once('<') {
        Some((name, rest)) => (name.trim().trim_matches('"'), rest.trim_end_matches('>')),
        None => (studio, from.as_str()),
    };
    let from = Address::new(name, email.trim()).map_err(PartError::MailFrom)?;
    let port = url.port().unwrap_or(port);
    let settings = MailSettings::new((host, port), security, login, from)?;
    Post::new(settings).map_err(PartError::Post)
}

fn paypal(it: &settings::PayPal, studio: &str) -> Result<PayPal, PartError> {
    let settings = paypal::Settings::new(&it.address, &it.id, Hidden::from(it.secret.as_str()))?;
    Ok(PayPal::new(settings.from(studio, ""))?)
}

/// Without the id of a webhook nothing that is told is believed, and PayPal is asked now and then.
fn verifier(it: &settings::PayPal, ground: &Ground) -> Result<Option<Verifier>, PartError> {
    let Some(webhook) = &it.webhook else { return Ok(None) };
    let trust = match &ground.stand_in {
        Some(root) => Trust::stand_in(webhook, &it.address, root)?,
        None => Trust::paypal(webhook)?,
    };
    Ok(Some(Verifier::new(trust)?))
}
