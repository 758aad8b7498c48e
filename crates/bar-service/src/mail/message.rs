//! A mail as it goes over the wire.

use std::time::{Duration, SystemTime};

use bar_domain::song::Time;
use lettre::Message;
use lettre::message::MultiPart;
use lettre::message::header::{HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Address, Page};

/// Puts a mail together. The same project and key give the same `Message-ID`.
///
/// # Errors
/// When it cannot be put together, which would be a fault of ours.
pub fn message(
    page: &Page,
    (from, to): (&Address, &Address),
    (project, key): (Uuid, &str),
    now: Time,
) -> Result<Message, lettre::error::Error> {
    let date = SystemTime::UNIX_EPOCH + Duration::from_millis(now.0.max(0) as u64);
    // Answering machines leave such mails alone.
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let automatic = HeaderValue::new(automatic, "auto-generated".to_owned());
    Message::builder()
        .from(from.mailbox())
        .to(to.mailbox())
        .subject(page.subject())
        .date(date)
        .message_id(Some(format!("<{}@{}>", name(project, key), from.domain())))
        .raw_header(automatic)
        .multipart(MultiPart::alternative_plain_html(page.text(to.name()), page.html(to.name())))
}

/// A key may hold anything; this is hexadecimal.
fn name(project: Uuid, key: &str) -> String {
    let hash = Sha256::new().chain_update(project.as_bytes()).chain_update(key).finalize();
    let name = hash.iter().take(16).fold(0_u128, |name, byte| name << 8 | u128::from(*byte));
    format!("{name:032x}")
}
