//! Why the service did not do it.

use bar_domain::song::{CommandId, Role};
use bar_stems::CheckError;

use crate::assets::{AssetError, EraseError};
use crate::db::DbError;
use crate::vault::VaultError;
use crate::vault::seal::KeyError;

/// Why the service did not do it. `http/problem.rs` turns it into what is answered.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It was wrong to ask.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It was wrong to ask for this among other things. What came before it is done.
    #[error("{refusal}")]
    OfCommand {
        /// Which.
        command: CommandId,
        /// Why.
        refusal: Refusal,
    },
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A password could not be hashed.
    #[error("a password could not be hashed")]
    Password(#[source] argon2::password_hash::Error),
    /// There are no random numbers.
    #[error("the system has no random numbers")]
    Random(#[source] getrandom::Error),
    /// What is stored does not read.
    #[error("what is stored cannot be read")]
    Stored(#[source] serde_json::Error),
    /// The folder for what is being worked on.
    #[error("the folder for files that are being listened to cannot be used")]
    Scratch(#[source] std::io::Error),
    /// A file could not be listened to, for no fault of its own.
    #[error("a file could not be listened to")]
    Listen(#[source] CheckError),
    /// The vault did not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file cannot be opened.
    #[error(transparent)]
    Asset(#[from] AssetError),
    /// Not all is gone.
    #[error(transparent)]
    Erase(#[from] EraseError),
    /// There is no key to what is stored.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A part of the service has ended.
    #[error("a part of the service has ended")]
    Ended(#[source] Box<dyn std::error::Error + Send + Sync>),
}

macro_rules! refusals {
    ($($(#[$attribute:meta])* $variant:ident $({ $($field:ident: $type:ty = $doc:literal),* })? = $status:literal $code:literal $title:literal,)*) => {
        /// Why it was wrong to ask: a sentence that a person can act on.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$attribute])* $variant $({ $(#[doc = $doc] $field: $type),* })?,)*
        }

        impl Refusal {
            /// Every code there is.
            pub const CODES: &[&str] = &[$($code),*];

            /// The status of the answer, the stable name of the reason, and the reason in a few words.
            #[must_use]
            pub const fn kind(&self) -> (u16, &'static str, &'static str) {
                match self { $(Self::$variant { .. } => ($status, $code, $title)),* }
            }
        }
    };
}

refusals! {
    /// What came is not what is asked for here.
    #[error("this request does not read: {why}")]
    Malformed { why: String = "What is wrong with it." } = 400 "request.malformed" "Malformed request",
    /// What came is well-formed, and not allowed.
    #[error("this request does not fit: {why}")]
    Unfit { why: String = "What is wrong with it." } = 422 "request.unfit" "Unfit request",
    /// Something else than JSON.
    #[error("send this as application/json")]
    NotJson = 415 "request.not_json" "Unsupported media type",
    /// Too much.
    #[error("this request is too large: {most} bytes are the most")]
    TooLarge { most: usize = "Bytes." } = 413 "request.too_large" "Request too large",
    /// It took too long.
    #[error("this took too long: try again")]
    TooSlow = 408 "request.too_slow" "Request timeout",
    /// An app from long ago.
    #[error("this version of the app is too old to talk to the studio: update it, nothing is lost meanwhile")]
    TooOld = 426 "app.too_old" "Update required",
    /// Nothing here, or nothing of theirs.
    #[error("there is nothing here that you can see: it may have been removed, or the address is wrong")]
    NotFound = 404 "not_found" "Not found",
    /// Not by this method.
    #[error("this cannot be done here: see /v1/openapi.json")]
    Method = 405 "request.method" "Method not allowed",

    /// Past the proxy.
    #[error("this came in clear text past the studio's proxy: use the https address of the studio")]
    InTheClear = 403 "request.in_the_clear" "In clear text",

    /// Nobody is signed in.
    #[error("sign in first")]
    NotSignedIn = 401 "session.missing" "Not signed in",
    /// The token does not count any more.
    #[error("this sign-in has ended: sign in again")]
    SessionEnded = 401 "session.ended" "Signed out",
    /// E-mail address or password is wrong.
    #[error("e-mail address or password is wrong: type both again")]
    WrongPassword = 401 "session.wrong" "Wrong e-mail address or password",
    /// Too often.
    #[error("that was too often: wait {seconds} seconds, then try again")]
    TooOften { seconds: u64 = "Until it may be tried again." } = 429 "request.too_often" "Too many requests",
    /// Too many at once.
    #[error("too many people are signing in right now: try again in a moment")]
    Busy = 503 "service.busy" "Busy",
    /// Somebody else's to do.
    #[error("only the {} can do this", role_name(*who))]
    NotYours { who: Role = "Whose it is to do." } = 403 "role.not_yours" "Not yours to do",

    /// There is one by this address.
    #[error("there is an account with this e-mail address: sign in, or set a new password")]
    EmailTaken = 409 "account.email_taken" "E-mail address taken",
    /// Not an address.
    #[error("this is no e-mail address: type it again")]
    Email = 422 "account.email" "No e-mail address",
    /// Easily guessed.
    #[error("choose a longer password: {least} characters are the least")]
    ShortPassword { least: usize = "Characters." } = 422 "account.short_password" "Password too short",
    /// One that everybody tries.
    #[error("this password is one of those that are tried first: choose another one")]
    CommonPassword = 422 "account.common_password" "Password too common",
    /// Not a name.
    #[error("type a name of 1 to 200 characters")]
    Name = 422 "account.name" "No name",
    /// This service takes only whom it asked in.
    #[error("this studio is by invitation: ask for one")]
    ByInvitation = 403 "account.by_invitation" "By invitation",
    /// Taken, expired, withdrawn, or never made.
    #[error("this invitation does not count any more: ask for a new one")]
    InvitationGone = 410 "invitation.gone" "Invitation gone",
    /// An invitation of somebody of another role.
    #[error("this invitation is for {}: sign in with an account of that kind", role_name(*who))]
    InvitationForOthers { who: Role = "For whom it is." } = 403 "invitation.for_others" "Invitation for others",

    /// The same id means something else.
    #[error("this command came before, with other words: do it once more")]
    AnotherCommand = 422 "command.another" "Command id used twice",
    /// An app that is ahead of the journal.
    #[error("the studio was restored from a backup: the app has to look at the project anew")]
    OtherEpoch = 410 "epoch.other" "Other epoch",
}

/// As in a sentence.
fn role_name(role: Role) -> &'static str {
    match role {
        Role::Artist => "artist",
        Role::Engineer => "engineer",
        _ => "studio",
    }
}
