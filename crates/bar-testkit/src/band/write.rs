//! Songs on disk.

use std::fs;
use std::path::Path;

use super::Error;
use super::mix::RoughMix;
use super::part::Part;
use crate::file::Wav;

impl RoughMix {
    /// Writes it with 24 bits; what passes full scale is clamped.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write_wav(&self, path: &Path) -> Result<(), Error> {
        let wav = Wav::pcm(24).rate(self.rate).channels(&[&self.left, &self.right]);
        Ok(wav.write(path)?)
    }
}

/// Writes `stems/01 Kick.wav` and so on, and `Rough mix.wav`, into a folder that is made.
///
/// # Errors
/// When the disk refuses.
pub fn write_song(folder: &Path, parts: &[Part], mix: &RoughMix) -> Result<(), Error> {
    let stems = folder.join("stems");
    fs::create_dir_all(&stems)?;
    for (n, part) in parts.iter().enumerate() {
        let name = format!("{:02} {}.wav", n + 1, part.name);
        Wav::pcm(24).rate(part.rate).channels(&part.samples).write(stems.join(name))?;
    }
    mix.write_wav(&folder.join("Rough mix.wav"))
}
