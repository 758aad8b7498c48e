//! People whose apps do not give up.

use std::time::{Duration, Instant};

use bar_domain::project::{MessageId, Thread};
use bar_protocol::{Answer, Answers, Pushed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, RequestBuilder};
use uuid::Uuid;

use super::once::Told;
use crate::deeds::*;
use crate::studio::{Person, Said};
use crate::walk::Sound;

/// Longer than anything here takes on any machine.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// Looks again and again, until it is so.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    let mut looks = tokio::time::interval(Duration::from_millis(10));
    loop {
        looks.tick().await;
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "{what} never happens");
    }
}

impl Person {
    /// Asks once; nothing where nobody answers, or not to the end.
    pub async fn tries(&self, request: RequestBuilder) -> Option<Said> {
        let response = request.send().await.ok()?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.ok()?.to_vec();
        Some(Said { status, headers, body })
    }

    /// Asks until there is an answer that is not the service's own fault.
    pub async fn asks(&self, what: &str, request: impl Fn() -> RequestBuilder) -> Said {
        until(what, async || {
            let said = self.tries(request()).await?;
            (!said.status.is_server_error()).then_some(said)
        })
        .await
    }

    /// Pushes the same until it is answered, as apps do.
    pub async fn insists(&self, commands: &[Pushed]) -> Vec<Answer> {
        let body = push(commands.to_vec());
        let request = || self.request(Method::POST, "/v1/commands").json(&body);
        self.asks("a push", request).await.as_::<Answers>(200).answers
    }

    /// Says something, whatever it takes.
    pub async fn tells(&self, number: u128) -> Told {
        let command = pushed(say(number, Thread::Enquiry, &format!("message {number}")));
        let answer = self.insists(&[command]).await.remove(0);
        assert_eq!(answer.refusal, None);
        Told { message: message(number), seq: answer.seq }
    }

    /// Begins an upload, and says where it is.
    pub async fn begins(&self, sound: &Sound) -> String {
        let pair = |key: &str, value: &str| format!("{key} {}", STANDARD.encode(value));
        let metadata = [
            pair("project", &PROJECT.to_string()),
            pair("filename", sound.name),
            pair("asset", &sound.asset().hash.to_string()),
        ];
        let request = || {
            self.request(Method::POST, "/v1/uploads")
                .header("tus-resumable", "1.0.0")
                .header("upload-length", sound.bytes.len())
                .header("upload-metadata", metadata.join(","))
        };
        let begun = self.asks("an upload", request).await;
        begun.is(201);
        begun.headers["location"].to_str().unwrap().to_owned()
    }

    /// How far it is.
    pub async fn offset(&self, place: &str) -> usize {
        let request = || self.request(Method::HEAD, place).header("tus-resumable", "1.0.0");
        let said = self.asks("a look at an upload", request).await;
        said.is(200);
        said.headers["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    /// A piece of it, to be sent.
    pub fn piece(&self, place: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
        self.request(Method::PATCH, place)
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", offset)
            .header("content-type", "application/offset+octet-stream")
            .body(bytes.to_vec())
    }

    /// Sends a file in pieces; after whatever went wrong it asks where to go on.
    pub async fn delivers(&self, sound: &Sound, piece: usize) {
        let place = self.begins(sound).await;
        let mut offset = 0;
        let deadline = Instant::now() + PATIENCE;
        while offset < sound.bytes.len() {
            assert!(Instant::now() < deadline, "{} never arrives", sound.name);
            let end = sound.bytes.len().min(offset + piece);
            let sent = self.tries(self.piece(&place, offset, &sound.bytes[offset..end])).await;
            offset = match sent {
                Some(said) if said.status == 204 => end,
                _ => self.offset(&place).await,
            };
        }
    }
}

pub fn message(number: u128) -> MessageId {
    MessageId(Uuid::from_u128(0x3000 + number))
}
