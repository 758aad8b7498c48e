//! What the hints of the stem check need to know of the sound, gathered in the measuring pass.

use bar_domain::Span;
use serde::{Deserialize, Serialize};

use crate::format::Format;
use crate::source::Block;

/// What was gathered; the rules of `bar-stems` judge it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// Runs of samples at full scale.
    pub clips: Clips,
}

/// Runs of at least three samples at full scale, or beyond it in a float file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clips {
    /// How many, over all channels.
    pub runs: u64,
    /// Where the first ones are, in order.
    pub at: Vec<Span>,
}

/// Gathers [`Evidence`] block by block.
pub struct Collector {}

impl Collector {
    /// A collector for a file of this format.
    #[must_use]
    pub fn new(format: &Format) -> Self {
        let _ = format;
        Self {}
    }

    /// Looks at the next frames.
    pub fn push(&mut self, block: &Block) {
        let _ = block;
    }

    /// What was gathered.
    #[must_use]
    pub fn finish(self) -> Evidence {
        Evidence::default()
    }
}
