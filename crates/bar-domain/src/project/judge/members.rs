//! The rules of who is in a project.

use super::{Facts, Judge, room};
use crate::project::limits::MOST_MEMBERS;
use crate::project::{Fact, Member, Person, Refusal, text};
use crate::song::{ActorId, Role};

impl<'a> Judge<'a> {
    /// An invitation was taken.
    pub fn joined(&self, person: &Person, role: Role) -> Facts {
        self.service("let people in: send an invitation")?;
        self.with_files()?;
        if !matches!(role, Role::Artist | Role::Engineer) {
            return Err(Refusal::NoSuchMember);
        }
        let member = Person { id: person.id, name: text::line(&person.name, "a name")? };
        match self.project.members.get(&member.id) {
            Some(known) if known.role != role => Err(Refusal::OtherRole { name: member.name }),
            Some(known) if known.name == member.name => Ok(Vec::new()),
            Some(_) => Ok(vec![Fact::MemberJoined { member, role }]),
            None => {
                let instead = "somebody must leave first";
                room(self.project.members.len(), MOST_MEMBERS, "people", instead)?;
                Ok(vec![Fact::MemberJoined { member, role }])
            }
        }
    }

    pub fn member_removed(&self, id: ActorId) -> Facts {
        let who = "artists or the studio";
        self.only(&[Role::Artist, Role::Studio], who, "take somebody out")?;
        let member = self.may_go(id)?;
        if self.actor.role == Role::Artist && member.role != Role::Artist {
            return Err(Refusal::NotYours { what: "take an engineer out", who: "studio" });
        }
        Ok(vec![Fact::MemberRemoved { member: id }])
    }

    pub fn left(&self) -> Facts {
        self.only(&[Role::Artist, Role::Engineer], "people in it", "leave a project")?;
        self.may_go(self.actor.id)?;
        Ok(vec![Fact::MemberLeft])
    }

    /// Everybody but who began it and who does it.
    fn may_go(&self, id: ActorId) -> Result<&'a Member, Refusal> {
        let member = self.project.members.get(&id).ok_or(Refusal::UnknownMember)?;
        if id == self.project.owner {
            return Err(Refusal::Owner { name: member.name.clone() });
        }
        let engineer = self.project.engineer.as_ref().is_some_and(|it| it.id == id);
        if engineer && self.project.submitted.is_some() {
            return Err(Refusal::IsEngineer { name: member.name.clone() });
        }
        Ok(member)
    }
}
