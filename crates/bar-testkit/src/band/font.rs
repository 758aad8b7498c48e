//! The sound font, read once.

use std::fs::File;
use std::io::BufReader;
use std::sync::{Arc, OnceLock};

use rustysynth::SoundFont;

use super::Error;

/// Where Debian's package `fluid-soundfont-gm` puts it; `BAR_SOUND_FONT` names another.
pub const FONT: &str = "/usr/share/sounds/sf2/FluidR3_GM.sf2";

/// The sound font all songs are played on.
pub fn font() -> Result<Arc<SoundFont>, Error> {
    static READ: OnceLock<Result<Arc<SoundFont>, (String, String)>> = OnceLock::new();
    READ.get_or_init(|| {
        let path = std::env::var("BAR_SOUND_FONT").unwrap_or_else(|_| FONT.to_owned());
        let file = File::open(&path).map_err(|error| (path.clone(), error.to_string()))?;
        let font = SoundFont::new(&mut BufReader::with_capacity(1 << 20, file));
        font.map(Arc::new).map_err(|error| (path, error.to_string()))
    })
    .clone()
    .map_err(|(path, why)| Error::Font { path, why })
}
