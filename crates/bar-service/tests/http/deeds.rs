//! What people do, as their apps push it.

use bar_domain::project::{
    About, Act, AssetHash, AssetRef, Currency, InvoiceId, Line, LineKind, MessageId, Offering,
    Person, ProjectId, ProjectKind, QuoteId, Terms, Thread,
};
use bar_domain::song::CommandId;
use bar_domain::song::{self, NoteId, Place, SongId, Time, VersionId, VersionKind};
use bar_domain::{Frames, SampleRate};
use bar_protocol::{Answer, Answers, Outcome, Page, Push, Pushed, Snapshot};
use uuid::Uuid;

use crate::studio::Person as Somebody;

pub const PROJECT: ProjectId = ProjectId(Uuid::from_u128(0xa));
pub const SONG: SongId = SongId(Uuid::from_u128(0x51));
pub const QUOTE: QuoteId = QuoteId(Uuid::from_u128(0x91));
pub const INVOICE: InvoiceId = InvoiceId(Uuid::from_u128(0x71));
pub const ROUGH: VersionId = VersionId(Uuid::from_u128(0x10));
pub const MIX_1: VersionId = VersionId(Uuid::from_u128(0x11));

/// As an app would push it now.
pub fn pushed(body: Act) -> Pushed {
    pushed_to(PROJECT, body)
}

pub fn pushed_to(project: ProjectId, body: Act) -> Pushed {
    Pushed { id: CommandId(Uuid::now_v7()), seq: 1, project, at: Time(1_772_452_800_000), body }
}

pub fn push(commands: Vec<Pushed>) -> Push {
    Push { device: Uuid::from_u128(0xdead), commands }
}

impl Somebody {
    pub async fn push(&self, commands: Vec<Pushed>) -> Vec<Answer> {
        let answers: Answers = self.post("/v1/commands", &push(commands)).await.as_(200);
        answers.answers
    }

    /// Does it, and finds it done.
    pub async fn does(&self, act: Act) -> &Self {
        let answer = self.push(vec![pushed(act.clone())]).await.remove(0);
        assert_eq!(answer.outcome, Outcome::Applied, "{act:?}: {:?}", answer.refusal);
        self
    }

    /// Is refused, for this reason.
    pub async fn may_not(&self, act: Act, code: &str) {
        let answer = self.push(vec![pushed(act)]).await.remove(0);
        assert_eq!(answer.outcome, Outcome::Refused);
        assert_eq!(answer.refusal.expect("a refusal").code, code);
    }

    pub async fn sees(&self) -> Snapshot {
        self.get(&format!("/v1/projects/{PROJECT}/snapshot")).await.as_(200)
    }

    pub async fn page(&self, query: &str) -> Page {
        self.get(&format!("/v1/projects/{PROJECT}/events{query}")).await.as_(200)
    }
}

pub fn named(somebody: &Somebody) -> Person {
    let account = somebody.account();
    Person { id: account.id, name: account.name.clone() }
}

pub fn create(engineer: Option<Person>) -> Act {
    Act::CreateProject { engineer, title: "Harbour".into(), kind: ProjectKind::Single }
}

pub fn describe(offerings: &[Offering]) -> Act {
    let (title, kind) = ("Harbour".into(), ProjectKind::Single);
    let about = About { title, kind, offerings: offerings.to_vec(), ..About::default() };
    Act::Describe { about, text: "Seven takes, one good.".into(), seen: 0 }
}

pub fn add_song() -> Act {
    let (title, key, brief) = ("Harbour Lights".into(), "Am".into(), "warm and close".into());
    Act::AddSong { song: SONG, title, bpm: Some(97.5.into()), key, brief }
}

pub fn file(number: u8) -> AssetRef {
    AssetRef { hash: AssetHash([number; 32]), bytes: 1000, name: format!("{number}.wav") }
}

pub fn version(version: VersionId, kind: VersionKind, asset: AssetRef) -> Act {
    Act::AddVersion {
        song: SONG,
        version,
        kind,
        name: "bounce".into(),
        rate: SampleRate(48_000),
        frames: Frames(48_000 * 60),
        offset: 0,
        asset,
        changes: if kind.is_mix() { "first try".into() } else { String::new() },
    }
}

pub fn write_note(number: u128, on: VersionId) -> Act {
    let act = song::Act::WriteNote {
        note: NoteId(Uuid::from_u128(0x1000 + number)),
        on,
        place: Place::Moment { at: Frames(48_000) },
        text: format!("note {number}"),
        compare_with: None,
    };
    Act::Song { song: SONG, act }
}

pub fn submit_round(mix: VersionId) -> Act {
    Act::Song { song: SONG, act: song::Act::SubmitRound { mix } }
}

pub fn draw(now: Time) -> Act {
    draw_for(now, &[Offering::Mixing])
}

/// A quote of 400 euros in all.
pub fn draw_for(now: Time, offerings: &[Offering]) -> Act {
    let line = |offering: &Offering| Line {
        song: None,
        what: LineKind::Offering { offering: *offering },
        text: format!("{offering:?}"),
        amount: 40_000 / offerings.len() as i64,
    };
    let terms = Terms {
        lines: offerings.iter().map(line).collect(),
        currency: Currency::Eur,
        delivery: "2026-03-31".parse().unwrap(),
        rounds: 2,
        valid_until: Time(now.0 + 14 * 24 * 60 * 60 * 1000),
        remark: String::new(),
    };
    Act::DrawQuote { quote: QUOTE, terms }
}

pub fn accept() -> Act {
    Act::AcceptQuote { quote: QUOTE, invoice: INVOICE }
}

pub fn say(number: u128, thread: Thread, text: &str) -> Act {
    let message = MessageId(Uuid::from_u128(0x3000 + number));
    Act::Say { message, thread, song: None, text: text.into(), references: vec![] }
}
