//! Measuring one file without letting it take anything else down.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use bar_audio::format::Format;
use bar_audio::measure::{self, Listened, MeasureError, Watch};
use bar_audio::source::{self, ReadError};
use bar_domain::Finding;

use crate::rules::file::{being_written, unread};
use crate::sniff::foreign_kind;

/// What became of listening to a file.
pub(crate) enum Heard {
    /// It was read to its end.
    Whole(Arc<Listened>),
    /// It was not: what it is, where that could be told, and what there is to say, the reason first.
    Not(Option<Format>, Vec<Finding>),
    /// Somebody asked to stop.
    Cancelled,
}

/// Measures the file at `path`, once, unless `remembered` knows it.
pub(crate) fn listen(
    path: &Path,
    remembered: impl FnOnce() -> Option<Arc<Listened>>,
    watch: &Watch<'_>,
) -> Heard {
    let before = stamp(path);
    if let Some(listened) = remembered() {
        return Heard::Whole(listened);
    }
    let measured = catch_unwind(AssertUnwindSafe(|| measure::measure(path, watch)))
        .unwrap_or(Err(MeasureError::Read(ReadError::Panicked)));
    let result = match measured {
        Err(MeasureError::Cancelled) => return Heard::Cancelled,
        Ok(listened) => Ok(listened),
        Err(MeasureError::Read(error)) => Err(error),
    };
    match result {
        // Gone is not the same as being written: that has a sentence of its own.
        result if stamp(path).is_some_and(|after| Some(after) != before) => {
            Heard::Not(result.ok().map(|listened| listened.format), vec![being_written()])
        }
        Ok(listened) => Heard::Whole(Arc::new(listened)),
        Err(error) => {
            let foreign =
                matches!(error, ReadError::NotAudio).then(|| foreign_kind(path)).flatten();
            Heard::Not(format(path), unread(path, &error, foreign))
        }
    }
}

/// What the file says it is; `None` where it does not say.
pub(crate) fn format(path: &Path) -> Option<Format> {
    let opened = catch_unwind(AssertUnwindSafe(|| source::open(path)));
    opened.ok()?.ok().map(|source| source.format())
}

/// What changes when something writes to a file.
fn stamp(path: &Path) -> Option<(u64, Option<SystemTime>)> {
    let about = fs::metadata(path).ok()?;
    Some((about.len(), about.modified().ok()))
}
