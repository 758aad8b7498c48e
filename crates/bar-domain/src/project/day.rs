//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::song::Time;

/// A day, as people agree on one: `2027-03-31`, in JSON too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS, ToSchema)]
#[ts(type = "string")]
#[schema(value_type = String, format = Date)]
pub struct Day(Date);

/// It is no day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a day is written like 2027-03-31, and that day must be in the calendar")]
pub struct NoDay;

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let date: Date = text.parse().map_err(|_| NoDay)?;
        // One way to write each, and no years that nobody lives in.
        let day = Self(date);
        if (1970..=9999).contains(&date.year()) && day.to_string() == text {
            Ok(day)
        } else {
            Err(NoDay)
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The same time of day so many calendar months later, in UTC; the last day of a shorter month. Where the
/// calendar ends it stays where it is.
#[must_use]
pub fn months_later(time: Time, months: i64) -> Time {
    moved(time, months.months())
}

/// So many days later.
#[must_use]
pub fn days_later(time: Time, days: i64) -> Time {
    moved(time, days.days())
}

fn moved(time: Time, by: Span) -> Time {
    let later = Timestamp::from_millisecond(time.0)
        .and_then(|it| it.to_zoned(TimeZone::UTC).checked_add(by))
        .map(|it| it.timestamp().as_millisecond());
    later.map_or(time, Time)
}
