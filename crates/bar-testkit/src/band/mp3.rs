//! Through an MP3 and back, by ffmpeg.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::Error;
use super::mix::RoughMix;

impl RoughMix {
    /// Writes it as an MP3 of so many kilobits a second.
    ///
    /// # Errors
    /// When ffmpeg is missing or refuses.
    pub fn write_mp3(&self, path: &Path, kbps: u32) -> Result<(), Error> {
        let mut ffmpeg = Command::new("ffmpeg")
            .args([
                "-v",
                "error",
                "-y",
                "-f",
                "f32le",
                "-ar",
                &self.rate.to_string(),
                "-ac",
                "2",
                "-i",
                "-",
            ])
            .args(["-codec:a", "libmp3lame", "-b:a", &format!("{kbps}k")])
            .arg(path)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| Error::Mp3(error.to_string()))?;
        let bytes: Vec<u8> = self
            .left
            .iter()
            .zip(&self.right)
            .flat_map(|(left, right)| [left.to_le_bytes(), right.to_le_bytes()])
            .flatten()
            .collect();
        let fed = ffmpeg.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(&bytes));
        let ended = ffmpeg.wait().map_err(Error::Write)?;
        if ended.success() { fed.map_err(Error::Write) } else { Err(Error::Mp3(ended.to_string())) }
    }

    /// What an MP3 of so many kilobits a second leaves of it.
    ///
    /// # Errors
    /// When ffmpeg is missing or refuses.
    pub fn through_mp3(&self, kbps: u32) -> Result<Self, Error> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("mix.mp3");
        self.write_mp3(&path, kbps)?;
        let decoded = Command::new("ffmpeg")
            .args(["-v", "error", "-i"])
            .arg(&path)
            .args(["-f", "f32le", "-ar", &self.rate.to_string(), "-ac", "2", "-"])
            .output()
            .map_err(|error: io::Error| Error::Mp3(error.to_string()))?;
        if !decoded.status.success() {
            return Err(Error::Mp3(decoded.status.to_string()));
        }
        let sample = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        let (left, right) = decoded
            .stdout
            .chunks_exact(8)
            .map(|both| (sample(&both[..4]), sample(&both[4..])))
            .unzip();
        Ok(Self { rate: self.rate, left, right, shares: self.shares.clone() })
    }
}
