//! What the artist says about findings of no single stem: of the set, and of sessions.
//!
//! Such a finding has no content of its own that could be hashed: a gap between stems and rough mix is
//! told by its sentence, which names when and where it is heard. So an explanation holds as long as the
//! finding says the same; once it reads otherwise, the old words are only offered.

use bar_domain::{Code, Finding};
use bar_store::Explained;

use crate::Desk;
use crate::commands::{Answer, SetExplaining};
use crate::desk::lock;
use crate::failure::Refusal;
use crate::live::Now;
use crate::views::{Change, CheckView, SetExplanation, SetWords};

impl Desk {
    /// Remembers why the artist keeps a finding about no single stem, or takes that back.
    ///
    /// # Errors
    /// When the finding is not there, or there is no reason in the sentence.
    pub fn set_explain(&self, explaining: &SetExplaining) -> Answer<SetWords> {
        let SetExplaining { check, about, code, message, text } = explaining;
        let live = self.0.live(check)?;
        let mut now = lock(&live.now);
        let this = |(of, found): (Option<&str>, &Finding)| {
            (of, found.code, &found.message) == (about.as_deref(), *code, message)
        };
        if !findings(&now.view).any(this) {
            return Err(Refusal::NothingToExplain.into());
        }
        let place = place(about.as_deref(), message);
        self.0.explain(&live, &mut now, &place, message.clone(), *code, text.as_deref())?;
        self.0.keep(&live, &now);
        let summary = now.view.summary.clone();
        self.0.tell(&now, Change::Check { summary, show: false });
        Ok(now.view.words.clone())
    }
}

impl Now {
    /// What the artist said about the findings of no single stem.
    pub fn words(&self) -> SetWords {
        let mut words = SetWords::default();
        for (about, Finding { code, message, .. }) in findings(&self.view) {
            let of_this = |said: &&Explained| said.content == *message;
            let said = || self.of_kind(about, *code);
            let (list, said) = match said().find(of_this) {
                Some(said) => (&mut words.explained, said),
                // What is said of another finding that is still there says nothing of this one.
                None => match said().filter(|said| !self.reads(about, said)).last() {
                    Some(said) => (&mut words.suggested, said),
                    None => continue,
                },
            };
            let (about, text) = (about.map(str::to_owned), said.text.clone());
            list.push(SetExplanation { about, code: *code, message: message.clone(), text });
        }
        words
    }

    /// Everything ever said of a kind of finding about this.
    fn of_kind(&self, about: Option<&str>, code: Code) -> impl Iterator<Item = &Explained> {
        let all = self.explained.iter();
        all.filter(move |said| said.code == code && said.file == place(about, &said.content))
    }

    /// Whether a finding still reads as it did when this was said.
    fn reads(&self, about: Option<&str>, said: &Explained) -> bool {
        findings(&self.view).any(|(of, found)| {
            (of, found.code, &found.message) == (about, said.code, &said.content)
        })
    }
}

/// The findings about no single stem, and the file or folder that each is about.
fn findings(view: &CheckView) -> impl Iterator<Item = (Option<&str>, &Finding)> {
    let of_set = view.set.findings.iter().map(|found| (found.about.as_deref(), &found.finding));
    let of_sessions = view.sessions.iter().flat_map(|session| {
        session.findings.iter().map(|finding| (Some(session.file.as_str()), finding))
    });
    of_set.chain(of_sessions)
}

/// Where an explanation is kept. No stem is called so: their names are relative.
fn place(about: Option<&str>, message: &str) -> String {
    format!("/{}\n{message}", about.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use bar_domain::Severity;
    use bar_stems::SetFinding;

    use super::*;
    use crate::live::Live;

    fn missing(message: &str) -> SetFinding {
        let code = Code::SetMissing;
        let (severity, message) = (Severity::Blocks, message.to_owned());
        SetFinding::of_set(Finding { code, severity, message, at: Vec::new(), fix: None })
    }

    fn said(about: Option<&str>, message: &str) -> Explained {
        let (file, content) = (place(about, message), message.to_owned());
        Explained { file, content, code: Code::SetMissing, text: format!("About {message}") }
    }

    /// What is explained and what is offered of a set where `found` is missing, after `spoken`.
    #[track_caller]
    fn check(found: &[&str], spoken: Vec<Explained>, explained: &[&str], suggested: &[&str]) {
        let live = Live::blank();
        let mut now = lock(&live.now);
        now.view.set.findings = found.iter().map(|message| missing(message)).collect();
        now.explained = spoken;
        let words = now.words();
        let pairs = |list: &[SetExplanation]| {
            list.iter().map(|one| format!("{} {}", one.message, one.text)).collect::<Vec<_>>()
        };
        assert_eq!(pairs(&words.explained), explained);
        assert_eq!(pairs(&words.suggested), suggested);
    }

    #[test]
    fn of_two_gaps_each_has_its_own_words() {
        let one = || vec![said(None, "bass")];
        check(&["bass", "bells"], one(), &["bass About bass"], &[]);
        check(&["bells"], one(), &[], &["bells About bass"]);
        check(&[], one(), &[], &[]);
        check(&["bass"], vec![said(Some("Rough.wav"), "bass")], &[], &[]);
        let both = vec![said(None, "bass"), said(None, "bells")];
        check(&["bass", "bells"], both, &["bass About bass", "bells About bells"], &[]);
    }
}
