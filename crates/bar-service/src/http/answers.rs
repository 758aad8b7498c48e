//! What a route may answer beside what it is for, as the `OpenAPI` document says it.

use bar_protocol::Problem;
use utoipa::{IntoResponses, ToSchema};

/// Anybody may ask.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum Public {
    /// It does not read.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// It took too long to arrive.
    #[response(status = 408, content_type = "application/problem+json")]
    TooSlow(Problem),
    /// It is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// It is of another kind than what is taken here.
    #[response(status = 415, content_type = "application/problem+json")]
    Unsupported(Problem),
    /// It is not allowed as it is.
    #[response(status = 422, content_type = "application/problem+json")]
    Unfit(Problem),
    /// The app is too old.
    #[response(status = 426, content_type = "application/problem+json")]
    TooOld(Problem),
    /// That was too often.
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(Problem),
    /// The service cannot do it right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Only who is signed in may ask, beside what [`Public`] says.
#[derive(IntoResponses)]
#[expect(dead_code, clippy::enum_variant_names, reason = "only described, as what it is")]
pub enum Signed {
    /// Nobody is signed in.
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// It is somebody else's to do.
    #[response(status = 403, content_type = "application/problem+json")]
    NotYours(Problem),
    /// There is no such thing, or none that the caller may know of.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
}

/// What tus says beside what [`Public`] and [`Signed`] say.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum Tus {
    /// Not by this method.
    #[response(status = 405, content_type = "application/problem+json")]
    Method(Problem),
    /// The upload is further or less far than the client thinks, or another request writes to it.
    #[response(status = 409, content_type = "application/problem+json")]
    Offset(Problem),
    /// It is over.
    #[response(status = 410, content_type = "application/problem+json")]
    Gone(Problem),
    /// Another version of the protocol.
    #[response(status = 412, content_type = "application/problem+json")]
    Version(Problem),
    /// What arrived is not what was sent.
    #[response(status = 460, content_type = "application/problem+json")]
    Checksum(Problem),
    /// The vault is full.
    #[response(status = 507, content_type = "application/problem+json")]
    Full(Problem),
}

/// Bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only described")]
pub struct Bytes(Vec<u8>);
