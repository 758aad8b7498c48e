//! How long files are kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::AssetHash;
use super::day::{days_later, months_later};
use crate::song::Time;

/// Calendar months that original material is kept after a project has ended.
pub const KEPT_MONTHS: i64 = 6;
/// Days that the artist has at least: after the first reminder, and after turning *keep longer* off.
pub const WARNED_DAYS: i64 = 30;
/// Days before erasing on which the artist is reminded.
pub const REMINDERS: [u16; 3] = [30, 7, 1];

/// What becomes of the project's files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Retention {
    /// Until when they are kept at least; `None` while the project goes on.
    pub until: Option<Time>,
    /// Whether the artist wants them kept longer, without an end.
    pub keep: bool,
    /// Reminders that were sent since `until` was last set, in order.
    pub reminded: Vec<Reminder>,
    /// When erasing began, where it has.
    pub erasing: Option<Time>,
    /// What was erased, once everything is.
    pub receipt: Option<Receipt>,
}

/// A reminder that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Reminder {
    /// How many days before erasing: 30, 7 or 1.
    pub days: u16,
    /// When it was sent.
    pub at: Time,
}

/// What remains of files that were erased: never their content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    /// Which files.
    pub files: Vec<ErasedFile>,
    /// When the last of them was gone.
    pub erased_at: Time,
    /// The service's signature of it, in lower-case hex.
    pub signature: String,
}

/// A file that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasedFile {
    /// The hash of what it held.
    pub hash: AssetHash,
    /// How long it was.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// Until when the files of a project are kept that ended then.
#[must_use]
pub fn kept_until(ended: Time) -> Time {
    months_later(ended, KEPT_MONTHS)
}

impl Retention {
    /// When erasing may begin, as far as is known: not before the artist was warned for
    /// [`WARNED_DAYS`]. `None` while the project goes on or its files are kept longer.
    ///
    /// So neither a clock that ran wrong when the project ended nor a service that stood still for months
    /// erases what nobody was warned of.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        let until = self.until.filter(|_| !self.keep)?;
        let warned = self.reminded.first().map(|first| days_later(first.at, WARNED_DAYS));
        Some(warned.map_or(until, |warned| warned.max(until)))
    }

    /// The reminder that comes next, and from when on it is sent.
    #[must_use]
    pub fn next_reminder(&self) -> Option<Reminder> {
        let due = self.due()?;
        let days = *REMINDERS.get(self.reminded.len())?;
        Some(Reminder { days, at: days_later(due, -i64::from(days)) })
    }

    /// Whether erasing may begin.
    #[must_use]
    pub fn is_due(&self, now: Time) -> bool {
        let warned = self.reminded.len() == REMINDERS.len();
        self.erasing.is_none() && warned && self.due().is_some_and(|due| due <= now)
    }
}
