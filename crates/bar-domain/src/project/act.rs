//! What can be wanted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{
    About, Arrival, AssetHash, AssetRef, Format, InvoiceId, MessageId, PaymentId, Person,
    ProjectKind, QuoteId, Receipt, Reference, ReturnedStem, Sheet, Standing, Stem, StemSetId,
    Terms, Thread,
};
use crate::song::{self, ActorId, Bpm, Role, SongId, VersionId, VersionKind};
use crate::{Frames, SampleRate};

/// What can be wanted of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "do", rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "ProjectAct")]
#[schema(as = ProjectAct)]
pub enum Act {
    /// Asks the studio about an engineer; commits nobody to anything. Begins the project.
    OpenEnquiry {
        /// The engineer whose page it was asked on.
        engineer: Option<Person>,
        /// Names the first message.
        message: MessageId,
        /// What is asked.
        text: String,
    },
    /// Begins a project without asking first.
    CreateProject {
        /// Who should do it, where that is clear.
        engineer: Option<Person>,
        /// What people call it.
        title: String,
        /// What it becomes.
        kind: ProjectKind,
    },
    /// Says what the project is. An enquiry becomes a draft by it.
    Describe {
        /// All of it anew.
        about: About,
        /// What else there is to say about it; may be empty.
        text: String,
        /// The revision of that text that was changed.
        seen: u32,
    },
    /// Says who does it: the artist before submitting, the studio before something is agreed on.
    AssignEngineer {
        /// Who.
        engineer: Person,
    },
    /// Adds a song, after the others.
    AddSong {
        /// Names it.
        song: SongId,
        /// What people call it.
        title: String,
        /// How fast it is, where known.
        bpm: Option<Bpm>,
        /// The key it is in; may be empty.
        key: String,
        /// What the artist wants; may be empty.
        brief: String,
    },
    /// Says something else about a song.
    EditSong {
        /// Which.
        song: SongId,
        /// What people call it from now on.
        title: String,
        /// How fast it is, where known.
        bpm: Option<Bpm>,
        /// The key it is in; may be empty.
        key: String,
        /// What the artist wants; may be empty.
        brief: String,
        /// The revision of the brief that was changed.
        seen: u32,
    },
    /// Puts a song elsewhere among the others.
    MoveSong {
        /// Which.
        song: SongId,
        /// How many songs come before it then.
        to: u16,
    },
    /// Takes a song out.
    RemoveSong {
        /// Which.
        song: SongId,
    },
    /// Adds something to listen to: rough mixes and references by the artist, mixes by the
    /// engineer.
    AddVersion {
        /// Of which song.
        song: SongId,
        /// Names it.
        version: VersionId,
        /// What it is to the song.
        kind: VersionKind,
        /// What people call it.
        name: String,
        /// Frames per second of its file.
        rate: SampleRate,
        /// Frames of its file.
        frames: Frames,
        /// How many of its frames after the start of the song's timeline it begins.
        #[ts(type = "number")]
        offset: i64,
        /// Its file.
        asset: AssetRef,
        /// What changed since the mix before; a mix says it, else it may be empty.
        changes: String,
    },
    /// Does to a song what can be done to it: notes, rounds, what becomes of notes, versions.
    Song {
        /// Which.
        song: SongId,
        /// What.
        act: song::Act,
    },
    /// Sends the project to the engineer.
    Submit,
    /// Says whether quotes wait for the studio before the artist sees them.
    HoldQuotes {
        /// Whether they do.
        held: bool,
    },
    /// Prices the work.
    DrawQuote {
        /// Names it.
        quote: QuoteId,
        /// What it offers.
        terms: Terms,
    },
    /// Shows a held quote to the artist.
    ReleaseQuote {
        /// Which.
        quote: QuoteId,
    },
    /// Agrees to a quote.
    AcceptQuote {
        /// Which.
        quote: QuoteId,
        /// Names the invoice that it makes, where it costs anything.
        invoice: InvoiceId,
    },
    /// Wants none of a quote.
    DeclineQuote {
        /// Which.
        quote: QuoteId,
        /// Why; may be empty.
        reason: String,
    },
    /// Wants another quote instead of this one.
    AskForChange {
        /// Which.
        quote: QuoteId,
        /// What should be different.
        reason: String,
    },
    /// A quote was not answered in time. The service's.
    ExpireQuote {
        /// Which.
        quote: QuoteId,
    },
    /// How an invoice stands with PayPal. The service's.
    InvoiceStands {
        /// Which.
        invoice: InvoiceId,
        /// How.
        standing: Standing,
    },
    /// Money came another way.
    RecordPayment {
        /// For which invoice.
        invoice: InvoiceId,
        /// Names it.
        payment: PaymentId,
        /// How much, in minor units of the invoice's currency.
        #[ts(type = "number")]
        amount: i64,
        /// How: bank transfer, cash …
        method: String,
        /// Why it is recorded by hand.
        why: String,
    },
    /// Money was given back another way.
    RecordRefund {
        /// Of which invoice.
        invoice: InvoiceId,
        /// Names it.
        payment: PaymentId,
        /// How much, in minor units of the invoice's currency.
        #[ts(type = "number")]
        amount: i64,
        /// How: bank transfer, cash …
        method: String,
        /// Why.
        why: String,
    },
    /// An invoice need not be paid any more, and what it was for is not agreed on any more.
    CancelInvoice {
        /// Which.
        invoice: InvoiceId,
        /// Why.
        reason: String,
    },
    /// Sends what a mix is made of.
    SendStems {
        /// Of which song.
        song: SongId,
        /// Names the set.
        set: StemSetId,
        /// What is in it.
        stems: Vec<Stem>,
        /// What there is to say about all of it; may be empty.
        remark: String,
    },
    /// Mixes with these stems.
    AcceptStems {
        /// Of which song.
        song: SongId,
        /// Which set.
        set: StemSetId,
    },
    /// Needs other stems.
    ReturnStems {
        /// Of which song.
        song: SongId,
        /// Which set.
        set: StemSetId,
        /// Which stems, and why.
        reasons: Vec<ReturnedStem>,
    },
    /// All bytes of a file are there. The service's.
    AssetArrived {
        /// Which.
        asset: AssetHash,
        /// What it was found to be.
        arrival: Arrival,
    },
    /// Says something.
    Say {
        /// Names it.
        message: MessageId,
        /// To whom.
        thread: Thread,
        /// About which song; `None` for the project.
        song: Option<SongId>,
        /// What.
        text: String,
        /// What it points to.
        references: Vec<Reference>,
    },
    /// Is happy with a mix.
    ApproveMix {
        /// Of which song.
        song: SongId,
        /// Which mix: the latest.
        version: VersionId,
    },
    /// Is not, after all. Until the master is there.
    TakeApprovalBack {
        /// Of which song.
        song: SongId,
    },
    /// Delivers the finished record.
    DeliverMaster {
        /// Of which song.
        song: SongId,
        /// Names it.
        version: VersionId,
        /// Its file.
        asset: AssetRef,
        /// How its sound is written down.
        format: Format,
        /// What goes with it.
        sheet: Sheet,
    },
    /// Takes the master.
    AcceptMaster {
        /// Of which song.
        song: SongId,
        /// Which master.
        version: VersionId,
    },
    /// Needs another master.
    ReturnMaster {
        /// Of which song.
        song: SongId,
        /// Which master.
        version: VersionId,
        /// What is wrong with it.
        reason: String,
    },
    /// Ends the project before it is finished.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Does not want to do it: the engineer's, before something is agreed on.
    DeclineProject {
        /// Why.
        reason: String,
    },
    /// Says whether the files are kept without an end.
    KeepLonger {
        /// Whether they are.
        keep: bool,
    },
    /// Reminds the artist that files will be erased. The service's.
    Remind {
        /// How many days before: 30, 7 or 1.
        days: u16,
    },
    /// Begins to erase what was kept long enough. The service's.
    BeginErasure,
    /// Everything is gone. The service's.
    FinishErasure {
        /// What was.
        receipt: Receipt,
    },
    /// Somebody took an invitation. The service's.
    Join {
        /// Who.
        member: Person,
        /// As what.
        role: Role,
    },
    /// Takes somebody out of the project.
    RemoveMember {
        /// Whom.
        member: ActorId,
    },
    /// Goes out of the project.
    Leave,
}
