//! Sends a file by tus, in parts as an app does, of which one at most is sent again after a break.

use bytes::Bytes;
use reqwest::header::LOCATION;

use crate::Done;
use crate::program::Service;
use crate::seed::Owned;

/// Bytes of a part.
pub const PART: usize = 16 << 20;

/// A file on its way.
pub struct Upload<'a> {
    service: &'a Service,
    owned: &'a Owned,
    at: String,
    offset: usize,
}

impl<'a> Upload<'a> {
    /// Begins one of so many bytes.
    pub async fn begin(service: &'a Service, owned: &'a Owned, length: usize) -> Done<Self> {
        use base64::Engine;
        let project = base64::engine::general_purpose::STANDARD.encode(owned.project.to_string());
        let request = service.http.post(format!("{}/v1/uploads", service.base));
        let answer = request
            .bearer_auth(&owned.token)
            .header("tus-resumable", "1.0.0")
            .header("upload-length", length)
            .header("upload-metadata", format!("project {project},filename YmFzcy53YXY="))
            .send()
            .await?
            .error_for_status()?;
        let path = answer.headers().get(LOCATION).ok_or("no location")?.to_str()?;
        Ok(Self { service, owned, at: format!("{}{path}", service.base), offset: 0 })
    }

    /// Goes on with a part; after the last one, the file is on the disk.
    pub async fn append(&mut self, part: Bytes) -> Done<()> {
        let length = part.len();
        let request = self.service.http.patch(&self.at).bearer_auth(&self.owned.token);
        request
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", self.offset)
            .header("content-type", "application/offset+octet-stream")
            .body(part)
            .send()
            .await?
            .error_for_status()?;
        self.offset += length;
        Ok(())
    }
}
