//! What a finding means and how to mend it in each DAW: the same words everywhere.

mod steps;
mod topics;

use bar_domain::Code;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The DAWs whose steps we know.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Daw {
    /// Avid Pro Tools.
    #[default]
    ProTools,
    /// Apple Logic Pro.
    Logic,
    /// Steinberg Cubase and Nuendo.
    Cubase,
    /// Ableton Live.
    Ableton,
    /// Cockos REAPER.
    Reaper,
    /// `PreSonus` Studio One.
    StudioOne,
}

/// What there is to know about one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Guide {
    /// Which finding.
    pub code: Code,
    /// A few words for the verdict's chip, such as `Clipped`.
    pub title: String,
    /// Why it matters to the engineer, in a sentence.
    pub why: String,
    /// What to do in each DAW; empty where there is nothing to do there.
    pub steps: Vec<(Daw, String)>,
}

impl Daw {
    /// Every DAW, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::ProTools, Self::Logic, Self::Cubase, Self::Ableton, Self::Reaper, Self::StudioOne];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProTools => "Pro Tools",
            Self::Logic => "Logic",
            Self::Cubase => "Cubase",
            Self::Ableton => "Ableton Live",
            Self::Reaper => "REAPER",
            Self::StudioOne => "Studio One",
        }
    }
}

/// What there is to know about every code, in the order of [`Code::ALL`].
#[must_use]
pub fn guides() -> Vec<Guide> {
    Code::ALL.iter().copied().map(guide).collect()
}

/// What there is to know about `code`.
#[must_use]
pub fn guide(code: Code) -> Guide {
    let (title, why, steps) = topics::topic(code);
    let in_each = |steps: &steps::Steps| {
        Daw::ALL.into_iter().zip(steps.iter().map(|step| (*step).to_owned())).collect()
    };
    let steps = steps.map_or_else(Vec::new, in_each);
    Guide { code, title: title.into(), why: why.into(), steps }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_explained_in_a_chip_and_a_sentence() {
        let guides = guides();
        let codes: Vec<Code> = guides.iter().map(|guide| guide.code).collect();
        assert_eq!(codes, Code::ALL);
        let titles: HashSet<&str> = guides.iter().map(|guide| guide.title.as_str()).collect();
        assert_eq!(titles.len(), Code::ALL.len(), "two chips say the same");
        for Guide { code, title, why, steps } in guides {
            assert!((4..=18).contains(&title.chars().count()), "{code:?}: {title}");
            assert!(why.ends_with('.') && why.len() > 30, "{code:?}: {why}");
            assert!(steps.iter().all(|(_, step)| step.len() > 30), "{code:?}");
            let daws: Vec<Daw> = steps.iter().map(|(daw, _)| *daw).collect();
            assert!(daws.is_empty() || daws == Daw::ALL, "{code:?}");
        }
    }
}
