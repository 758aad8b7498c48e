//! A store, and an artist who acts on songs in it.

use std::path::Path;

use bar_domain::song::{
    Act, Actor, ActorId, Command, CommandId, NoteId, Place, Role, SongId, Time, VersionId,
    VersionKind,
};
use bar_domain::{Frames, SampleRate};
use bar_store::{ActError, Acted, Opened, Store, open};
use uuid::Uuid;

pub const ROUGH: VersionId = VersionId(Uuid::from_u128(1));

pub fn store(folder: &Path) -> Store {
    let Opened { store, trouble } = open(folder).unwrap();
    assert_eq!(trouble, None);
    store
}

pub fn song(number: u128) -> SongId {
    SongId(Uuid::from_u128(0x100 + number))
}

pub fn note(number: u128) -> NoteId {
    NoteId(Uuid::from_u128(number))
}

/// The command of that number on that song; the number is its time, too.
pub fn command(number: u128, song: SongId, act: Act) -> Command {
    let id = CommandId(Uuid::from_u128(song.0.as_u128() << 64 | number));
    let actor = Actor { id: ActorId(Uuid::from_u128(1)), name: "Ana".into(), role: Role::Artist };
    Command { id, song, actor, at: Time(number as i64), act }
}

pub fn create(title: &str) -> Act {
    Act::CreateSong { title: title.into(), bpm: None }
}

pub fn rough(version: VersionId) -> Act {
    Act::AddVersion {
        version,
        kind: VersionKind::Rough,
        name: "Rough.wav".into(),
        rate: SampleRate(48_000),
        frames: Frames(48_000 * 600),
        offset: 0,
    }
}

pub fn write(id: NoteId, on: VersionId) -> Act {
    let place = Place::Moment { at: Frames(48_000) };
    Act::WriteNote { note: id, on, place, text: "the snare is too loud".into(), compare_with: None }
}

/// Begins a song with a rough mix, by commands 1 and 2.
pub fn begin(store: &Store, song: SongId) {
    store.act(&command(1, song, create("Harbour Lights"))).unwrap();
    store.act(&command(2, song, rough(ROUGH))).unwrap();
}

pub fn refused(acted: Result<Acted, ActError>) -> &'static str {
    match acted.unwrap_err() {
        ActError::Refused(refusal) => refusal.code(),
        ActError::AnotherCommand => "another command",
        ActError::Store(error) => panic!("{error}"),
    }
}
