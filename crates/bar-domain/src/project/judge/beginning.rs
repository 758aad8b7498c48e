//! The rules of beginning a project and saying what it is.

use super::{Facts, Judge, unless};
use crate::project::limits::{LONGEST_BRIEF, LONGEST_MESSAGE, MOST_BESIDE};
use crate::project::{
    About, Fact, Kept, MessageId, Person, ProjectId, ProjectKind, Refusal, Thread, money, text,
};

impl Judge<'_> {
    pub fn enquiry(&self, engineer: Option<&Person>, message: MessageId, asked: &str) -> Facts {
        self.artist("ask the studio about an engineer")?;
        let (thread, song, references) = (Thread::Enquiry, None, Vec::new());
        let text = text::words(asked, "your question", LONGEST_MESSAGE)?;
        let said = Fact::Said { message, thread, song, text, references };
        Ok(vec![self.begun(true, engineer)?, said])
    }

    pub fn new_project(&self, engineer: Option<&Person>, title: &str, kind: ProjectKind) -> Facts {
        self.artist("begin a project")?;
        let title = text::line(title, "a title")?;
        let about = About { title, kind, ..About::default() };
        Ok(vec![self.begun(false, engineer)?, Fact::Described { about }])
    }

    fn begun(&self, enquiry: bool, engineer: Option<&Person>) -> Result<Fact, Refusal> {
        let project = self.command.project;
        if project == ProjectId::default() {
            return Err(Refusal::UnknownProject);
        }
        let engineer = engineer.map(|it| self.other_person(it)).transpose()?;
        Ok(Fact::ProjectBegun { project, enquiry, engineer })
    }

    pub fn described(&self, about: &About, description: &str, seen: u32) -> Facts {
        self.artist("describe the project")?;
        self.going()?;
        let about = tidy(about)?;
        let same_offerings = about.offerings == self.project.about.offerings;
        let text = text::some_words(description, LONGEST_BRIEF)?;
        let now = &self.project.description;
        // The title can be mended at any time; what is to be done cannot.
        if !same_offerings || text != now.text {
            self.scope_is_open()?;
        }
        let mut facts = unless(about == self.project.about, Fact::Described { about });
        if let Some(beside) = self.written(now, &text, seen)? {
            facts.push(Fact::DescriptionWritten { text, beside });
        }
        Ok(facts)
    }

    /// Whether a text that was changed by somebody who saw that revision stands beside the others; `None`
    /// where it changes nothing.
    pub(super) fn written(
        &self,
        now: &Kept,
        text: &str,
        seen: u32,
    ) -> Result<Option<bool>, Refusal> {
        if now.is_latest(seen) {
            let stands = text == now.text && now.beside.is_empty();
            return Ok((!stands).then_some(false));
        }
        if text == now.text || now.beside.iter().any(|it| it.text == text) {
            return Ok(None);
        }
        let others = now.beside.iter().filter(|it| it.by.id != self.actor.id).count();
        if others < MOST_BESIDE {
            Ok(Some(true))
        } else {
            Err(Refusal::Beside { texts: others + 1 })
        }
    }
}

fn tidy(about: &About) -> Result<About, Refusal> {
    let title = text::line(&about.title, "a title")?;
    let offerings = &about.offerings;
    if offerings.iter().enumerate().any(|(at, it)| offerings[..at].contains(it)) {
        return Err(Refusal::OfferingTwice);
    }
    if let Some(budget) = about.budget {
        money::sensible(budget.amount)?;
    }
    Ok(About { title, ..about.clone() })
}
