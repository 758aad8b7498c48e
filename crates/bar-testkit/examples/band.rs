//! Writes one song of a band and a rough mix of it:
//! `cargo run --release -p bar-testkit --features band --example band -- --seed 3 --to DIR`.
//!
//! Also `--seconds 60`, `--severity plain|eq|full|heavy`, `--rate 48000`, `--mp3 128`. Without `--to`
//! it only says what it made.

use std::path::PathBuf;
use std::time::Instant;
use std::{env, process};

use bar_testkit::band::{Recipe, Severity, Song, mix, write_song};

type Failure = Box<dyn std::error::Error>;

fn main() {
    if let Err(error) = run() {
        eprintln!("{error}");
        process::exit(1);
    }
}

fn option(name: &str) -> Option<String> {
    let mut words = env::args().skip_while(|word| word != name);
    words.next().and(words.next())
}

fn run() -> Result<(), Failure> {
    let number = |name, usual: &str| option(name).unwrap_or_else(|| usual.to_owned());
    let (seed, seconds) = (number("--seed", "1").parse()?, number("--seconds", "60").parse()?);
    let rate = number("--rate", "48000").parse()?;
    let severity: Severity = number("--severity", "full").parse()?;

    let song = Song::compose(seed, seconds);
    println!("{} in {}, {:?} at {} bpm", song.style, song.key, song.meter, song.bpm);
    let start = Instant::now();
    let parts = song.render(rate)?;
    let played = start.elapsed();
    let start = Instant::now();
    let rough = mix(&parts, &Recipe::new(severity, seed, &parts));
    println!("played in {played:.1?}, mixed in {:.1?}", start.elapsed());
    for (part, share) in parts.iter().zip(&rough.shares) {
        let peak = part.samples.iter().flatten().fold(0f32, |peak, sample| peak.max(sample.abs()));
        println!(
            "{:18} {:10} {} ch  peak {:5.1} dBFS  share {:6.1} dB, at most {:6.1} dB, active {:3.0} %{}",
            part.name,
            format!("{:?}", part.role),
            part.samples.len(),
            20.0 * peak.log10(),
            share.db,
            share.loudest_db,
            share.active * 100.0,
            part.tie.as_ref().map_or(String::new(), |tie| format!("  {:?} of {}", tie.how, tie.to)),
        );
    }
    if let Some(folder) = option("--to").map(PathBuf::from) {
        write_song(&folder, &parts, &rough)?;
        if let Some(kbps) = option("--mp3") {
            rough.write_mp3(&folder.join("Rough mix.mp3"), kbps.parse()?)?;
        }
    }
    Ok(())
}
