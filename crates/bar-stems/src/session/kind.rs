//! The DAWs whose sessions are recognised.

use serde::{Deserialize, Serialize};

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SessionKind {
    /// Avid Pro Tools.
    #[serde(rename = "Pro Tools")]
    ProTools,
    /// Apple Logic Pro.
    Logic,
    /// Steinberg Cubase.
    Cubase,
    /// Steinberg Nuendo, whose sessions Cubase opens.
    Nuendo,
    /// Apple `GarageBand`, whose sessions Logic opens.
    GarageBand,
    /// Ableton Live.
    #[serde(rename = "Ableton Live")]
    Ableton,
    /// Cockos REAPER.
    #[serde(rename = "REAPER")]
    Reaper,
    /// `PreSonus` Studio One.
    #[serde(rename = "Studio One")]
    StudioOne,
    /// Image-Line FL Studio.
    #[serde(rename = "FL Studio")]
    FlStudio,
    /// The open format of Bitwig and others.
    #[serde(rename = "DAWproject")]
    DawProject,
}

impl SessionKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::ProTools,
        Self::Logic,
        Self::Cubase,
        Self::Nuendo,
        Self::GarageBand,
        Self::Ableton,
        Self::Reaper,
        Self::StudioOne,
        Self::FlStudio,
        Self::DawProject,
    ];

    /// As it stands in a sentence and in a profile.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProTools => "Pro Tools",
            Self::Logic => "Logic",
            Self::Cubase => "Cubase",
            Self::Nuendo => "Nuendo",
            Self::GarageBand => "GarageBand",
            Self::Ableton => "Ableton Live",
            Self::Reaper => "REAPER",
            Self::StudioOne => "Studio One",
            Self::FlStudio => "FL Studio",
            Self::DawProject => "DAWproject",
        }
    }

    /// The kind of this name, however it is written.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        let plain = |name: &str| name.to_lowercase().replace([' ', '-', '_'], "");
        let name = plain(name);
        let also = |kind: Self| match kind {
            Self::Ableton => &["ableton", "live"][..],
            Self::Logic => &["logicpro"],
            Self::Cubase => &["cubasepro"],
            _ => &[],
        };
        let is_it = |kind: &Self| plain(kind.name()) == name || also(*kind).contains(&&*name);
        Self::ALL.into_iter().find(is_it)
    }

    /// The DAW that opens it as its own.
    #[must_use]
    pub const fn counts_as(self) -> Self {
        match self {
            Self::Nuendo => Self::Cubase,
            Self::GarageBand => Self::Logic,
            own => own,
        }
    }

    /// Folders beside a session in which it keeps recordings, unless it says another one.
    pub(crate) const fn media_folders(self) -> &'static [&'static str] {
        match self {
            Self::ProTools => &["Audio Files"],
            Self::Logic | Self::GarageBand => &["Audio Files", "Media"],
            Self::Cubase | Self::Nuendo => &["Audio"],
            Self::Ableton => &["Samples"],
            Self::Reaper | Self::StudioOne => &["Media"],
            Self::FlStudio | Self::DawProject => &[],
        }
    }

    /// What brings everything that a session plays into its folder, as in `in Logic: …`.
    pub(crate) const fn collect(self) -> &'static str {
        match self {
            Self::ProTools => "in Pro Tools: File > Save Copy In… with All Audio Files ticked",
            Self::Logic => {
                "in Logic: File > Project Management > Consolidate… with Audio files ticked"
            }
            Self::GarageBand => "in GarageBand: save it again, which takes its audio along",
            Self::Cubase => "in Cubase: Media > Prepare Archive…, then File > Back up Project…",
            Self::Nuendo => "in Nuendo: Media > Prepare Archive…, then File > Back up Project…",
            Self::Ableton => "in Ableton Live: File > Collect All and Save",
            Self::Reaper => {
                "in REAPER: File > Save project as… with Copy all media into project directory ticked"
            }
            Self::StudioOne => "in Studio One: Song > Copy External Files…",
            Self::FlStudio => "in FL Studio: File > Export > Zipped loop package…",
            Self::DawProject => "in your DAW: export the DAWproject again, with its audio",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn daws_are_known_however_they_are_written() {
        for kind in SessionKind::ALL {
            assert_eq!(SessionKind::called(kind.name()), Some(kind));
            assert_eq!(SessionKind::called(&kind.name().to_uppercase()), Some(kind));
            let written = serde_json::to_string(&kind).unwrap();
            assert_eq!(written, format!("\"{}\"", kind.name()));
        }
        assert_eq!(SessionKind::called("protools"), Some(SessionKind::ProTools));
        assert_eq!(SessionKind::called("Ableton"), Some(SessionKind::Ableton));
        assert_eq!(SessionKind::called("Cakewalk"), None);
    }
}
