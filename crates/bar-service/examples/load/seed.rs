//! People and their projects, made through the library: over HTTP it would take longer than what is
//! measured.

use std::sync::Arc;

use bar_domain::project::{Act, MessageId, ProjectId, ProjectKind, Thread};
use bar_domain::song::{ActorId, CommandId, Role, SongId, Time};
use bar_protocol::{Account, Outcome, Pushed};
use bar_service::http::auth::Caller;
use bar_service::service::Service;
use bar_service::start::start;
use bar_service::tables::sessions::Secrets;
use bar_service::tables::{accounts, sessions};
use futures::{StreamExt, TryStreamExt, stream};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Done;
use crate::program::Place;

/// Artists whose projects they are.
const PEOPLE: usize = 32;
/// Projects that are made at once: they share a sync of the disk.
const AT_ONCE: usize = 64;
/// Commands of one push.
const PUSH: usize = 500;
/// The song of every project.
pub const SONG: SongId = SongId(Uuid::from_u128(0x51));

/// A project, and the token of its artist.
#[derive(Clone)]
pub struct Owned {
    /// Which.
    pub project: ProjectId,
    /// Whose.
    pub token: Arc<str>,
}

/// Makes so many projects with a song and so many messages in each.
pub async fn seed(place: &Place, projects: usize, messages: usize) -> Done<Vec<Owned>> {
    let running = start(&place.settings()?.check()?).await?;
    let service = &running.service;
    let mut people = Vec::with_capacity(PEOPLE);
    for _ in 0..PEOPLE {
        people.push(sign_in(service).await?);
    }
    let made = stream::iter((0..projects).map(|number| &people[number % PEOPLE]))
        .map(|(caller, token)| begin(service, caller, token, messages))
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    running.stop().await;
    Ok(made)
}

/// An artist, and the token that lets them in.
async fn sign_in(service: &Service) -> Done<(Caller, Arc<str>)> {
    let (id, session) = (Uuid::now_v7(), Uuid::now_v7());
    let hash = |text: &str| -> [u8; 32] { Sha256::digest(text.as_bytes()).into() };
    let (now, token) = (service.now(), format!("token-{session}"));
    let until = Time(now.0 + 24 * 60 * 60 * 1000);
    let account = Account {
        id: ActorId(id),
        name: "Ann".into(),
        email: format!("{id}@example.org"),
        role: Role::Artist,
        created_at: now,
    };
    let secrets = Secrets {
        token: hash(&token),
        token_until: until,
        refresh: hash(&format!("refresh-{session}")),
        refresh_until: until,
    };
    let mut tx = service.db.begin().await?;
    accounts::add(&mut *tx, &account, "nobody types it").await?;
    sessions::add(&mut *tx, session, account.id, "Laptop", &secrets, now).await?;
    tx.commit().await?;
    Ok((Caller { account, session }, token.into()))
}

async fn begin(
    service: &Service,
    caller: &Caller,
    token: &Arc<str>,
    messages: usize,
) -> Done<Owned> {
    let project = ProjectId(Uuid::now_v7());
    let (title, kind) = ("Harbour".into(), ProjectKind::Single);
    let mut acts = vec![Act::CreateProject { engineer: None, title, kind }, name_song(None)];
    acts.extend((0..messages).map(|_| say()));
    let commands: Vec<_> = acts.into_iter().map(|act| pushed(project, act)).collect();
    for part in commands.chunks(PUSH) {
        let answers = service.act(&caller.actor(), part.to_vec()).await?;
        if let Some(other) = answers.iter().find(|answer| answer.outcome != Outcome::Applied) {
            return Err(format!("a project was not made: {:?}", other.refusal).into());
        }
    }
    Ok(Owned { project, token: token.clone() })
}

/// An act as an app would push it now.
pub fn pushed(project: ProjectId, body: Act) -> Pushed {
    Pushed { id: CommandId(Uuid::now_v7()), seq: 1, project, at: Time(1_772_452_800_000), body }
}

/// A message of usual length.
pub fn say() -> Act {
    let text = "The second chorus could be wider, and the bass a little drier there.".into();
    let (message, thread) = (MessageId(Uuid::now_v7()), Thread::Everyone);
    Act::Say { message, thread, song: None, text, references: vec![] }
}

/// Adds the song, or calls it otherwise, which makes the project no larger.
pub fn name_song(take: Option<usize>) -> Act {
    let (song, bpm, key) = (SONG, None, "Am".to_owned());
    let brief = "warm and close".to_owned();
    match take {
        None => Act::AddSong { song, title: "Harbour Lights".into(), bpm, key, brief },
        Some(take) => {
            let title = format!("Harbour Lights, take {take}");
            Act::EditSong { song, title, bpm, key, brief, seen: 1 }
        }
    }
}
