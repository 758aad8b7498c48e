//! The contract between app and service: what is asked, what is replied, and how it is refused.
//!
//! All of it is JSON. What is asked refuses fields it does not know; a reply may have more than an older
//! app knows. The service describes it as an `OpenAPI` document, at `/v1/openapi.json`.

mod account;
mod engineer;
mod invitation;
pub mod limits;
mod problem;
mod session;
mod sync;

pub use account::{Account, Forgot, NewAccount, NewPassword, ResetPassword};
pub use engineer::{
    Engineer, EngineerCard, EngineerPage, Example, GuidePrice, Media, Offered, Publish,
};
pub use invitation::{Invitation, Invite, Invited, Welcome};
pub use problem::Problem;
pub use session::{Device, Refresh, Session, SignIn};
pub use sync::{
    Answer, Answers, Changes, Moved, Numbered, Outcome, Page, Push, Pushed, Refused, Snapshot,
    digest,
};

/// The version of the contract that this program speaks, as sent in [`VERSION_HEADER`].
pub const VERSION: u32 = 1;
/// The oldest one that the service still answers.
pub const OLDEST: u32 = 1;
/// Where an app says which version it speaks. Without it, it is taken to be [`VERSION`].
pub const VERSION_HEADER: &str = "bar-one-version";
