//! What the work costs, and what is agreed on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Currency, Day, Money, QuoteId};
use crate::song::{Actor, SongId, Time};

/// Rounds of changes that a quote includes unless it says otherwise.
pub const INCLUDED_ROUNDS: u16 = 2;

/// A kind of work.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, ToSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Offering {
    /// Stems become a mix.
    Mixing,
    /// A mix becomes a master.
    Mastering,
    /// Groups of stems become a master.
    StemMastering,
    /// Singing is tuned.
    VocalTuning,
    /// Takes are cut and aligned.
    Editing,
    /// Whatever else the engineer's page names.
    Other,
}

impl Offering {
    /// Whether its result is a master.
    #[must_use]
    pub fn is_mastering(self) -> bool {
        matches!(self, Self::Mastering | Self::StemMastering)
    }

    /// Whether its result is a mix.
    #[must_use]
    pub fn is_mixing(self) -> bool {
        matches!(self, Self::Mixing | Self::VocalTuning | Self::Editing)
    }
}

/// What a quote offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// What is paid for; together at least one.
    pub lines: Vec<Line>,
    /// The one currency of the whole quote.
    pub currency: Currency,
    /// When it will be delivered.
    pub delivery: Day,
    /// Rounds of changes for each song that are part of the price. On a quote after the first one these
    /// are bought by lines instead, so this counts on the first one only.
    #[serde(default = "included")]
    pub rounds: u16,
    /// Until when it may be accepted.
    pub valid_until: Time,
    /// What else there is to say; may be empty.
    #[serde(default)]
    pub remark: String,
}

fn included() -> u16 {
    INCLUDED_ROUNDS
}

/// One thing that is paid for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The song that it is about; `None` for all of them.
    pub song: Option<SongId>,
    /// What it is.
    pub what: LineKind,
    /// What the artist reads.
    pub text: String,
    /// In minor units of the quote's currency; may be 0.
    #[ts(type = "number")]
    pub amount: i64,
}

/// What a line of a quote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "is", rename_all = "camelCase", deny_unknown_fields)]
pub enum LineKind {
    /// One of the engineer's offerings.
    Offering {
        /// Which.
        offering: Offering,
    },
    /// Extra work, named as such.
    Extra,
    /// Further rounds, once it is paid.
    Round {
        /// How many, for each song that the line is about.
        count: u16,
    },
}

impl Terms {
    /// What all of it costs. [`decide`](super::decide) refuses what adds up to too much.
    #[must_use]
    pub fn total(&self) -> Money {
        let amount = self.lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount));
        Money { amount, currency: self.currency }
    }

    /// The lines about a song.
    pub fn lines_of(&self, song: SongId) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.song.is_none_or(|it| it == song))
    }

    /// Whether there is work to be done for a song in it.
    #[must_use]
    pub fn prices(&self, song: SongId) -> bool {
        self.lines_of(song).any(|line| !matches!(line.what, LineKind::Round { .. }))
    }

    /// Rounds that lines add for a song.
    #[must_use]
    pub fn bought(&self, song: SongId) -> u16 {
        self.lines_of(song).fold(0, |sum, line| match line.what {
            LineKind::Round { count } => sum.saturating_add(count),
            LineKind::Offering { .. } | LineKind::Extra => sum,
        })
    }

    /// The offerings that a song gets.
    pub fn offerings(&self, song: SongId) -> impl Iterator<Item = Offering> {
        self.lines_of(song).filter_map(|line| match line.what {
            LineKind::Offering { offering } => Some(offering),
            LineKind::Extra | LineKind::Round { .. } => None,
        })
    }
}

/// A price for the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Quote {
    /// Names it.
    pub id: QuoteId,
    /// What it offers. Never changes: another quote replaces it.
    pub terms: Terms,
    /// Who drew it.
    pub by: Actor,
    /// When.
    pub at: Time,
    /// The [scope](super::Project::scope) that it prices.
    pub scope: u32,
    /// When the artist was shown it; `None` while the studio holds it.
    pub released: Option<Time>,
    /// What became of it.
    pub state: QuoteState,
}

/// What became of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum QuoteState {
    /// Nobody has answered yet.
    Open,
    /// The artist accepted it: it is what was agreed on.
    Accepted,
    /// The artist wants none of it.
    Declined {
        /// Why.
        reason: String,
    },
    /// The artist wants another one.
    ChangeAsked {
        /// What should be different.
        reason: String,
    },
    /// A later one came in its place.
    Replaced,
    /// It was not answered in time.
    Expired,
    /// The project ended, or the engineer left.
    Withdrawn,
}

impl Quote {
    /// Whether the artist can answer it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == QuoteState::Open && self.released.is_some()
    }

    /// Whether the studio holds it and can still release it.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.state == QuoteState::Open && self.released.is_none()
    }

    /// Whether the artist accepted it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.state == QuoteState::Accepted
    }
}
