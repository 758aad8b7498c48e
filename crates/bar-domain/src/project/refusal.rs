//! Why a command changed nothing.

use crate::song;

macro_rules! refusals {
    ($($(#[$attribute:meta])* $variant:ident $({ $($field:ident: $type:ty = $doc:literal),* })? = $code:literal,)*) => {
        /// Why a command changed nothing: a sentence that a person can act on, written to be continued.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$attribute])* $variant $({ $(#[doc = $doc] $field: $type),* })?,)*
            /// What the rules of a song have against it.
            #[error(transparent)]
            Song(#[from] song::Refusal),
        }

        impl Refusal {
            /// Every code there is beside those of [`song::Refusal::CODES`].
            pub const CODES: &[&str] = &[$($code),*];

            /// The stable name of the reason.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)*
                    Self::Song(refusal) => refusal.code(),
                }
            }
        }
    };
}

refusals! {
    /// It acts on a project that is not there, or that this person is not in.
    #[error("this project is not in your list any more: ask whoever invited you")]
    UnknownProject = "project.unknown",
    /// It begins a project that has begun.
    #[error("this project is there already: open it from the list")]
    ProjectExists = "project.exists",
    /// It was meant for another project.
    #[error("this was meant for another project: open that one and do it again")]
    OtherProject = "project.other",
    /// It ended.
    #[error("this project is {how}: begin a new one for what comes next")]
    Ended { how: &'static str = "How it ended." } = "project.ended",
    /// Its files go.
    #[error("the files of this project are erased, so nothing can be done with it any more")]
    Erasing = "project.erasing",
    /// More happened than a project holds.
    #[error("this project holds as much as one can: begin a new one for what comes next")]
    Full = "project.full",
    /// More of something than a project holds.
    #[error("there are {most} {what} already, which is the most: {instead}")]
    TooMany {
        most: usize = "How many there can be.",
        what: &'static str = "Of what.",
        instead: &'static str = "What to do."
    } = "project.too_many",
    /// Two things by one name.
    #[error("this {what} is there already: do it once more")]
    IdTaken { what: &'static str = "What." } = "project.id_taken",

    /// Somebody else's to do.
    #[error("only the {who} can {what}")]
    NotYours {
        what: &'static str = "What was wanted.",
        who: &'static str = "Whose it is to do."
    } = "project.not_yours",

    /// A text that says nothing.
    #[error("type {what}: it cannot be empty")]
    Missing { what: &'static str = "What is asked for." } = "text.missing",
    /// A text that is too long.
    #[error("this has {characters} characters, and {longest} are the most: shorten it")]
    TooLong {
        characters: usize = "How many it has.",
        longest: usize = "How many it can have."
    } = "text.too_long",
    /// It leads nowhere.
    #[error("a link begins with https:// and has no blanks: copy it from the address bar again")]
    Link = "text.link",
    /// So many wrote at the same time that nobody can read it.
    #[error("{texts} texts stand side by side here: make one of them first")]
    Beside { texts: usize = "How many." } = "text.beside",

    /// The scope is not the artist's alone any more.
    #[error("this was agreed on and stays as it is: write a message, and the engineer can quote what comes on top")]
    Agreed = "scope.agreed",
    /// Somebody waits for an answer about this very scope.
    #[error("a quote for this waits for your answer: ask for a change of it first")]
    QuoteWaits = "scope.quote_waits",
    /// It acts on a song that is not there.
    #[error("this song is not part of the project any more: choose another one")]
    UnknownSong = "scope.unknown_song",
    /// One thing twice.
    #[error("each offering is named once: take the second one out")]
    OfferingTwice = "scope.offering_twice",

    /// It went to the engineer already.
    #[error("this project was submitted already: the engineer has it")]
    SubmittedAlready = "submit.already",
    /// It did not go to the engineer yet.
    #[error("the project was not submitted yet: submit it first")]
    NotSubmitted = "submit.not_yet",
    /// Nobody knows what it is.
    #[error("give the project a title before submitting it")]
    NoTitle = "submit.no_title",
    /// There is nothing to do.
    #[error("add at least one song before submitting the project")]
    NoSongs = "submit.no_songs",
    /// Nobody knows what is wanted.
    #[error("say what should be done, such as mixing or mastering, before submitting the project")]
    NoOfferings = "submit.no_offerings",
    /// There is nothing to listen to.
    #[error("add a rough mix of “{song}” before submitting the project")]
    NoRough { song: String = "The title of the song." } = "submit.no_rough",
    /// Nobody would get it.
    #[error("choose an engineer first")]
    NoEngineer = "submit.no_engineer",
    /// The artist would mix for themselves.
    #[error("{name} is in this project as something else already: choose somebody else")]
    EngineerIsMember { name: String = "Who." } = "submit.engineer_is_member",

    /// It acts on a quote that is not there, or not shown yet.
    #[error("this quote is not there: look at the newest one")]
    UnknownQuote = "quote.unknown",
    /// Somebody was faster.
    #[error("this quote {how}: look at the newest one")]
    QuoteAnswered { how: &'static str = "What became of it." } = "quote.answered",
    /// It is open to the artist.
    #[error("this quote was released already: the artist has it")]
    Released = "quote.released",
    /// It prices something else.
    #[error("songs or offerings have changed since this quote was drawn: draw it once more")]
    ScopeChanged = "quote.scope_changed",
    /// What it adds to is gone.
    #[error("this quote adds to one that is not agreed on any more: ask for a change of it")]
    AddsToNothing = "quote.adds_to_nothing",
    /// It offers nothing.
    #[error("a quote has at least one line: say what is paid for")]
    NoLines = "quote.no_lines",
    /// It leaves a song out.
    #[error("this quote has no line for “{song}”: add one, or have the artist take the song out")]
    SongNotQuoted { song: String = "The title of the song." } = "quote.song_left_out",
    /// It offers no rounds, or more than anybody wants.
    #[error("a quote gives 0 to {most} rounds, and a line that adds rounds 1 to {most}: type them again")]
    Rounds { most: u16 = "How many there can be." } = "quote.rounds",
    /// It was over before it began.
    #[error("the quote would be over already: choose a later day until when it holds")]
    ValidUntil = "quote.valid_until",
    /// It was not over yet.
    #[error("this quote holds longer, so it is not over yet")]
    StillValid = "quote.still_valid",
    /// A price that is none.
    #[error("an amount is 0 or more, and no more than a thousand million: type it again")]
    Amount = "money.amount",

    /// It acts on an invoice that is not there.
    #[error("this invoice is not there: look at the newest one")]
    UnknownInvoice = "invoice.unknown",
    /// Nothing to be paid.
    #[error("this invoice is {how}, so nothing is to be paid")]
    InvoiceSettled { how: &'static str = "How it stands." } = "invoice.settled",
    /// More than is to be paid.
    #[error("{left} are left to pay, so no more than that can be recorded")]
    MoreThanLeft { left: String = "How much is." } = "invoice.more_than_left",
    /// More than was paid.
    #[error("{paid} are paid and not given back, so no more than that can be")]
    MoreThanPaid { paid: String = "How much is." } = "invoice.more_than_paid",
    /// Some of it was paid.
    #[error("some of this invoice was paid: give that back first")]
    RefundFirst = "invoice.refund_first",

    /// Nothing was agreed on yet.
    #[error("nothing is agreed on yet: accept a quote first")]
    NotAgreed = "work.not_agreed",
    /// It is not paid yet.
    #[error("work starts when the invoice is paid")]
    NotStarted = "work.not_started",
    /// The song has no mix.
    #[error("no mix of this song was agreed on: deliver its master")]
    NotMixed = "work.not_mixed",
    /// The song has no master.
    #[error("no master of this song was agreed on: the approved mix is what the artist gets")]
    NotMastered = "work.not_mastered",
    /// The artist is happy.
    #[error("the artist has approved a mix of this song: that must be taken back first")]
    Approved = "work.approved",

    /// It is another way to do it.
    #[error("the songs of a project are added, priced and delivered in the project: do it there")]
    NotThisWay = "song.not_this_way",
    /// Mixes come one after the other.
    #[error("the next mix of this song is Mix {next}: deliver it as that")]
    NextMix { next: u16 = "Its number." } = "version.next_mix",
    /// The other side's version.
    #[error("mixes are the engineer's, rough mixes and references the artist's: ask them to do it")]
    OthersVersion = "version.others",
    /// The engineer would have nothing to listen to.
    #[error("this is the only rough mix of the song: add another one first")]
    LastRough = "version.last_rough",

    /// A file that the project does not name.
    #[error("this file is not part of the project: add it first")]
    UnknownAsset = "file.unknown",
    /// A file of no size.
    #[error("this file is empty or larger than 64 GiB: send another one")]
    FileSize = "file.size",
    /// One content, two lengths.
    #[error("this file does not have the length that it had before: add it again")]
    FileLength = "file.length",
    /// Somebody else's file.
    #[error("this file is the other side's: attach one of your own")]
    OthersFile = "file.others",
    /// Its bytes are on their way.
    #[error("“{name}” has not arrived yet: wait until it is here")]
    NotArrived { name: String = "What it is called." } = "file.not_arrived",

    /// A set without stems.
    #[error("a set has at least one stem: add the files first")]
    NoStems = "stems.none",
    /// It acts on a set that is not the one.
    #[error("this set of stems was answered or replaced already: look at the newest one")]
    NotTheSet = "stems.not_the_set",
    /// The engineer mixes with another set.
    #[error("the engineer has accepted the stems of this song: ask to have them returned first")]
    StemsAccepted = "stems.accepted",
    /// It came back for a reason.
    #[error("“{name}” is the file that was returned: bounce it again, or explain it")]
    SameStem { name: String = "What it is called." } = "stems.same",
    /// A stem is not overwritten.
    #[error("“{name}” is another file than before under the same name of a stem: send it as a new stem")]
    StemOverwritten { name: String = "What it is called." } = "stems.overwritten",
    /// Returned for nothing.
    #[error("say which stems are returned, each once, and why")]
    NoReasons = "stems.no_reasons",

    /// It approves a mix that is not the newest.
    #[error("there is a newer mix to listen to, Mix {latest}: approve that one")]
    NotTheLatest { latest: u16 = "Its number." } = "approval.not_latest",
    /// There is nothing to approve.
    #[error("there is no mix of this song to approve yet")]
    NoMix = "approval.no_mix",
    /// Nothing was approved.
    #[error("no mix of this song is approved")]
    NotApproved = "approval.none",
    /// It has become a master.
    #[error("the master is there already: return it first, and say why")]
    MasterThere = "approval.master_there",

    /// It is no master.
    #[error("a master is a 24-bit WAV at {wanted} with one or two channels, and this is a {is}: bounce it again")]
    MasterFormat {
        wanted: crate::SampleRate = "The rate of the approved mix.",
        is: super::Format = "What it is."
    } = "master.format",
    /// It clips.
    #[error("this master has {runs} runs of samples at full scale: lower its level and bounce it again")]
    MasterClips { runs: u32 = "How many." } = "master.clips",
    /// It peaks too high.
    #[error("the true peak of this master is above 0 dBTP: lower its level and bounce it again")]
    MasterPeaks = "master.peaks",
    /// It has another length than the mix.
    #[error("this master is more than a second longer or shorter than the approved mix: say why on its sheet, or bounce it again")]
    MasterLength = "master.length",
    /// It begins elsewhere than the mix.
    #[error("this master begins more than 10 ms away from where the approved mix does: say why on its sheet, or bounce it again")]
    MasterStart = "master.start",
    /// No such code.
    #[error("an ISRC has twelve letters and digits, as in GBAYE0601498: type it again, or leave it out")]
    Isrc = "master.isrc",
    /// It acts on a master that is not the one.
    #[error("this master was answered or replaced already: look at the newest one")]
    NotTheMaster = "master.not_the_one",
    /// The artist has one.
    #[error("the artist has accepted the master of this song already")]
    MasterAccepted = "master.accepted",
    /// It is not what it was said to be.
    #[error("the file that arrived is not the one that was described: the engineer must deliver it again")]
    MasterDiffers = "master.differs",

    /// It acts on somebody who is not there.
    #[error("this person is not in the project any more")]
    UnknownMember = "member.unknown",
    /// Without them there is no project.
    #[error("this project is {name}'s, who stays in it: cancel it instead")]
    Owner { name: String = "Who began it." } = "member.owner",
    /// Without them there is no work.
    #[error("{name} does this project: the studio assigns another engineer instead")]
    IsEngineer { name: String = "Who does it." } = "member.is_engineer",
    /// In it as something else.
    #[error("{name} is in this project as something else already")]
    OtherRole { name: String = "Who." } = "member.other_role",
    /// Nobody is let in as that.
    #[error("people come in as artists or engineers")]
    NoSuchMember = "member.no_such_role",

    /// It is not time yet.
    #[error("it is not time for this yet: files are erased after their date and three reminders")]
    NotDue = "retention.not_due",
    /// The service says when.
    #[error("reminders go out 30, 7 and 1 days before erasing, in this order")]
    WrongReminder = "retention.wrong_reminder",
    /// Erasing has not begun.
    #[error("erasing has not begun, so it cannot be finished")]
    NotErasing = "retention.not_erasing",
    /// The receipt names other files.
    #[error("the receipt does not name exactly the files that had to go: look for what is left and erase it")]
    Receipt = "retention.receipt",
}
