//! What things are named by. All of it is given from outside: `UUIDv7` for ids, a clock for times.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($name:ident: $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(
            Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize,
            Deserialize, ts_rs::TS, utoipa::ToSchema,
        )]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}
pub(crate) use ids;

ids! {
    SongId: "Names a song for good.";
    VersionId: "Names a version of a song for good.";
    NoteId: "Names a note for good.";
    ReplyId: "Names a reply to a note for good.";
    CommandId: "Names a command for good: the same one counts once, however often it arrives.";
    ActorId: "Names a person for good.";
}

/// A moment of the world, in milliseconds since 1970.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[ts(type = "number")]
pub struct Time(pub i64);
