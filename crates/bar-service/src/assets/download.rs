//! `GET` and `HEAD` of `/v1/assets/{hash}`: a file, or a part of it, for who may have it.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bar_protocol::Problem;
use futures::TryStreamExt;
use uuid::Uuid;

use super::headers::{disposition, names, tag};
use super::range::Wanted;
use super::{Access, Asset};
use crate::db::{Database, DbError};
use crate::failure::{Failure, Refusal};
use crate::http::problem::{answer, failed};
use crate::tables::assets;
use crate::vault::seal::{KeyError, Keyring, SealedAsset};
use crate::vault::{AssetHash, ObjectName, Vault, VaultError};

/// What downloads and erasing work with.
#[derive(Clone)]
pub struct Assets {
    /// Where rows are kept.
    pub db: Arc<dyn Database>,
    /// Where bytes are kept.
    pub vault: Arc<dyn Vault>,
    /// The keys they are sealed with.
    pub keys: Keyring,
    /// Who may.
    pub access: Arc<dyn Access>,
}

/// Why an asset is not opened.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// There is none, or none for who asks.
    #[error("there is no such file")]
    NotFound,
    /// The vault did not do it, or holds something else.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
    /// There is no key.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl Assets {
    /// Answers somebody who is signed in.
    pub async fn answer(
        &self,
        account: Uuid,
        hash: &str,
        method: &Method,
        headers: &HeaderMap,
    ) -> Response {
        let found = self.find(account, hash).await;
        let answered = match found {
            Ok(asset) => self.send(&asset, method, headers).await,
            Err(error) => Err(error),
        };
        answered.unwrap_or_else(IntoResponse::into_response)
    }

    /// An asset as it was sent, to be read by the service itself.
    ///
    /// # Errors
    /// When there is none, or no key to it.
    pub async fn open(&self, asset: &Asset) -> Result<SealedAsset, AssetError> {
        Ok(SealedAsset {
            vault: Arc::clone(&self.vault),
            name: ObjectName::asset(asset.project, asset.shelf, &asset.hash),
            key: self.keys.find(asset.project, asset.shelf).await?,
            bytes: asset.bytes,
        })
    }

    /// The asset of this hash of any project that lets `account` have it.
    async fn find(&self, account: Uuid, hash: &str) -> Result<Asset, AssetError> {
        let hash: AssetHash = hash.parse().map_err(|_| AssetError::NotFound)?;
        let found = assets::anywhere(&mut *self.db.read().await?, &hash).await?;
        for asset in found {
            if self.access.may_fetch(account, asset.project, &hash).await? {
                return Ok(asset);
            }
        }
        Err(AssetError::NotFound)
    }

    async fn send(
        &self,
        asset: &Asset,
        method: &Method,
        asked: &HeaderMap,
    ) -> Result<Response, AssetError> {
        let tag = tag(asset);
        let len = asset.bytes;
        let mut response = Response::default();
        let said = response.headers_mut();
        said.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        // Kept only by who fetched it, and only while they still may.
        said.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        said.extend(HeaderValue::from_str(&tag).map(|tag| (header::ETAG, tag)));

        if names(asked, header::IF_MATCH, &tag) == Some(false) {
            *response.status_mut() = StatusCode::PRECONDITION_FAILED;
            return Ok(response);
        }
        if names(asked, header::IF_NONE_MATCH, &tag) == Some(true) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(response);
        }
        // A tag that is weak, or a date, is not this file for sure.
        let same =
            asked.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
        let range = asked.get(header::RANGE).filter(|_| same && method == Method::GET);
        let range = match range.and_then(|range| range.to_str().ok()) {
            None => 0..len,
            Some(range) => match Wanted::read(range, len) {
                Wanted::Whole => 0..len,
                Wanted::Part(part) => {
                    let sent = format!("bytes {}-{}/{len}", part.start, part.end - 1);
                    said.extend(HeaderValue::from_str(&sent).map(|r| (header::CONTENT_RANGE, r)));
                    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                    part
                }
                Wanted::Nothing => return Ok(not_there(len)),
            },
        };
        let said = response.headers_mut();
        // Whatever it is, it is not for a browser to look into.
        let kind = HeaderValue::from_static("application/octet-stream");
        said.insert(header::CONTENT_TYPE, kind);
        said.extend(disposition(&asset.name).map(|name| (header::CONTENT_DISPOSITION, name)));
        said.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
        if method == Method::GET {
            let bytes = self.open(asset).await?.read(range).await?.inspect_err(|error| {
                let error = error as &dyn std::error::Error;
                tracing::error!(error, "a file breaks off while it is sent");
            });
            *response.body_mut() = Body::from_stream(bytes);
        }
        Ok(response)
    }
}

/// The range is outside of the file.
fn not_there(len: u64) -> Response {
    let detail = format!("the file has {len} bytes: ask for some of those");
    let mut response = answer(&Problem::new(416, "asset.range", "Range not satisfiable", detail));
    let whole = HeaderValue::from_str(&format!("bytes */{len}"));
    response.headers_mut().extend(whole.map(|whole| (header::CONTENT_RANGE, whole)));
    response
}

impl IntoResponse for AssetError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound | Self::Key(KeyError::Destroyed) => Refusal::NotFound.into_response(),
            Self::Db(error) | Self::Key(KeyError::Db(error)) => Failure::Db(error).into_response(),
            Self::Vault(error @ VaultError::Unavailable(_)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "no vault");
                let detail = "the studio's service cannot reach its files: try again in a minute";
                let title = "Unavailable";
                answer(&Problem::new(503, "service.unavailable", title, detail.to_owned()))
            }
            failure => {
                tracing::error!(
                    error = &failure as &dyn std::error::Error,
                    "a file cannot be sent"
                );
                failed()
            }
        }
    }
}
