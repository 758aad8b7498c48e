//! What a file of markers is called, on every computer.

use super::{Format, Sheet};

/// Bytes of each part of a name, so that the whole is far from the 255 that file systems allow.
const LONGEST: usize = 60;

impl Format {
    /// How its files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Midi => "mid",
            Self::Wav => "wav",
            Self::Reaper | Self::Csv => "csv",
            Self::Audacity | Self::Text => "txt",
            Self::Cubase => "xml",
        }
    }

    /// Tells apart what has the same extension.
    const fn program(self) -> &'static str {
        match self {
            Self::Reaper => " – REAPER",
            Self::Audacity => " – Audacity",
            Self::Cubase => " – Cubase",
            Self::Midi | Self::Wav | Self::Csv | Self::Text => "",
        }
    }
}

impl Sheet {
    /// What these markers are: `Harbour Lights – Mix 2 – open notes – Ana`.
    pub(super) fn title(&self) -> String {
        self.parts(super::one_line)
    }

    /// What the file is called, such as `Harbour Lights – Mix 2 – open notes – Ana.mid`.
    #[must_use]
    pub fn file_name(&self, format: Format) -> String {
        format!("{}{}.{}", self.parts(portable), format.program(), format.extension())
    }

    fn parts(&self, make: impl Fn(&str) -> String) -> String {
        let (song, mix, author) = (make(&self.song), make(&self.mix), make(&self.author()));
        let song = if song.is_empty() { "Song".to_owned() } else { song };
        let parts = [song, mix, self.which.words().to_owned(), author];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" – ")
    }

    fn author(&self) -> String {
        match self.authors().as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [one, other] => format!("{one} and {other}"),
            [one, others @ ..] => format!("{one} and {} others", others.len()),
        }
    }
}

/// As every computer keeps it; the dash of [`Sheet::parts`] keeps it from being a device of Windows.
fn portable(part: &str) -> String {
    let letter = |letter| match letter {
        '/' | '\\' | ':' | '|' => Some('-'),
        '<' | '>' | '"' | '?' | '*' => None,
        letter if letter.is_control() || turns_text_around(letter) => None,
        letter => Some(letter),
    };
    let kept: String = part.chars().filter_map(letter).collect();
    let kept = kept.trim_matches([' ', '.']);
    let kept = kept.get(..kept.floor_char_boundary(LONGEST)).unwrap_or_default();
    kept.trim_end_matches([' ', '.']).to_owned()
}

/// Marks that show letters in another order than they stand in, and so can hide an extension.
fn turns_text_around(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
