//! What happened. Facts are kept for ever and never refused.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{
    About, Arrival, AssetHash, AssetRef, Format, InvoiceId, MessageId, Money, PaymentId, Person,
    ProjectId, Quote, QuoteId, Receipt, Reference, ReturnedStem, Sheet, Standing, Stem, StemSetId,
    Terms, Thread, Use,
};
use crate::song::{self, Actor, ActorId, Bpm, Note, Role, SongId, Time, VersionId, VersionKind};
use crate::{Frames, SampleRate};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[ts(rename = "ProjectEvent")]
#[schema(as = ProjectEvent)]
pub struct Event {
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Time,
    /// What.
    pub fact: Fact,
}

/// What happened to a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "did", rename_all = "camelCase")]
#[ts(rename = "ProjectFact")]
#[schema(as = ProjectFact)]
pub enum Fact {
    /// Somebody began it.
    ProjectBegun {
        /// Names it.
        project: ProjectId,
        /// Whether with a question to the studio.
        enquiry: bool,
        /// Who should do it, where that is clear.
        engineer: Option<Person>,
    },
    /// It is described anew.
    Described {
        /// All of it.
        about: About,
    },
    /// What else there is to say about it.
    DescriptionWritten {
        /// What.
        text: String,
        /// Whether it stands beside another one, of the same time.
        beside: bool,
    },
    /// Somebody else should do it.
    EngineerAssigned {
        /// Who.
        engineer: Person,
    },
    /// There is a song more, after the others.
    SongAdded {
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
    /// A song is in another key.
    KeySet {
        /// Which.
        song: SongId,
        /// The key; may be empty.
        key: String,
    },
    /// What the artist wants of a song.
    BriefWritten {
        /// Which.
        song: SongId,
        /// What.
        text: String,
        /// Whether it stands beside another one, of the same time.
        beside: bool,
    },
    /// A song is elsewhere among the others.
    SongMoved {
        /// Which.
        song: SongId,
        /// How many songs come before it now.
        to: u16,
    },
    /// A song was taken out.
    SongRemoved {
        /// Which.
        song: SongId,
    },
    /// There is something more to listen to.
    VersionAdded {
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
        /// What changed since the mix before; may be empty.
        changes: String,
    },
    /// Something happened to a song.
    Song {
        /// Which.
        song: SongId,
        /// What.
        fact: song::Fact,
    },
    /// Notes went off with a round: from now on everybody sees them, as they are.
    NotesShown {
        /// Of which song.
        song: SongId,
        /// All of them, whole.
        notes: Vec<Note>,
    },
    /// It went to the engineer.
    Submitted,
    /// Quotes wait for the studio before the artist sees them, or not any more.
    QuotesHeld {
        /// Whether they do.
        held: bool,
    },
    /// The work was priced. The artist does not see it yet.
    QuoteDrawn {
        /// Names it.
        quote: QuoteId,
        /// What it offers.
        terms: Terms,
        /// The scope that it prices.
        scope: u32,
    },
    /// The artist was shown a quote.
    QuoteReleased {
        /// All of it, as it was drawn.
        drawn: Quote,
    },
    /// A quote was agreed to.
    QuoteAccepted {
        /// Which.
        quote: QuoteId,
    },
    /// The artist wants none of a quote.
    QuoteDeclined {
        /// Which.
        quote: QuoteId,
        /// Why; may be empty.
        reason: String,
    },
    /// The artist wants another quote.
    ChangeAsked {
        /// Instead of which.
        quote: QuoteId,
        /// What should be different.
        reason: String,
    },
    /// A quote was not answered in time.
    QuoteExpired {
        /// Which.
        quote: QuoteId,
    },
    /// Something is to be paid.
    InvoiceMade {
        /// Names it.
        invoice: InvoiceId,
        /// For which quote.
        quote: QuoteId,
        /// How much.
        amount: Money,
    },
    /// How an invoice stands with PayPal, all in all.
    InvoiceStood {
        /// Which.
        invoice: InvoiceId,
        /// How.
        standing: Standing,
    },
    /// Money came another way.
    PaymentRecorded {
        /// For which invoice.
        invoice: InvoiceId,
        /// Names it.
        payment: PaymentId,
        /// How much, in minor units.
        #[ts(type = "number")]
        amount: i64,
        /// How.
        method: String,
        /// Why it is recorded by hand.
        why: String,
    },
    /// Money was given back another way.
    RefundRecorded {
        /// Of which invoice.
        invoice: InvoiceId,
        /// Names it.
        payment: PaymentId,
        /// How much, in minor units.
        #[ts(type = "number")]
        amount: i64,
        /// How.
        method: String,
        /// Why.
        why: String,
    },
    /// An invoice need not be paid any more.
    InvoiceCancelled {
        /// Which.
        invoice: InvoiceId,
        /// Why.
        reason: String,
    },
    /// What was agreed on is paid: the engineer begins, and may have the stems.
    WorkStarted,
    /// The artist sent what a mix is made of.
    StemsSent {
        /// Of which song.
        song: SongId,
        /// Names the set.
        set: StemSetId,
        /// What is in it.
        stems: Vec<Stem>,
        /// What there is to say about all of it; may be empty.
        remark: String,
    },
    /// The engineer mixes with it.
    StemsAccepted {
        /// Of which song.
        song: SongId,
        /// Which set.
        set: StemSetId,
    },
    /// The engineer needs other stems.
    StemsReturned {
        /// Of which song.
        song: SongId,
        /// Which set.
        set: StemSetId,
        /// Which stems, and why.
        reasons: Vec<ReturnedStem>,
    },
    /// All bytes of a file are there. Told once more when the file gets another use, to whoever did
    /// not know of it.
    AssetArrived {
        /// Which.
        asset: AssetHash,
        /// What it is to the project, as far as those who are told may know.
        uses: Vec<Use>,
        /// What it was found to be.
        arrival: Arrival,
    },
    /// Somebody said something.
    Said {
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
    /// The artist is happy with a mix.
    MixApproved {
        /// Of which song.
        song: SongId,
        /// Which mix.
        version: VersionId,
    },
    /// The artist is not, after all.
    ApprovalTakenBack {
        /// Of which song.
        song: SongId,
    },
    /// There is a master.
    MasterDelivered {
        /// Of which song.
        song: SongId,
        /// Names it.
        version: VersionId,
        /// The mix that it was made from, where one was approved.
        mix: Option<VersionId>,
        /// Its file.
        asset: AssetRef,
        /// How its sound is written down.
        format: Format,
        /// What goes with it.
        sheet: Sheet,
    },
    /// The artist takes the master.
    MasterAccepted {
        /// Of which song.
        song: SongId,
        /// Which master.
        version: VersionId,
    },
    /// The artist needs another master.
    MasterReturned {
        /// Of which song.
        song: SongId,
        /// Which master.
        version: VersionId,
        /// What is wrong with it.
        reason: String,
    },
    /// Everything that was agreed on is done.
    ProjectCompleted {
        /// Until when files are kept at least.
        until: Time,
    },
    /// It ended before it was finished.
    ProjectCancelled {
        /// Why.
        reason: String,
        /// Until when files are kept at least.
        until: Time,
    },
    /// The engineer does not want to do it.
    ProjectDeclined {
        /// Why.
        reason: String,
    },
    /// Files are kept without an end, or not any more.
    KeepingSet {
        /// Whether they are.
        keep: bool,
        /// Until when they are kept at least; `None` while the project goes on.
        until: Option<Time>,
    },
    /// The artist was reminded that files will be erased.
    Reminded {
        /// How many days before: 30, 7 or 1.
        days: u16,
    },
    /// Files are being erased. There is no way back.
    ErasureBegun,
    /// Files are gone.
    Erased {
        /// Which.
        receipt: Receipt,
    },
    /// Somebody is in the project now.
    MemberJoined {
        /// Who.
        member: Person,
        /// As what.
        role: Role,
    },
    /// Somebody was taken out of the project.
    MemberRemoved {
        /// Whom.
        member: ActorId,
    },
    /// Who did it went out of the project.
    MemberLeft,
}
