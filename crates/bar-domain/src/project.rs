//! A project, from the first question to the erasing of its files.
//!
//! [`decide`] judges what somebody wants ([`Command`]), [`Project::apply`] tells what has become of the
//! project after what happened ([`Event`]). Ids and times come from outside. The app runs `decide` on what
//! it knows, so that people have an answer offline; the service runs the same function on what everybody
//! did, and its answer is the one kept.
//!
//! Not everybody sees everything ([`Event::seen_by`]): folding what a role sees gives exactly
//! [`Project::as_seen_by`] that role. What *stage* a project is in is never written down: it follows from
//! what happened ([`Project::stage`]).

mod about;
mod act;
mod apply;
mod asset;
mod audience;
mod command;
mod consequences;
mod day;
mod deal;
mod decide;
mod due;
mod fact;
mod files;
mod format;
mod ids;
mod invoice;
mod judge;
mod kept;
pub mod limits;
mod master;
mod member;
mod message;
mod money;
mod quote;
mod record;
mod refusal;
mod retention;
mod seen;
mod songs;
mod stage;
mod stems;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

pub use about::{About, ProjectKind};
pub use act::Act;
pub use asset::{Arrival, Asset, AssetHash, AssetRef, Level, Measured, NoHash, Use};
pub use audience::{Audience, Folded};
pub use command::Command;
pub use day::{Day, NoDay};
pub use decide::decide;
pub use due::Due;
pub use fact::{Event, Fact};
pub use format::{Container, Format};
pub use ids::{InvoiceId, MessageId, PaymentId, ProjectId, QuoteId, StemId, StemSetId};
pub use invoice::{Invoice, InvoiceStatus, Payment, Standing};
pub use kept::{Beside, Kept};
pub use master::{Approval, Master, MasterState, Sheet};
pub use member::{Member, Person};
pub use message::{Message, Reference, Thread};
pub use money::{Currency, Money};
pub use quote::{INCLUDED_ROUNDS, Line, LineKind, Offering, Quote, QuoteState, Terms};
pub use record::{Recorded, VERSION, read};
pub use refusal::Refusal;
pub use retention::{
    ErasedFile, KEPT_MONTHS, REMINDERS, Receipt, Reminder, Retention, WARNED_DAYS, kept_until,
};
pub use songs::{ProjectSong, VersionFile};
pub use stage::Stage;
pub use stems::{ReturnedStem, Stem, StemKind, StemSet, StemSetState};

use crate::song::{Actor, ActorId, SongId, Time};

/// Everything that is known of a project. [`Project::default`] is one that nobody has begun yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Names it for good; nil until it is begun.
    pub id: ProjectId,
    /// The artist who began it.
    pub owner: ActorId,
    /// Artists and the engineer; the studio is in every project.
    pub members: BTreeMap<ActorId, Member>,
    /// Who does it, where that is clear. In the project once it is submitted.
    pub engineer: Option<Person>,
    /// Whether it began with a question to the studio.
    pub enquiry: bool,
    /// What it is.
    pub about: About,
    /// What else there is to say about it.
    pub description: Kept,
    /// Its songs, in order.
    pub songs: Vec<ProjectSong>,
    /// How often what is to be priced has changed: songs and offerings. A quote is about one scope.
    pub scope: u32,
    /// When it went to the engineer.
    pub submitted: Option<Time>,
    /// Whether quotes wait for the studio; the artist does not see that.
    pub hold_quotes: bool,
    /// What was offered, in order; held ones too, for who may see them.
    pub quotes: Vec<Quote>,
    /// What is to be paid, in order.
    pub invoices: Vec<Invoice>,
    /// When what was agreed on was paid, so that work began.
    pub started: Option<Time>,
    /// What people said, in order.
    pub messages: Vec<Arc<Message>>,
    /// The files that it names.
    pub assets: BTreeMap<AssetHash, Asset>,
    /// How it ended, where it has.
    pub ending: Option<Ending>,
    /// What becomes of its files.
    pub retention: Retention,
    /// How many events it was folded from.
    pub folded: Folded,
    /// How many more there were that this version of the rules does not know: an update shows what they did, and
    /// to whom. Until then only the studio sees that there are any.
    pub beyond: u32,
}

/// How a project ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Ending {
    /// Why it was cancelled; `None` where everything that was agreed on was done.
    pub cancelled: Option<String>,
    /// Who ended it.
    pub by: Actor,
    /// When.
    pub at: Time,
}

impl Project {
    /// Whether somebody has begun it.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.id != ProjectId::default()
    }

    /// How many events there were.
    #[must_use]
    pub fn events(&self) -> u32 {
        self.folded.total().saturating_add(self.beyond)
    }

    /// A song of it.
    #[must_use]
    pub fn song(&self, id: SongId) -> Option<&ProjectSong> {
        self.songs.iter().find(|it| it.song.id == id)
    }

    /// A quote of it.
    #[must_use]
    pub fn quote(&self, id: QuoteId) -> Option<&Quote> {
        self.quotes.iter().find(|it| it.id == id)
    }

    /// The quote that the artist can answer. There is one at most.
    #[must_use]
    pub fn open_quote(&self) -> Option<&Quote> {
        self.quotes.iter().find(|it| it.is_open())
    }

    /// An invoice of it.
    #[must_use]
    pub fn invoice(&self, id: InvoiceId) -> Option<&Invoice> {
        self.invoices.iter().find(|it| it.id == id)
    }

    /// Whether this person is in it, as what they act. The studio and the service are in every one.
    #[must_use]
    pub fn has_member(&self, actor: &Actor) -> bool {
        use crate::song::Role::{Artist, Engineer, Service, Studio};
        match actor.role {
            Studio | Service => true,
            Artist | Engineer => {
                self.members.get(&actor.id).is_some_and(|member| member.role == actor.role)
            }
        }
    }
}
