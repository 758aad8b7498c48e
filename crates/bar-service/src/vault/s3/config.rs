//! Where the storage is, and what is refused of it.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use reqwest::Url;

/// How long one request may take. A part is 8 MiB.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long one thing is tried anew.
const RETRIES_FOR: Duration = Duration::from_secs(20);

/// Where the storage is.
#[derive(Clone)]
pub struct S3Config {
    /// Its address, `https://HOST`.
    pub endpoint: String,
    /// What it calls its region.
    pub region: String,
    /// The bucket, which has to be there.
    pub bucket: String,
    /// Who comes in.
    pub access_key: String,
    /// With what.
    pub secret_key: String,
}

/// Why a storage is not used.
#[derive(Debug, thiserror::Error)]
pub enum S3ConfigError {
    /// No address.
    #[error("`{0}` is no address of an object storage: write https://HOST")]
    Address(String),
    /// Sounds and keys would travel in the clear.
    #[error("`{0}` would be reached without encryption: use https, or a storage on this machine")]
    PlainHttp(String),
    /// Something else.
    #[error("the object storage cannot be set up: {0}")]
    Refused(#[from] object_store::Error),
}

impl S3Config {
    pub(super) fn store(&self) -> Result<AmazonS3, S3ConfigError> {
        let plain = self.is_plain()?;
        let client = ClientOptions::new()
            .with_allow_http(plain)
            .with_timeout(PATIENCE)
            .with_connect_timeout(Duration::from_secs(5));
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(2), ..Default::default() };
        let retry = RetryConfig { backoff, max_retries: 5, retry_timeout: RETRIES_FOR };
        Ok(AmazonS3Builder::new()
            .with_endpoint(&self.endpoint)
            .with_region(&self.region)
            .with_bucket_name(&self.bucket)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(&self.secret_key)
            .with_virtual_hosted_style_request(false)
            .with_client_options(client)
            .with_retry(retry)
            .build()?)
    }

    /// Whether it is reached without encryption, which is only for this machine.
    fn is_plain(&self) -> Result<bool, S3ConfigError> {
        let address = || S3ConfigError::Address(self.endpoint.clone());
        let url = Url::parse(&self.endpoint).map_err(|_| address())?;
        let host = url.host_str().ok_or_else(address)?;
        match url.scheme() {
            "https" => Ok(false),
            "http" if is_this_machine(host) => Ok(true),
            "http" => Err(S3ConfigError::PlainHttp(self.endpoint.clone())),
            _ => Err(address()),
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}

impl fmt::Debug for S3Config {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Config")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(endpoint: &str) -> Result<AmazonS3, S3ConfigError> {
        let word = || "secret".to_owned();
        let endpoint = endpoint.to_owned();
        let (region, bucket, access_key, secret_key) = (word(), word(), word(), word());
        S3Config { endpoint, region, bucket, access_key, secret_key }.store()
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for fine in ["https://s3.example", "http://127.0.0.1:9000", "http://[::1]:9000"] {
            assert!(at(fine).is_ok(), "{fine}");
        }
        for refused in ["http://s3.example", "http://127.0.0.1.example", "http://10.0.0.1"] {
            assert!(matches!(at(refused), Err(S3ConfigError::PlainHttp(_))), "{refused}");
        }
        for wrong in ["", "s3.example", "ftp://s3.example", "file:///etc"] {
            assert!(matches!(at(wrong), Err(S3ConfigError::Address(_))), "{wrong}");
        }
    }
}
