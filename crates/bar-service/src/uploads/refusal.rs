//! Why an upload is not taken, and what is answered then.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bar_protocol::Problem;

use crate::db::DbError;
use crate::http::problem::answer;
use crate::vault::VaultError;
use crate::vault::seal::{KeyError, SealError};

/// Why something was not done about an upload.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// It was wrong to ask.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The vault did not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
    /// There is no key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// What is stored of it does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A part of the service has ended.
    #[error("a part of the service has ended")]
    Ended(#[from] tokio::task::JoinError),
}

macro_rules! refusals {
    ($($(#[$attribute:meta])* $variant:ident $({ $($field:ident: $type:ty = $doc:literal),* })? = $status:literal $code:literal,)*) => {
        /// Why it was wrong to ask: a sentence that a person can act on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$attribute])* $variant $({ $(#[doc = $doc] $field: $type),* })?,)*
        }

        impl Refusal {
            /// Every code there is.
            pub const CODES: &[&str] = &[$($code),*];

            /// The status of the answer, and the stable name of the reason.
            #[must_use]
            pub const fn kind(&self) -> (u16, &'static str) {
                match self { $(Self::$variant { .. } => ($status, $code)),* }
            }
        }
    };
}

refusals! {
    /// Another version of the protocol.
    #[error("send uploads by tus 1.0.0: the header Tus-Resumable says so")]
    Version = 412 "tus.version",
    /// Another method.
    #[error("an upload is made with POST, looked at with HEAD, continued with PATCH and ended with DELETE")]
    Method = 405 "tus.method",
    /// Not the content type of tus.
    #[error("send the bytes as application/offset+octet-stream")]
    ContentType = 415 "tus.content_type",
    /// Neither a length nor a deferred one, or both.
    #[error("say how long the file is in Upload-Length, or Upload-Defer-Length: 1")]
    Length = 400 "tus.length",
    /// The length was said before, and was another.
    #[error("the length of an upload stays what it was first said to be: begin a new upload")]
    OtherLength = 400 "tus.other_length",
    /// No offset.
    #[error("say where the bytes belong in Upload-Offset")]
    NoOffset = 400 "tus.offset",
    /// The upload is elsewhere.
    #[error("{arrived} bytes have arrived: ask with HEAD, and go on from there")]
    Offset { arrived: u64 = "Bytes that are there." } = 409 "tus.other_offset",
    /// A newer request for the same upload.
    #[error("another request goes on with this upload: ask with HEAD, and go on from there")]
    TakenOver = 409 "tus.taken_over",
    /// No byte for long.
    #[error("no bytes came for too long: ask with HEAD, and go on from there")]
    Stalled = 408 "tus.stalled",
    /// It was cut off. Nobody reads this.
    #[error("the connection was cut off: ask with HEAD, and go on from there")]
    CutOff = 400 "tus.cut_off",
    /// More than was said.
    #[error("that is more than the upload's length: send what Upload-Length says, and no more")]
    TooMuch = 413 "tus.too_much",
    /// More than is taken unseen.
    #[error("say how long the file is, or send at most {} MiB at a time with a checksum", at_once >> 20)]
    LongPart { at_once: u64 = "Bytes." } = 413 "tus.long_part",
    /// More than is taken.
    #[error("files of up to {} GiB can be sent: split this one, or ask the studio", longest >> 30)]
    TooLong { longest: u64 = "Bytes." } = 413 "upload.too_long",
    /// Too long for an object whose name is not known.
    #[error("say the file's BLAKE3 as `asset` in Upload-Metadata: without it, {} GiB are the most here", longest >> 30)]
    Unnamed { longest: u64 = "Bytes." } = 413 "upload.unnamed",
    /// More than a project may hold.
    #[error("the files of this project have {} of the {} MB that it may hold: end uploads that are not needed, or ask the studio for more room", there.div_ceil(1_000_000), most / 1_000_000)]
    ProjectFull { there: u64 = "Bytes that are there or on their way.", most: u64 = "Bytes." } = 413 "upload.project_full",
    /// Too many at once.
    #[error("{at_once} uploads are under way: finish or end some of them first")]
    TooMany { at_once: u64 = "How many." } = 429 "upload.too_many",
    /// No room.
    #[error("the studio's disk is full: tell the studio, and try again later; nothing is lost")]
    NoRoom = 507 "upload.no_room",
    /// The checksum is none.
    #[error("write Upload-Checksum as the algorithm, a space and the checksum in base64")]
    Checksum = 400 "tus.checksum",
    /// An algorithm that is not known.
    #[error("use sha1, sha256 or blake3 for checksums")]
    ChecksumAlgorithm = 400 "tus.checksum_algorithm",
    /// The bytes were damaged on the way.
    #[error("the bytes were damaged on the way: send them again from the same place")]
    ChecksumMismatch = 460 "tus.checksum_mismatch",
    /// What arrived is another file than was declared.
    #[error("what arrived is not the file that was declared: it changed while it was sent, so begin a new upload")]
    OtherFile = 460 "upload.other_file",
    /// Unreadable metadata.
    #[error("write Upload-Metadata as keys and base64, each key once, in at most 4096 characters")]
    Metadata = 400 "tus.metadata",
    /// No project.
    #[error("say which project the file is for, as `project` in Upload-Metadata")]
    NoProject = 400 "upload.no_project",
    /// Not a hash.
    #[error("write `asset` in Upload-Metadata as BLAKE3 in 64 hexadecimal digits")]
    Asset = 400 "upload.asset",
    /// Not a purpose.
    #[error("write `purpose` in Upload-Metadata as `original` or `master`")]
    Purpose = 400 "upload.purpose",
    /// No such upload, or somebody else's.
    #[error("there is no such upload: it may have been ended, so begin a new one")]
    NotFound = 404 "upload.not_found",
    /// It waited too long, or is void.
    #[error("this upload is over: begin a new one")]
    Gone = 410 "upload.gone",
    /// The files of this project were erased.
    #[error("the files of this project were erased as agreed: no more can be sent")]
    Erased = 410 "upload.erased",
}

impl IntoResponse for UploadError {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            Self::Vault(VaultError::Full) => Refusal::NoRoom.into_response(),
            Self::Vault(VaultError::Busy) => Refusal::TakenOver.into_response(),
            Self::Key(KeyError::Destroyed) => Refusal::Erased.into_response(),
            Self::Vault(VaultError::Unavailable(_))
            | Self::Db(DbError::Unavailable(_))
            | Self::Key(KeyError::Db(DbError::Unavailable(_))) => {
                tracing::error!(error = &self as &dyn std::error::Error, "no vault or database");
                problem(
                    503,
                    "service.unavailable",
                    "the studio's service cannot store this right now: try again in a minute; nothing is lost",
                )
            }
            failure => {
                tracing::error!(error = &failure as &dyn std::error::Error, "an upload failed");
                problem(
                    500,
                    "service.failed",
                    "something went wrong in the studio's service: try again; it is written in its log",
                )
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = self.kind();
        let mut response = problem(status, code, &self.to_string());
        let headers = response.headers_mut();
        match self {
            Self::Version => {
                headers.insert("tus-version", HeaderValue::from_static(super::asked::VERSION));
            }
            Self::Offset { arrived } => {
                headers.insert("upload-offset", arrived.into());
            }
            Self::Method => {
                let allowed = HeaderValue::from_static("OPTIONS, POST, HEAD, PATCH, DELETE");
                headers.insert(header::ALLOW, allowed);
            }
            _ => {}
        }
        response
    }
}

/// A problem of that name.
fn problem(status: u16, code: &str, detail: &str) -> Response {
    let title = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    answer(&Problem::new(status, code, title.unwrap_or("Checksum mismatch"), detail.to_owned()))
}
