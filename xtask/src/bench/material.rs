//! What everybody is measured on: twelve stems of three and a half minutes, and odder folders.
//!
//! The sound is that of the demo session, over and over: real material has loud and quiet, dense
//! and empty bars, and some tools are quicker on some of it.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::ground::Ground;

/// The demo's files that are long and 24-bit, and how many channels they have.
const STEMS: [(&str, usize); 12] = [
    ("Bass DI.wav", 1),
    ("Glockenspiel.wav", 1),
    ("Hi-Hat.wav", 1),
    ("Kick.wav", 1),
    ("Lead Vox.wav", 1),
    ("Audio 1_03.wav", 2),
    ("Gtr R.wav", 2),
    ("Keys.wav", 2),
    ("Overheads.wav", 2),
    ("Pad.wav", 2),
    ("Rough Mix.wav", 2),
    ("Snare.wav", 2),
];
const MIX: &str = "Rough Mix.wav";
const HEADER: usize = 44;
const SECOND: usize = 48_000 * 3;

/// Where the material lies, under the build directory.
pub struct Material {
    /// The twelve stems.
    pub folder: PathBuf,
    /// Their paths.
    pub files: Vec<PathBuf>,
    /// Their bytes together.
    pub bytes: u64,
    /// Sixty stems: each of the twelve five times.
    pub sixty: PathBuf,
    /// Eleven of the twelve, and their sum as a rough mix: a set that is complete.
    pub song: PathBuf,
    /// That rough mix.
    pub mix: PathBuf,
    /// One stereo file of three hours, two seconds of sound in every minute and a hole between.
    pub long: PathBuf,
}

impl Material {
    /// Makes what is not there yet.
    pub fn make(ground: &Ground) -> Result<Self> {
        let place = ground.target.join("bench");
        let demo = place.join("demo");
        let maker = ground.target.join("release/examples/demo");
        cmd!(ground.shell, "{maker} {demo}").quiet().run()?;

        let folder = place.join("stems");
        let sixty = place.join("sixty");
        let long = place.join("three hours.wav");
        fs::create_dir_all(&folder)?;
        fs::create_dir_all(&sixty)?;
        let mut files = Vec::new();
        let mut bytes = 0;
        for (number, (name, channels)) in (1..).zip(STEMS) {
            let file = folder.join(format!("Part {number:02}.wav"));
            let size = HEADER + channels * SECOND * 210;
            if !is_whole(&file, size) {
                stretch(&demo.join(name), &file, size)?;
            }
            for take in 1..=5 {
                let link = sixty.join(format!("Part {number:02} take {take}.wav"));
                if !is_whole(&link, size) {
                    fs::hard_link(&file, link)?;
                }
            }
            bytes += size as u64;
            files.push(file);
        }
        let size = HEADER + 2 * SECOND * 3 * 3600;
        if !is_whole(&long, size) {
            scatter(&demo.join("Rough Mix.wav"), &long, size)?;
        }
        let song = place.join("song");
        fs::create_dir_all(&song)?;
        let stems: Vec<&PathBuf> = files
            .iter()
            .zip(STEMS)
            .filter(|(_, (name, _))| *name != MIX)
            .map(|(it, _)| it)
            .collect();
        for stem in &stems {
            let link = song.join(stem.file_name().context("a stem has a name")?);
            if !link.exists() {
                fs::hard_link(stem, link)?;
            }
        }
        let mix = song.join(MIX);
        if !is_whole(&mix, HEADER + 2 * SECOND * 210) {
            add(&stems, &demo.join(MIX), &mix, HEADER + 2 * SECOND * 210)?;
        }
        Ok(Self { folder, files, bytes, sixty, song, mix, long })
    }
}

impl Material {
    /// The files of the song.
    pub fn heard(&self) -> Result<Vec<PathBuf>> {
        fs::read_dir(&self.song)?.map(|entry| Ok(entry?.path())).collect()
    }
}

fn is_whole(file: &Path, size: usize) -> bool {
    fs::metadata(file).is_ok_and(|file| file.len() == size as u64)
}

/// Writes the sound of `from` over and over until the file has its size.
fn stretch(from: &Path, to: &Path, size: usize) -> Result<()> {
    let (header, sound) = read(from, size)?;
    let mut whole = header.to_vec();
    whole.reserve(size);
    while whole.len() < size {
        let rest = size - whole.len();
        whole.extend(&sound[..rest.min(sound.len())]);
    }
    Ok(fs::write(to, whole)?)
}

/// Writes the sum of stems as a stereo file with the header of `like`.
fn add(stems: &[&PathBuf], like: &Path, to: &Path, size: usize) -> Result<()> {
    let (header, _) = read(like, size)?;
    let mut sum = vec![0_i32; (size - HEADER) / 3];
    for stem in stems {
        let bytes = fs::read(stem)?;
        // A mono stem is heard on both sides.
        let per = sum.len() / ((bytes.len() - HEADER) / 3);
        for (sample, sum) in bytes[HEADER..].chunks_exact(3).zip(sum.chunks_exact_mut(per)) {
            let value = i32::from_le_bytes([0, sample[0], sample[1], sample[2]]) >> 8;
            for sum in sum {
                *sum += value / 8;
            }
        }
    }
    let limited = sum.into_iter().map(|sum| sum.clamp(-0x80_0000, 0x7f_ffff));
    let mut whole = header.to_vec();
    whole.extend(limited.flat_map(|sum| sum.to_le_bytes().into_iter().take(3)));
    Ok(fs::write(to, whole)?)
}

/// Writes two seconds of the sound of `from` into every minute, holes between.
fn scatter(from: &Path, to: &Path, size: usize) -> Result<()> {
    let (header, sound) = read(from, size)?;
    let (chunk, minute) = (2 * SECOND * 2, 2 * SECOND * 60);
    let mut file = File::create(to)?;
    file.write_all(&header)?;
    for (number, start) in (HEADER..size).step_by(minute).enumerate() {
        let from = number * chunk % (sound.len() - chunk);
        file.seek(SeekFrom::Start(start as u64))?;
        file.write_all(&sound[from..from + chunk])?;
    }
    Ok(file.set_len(size as u64)?)
}

/// The header of a plain WAV, told to be of that size, and its sound.
fn read(from: &Path, size: usize) -> Result<([u8; HEADER], Vec<u8>)> {
    let bytes = fs::read(from).with_context(|| from.display().to_string())?;
    ensure!(bytes[36..40] == *b"data", "{} is not a plain WAV", from.display());
    let (header, sound) = bytes.split_at(HEADER);
    let mut header: [u8; HEADER] = header.try_into()?;
    header[4..8].copy_from_slice(&u32::try_from(size - 8)?.to_le_bytes());
    header[40..44].copy_from_slice(&u32::try_from(size - HEADER)?.to_le_bytes());
    Ok((header, sound.to_vec()))
}
