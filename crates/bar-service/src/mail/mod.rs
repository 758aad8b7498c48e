//! Mails: what they say, and how they get on their way.
//!
//! A mail is queued in the transaction that makes it due, under a key that says what it is about, so it
//! is queued once. [`deliver`] then hands what is due to the studio's mail server.
//!
//! **How often one arrives**: once, as far as that can be promised. A mail is only marked as sent when
//! the server said that it has it; where that answer, or our note of it, gets lost, it is handed over
//! again. Both then have the same `Message-ID`, by which mail servers and programs know a double. It
//! is never given up silently: after four days it is marked as failed, for the studio to see.

mod address;
mod deliver;
pub mod job;
mod letter;
mod message;
mod page;
mod post;
mod settings;

pub use address::{Address, NoAddress};
pub use deliver::{Round, deliver, queue};
pub use letter::Letter;
pub use message::message;
pub use page::Page;
pub use post::{Post, PostError};
pub use settings::{MailSettings, MailSettingsError, Security};
