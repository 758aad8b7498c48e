//! What tus answers.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bar_domain::song::Time;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use uuid::Uuid;

use super::asked::{self, AskedAppend, AskedNew, VERSION};
use super::checksum::ALGORITHMS;
use super::{Refusal, UploadError, UploadId, Uploads};
use crate::tables::uploads::{State, Upload};

const EXTENSIONS: &str =
    "creation,creation-with-upload,creation-defer-length,checksum,termination,expiration";
/// What a finished file hashed to, for clients that did not know.
const ASSET: &str = "bar-asset";

impl Uploads {
    /// Answers whatever is asked of `/v1/uploads` (`id` is nothing then) and `/v1/uploads/{id}` by
    /// somebody who is signed in.
    pub async fn answer(
        self: &Arc<Self>,
        account: Uuid,
        id: Option<&str>,
        request: Request,
    ) -> Response {
        let answered = self.answered(account, id, request).await;
        let mut response = answered.unwrap_or_else(IntoResponse::into_response);
        let headers = response.headers_mut();
        headers.insert("tus-resumable", HeaderValue::from_static(VERSION));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// Answers OPTIONS, also to somebody who is not signed in: what can be done here.
    #[must_use]
    pub fn options(&self) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        headers.insert("tus-resumable", HeaderValue::from_static(VERSION));
        headers.insert("tus-version", HeaderValue::from_static(VERSION));
        headers.insert("tus-extension", HeaderValue::from_static(EXTENSIONS));
        headers.insert("tus-checksum-algorithm", HeaderValue::from_static(ALGORITHMS));
        headers.insert("tus-max-size", self.parts.rules.longest.into());
        response
    }

    async fn answered(
        self: &Arc<Self>,
        account: Uuid,
        id: Option<&str>,
        request: Request,
    ) -> Result<Response, UploadError> {
        let (parts, body) = request.into_parts();
        let method = asked::method(&parts.method, &parts.headers)?;
        if method == Method::OPTIONS {
            return Ok(self.options());
        }
        asked::version(&parts.headers)?;
        let id = id.map(str::parse::<UploadId>);
        let mut response = StatusCode::NO_CONTENT.into_response();
        match (method, id) {
            (Method::POST, None) => {
                let asked = AskedNew::read(&parts.headers)?;
                let coming = asked::coming(&parts.headers)?;
                let upload = self.create(account, asked, coming, body).await?;
                *response.status_mut() = StatusCode::CREATED;
                let id = UploadId { project: upload.project, id: upload.id };
                insert(response.headers_mut(), "location", &format!("/v1/uploads/{id}"));
                tell(&upload, response.headers_mut());
            }
            (Method::HEAD, Some(id)) => {
                let upload = self.settled(account, id?).await?;
                *response.status_mut() = StatusCode::OK;
                let headers = response.headers_mut();
                match upload.length {
                    Some(length) => headers.insert("upload-length", length.into()),
                    None => headers.insert("upload-defer-length", HeaderValue::from_static("1")),
                };
                insert(headers, "upload-metadata", &upload.metadata);
                tell(&upload, headers);
            }
            (Method::PATCH, Some(id)) => {
                let asked = AskedAppend::read(&parts.headers, &body)?;
                let upload = self.append(account, id?, asked, body).await?;
                tell(&upload, response.headers_mut());
            }
            (Method::DELETE, Some(id)) => self.terminate(account, id?).await?,
            _ => return Err(Refusal::Method.into()),
        }
        Ok(response)
    }
}

/// How far an upload is.
fn tell(upload: &Upload, headers: &mut HeaderMap) {
    headers.insert("upload-offset", upload.arrived.into());
    if upload.state == State::Arriving {
        insert(headers, "upload-expires", &http_date(upload.expires_at));
    } else if let Some(hash) = upload.hash {
        insert(headers, ASSET, &hash.to_string());
    }
}

/// Puts a value that was checked to be one.
fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// A moment as headers write it (RFC 9110).
fn http_date(time: Time) -> String {
    let moment = Timestamp::from_millisecond(time.0).unwrap_or_default();
    DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_headers_do() {
        assert_eq!(http_date(Time(1_403_712_000_000)), "Wed, 25 Jun 2014 16:00:00 GMT");
    }
}
