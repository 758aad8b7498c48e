//! A project in the hands of its people.

use bar_domain::project::{
    About, Act, Arrival, AssetHash, AssetRef, Command, Container, Currency, Event, Format, Invoice,
    InvoiceId, Level, Line, LineKind, Measured, MessageId, Offering, PaymentId, Person, Project,
    ProjectId, ProjectKind, ProjectSong, QuoteId, Refusal, Sheet, Stage, Standing, Stem, StemId,
    StemKind, StemSetId, Terms, Thread, decide,
};
use bar_domain::song::{
    self, Actor, ActorId, CommandId, NoteId, Place, Role, SongId, Time, VersionId, VersionKind,
};
use bar_domain::{Frames, SampleRate};
use uuid::Uuid;

pub const PROJECT: ProjectId = ProjectId(Uuid::from_u128(0xa));
pub const HARBOUR: SongId = SongId(Uuid::from_u128(0x51));
pub const SALT: SongId = SongId(Uuid::from_u128(0x52));
pub const ROUGH: VersionId = VersionId(Uuid::from_u128(0x10));
pub const MIX_1: VersionId = VersionId(Uuid::from_u128(0x11));
pub const MIX_2: VersionId = VersionId(Uuid::from_u128(0x12));
pub const MASTER: VersionId = VersionId(Uuid::from_u128(0x1f));
pub const QUOTE: QuoteId = QuoteId(Uuid::from_u128(0x91));
pub const MORE: QuoteId = QuoteId(Uuid::from_u128(0x92));
pub const INVOICE: InvoiceId = InvoiceId(Uuid::from_u128(0x71));
pub const EXTRA: InvoiceId = InvoiceId(Uuid::from_u128(0x72));
pub const SET: StemSetId = StemSetId(Uuid::from_u128(0xe1));
pub const RATE: SampleRate = SampleRate(48_000);
pub const MINUTE: Frames = Frames(48_000 * 60);
pub const DAY: i64 = 24 * 60 * 60 * 1000;
/// 2026-11-28 12:00 UTC.
pub const TODAY: Time = Time(1_795_867_200_000);

pub fn person(id: u128, name: &str, role: Role) -> Actor {
    Actor { id: ActorId(Uuid::from_u128(id)), name: name.to_owned(), role }
}

pub fn ana() -> Actor {
    person(1, "Ana", Role::Artist)
}

pub fn ed() -> Actor {
    person(2, "Ed", Role::Engineer)
}

pub fn studio() -> Actor {
    person(3, "Bar One", Role::Studio)
}

/// Ana's bass player.
pub fn ben() -> Actor {
    person(4, "Ben", Role::Artist)
}

/// Another engineer.
pub fn eve() -> Actor {
    person(5, "Eve", Role::Engineer)
}

/// Somebody who is in no project.
pub fn mallory(role: Role) -> Actor {
    person(6, "Mallory", role)
}

pub fn service() -> Actor {
    person(0, "Service", Role::Service)
}

pub fn named(actor: &Actor) -> Person {
    Person { id: actor.id, name: actor.name.clone() }
}

pub fn hash(number: u128) -> AssetHash {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&number.to_be_bytes());
    AssetHash(bytes)
}

pub fn file(number: u128) -> AssetRef {
    AssetRef { hash: hash(number), bytes: 1000 + number as u64, name: format!("{number}.wav") }
}

pub fn message(number: u128) -> MessageId {
    MessageId(Uuid::from_u128(0x3000 + number))
}

pub fn note(number: u128) -> NoteId {
    NoteId(Uuid::from_u128(0x1000 + number))
}

pub fn set(number: u128) -> StemSetId {
    StemSetId(Uuid::from_u128(0xe0 + number))
}

pub fn stem(number: u128) -> Stem {
    Stem {
        id: StemId(Uuid::from_u128(0x5000 + number)),
        kind: StemKind::Audio,
        asset: file(0x500 + number),
        name: format!("Stem {number}"),
        explanation: String::new(),
    }
}

pub fn about(offerings: &[Offering]) -> About {
    About {
        title: "Harbour".into(),
        kind: ProjectKind::Single,
        offerings: offerings.to_vec(),
        ..About::default()
    }
}

pub fn describe(offerings: &[Offering]) -> Act {
    Act::Describe { about: about(offerings), text: String::new(), seen: 0 }
}

pub fn add_song(song: SongId, title: &str) -> Act {
    let (title, key, brief) = (title.into(), "Am".into(), "warm and close".into());
    Act::AddSong { song, title, bpm: Some(97.5.into()), key, brief }
}

/// Of the song whose file that version's number names.
pub fn version(song: SongId, version: VersionId, kind: VersionKind) -> Act {
    Act::AddVersion {
        song,
        version,
        kind,
        name: "bounce".into(),
        rate: RATE,
        frames: MINUTE,
        offset: 0,
        asset: file(version.0.as_u128()),
        changes: if kind.is_mix() { "first try".into() } else { String::new() },
    }
}

pub fn rough() -> Act {
    version(HARBOUR, ROUGH, VersionKind::Rough)
}

pub fn mix(number: u16) -> Act {
    let id = VersionId(Uuid::from_u128(0x10 + u128::from(number)));
    version(HARBOUR, id, VersionKind::Mix { number })
}

pub fn line(what: LineKind, amount: i64) -> Line {
    Line { song: None, what, text: "Work".into(), amount }
}

pub fn offering(offering: Offering, amount: i64) -> Line {
    line(LineKind::Offering { offering }, amount)
}

pub fn rounds(count: u16, amount: i64) -> Line {
    line(LineKind::Round { count }, amount)
}

pub fn terms(lines: Vec<Line>) -> Terms {
    Terms {
        lines,
        currency: Currency::Eur,
        delivery: "2026-12-24".parse().unwrap(),
        rounds: 2,
        valid_until: Time(TODAY.0 + 14 * DAY),
        remark: String::new(),
    }
}

pub fn draw(quote: QuoteId, lines: Vec<Line>) -> Act {
    Act::DrawQuote { quote, terms: terms(lines) }
}

/// 400.00 for the mix, 50.00 for the master.
pub fn both() -> Vec<Line> {
    vec![offering(Offering::Mixing, 40_000), offering(Offering::Mastering, 5_000)]
}

pub fn accept() -> Act {
    Act::AcceptQuote { quote: QUOTE, invoice: INVOICE }
}

pub fn standing(paid: i64) -> Standing {
    Standing {
        number: "BAR-1".into(),
        reference: "INV2-1".into(),
        link: Some("https://www.paypal.com/invoice/p/#1".into()),
        sent: true,
        paid,
        ..Standing::default()
    }
}

pub fn paid(invoice: InvoiceId, paid: i64) -> Act {
    Act::InvoiceStands { invoice, standing: standing(paid) }
}

pub fn pay(invoice: InvoiceId, number: u128, amount: i64) -> Act {
    let payment = PaymentId(Uuid::from_u128(number));
    let (method, why) = ("bank transfer".into(), "no PayPal in the studio".into());
    Act::RecordPayment { invoice, payment, amount, method, why }
}

pub fn give_back(invoice: InvoiceId, number: u128, amount: i64) -> Act {
    let payment = PaymentId(Uuid::from_u128(number));
    let (method, why) = ("bank transfer".into(), "the studio was closed".into());
    Act::RecordRefund { invoice, payment, amount, method, why }
}

pub fn send_stems(set: StemSetId, stems: &[Stem]) -> Act {
    Act::SendStems { song: HARBOUR, set, stems: stems.to_vec(), remark: String::new() }
}

pub fn format() -> Format {
    Format {
        container: Container::Wav,
        bits: 24,
        float: false,
        rate: RATE,
        channels: 2,
        frames: MINUTE,
    }
}

pub fn sheet() -> Sheet {
    Sheet {
        title: "Harbour Lights".into(),
        isrc: Some("GB-AYE-06-01498".into()),
        loudness: Level::from(-14.0),
        true_peak: Level::from(-1.0),
        clipped_runs: 0,
        start: 0,
        credits: "Mixed by Ed".into(),
        remark: String::new(),
    }
}

pub fn master() -> Act {
    let (asset, format, sheet) = (file(MASTER.0.as_u128()), format(), sheet());
    Act::DeliverMaster { song: HARBOUR, version: MASTER, asset, format, sheet }
}

pub fn measured() -> Arrival {
    let (format, loudness) = (format(), Some(Level::from(-14.0)));
    let true_peak = Some(Level::from(-1.0));
    let measured = Some(Measured { format, loudness, true_peak });
    Arrival { bytes: None, measured, findings: Vec::new() }
}

pub fn arrives(number: u128) -> Act {
    Act::AssetArrived { asset: hash(number), arrival: measured() }
}

pub fn approve(version: VersionId) -> Act {
    Act::ApproveMix { song: HARBOUR, version }
}

pub fn say(number: u128, thread: Thread, text: &str) -> Act {
    let (message, text) = (message(number), text.into());
    Act::Say { message, thread, song: None, text, references: Vec::new() }
}

pub fn on_song(act: song::Act) -> Act {
    Act::Song { song: HARBOUR, act }
}

pub fn write(number: u128, on: VersionId) -> Act {
    let (note, text, compare_with) = (note(number), format!("louder {number}"), None);
    on_song(song::Act::WriteNote { note, on, place: Place::Whole, text, compare_with })
}

pub fn submit_round(mix: VersionId) -> Act {
    on_song(song::Act::SubmitRound { mix })
}

/// Does things to a project, and keeps what happened.
#[derive(Clone, Default)]
pub struct Desk {
    pub project: Project,
    pub events: Vec<Event>,
    /// Milliseconds after [`TODAY`].
    pub clock: i64,
}

impl Desk {
    /// A song with a rough mix, mixing and mastering wanted of Ed.
    pub fn draft() -> Self {
        Self::wanting(&[Offering::Mixing, Offering::Mastering])
    }

    pub fn wanting(offerings: &[Offering]) -> Self {
        let mut desk = Self::default();
        let (engineer, title) = (Some(named(&ed())), "Harbour".into());
        desk.ok(&ana(), Act::CreateProject { engineer, title, kind: ProjectKind::Single });
        desk.ok(&ana(), describe(offerings));
        desk.ok(&ana(), add_song(HARBOUR, "Harbour Lights"));
        desk.ok(&ana(), rough()).ok(&service(), arrives(0x10));
        desk
    }

    pub fn submitted() -> Self {
        let mut desk = Self::draft();
        desk.ok(&ana(), Act::Submit);
        desk
    }

    /// For 450.00 EUR, with two rounds.
    pub fn quoted() -> Self {
        let mut desk = Self::submitted();
        desk.ok(&ed(), draw(QUOTE, both()));
        desk
    }

    pub fn accepted() -> Self {
        let mut desk = Self::quoted();
        desk.ok(&ana(), accept());
        desk
    }

    pub fn working() -> Self {
        let mut desk = Self::accepted();
        desk.ok(&service(), paid(INVOICE, 45_000));
        desk
    }

    /// Mix 1 can be heard.
    pub fn mixed() -> Self {
        let mut desk = Self::working();
        desk.mix(1);
        desk
    }

    pub fn approved() -> Self {
        let mut desk = Self::mixed();
        desk.ok(&ana(), approve(MIX_1));
        desk
    }

    /// The master can be heard.
    pub fn mastered() -> Self {
        let mut desk = Self::approved();
        desk.ok(&ed(), master()).ok(&service(), arrives(0x1f));
        desk
    }

    pub fn completed() -> Self {
        let mut desk = Self::mastered();
        desk.ok(&ana(), Act::AcceptMaster { song: HARBOUR, version: MASTER });
        desk
    }

    #[track_caller]
    pub fn mix(&mut self, number: u16) -> &mut Self {
        self.ok(&ed(), mix(number)).ok(&service(), arrives(0x10 + u128::from(number)))
    }

    pub fn now(&self) -> Time {
        Time(TODAY.0 + self.clock)
    }

    pub fn command(&mut self, actor: &Actor, act: Act) -> Command {
        self.clock += 1;
        let id = CommandId(Uuid::from_u128(0x10_0000 + self.clock as u128));
        Command { id, project: PROJECT, actor: actor.clone(), at: self.now(), act }
    }

    pub fn act(&mut self, actor: &Actor, act: Act) -> Result<usize, Refusal> {
        let command = self.command(actor, act);
        self.take(&command)
    }

    pub fn take(&mut self, command: &Command) -> Result<usize, Refusal> {
        let events = decide(&self.project, command)?;
        self.project = events.iter().fold(std::mem::take(&mut self.project), Project::apply);
        self.events.extend_from_slice(&events);
        Ok(events.len())
    }

    #[track_caller]
    pub fn ok(&mut self, actor: &Actor, act: Act) -> &mut Self {
        self.act(actor, act).unwrap();
        self
    }

    /// Tries it, and hands the code of the refusal, or `ok`.
    pub fn code(&mut self, actor: &Actor, act: Act) -> &'static str {
        self.act(actor, act).map_or_else(|refusal| refusal.code(), |_| "ok")
    }

    /// Tries it on a copy.
    pub fn would(&self, actor: &Actor, act: Act) -> &'static str {
        self.clone().code(actor, act)
    }

    pub fn days(&mut self, days: i64) -> &mut Self {
        self.clock += days * DAY;
        self
    }

    pub fn stage(&self) -> Stage {
        self.project.stage()
    }

    #[track_caller]
    pub fn song(&self) -> &ProjectSong {
        self.project.song(HARBOUR).unwrap()
    }

    #[track_caller]
    pub fn invoice(&self) -> &Invoice {
        self.project.invoice(INVOICE).unwrap()
    }

    /// What folding the events that this role sees gives.
    pub fn fold_of(&self, role: Role) -> Project {
        let seen = self.events.iter().filter(|event| event.seen_by(role));
        Project::replay(seen)
    }

    /// What this role sees of the whole.
    pub fn view_of(&self, role: Role) -> Project {
        self.project.clone().as_seen_by(role)
    }
}
