//! Who an event is for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Event, Fact, Thread, Use};
use crate::song::{self, Role};

/// Who sees something. The service sees everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody in the project.
    Everyone,
    /// Artists: drafts of notes are their own.
    Artists,
    /// Artists and the studio.
    Enquiry,
    /// Engineers and the studio.
    Studio,
}

impl Audience {
    /// Whether people of this role belong to it.
    #[must_use]
    pub fn includes(self, role: Role) -> bool {
        match self {
            _ if role == Role::Service => true,
            Self::Everyone => true,
            Self::Artists => role == Role::Artist,
            Self::Enquiry => role != Role::Engineer,
            Self::Studio => role != Role::Artist,
        }
    }

    /// Whoever belongs to one of the two.
    fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Everyone }
    }
}

impl Thread {
    /// Who reads and writes in it.
    #[must_use]
    pub fn audience(self) -> Audience {
        match self {
            Self::Enquiry => Audience::Enquiry,
            Self::Everyone => Audience::Everyone,
            Self::Studio => Audience::Studio,
        }
    }
}

impl Use {
    /// Who knows of a file that is this.
    #[must_use]
    pub fn audience(self) -> Audience {
        match self {
            Self::Enquiry => Audience::Enquiry,
            Self::Studio => Audience::Studio,
            Self::Version | Self::Stem | Self::Master | Self::Everyone => Audience::Everyone,
        }
    }
}

impl Event {
    /// Who sees it. Drafts of notes are the artists' own; the artist sees a quote when it is released.
    #[must_use]
    pub fn audience(&self) -> Audience {
        match &self.fact {
            Fact::Song { fact, .. } if is_of_draft(fact) => Audience::Artists,
            Fact::QuoteDrawn { .. } | Fact::QuotesHeld { .. } => Audience::Studio,
            Fact::Said { thread, .. } => thread.audience(),
            Fact::AssetArrived { uses, .. } => {
                let all = uses.iter().map(|it| it.audience());
                all.reduce(Audience::or).unwrap_or(Audience::Everyone)
            }
            _ => Audience::Everyone,
        }
    }

    /// Whether people of this role see it.
    #[must_use]
    pub fn seen_by(&self, role: Role) -> bool {
        self.audience().includes(role)
    }
}

fn is_of_draft(fact: &song::Fact) -> bool {
    use song::Fact::{NoteEdited, NoteRestored, NoteWithdrawn, NoteWritten};
    matches!(
        fact,
        NoteWritten { .. } | NoteEdited { .. } | NoteWithdrawn { .. } | NoteRestored { .. }
    )
}

/// How many events a project was folded from, by who sees them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Folded {
    /// Those that everybody sees.
    pub everyone: u32,
    /// Those that artists see.
    pub artists: u32,
    /// Those that artists and the studio see.
    pub enquiry: u32,
    /// Those that engineers and the studio see.
    pub studio: u32,
}

impl Folded {
    /// All of them, as far as they were seen.
    #[must_use]
    pub fn total(self) -> u32 {
        let some = [self.artists, self.enquiry, self.studio];
        some.into_iter().fold(self.everyone, u32::saturating_add)
    }

    /// One more.
    pub(super) fn count(&mut self, audience: Audience) {
        let of = match audience {
            Audience::Everyone => &mut self.everyone,
            Audience::Artists => &mut self.artists,
            Audience::Enquiry => &mut self.enquiry,
            Audience::Studio => &mut self.studio,
        };
        *of = of.saturating_add(1);
    }

    /// Those that people of this role see.
    pub(super) fn as_seen_by(self, role: Role) -> Self {
        let seen = |audience: Audience, count| if audience.includes(role) { count } else { 0 };
        Self {
            everyone: self.everyone,
            artists: seen(Audience::Artists, self.artists),
            enquiry: seen(Audience::Enquiry, self.enquiry),
            studio: seen(Audience::Studio, self.studio),
        }
    }
}
