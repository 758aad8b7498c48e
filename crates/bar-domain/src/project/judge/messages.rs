//! The rules of talking.

use super::{Facts, Judge, free, room};
use crate::project::limits::{LONGEST_MESSAGE, MOST_MESSAGES, MOST_REFERENCES};
use crate::project::{Fact, MessageId, Reference, Refusal, Thread, text};
use crate::song::{Role, SongId};

impl Judge<'_> {
    pub fn said(
        &self,
        message: MessageId,
        thread: Thread,
        song: Option<SongId>,
        said: &str,
        references: &[Reference],
    ) -> Facts {
        self.with_files()?;
        if self.actor.role == Role::Service || !thread.audience().includes(self.actor.role) {
            let who = match thread {
                Thread::Enquiry => "artist or the studio",
                Thread::Everyone => "people in it",
                Thread::Studio => "engineer or the studio",
            };
            return Err(Refusal::NotYours { what: "write here", who });
        }
        let messages = &self.project.messages;
        free(messages.iter().rev().any(|it| it.id == message), "message")?;
        let instead = "begin another project for what comes next";
        room(messages.len(), MOST_MESSAGES, "messages", instead)?;
        if references.len() > MOST_REFERENCES {
            let instead = "write a second message";
            return Err(Refusal::TooMany { most: MOST_REFERENCES, what: "references", instead });
        }
        song.map(|song| self.song(song)).transpose()?;
        let text = if references.is_empty() {
            text::words(said, "a message", LONGEST_MESSAGE)?
        } else {
            text::some_words(said, LONGEST_MESSAGE)?
        };
        let files: Vec<_> = references.iter().filter_map(file).collect();
        let told = self.named(&files, thread.use_of_files())?;
        let references = references.iter().map(tidy).collect::<Result<_, _>>()?;
        let said = Fact::Said { message, thread, song, text, references };
        Ok(std::iter::once(said).chain(told).collect())
    }
}

fn file(reference: &Reference) -> Option<&crate::project::AssetRef> {
    match reference {
        Reference::File { asset } => Some(asset),
        Reference::Link { .. } => None,
    }
}

fn tidy(reference: &Reference) -> Result<Reference, Refusal> {
    Ok(match reference {
        Reference::File { asset } => Reference::File { asset: Judge::safe(asset) },
        Reference::Link { url } => Reference::Link { url: text::link(url)? },
    })
}
