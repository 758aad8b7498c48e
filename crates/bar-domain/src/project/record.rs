//! Reading what was written down, by whichever version of the rules.
//!
//! Events are kept for ever, so their shape has versions. A shape that changes gets an *upcaster*: a pure
//! function from the one before; a field that is added has a default instead. An event carries the version that its own fact needs, not the newest one
//! there is: so an app that was not updated reads everything but what it cannot.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Arrival, Event, Fact, Project};
use crate::song::Role;

/// The newest version of the shape that events are written down in.
pub const VERSION: u16 = 3;

/// What a fact of this name was before `version`, and what makes it what it is since.
struct Upcaster {
    did: &'static str,
    version: u16,
    up: fn(&mut Map<String, Value>),
}

/// In the order in which they were needed.
const UPCASTERS: &[Upcaster] = &[
    // `quote` is a name everywhere else, and was all of the quote here.
    Upcaster { did: "quoteReleased", version: 2, up: |fact| rename(fact, "quote", "drawn") },
];

/// An event as it was read.
#[expect(clippy::large_enum_variant, reason = "nearly all are known")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// These rules know it.
    Known(Event),
    /// It is of a version to come, or broken. It is kept as it is: an update shows it.
    Unknown {
        /// The version of its shape.
        version: u16,
        /// How it was written down.
        json: String,
    },
}

impl Recorded {
    /// Whether people of this role see it. Who may see what is not known here only a newer version can tell: until
    /// then it is for the studio alone.
    #[must_use]
    pub fn seen_by(&self, role: Role) -> bool {
        match self {
            Self::Known(event) => event.seen_by(role),
            Self::Unknown { .. } => matches!(role, Role::Studio | Role::Service),
        }
    }
}

/// Reads an event that was written down in that version. Never fails: what it does not know it keeps.
#[must_use]
pub fn read(version: u16, json: &str) -> Recorded {
    let unknown = || Recorded::Unknown { version, json: json.to_owned() };
    known(version, json).map_or_else(unknown, Recorded::Known)
}

fn known(version: u16, json: &str) -> Option<Event> {
    if !(1..=VERSION).contains(&version) {
        return None;
    }
    let Tagged { fact: Tag { did } } = serde_json::from_str(json).ok()?;
    let mut upcasters =
        UPCASTERS.iter().filter(|it| it.did == did && it.version > version).peekable();
    if upcasters.peek().is_none() {
        return serde_json::from_str(json).ok();
    }
    let mut event: Value = serde_json::from_str(json).ok()?;
    let fact = event.get_mut("fact")?.as_object_mut()?;
    upcasters.for_each(|it| (it.up)(fact));
    serde_json::from_value(event).ok()
}

/// As much of an event as says which shape it has.
#[derive(Deserialize)]
struct Tagged {
    fact: Tag,
}

#[derive(Deserialize)]
struct Tag {
    did: String,
}

fn rename(fact: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = fact.remove(from) {
        fact.insert(to.to_owned(), value);
    }
}

impl Event {
    /// The version that whoever reads it must know: the one that last changed the shape of its fact.
    #[must_use]
    pub fn version(&self) -> u16 {
        match self.fact {
            // A sheet says where the master begins since then; before, it began where the mix does.
            Fact::QuoteReleased { .. } | Fact::MasterDelivered { .. } => 2,
            // An arrival says how long the file is since then.
            Fact::AssetArrived { arrival: Arrival { bytes: Some(_), .. }, .. } => 3,
            _ => 1,
        }
    }
}

impl Project {
    /// The project after what was read. What is not known is counted: [`Project::beyond`].
    #[must_use]
    pub fn apply_recorded(mut self, recorded: &Recorded) -> Self {
        match recorded {
            Recorded::Known(event) => self.apply(event),
            Recorded::Unknown { .. } => {
                self.beyond = self.beyond.saturating_add(1);
                self
            }
        }
    }
}
