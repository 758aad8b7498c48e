//! A text that several people may change at the same time.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::song::{Actor, Time};

/// A text, and what others made of it meanwhile. Nobody's words are lost: who changes it without having
/// seen the latest change has a text of their own *beside* it, until somebody who has seen all makes one of
/// them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[ts(rename = "KeptText")]
#[schema(as = KeptText)]
pub struct Kept {
    /// What it says.
    pub text: String,
    /// How often it was changed: whoever changes it says which of these they saw.
    pub revision: u32,
    /// What others wrote at the same time, the last text of each, in the order in which it arrived.
    pub beside: Vec<Beside>,
}

/// A text that was written while another one was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Beside {
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub by: Actor,
    /// When.
    pub at: Time,
}

impl Kept {
    /// Whether who saw `revision` has seen everything.
    pub(super) fn is_latest(&self, revision: u32) -> bool {
        revision == self.revision
    }

    pub(super) fn take(&mut self, text: &str, beside: bool, by: &Actor, at: Time) {
        self.revision = self.revision.saturating_add(1);
        if beside {
            self.beside.retain(|it| it.by.id != by.id);
            self.beside.push(Beside { text: text.to_owned(), by: by.clone(), at });
        } else {
            text.clone_into(&mut self.text);
            self.beside.clear();
        }
    }
}
