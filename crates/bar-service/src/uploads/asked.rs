//! What a request says in its headers.

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, Method};

use super::Refusal;
use super::checksum::Checksum;
use super::metadata::Metadata;

/// The version of tus.
pub const VERSION: &str = "1.0.0";
/// What the bytes of an upload are sent as.
const OFFSET_STREAM: &str = "application/offset+octet-stream";

/// What to make.
pub struct AskedNew {
    /// How long the file is, unless that is deferred.
    pub length: Option<u64>,
    /// What it is.
    pub metadata: Metadata,
    /// Whether its first bytes come along.
    pub with_bytes: bool,
    /// Of those bytes.
    pub checksum: Option<Checksum>,
}

/// What to append.
pub struct AskedAppend {
    /// Where.
    pub offset: u64,
    /// The length of the whole, where it is said now.
    pub length: Option<u64>,
    /// How many bytes come, where that is said.
    pub coming: Option<u64>,
    /// Of those bytes.
    pub checksum: Option<Checksum>,
}

/// What is really asked for: some clients can only send POST.
pub fn method(method: &Method, headers: &HeaderMap) -> Result<Method, Refusal> {
    let Some(other) = headers.get("x-http-method-override") else { return Ok(method.clone()) };
    Method::from_bytes(other.as_bytes()).map_err(|_| Refusal::Method)
}

/// Refuses another version than ours.
pub fn version(headers: &HeaderMap) -> Result<(), Refusal> {
    let version = headers.get("tus-resumable").ok_or(Refusal::Version)?;
    if version == VERSION { Ok(()) } else { Err(Refusal::Version) }
}

impl AskedNew {
    /// Reads the headers of a POST.
    pub fn read(headers: &HeaderMap) -> Result<Self, Refusal> {
        let deferred = match text(headers, "upload-defer-length") {
            None => false,
            Some("1") => true,
            Some(_) => return Err(Refusal::Length),
        };
        let length = number(headers, "upload-length", Refusal::Length)?;
        if length.is_some() == deferred {
            return Err(Refusal::Length);
        }
        let metadata = match headers.get("upload-metadata") {
            Some(metadata) => Metadata::read(metadata.to_str().map_err(|_| Refusal::Metadata)?)?,
            None => return Err(Refusal::NoProject),
        };
        let with_bytes = text(headers, "content-type") == Some(OFFSET_STREAM);
        if !with_bytes && coming(headers)?.is_some_and(|bytes| bytes > 0) {
            return Err(Refusal::ContentType);
        }
        Ok(Self { length, metadata, with_bytes, checksum: checksum(headers)? })
    }
}

impl AskedAppend {
    /// Reads the headers of a PATCH.
    pub fn read(headers: &HeaderMap, body: &Body) -> Result<Self, Refusal> {
        if text(headers, "content-type") != Some(OFFSET_STREAM) {
            return Err(Refusal::ContentType);
        }
        Ok(Self {
            offset: number(headers, "upload-offset", Refusal::NoOffset)?
                .ok_or(Refusal::NoOffset)?,
            length: number(headers, "upload-length", Refusal::Length)?,
            coming: if body.is_end_stream() { Some(0) } else { coming(headers)? },
            checksum: checksum(headers)?,
        })
    }
}

/// How many bytes come, where that is said.
pub fn coming(headers: &HeaderMap) -> Result<Option<u64>, Refusal> {
    number(headers, "content-length", Refusal::Length)
}

fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, Refusal> {
    let Some(written) = headers.get("upload-checksum") else { return Ok(None) };
    let written = written.to_str().map_err(|_| Refusal::Checksum)?;
    Checksum::read(written).map(Some)
}

/// A number of bytes: digits only, and as large as a database keeps.
fn number(headers: &HeaderMap, name: &str, refusal: Refusal) -> Result<Option<u64>, Refusal> {
    let Some(written) = headers.get(name) else { return Ok(None) };
    let written = written.to_str().map_err(|_| refusal)?;
    let number = if written.bytes().all(|byte| byte.is_ascii_digit()) { written } else { "" };
    number.parse::<i64>().map(|number| Some(number as u64)).map_err(|_| refusal)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}
