//! A song in the hands of its people.

use bar_domain::song::{
    Act, Actor, ActorId, Command, CommandId, Event, NoteId, NoteState, Place, Refusal, ReplyId,
    Role, Song, SongId, Time, VersionId, VersionKind, decide,
};
use bar_domain::{Frames, SampleRate};
use uuid::Uuid;

pub const RATE: u32 = 48_000;
pub const ROUGH: VersionId = VersionId(Uuid::from_u128(0x10));
pub const MIX_1: VersionId = VersionId(Uuid::from_u128(0x11));
pub const MIX_2: VersionId = VersionId(Uuid::from_u128(0x12));
pub const MIX_3: VersionId = VersionId(Uuid::from_u128(0x13));
pub const REFERENCE: VersionId = VersionId(Uuid::from_u128(0x19));

pub fn note(number: u128) -> NoteId {
    NoteId(Uuid::from_u128(0x1000 + number))
}

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

/// Does things to a song, and keeps what happened.
#[derive(Default)]
pub struct Desk {
    pub song: Song,
    pub events: Vec<Event>,
    clock: i64,
}

impl Desk {
    /// A local song with a rough mix and Mix 1, each a minute long.
    pub fn local() -> Self {
        let mut desk = Self::default();
        desk.ok(
            &ana(),
            Act::CreateSong { title: "Harbour Lights".into(), bpm: Some(120.0.into()) },
        );
        desk.ok(&ana(), version(ROUGH, VersionKind::Rough));
        desk.ok(&ana(), mix(1));
        desk
    }

    /// The same, quoted: an engineer mixes it, with two rounds.
    pub fn agreed() -> Self {
        let mut desk = Self::local();
        desk.ok(&studio(), Act::SetRounds { allowed: Some(2) });
        desk
    }

    pub fn command(&mut self, actor: &Actor, act: Act) -> Command {
        self.clock += 1;
        Command {
            id: CommandId(Uuid::from_u128(0x10_0000 + self.clock as u128)),
            song: SongId(Uuid::from_u128(7)),
            actor: actor.clone(),
            at: Time(self.clock),
            act,
        }
    }

    pub fn act(&mut self, actor: &Actor, act: Act) -> Result<usize, Refusal> {
        let command = self.command(actor, act);
        let events = decide(&self.song, &command)?;
        self.song = events.iter().fold(self.song.clone(), Song::apply);
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

    /// Writes note `number` at second `at` of `on` as Ana.
    #[track_caller]
    pub fn writes(&mut self, number: u128, on: VersionId, at: u64) -> &mut Self {
        self.ok(&ana(), write(number, on, moment(at)))
    }

    #[track_caller]
    pub fn state(&self, number: u128) -> NoteState {
        self.song.note(note(number)).unwrap().state()
    }
}

pub fn version(id: VersionId, kind: VersionKind) -> Act {
    let (rate, frames) = (SampleRate(RATE), Frames(u64::from(RATE) * 60));
    Act::AddVersion { version: id, kind, name: "bounce.wav".into(), rate, frames, offset: 0 }
}

pub fn mix(number: u16) -> Act {
    version(VersionId(Uuid::from_u128(0x10 + u128::from(number))), VersionKind::Mix { number })
}

pub fn moment(second: u64) -> Place {
    Place::Moment { at: Frames(second * u64::from(RATE)) }
}

pub fn range(from: u64, to: u64) -> Place {
    let frames = |second| Frames(second * u64::from(RATE));
    Place::Range { from: frames(from), to: frames(to) }
}

pub fn write(number: u128, on: VersionId, place: Place) -> Act {
    let text = format!("note {number}");
    Act::WriteNote { note: note(number), on, place, text, compare_with: None }
}

pub fn reply(number: u128, text: &str) -> Act {
    let reply = ReplyId(Uuid::from_u128(0x2000));
    Act::Reply { note: note(number), reply, text: text.into() }
}
