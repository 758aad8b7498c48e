//! Why a command changed nothing.

use super::{LONGEST_NAME, LONGEST_TEXT, Role};

macro_rules! refusals {
    ($($(#[$attribute:meta])* $variant:ident $({ $($field:ident: $type:ty = $doc:literal),* })? = $code:literal,)*) => {
        /// Why a command changed nothing: a sentence that a person can act on, written to be continued.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$attribute])* $variant $({ $(#[doc = $doc] $field: $type),* })?,)*
        }

        impl Refusal {
            /// Every code there is.
            pub const CODES: &[&str] = &[$($code),*];

            /// The stable name of the reason.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code),* }
            }
        }
    };
}

refusals! {
    /// It acts on a song that is not there.
    #[error("this song is not in the list any more: open it again")]
    UnknownSong = "song.unknown",
    /// It begins a song that has begun.
    #[error("this song is there already: open it from the list")]
    SongExists = "song.exists",
    /// It was meant for another song.
    #[error("this was meant for another song: open that one and do it again")]
    OtherSong = "song.other",
    /// A tempo that no song has.
    #[error("a song has 20 to 999 beats per minute: type its BPM again, or leave it empty")]
    Bpm = "song.bpm",

    /// A name that says nothing.
    #[error("type a name: it cannot be empty")]
    NameMissing = "name.missing",
    /// A name that is a text.
    #[error("this name has {characters} characters, and {LONGEST_NAME} are the most: shorten it")]
    NameTooLong { characters: usize = "How many it has." } = "name.too_long",

    /// Somebody else's to do.
    #[error("only the {} can {what}", who.name())]
    NotYours {
        what: &'static str = "What was wanted.",
        who: Role = "Whose it is to do."
    } = "role.not_yours",

    /// It acts on a version that is not there.
    #[error("this version is not part of the song any more: choose another one")]
    UnknownVersion = "version.unknown",
    /// Two things by one name.
    #[error("this version is there already: add the file once more")]
    VersionIdTaken = "version.id_taken",
    /// Two mixes by one number.
    #[error("there is a Mix {number} already: add this one as Mix {next}")]
    MixTaken {
        number: u16 = "The number that was wanted.",
        next: u16 = "The next one that is free."
    } = "version.mix_taken",
    /// Mixes are counted from 1.
    #[error("mixes are counted from 1: add this one as Mix {next}")]
    MixZero { next: u16 = "The next one that is free." } = "version.mix_zero",
    /// A file without sound.
    #[error("there is no sound in this file: bounce it again")]
    NoSound = "version.no_sound",
    /// It lies nowhere near the song.
    #[error("a version cannot begin that far from the song: align it again")]
    OffsetTooLarge = "version.offset",
    /// What was submitted speaks of it.
    #[error("notes on this version were submitted, so it stays: deliver a new mix instead")]
    VersionInRound = "version.in_round",
    /// It was somebody else who added it.
    #[error("only who added this version can remove it: ask {name}")]
    NotYourVersion { name: String = "Who did." } = "version.not_yours",

    /// It acts on a note that is not there.
    #[error("this note is not there any more: write it again")]
    UnknownNote = "note.unknown",
    /// Two things by one name.
    #[error("this note was written already: write a new one")]
    NoteIdTaken = "note.id_taken",
    /// Two things by one name.
    #[error("this reply was written already: write a new one")]
    ReplyIdTaken = "note.reply_id_taken",
    /// A note that says nothing.
    #[error("type what you hear: a note cannot be empty")]
    TextMissing = "note.text_missing",
    /// A note that is a letter.
    #[error("this has {characters} characters, and {LONGEST_TEXT} are the most: make two notes of it")]
    TextTooLong { characters: usize = "How many it has." } = "note.text_too_long",
    /// Not on the tape.
    #[error("this place is not in the version you heard: play it there, and write the note again")]
    PlaceOutside = "note.place",
    /// A reference is another song.
    #[error("a note is about the song, not about a reference: write it on a mix, and name the reference to compare with")]
    OnReference = "note.on_reference",
    /// Nothing to compare.
    #[error("a note cannot be compared with the version it is on: choose another one")]
    ComparesWithItself = "note.compares_with_itself",
    /// There is nothing to comment on yet.
    #[error("no mix has been delivered yet: notes can be written once there is one")]
    NoMixYet = "note.no_mix_yet",
    /// Notes of an agreed song go on the latest mix only.
    #[error("notes go on the latest mix, which is Mix {latest}: switch to it, and name the other one to compare with")]
    NotTheLatestMix { latest: u16 = "The mix to listen to instead." } = "note.not_latest_mix",
    /// Somebody else's words.
    #[error("only who wrote a note can change it: ask {name}, or write one of your own")]
    NotYourNote { name: String = "Who did." } = "note.not_yours",
    /// Too late to change.
    #[error("this note was submitted and cannot be changed any more: reply to it instead")]
    Submitted = "note.submitted",
    /// Too early to talk about.
    #[error("this note is still a draft: submit the round first")]
    StillADraft = "note.still_a_draft",
    /// Taken away.
    #[error("this note was withdrawn: take that back first")]
    Withdrawn = "note.withdrawn",
    /// Not taken away.
    #[error("this note was not withdrawn, so there is nothing to take back")]
    NotWithdrawn = "note.not_withdrawn",
    /// Nothing to do.
    #[error("this note is done already: the artist listens to it next")]
    DoneAlready = "note.done_already",
    /// Nothing was said to be done.
    #[error("this note is not marked as done yet")]
    NotDone = "note.not_done",
    /// It was heard.
    #[error("the artist has listened to this note already, so it cannot be taken back")]
    Heard = "note.heard",
    /// It was not heard.
    #[error("this note was neither verified nor reopened, so there is nothing to take back")]
    NotHeard = "note.not_heard",
    /// A wish does not come true before it was made.
    #[error("name the mix in which it is done: a later one than the note was written on")]
    NotALaterMix = "note.not_a_later_mix",

    /// A round without notes asks for nothing.
    #[error("write at least one note before submitting the round")]
    NothingToSubmit = "round.nothing_to_submit",
    /// All agreed rounds are used.
    #[error("the {allowed} rounds of this song are used: another round can be added")]
    RoundsUsedUp { allowed: u16 = "Included plus bought rounds." } = "round.used_up",
    /// Fewer than were used.
    #[error("{used} rounds were submitted already, so it cannot be fewer")]
    TooFewRounds { used: u16 = "Rounds that count." } = "round.too_few",
}

impl Role {
    /// As in a sentence.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Artist => "artist",
            Self::Engineer => "engineer",
            Self::Studio => "studio",
            Self::Service => "service",
        }
    }
}
