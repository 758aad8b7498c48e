//! The rules of who does it, and of sending it to them.

use super::{Facts, Judge, unless};
use crate::project::{Fact, Person, Project, ProjectSong, Refusal, text};
use crate::song::{self, Role, VersionId, VersionKind};

impl Judge<'_> {
    /// Somebody with a tidy name, who is not in the project as somebody else.
    pub(super) fn other_person(&self, person: &Person) -> Result<Person, Refusal> {
        let name = text::line(&person.name, "a name")?;
        let artist = self.actor.role == Role::Artist && self.actor.id == person.id;
        let member = self.project.members.get(&person.id);
        if artist || member.is_some_and(|it| it.role != Role::Engineer) {
            return Err(Refusal::EngineerIsMember { name });
        }
        Ok(Person { id: person.id, name })
    }

    pub fn engineer_assigned(&self, engineer: &Person) -> Facts {
        let what = "say who does a project that was submitted";
        match self.project.submitted {
            None => self.only(&[Role::Artist, Role::Studio], "artist or the studio", "do this")?,
            Some(_) => self.studio(what)?,
        }
        self.scope_is_open()?;
        let engineer = self.other_person(engineer)?;
        let before = self.project.engineer.as_ref();
        if before == Some(&engineer) {
            return Ok(Vec::new());
        }
        let mut facts = vec![Fact::EngineerAssigned { engineer: engineer.clone() }];
        if let Some(before) = before.filter(|it| self.is_member(it) && it.id != engineer.id) {
            facts.push(Fact::MemberRemoved { member: before.id });
        }
        if self.project.submitted.is_some() {
            facts.push(Fact::MemberJoined { member: engineer, role: Role::Engineer });
        }
        Ok(facts)
    }

    fn is_member(&self, person: &Person) -> bool {
        self.project.members.contains_key(&person.id)
    }

    pub fn submitted(&self) -> Facts {
        self.artist("submit the project")?;
        self.going()?;
        let project = self.project;
        if project.submitted.is_some() {
            return Err(Refusal::SubmittedAlready);
        }
        let engineer = complete(project)?;
        let engineer = self.other_person(engineer)?;
        let mut facts = unless(
            self.is_member(&engineer),
            Fact::MemberJoined { member: engineer, role: Role::Engineer },
        );
        facts.push(Fact::Submitted);
        for song in &project.songs {
            facts.extend(self.notes_on_rough(song)?);
        }
        Ok(facts)
    }

    /// Notes on the rough mix go along.
    fn notes_on_rough(&self, song: &ProjectSong) -> Facts {
        let drafts = song.song.notes.iter().any(|it| it.state() == song::NoteState::Draft);
        match rough(song).filter(|_| drafts) {
            Some(mix) => self.round(song, mix),
            None => Ok(Vec::new()),
        }
    }
}

/// Everything that the engineer needs to price it.
fn complete(project: &Project) -> Result<&Person, Refusal> {
    if project.about.title.is_empty() {
        return Err(Refusal::NoTitle);
    }
    if project.songs.is_empty() {
        return Err(Refusal::NoSongs);
    }
    if let Some(bare) = project.songs.iter().find(|it| rough(it).is_none()) {
        return Err(Refusal::NoRough { song: bare.song.title.clone() });
    }
    if project.about.offerings.is_empty() {
        return Err(Refusal::NoOfferings);
    }
    project.engineer.as_ref().ok_or(Refusal::NoEngineer)
}

/// The newest rough mix.
pub(super) fn rough(song: &ProjectSong) -> Option<VersionId> {
    let all = song.song.present().filter(|it| it.kind == VersionKind::Rough);
    all.last().map(|it| it.id)
}
