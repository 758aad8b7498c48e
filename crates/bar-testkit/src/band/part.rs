//! What a song is rendered to.

/// One stem.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Unique in the song, as on a track of a session.
    pub name: String,
    /// What it does in the song.
    pub role: Role,
    /// Frames per second.
    pub rate: u32,
    /// One or two channels, full scale ±1.0; every part of a song is equally long.
    pub samples: Vec<Vec<f32>>,
    /// The part it follows, if it does: that makes the two hard to tell apart.
    pub tie: Option<Tie>,
}

/// What a part does in the song.
#[expect(missing_docs, reason = "the names say it")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Kick,
    Snare,
    Hats,
    Toms,
    Cymbals,
    Percussion,
    Bass,
    Guitar,
    Keys,
    Pad,
    Strings,
    Brass,
    Lead,
    Backing,
    Solo,
    Counter,
    Noise,
    Sparse,
}

impl Role {
    /// Whether it belongs to the drum kit.
    #[must_use]
    pub const fn is_drum(self) -> bool {
        matches!(self, Self::Kick | Self::Snare | Self::Hats | Self::Toms | Self::Cymbals)
    }

    /// RMS in dBFS while it plays, in a usual balance.
    pub(super) const fn usual_level(self) -> f32 {
        match self {
            Self::Lead => -22.0,
            Self::Kick | Self::Bass | Self::Snare => -23.0,
            Self::Solo => -24.0,
            Self::Guitar | Self::Keys | Self::Toms | Self::Brass => -26.0,
            Self::Backing | Self::Strings | Self::Sparse => -27.0,
            Self::Pad | Self::Counter => -28.0,
            Self::Cymbals | Self::Hats => -29.0,
            Self::Percussion | Self::Noise => -31.0,
        }
    }
}

/// How a part hangs on another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The other part's name.
    pub to: String,
    /// In which way.
    pub how: How,
}

/// Ways in which a part follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// The same instrument plays the same again.
    Double,
    /// Another instrument plays the same notes.
    Unison,
    /// The same notes an octave away.
    Octave,
    /// Other notes of the scale in the same rhythm.
    Harmony,
}
