//! A peer for `cargo xtask bench`: the ebur128 crate on plain 24-bit WAVs, with as little as
//! possible around it. Prints loudness, range, true and sample peak of each file.

use std::fs::File;
use std::io::{self, Read};
use std::{env, error};

use ebur128::{EbuR128, Mode};

const HEADER: usize = 44;
const BLOCK_FRAMES: usize = 8192;

fn main() -> Result<(), Box<dyn error::Error>> {
    for path in env::args_os().skip(1) {
        let mut file = File::open(path)?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header)?;
        let channels = usize::from(header[22]);
        let rate = u32::from_le_bytes([header[24], header[25], header[26], header[27]]);
        let mode = Mode::I | Mode::LRA | Mode::TRUE_PEAK | Mode::SAMPLE_PEAK;
        let mut meter = EbuR128::new(channels as u32, rate, mode)?;
        let mut bytes = vec![0; BLOCK_FRAMES * channels * 3];
        let mut samples = Vec::with_capacity(BLOCK_FRAMES * channels);
        loop {
            let there = fill(&mut file, &mut bytes)?;
            if there == 0 {
                break;
            }
            samples.clear();
            samples.extend(
                bytes[..there]
                    .chunks_exact(3)
                    .map(|b| i32::from_le_bytes([0, b[0], b[1], b[2]]) as f32 / 2_147_483_648.0),
            );
            meter.add_frames_f32(&samples)?;
        }
        let peaks = (0..channels as u32).map(|c| Ok((meter.true_peak(c)?, meter.sample_peak(c)?)));
        let peaks: Result<Vec<_>, ebur128::Error> = peaks.collect();
        println!("{:.2} {:.2} {:?}", meter.loudness_global()?, meter.loudness_range()?, peaks?);
    }
    Ok(())
}

fn fill(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut there = 0;
    while there < bytes.len() {
        match file.read(&mut bytes[there..])? {
            0 => break,
            more => there += more,
        }
    }
    Ok(there)
}
