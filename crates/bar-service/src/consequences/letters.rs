//! Who gets mail about what happened. Without a mail server nobody does: the app tells it all.

use bar_domain::project::{Event, Fact, Project};
use bar_domain::song::{self, ActorId, Role, SongId, VersionId, VersionKind};

use super::Happening;
use crate::failure::Failure;
use crate::mail::{self, Address, Letter};
use crate::service::Service;
use crate::tables::accounts;

/// Puts them into the outbox, and says whether there are any.
pub async fn write(service: &Service, happening: &mut Happening<'_>) -> Result<bool, Failure> {
    if !service.has_mail {
        return Ok(false);
    }
    let mut any = false;
    for (place, event) in happening.events.iter().enumerate() {
        let Some((role, letter)) = letter(service, happening.after, event) else { continue };
        let seq = happening.head + place as u64 + 1;
        for to in people(happening.after, role) {
            // Nobody gets mail about what they did themselves.
            if to != event.by.id {
                send(service, happening, to, &letter, seq).await?;
                any = true;
            }
        }
    }
    Ok(any)
}

async fn send(
    service: &Service,
    happening: &mut Happening<'_>,
    to: ActorId,
    letter: &Letter,
    seq: u64,
) -> Result<(), Failure> {
    let Some(account) = accounts::get(happening.tx, to).await? else { return Ok(()) };
    // An address that mail cannot be sent to was never taken; see `accounts::email`.
    let Ok(address) = Address::new(&account.name, &account.email) else { return Ok(()) };
    let key = format!("event/{seq}/{to}");
    let of = (happening.project.0, key.as_str());
    mail::queue(happening.tx, of, &address, letter, service.now()).await?;
    Ok(())
}

/// What is written to people of which role.
fn letter(service: &Service, project: &Project, event: &Event) -> Option<(Role, Letter)> {
    let title = || project.about.title.clone();
    let link = || format!("{}/open/project/{}", service.choices.address, project.id);
    let to_artists = |letter| Some((Role::Artist, letter));
    match &event.fact {
        Fact::QuoteReleased { .. } => {
            to_artists(Letter::QuoteReady { project: title(), link: link() })
        }
        Fact::StemsReturned { reasons, .. } => {
            let stems = reasons.len();
            to_artists(Letter::StemsReturned { project: title(), stems, link: link() })
        }
        Fact::VersionAdded { song, kind: VersionKind::Mix { number }, .. } => {
            let song = song_title(project, *song);
            to_artists(Letter::MixReady { song, mix: *number, link: link() })
        }
        Fact::MasterDelivered { song, .. } => {
            to_artists(Letter::MasterReady { song: song_title(project, *song), link: link() })
        }
        Fact::Reminded { days } => {
            let (project, days, on) = (title(), *days, project.retention.due()?);
            to_artists(Letter::EraseSoon { project, days, on, link: link() })
        }
        Fact::Erased { receipt } => {
            let (project, files, on) = (title(), receipt.files.len(), receipt.erased_at);
            to_artists(Letter::Erased { project, files, on, link: link() })
        }
        Fact::Song { song, fact: song::Fact::RoundSubmitted { mix, notes, .. } } => {
            let (title, mix) = (song_title(project, *song), mix_number(project, *song, *mix));
            let notes = notes.len();
            let letter = Letter::NotesSubmitted { song: title, mix, notes, link: link() };
            Some((Role::Engineer, letter))
        }
        _ => None,
    }
}

fn people(project: &Project, role: Role) -> Vec<ActorId> {
    let in_role = project.members.iter().filter(|(_, member)| member.role == role);
    in_role.map(|(id, _)| *id).collect()
}

fn song_title(project: &Project, song: SongId) -> String {
    project.song(song).map(|it| it.song.title.clone()).unwrap_or_default()
}

/// 0 for the rough mix, which notes may be about before there is a mix.
fn mix_number(project: &Project, song: SongId, version: VersionId) -> u16 {
    let version = project.song(song).and_then(|it| it.song.version(version));
    version.and_then(|it| it.kind.rank()).unwrap_or_default()
}
