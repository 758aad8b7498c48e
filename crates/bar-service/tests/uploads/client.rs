//! A client that does as it is told, also what no good client does.

use std::net::SocketAddr;

use bar_service::vault::AssetHash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Body, Client, Method};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::rig::ARTIST;
use crate::stand::PROJECT;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// The same, where it is no text.
    pub bytes: Bytes,
}

/// Headers to send.
pub type Headers<'a> = &'a [(&'a str, &'a str)];

/// Somebody at a service.
#[derive(Clone)]
pub struct Tus {
    pub address: SocketAddr,
    http: Client,
}

impl Tus {
    pub fn at(address: SocketAddr) -> Self {
        Self { address, http: Client::builder().no_proxy().build().unwrap() }
    }

    /// Asks exactly that; `tus-resumable` and who asks are added unless they are said.
    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: Headers<'_>,
        body: impl Into<Body>,
    ) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.http.request(method, format!("http://{}{path}", self.address));
        for (name, value) in with_usual(headers) {
            request = request.header(name, value);
        }
        let answer = request.body(body).send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = answer.bytes().await.unwrap();
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    /// Makes an upload for the project, and says where it is.
    pub async fn create(&self, headers: Headers<'_>) -> String {
        let metadata = metadata(&[]);
        let mut all = headers.to_vec();
        if !headers.iter().any(|(name, _)| *name == "upload-metadata") {
            all.push(("upload-metadata", &metadata));
        }
        let answer = self.ask("POST", "/v1/uploads", &all, "").await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.text("location").to_owned()
    }

    pub async fn head(&self, path: &str) -> Answer {
        self.ask("HEAD", path, &[], "").await
    }

    pub async fn patch(
        &self,
        path: &str,
        offset: u64,
        bytes: impl Into<Body>,
        headers: Headers<'_>,
    ) -> Answer {
        let offset = offset.to_string();
        let mut all = vec![("upload-offset", offset.as_str()), ("content-type", OFFSET_STREAM)];
        all.extend_from_slice(headers);
        self.ask("PATCH", path, &all, bytes).await
    }

    /// A PATCH that promises `length` bytes, sends `bytes`, and hangs.
    pub async fn hanging(
        &self,
        path: &str,
        offset: u64,
        length: usize,
        bytes: &[u8],
        headers: Headers<'_>,
    ) -> TcpStream {
        let (offset, length) = (offset.to_string(), length.to_string());
        let mut all = vec![
            ("host", "service"),
            ("connection", "close"),
            ("upload-offset", offset.as_str()),
            ("content-length", length.as_str()),
            ("content-type", OFFSET_STREAM),
        ];
        all.extend_from_slice(headers);
        let mut head = format!("PATCH {path} HTTP/1.1\r\n");
        for (name, value) in with_usual(&all) {
            head.extend([name, ": ", &value, "\r\n"]);
        }
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.flush().await.unwrap();
        stream
    }

    /// Sends a whole file as a good client does: asks where to go on, whatever happened before.
    pub async fn go_on(&self, path: &str, file: &Bytes) -> Answer {
        let answer = self.head(path).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let offset = answer.number("upload-offset");
        self.patch(path, offset, file.slice(offset as usize..), &[]).await
    }
}

/// What the bytes of an upload are sent as.
pub const OFFSET_STREAM: &str = "application/offset+octet-stream";

impl Answer {
    pub fn text(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {self:?}"));
        value.to_str().unwrap()
    }

    pub fn number(&self, name: &str) -> u64 {
        self.text(name).parse().unwrap()
    }

    /// The stable name of why it was refused.
    pub fn code(&self) -> String {
        let problem: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        problem["code"].as_str().unwrap().to_owned()
    }
}

/// Hangs up, and waits until the service has noticed.
pub async fn cut(mut stream: TcpStream) {
    // It may have hung up first.
    let _ = stream.shutdown().await;
    rest(stream).await;
}

/// What `stream` is answered with, to the end.
pub async fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // However it ends: it may be reset.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Metadata for the project, and more.
pub fn metadata(more: &[(&str, &str)]) -> String {
    let mut all = format!("project {}", STANDARD.encode(PROJECT.to_string()));
    for (key, value) in more {
        all.extend([",", key, " ", &STANDARD.encode(value)]);
    }
    all
}

pub fn hash(bytes: &[u8]) -> AssetHash {
    AssetHash(*blake3::hash(bytes).as_bytes())
}

/// `Upload-Checksum` of bytes.
pub fn checksum(bytes: &[u8]) -> String {
    format!("blake3 {}", STANDARD.encode(blake3::hash(bytes).as_bytes()))
}

fn with_usual(headers: Headers<'_>) -> Vec<(&str, String)> {
    let mut all: Vec<_> =
        headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    for (name, value) in [("tus-resumable", "1.0.0".to_owned()), ("x-account", ARTIST.to_string())]
    {
        if !headers.iter().any(|(other, _)| *other == name) {
            all.push((name, value));
        }
    }
    // Said as nothing, it is not sent.
    all.retain(|(_, value)| !value.is_empty());
    all
}
