//! How playing does, for `cargo xtask bench`: `playing FOLDER BARONE SECONDS` prints one JSON object.
//!
//! FOLDER holds stereo and mono WAVs of some minutes; BARONE checks it over and over on all cores
//! while 64 tapes play in real time for so many seconds.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use bar_audio::measure::live::Live;
use bar_audio::measure::{self, Watch};
use bar_audio::play::mock::Mock;
use bar_audio::play::{Player, Reel, Settings, Side, Tape};
use bar_domain::{Frames, SampleRate};
use bar_testkit::{Wav, signal};

type Done<T> = Result<T, Box<dyn Error>>;

const RATE: SampleRate = SampleRate(48_000);
/// Frames of a buffer, and how long they last.
const BUFFER: usize = 512;
const BUFFER_MS: f64 = 1e3 * BUFFER as f64 / 48_000.0;
const TRIALS: u64 = 120;

fn main() -> Done<()> {
    let words: Vec<_> = env::args_os().collect();
    let [_, folder, barone, seconds] = words.as_slice() else {
        return Err("playing FOLDER BARONE SECONDS".into());
    };
    let seconds: u64 = seconds.to_string_lossy().parse()?;
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Done<_>>()?;
    files.sort();

    let opened = opened(&files)?;
    let (callback_mean, callback_most, memory) = callback(&files)?;
    let (switch, seek) = (switches(&files)?, seeks(&files)?);
    let matched = matched(&files)?;
    let (snr, speed) = resampled()?;
    let (underruns, late) = busy(&files, Path::new(barone), Path::new(folder), seconds)?;
    println!(
        "{}",
        serde_json::json!({
            "opened": opened, "switch": switch, "seek": seek, "matched": matched,
            "callback_mean": callback_mean, "callback_most": callback_most, "memory": memory,
            "snr": snr, "speed": speed, "underruns": underruns, "late": late, "seconds": seconds,
        })
    );
    Ok(())
}

fn player(rates: &[u32]) -> Done<(Player, Mock)> {
    let mock = Mock::new(rates);
    Ok((Player::new(Box::new(mock.clone()), Settings::default())?, mock))
}

/// 64 tapes: all of them on one side, none on another.
fn sixty_four(files: &[PathBuf]) -> Reel {
    let tapes = files.iter().cycle().take(64).cloned().map(Tape::new).collect();
    let sides = vec![
        Side { tapes: (0..64).collect(), loudness: None },
        Side { tapes: Vec::new(), loudness: None },
    ];
    Reel { rate: RATE, tapes, sides }
}

fn load(player: &Player, mock: &Mock, reel: Reel) -> Done<f64> {
    let start = Instant::now();
    player.load(reel)?;
    while !player.now().ready {
        let _ = mock.pull_now(0);
        thread::yield_now();
    }
    Ok(milliseconds(start.elapsed()))
}

/// Milliseconds from loading four versions to their first sound; the first time, with the device.
fn opened(files: &[PathBuf]) -> Done<f64> {
    let (player, mock) = player(&[48_000])?;
    let versions = files.iter().rev().take(4).cloned().map(|path| (Tape::new(path), None));
    load(&player, &mock, Reel::versions(RATE, versions))
}

/// Microseconds of a callback with 64 tapes, the mean and the most, and the memory of it all in MB.
fn callback(files: &[PathBuf]) -> Done<(f64, f64, f64)> {
    let (player, mock) = player(&[48_000])?;
    load(&player, &mock, sixty_four(files))?;
    player.play();
    let mut out = vec![0.0; BUFFER * 2];
    let mut times = Vec::new();
    while times.len() < 4000 {
        let took = mock.with_voice(|voice| {
            voice.is_ready(BUFFER).then(|| {
                let start = Instant::now();
                voice.render(&mut out);
                start.elapsed()
            })
        });
        match took.flatten() {
            Some(took) => times.push(took.as_secs_f64() * 1e6),
            None => thread::yield_now(),
        }
    }
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    times.sort_by(f64::total_cmp);
    // The one in a thousand that the system took the core from says nothing of us.
    let most = times[times.len() * 999 / 1000];
    Ok((mean, most, memory()))
}

/// Pulls a buffer whenever a sound card would, until `until` is content with one.
fn in_real_time(mock: &Mock, mut until: impl FnMut(&[f32]) -> bool) {
    let start = Instant::now();
    for number in 1.. {
        let due = Duration::from_secs_f64(BUFFER_MS * f64::from(number) / 1e3);
        thread::sleep(due.saturating_sub(start.elapsed()));
        if until(&mock.pull_now(BUFFER)) {
            return;
        }
    }
}

/// The worst of hundred, in milliseconds.
fn p99(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}

/// Milliseconds from asking for another side to the buffer in which it is heard.
fn switches(files: &[PathBuf]) -> Done<f64> {
    let (player, mock) = player(&[48_000])?;
    load(&player, &mock, sixty_four(files))?;
    player.play();
    let mut times = Vec::new();
    for trial in 0..TRIALS {
        thread::sleep(Duration::from_micros(trial * 7919 % 11_000));
        let asked = Instant::now();
        player.hear(usize::from(trial % 2 == 0));
        let mut began = None;
        in_real_time(&mock, |out| {
            // The fade is shorter than a buffer, and the other side is silent.
            let silent = out.ends_with(&[0.0, 0.0]);
            began = (silent == (trial % 2 == 0)).then(|| asked.elapsed());
            began.is_some()
        });
        times.extend(began.map(milliseconds));
    }
    Ok(p99(times))
}

/// Milliseconds from asking for another place to the buffer in which it is heard, with 64 tapes.
fn seeks(files: &[PathBuf]) -> Done<f64> {
    let (player, mock) = player(&[48_000])?;
    load(&player, &mock, sixty_four(files))?;
    player.play();
    let mut times = Vec::new();
    for trial in 0..TRIALS {
        let place = trial * 7_919_317 % (48_000 * 200);
        let asked = Instant::now();
        player.seek(Frames(place));
        let mut there = None;
        in_real_time(&mock, |_| {
            there = player.now().ready.then(|| asked.elapsed());
            there.is_some()
        });
        times.extend(there.map(milliseconds));
    }
    Ok(p99(times))
}

/// How far four versions lie apart once they are matched, in LU.
fn matched(files: &[PathBuf]) -> Done<f64> {
    let (player, mock) = player(&[48_000])?;
    let watch = Watch { cancelled: &AtomicBool::new(false), progress: &|_| () };
    let measured = |path: &PathBuf| -> Done<_> {
        let loudness = measure::measure(path, &watch)?.measured.integrated_lufs;
        Ok((Tape::new(path.clone()), loudness))
    };
    let versions = files.iter().rev().take(4).map(measured).collect::<Done<Vec<_>>>()?;
    load(&player, &mock, Reel::versions(RATE, versions))?;
    let mut heard = Vec::new();
    for side in 0..4 {
        player.hear(side);
        player.seek(Frames(0));
        while !player.now().ready {
            let _ = mock.pull_now(0);
        }
        player.play();
        let mut live = Live::new(RATE.0);
        while !player.now().ended {
            live.push(&mock.pull(4096));
        }
        heard.extend(live.integrated());
    }
    let (low, high) = heard
        .iter()
        .fold((f64::MAX, f64::MIN), |(low, high), lufs| (low.min(*lufs), high.max(*lufs)));
    Ok(high - low)
}

/// The least signal to noise of 44.1 → 48 kHz at three frequencies, in decibels, and how many times
/// faster than real time it is read, resampled and rendered.
fn resampled() -> Done<(f64, f64)> {
    const FROM: u32 = 44_100;
    let folder = tempfile::tempdir()?;
    let (mut least, mut slowest) = (f64::MAX, f64::MAX);
    for hertz in [1000.0, 10_000.0, 19_000.0] {
        let sine = |rate| signal::sine(rate, hertz, -6.0, 20.0);
        let path = folder.path().join("Sine.wav");
        Wav::float(32).rate(FROM).channels(&[&sine(FROM), &sine(FROM)]).write(&path)?;
        let (player, mock) = player(&[48_000])?;
        let reel = Reel::versions(SampleRate(FROM), [(Tape::new(path), None)]);
        load(&player, &mock, reel)?;
        player.play();
        let start = Instant::now();
        let mut got = Vec::new();
        while got.len() < 48_000 * 19 {
            got.extend(mock.pull(BUFFER).chunks(2).map(|frame| f64::from(frame[0])));
        }
        slowest = slowest.min(got.len() as f64 / 48_000.0 / start.elapsed().as_secs_f64());
        let wanted = sine(48_000);
        let middle = 48_000..48_000 * 18;
        let (mut signal, mut noise) = (0.0, 0.0);
        for (got, wanted) in got[middle.clone()].iter().zip(&wanted[middle]) {
            signal += f64::from(*wanted).powi(2);
            noise += (got - f64::from(*wanted)).powi(2);
        }
        least = least.min(10.0 * f64::log10(signal / noise));
    }
    Ok((least, slowest))
}

/// Buffers that came too late for the deck while a folder is checked on all cores, and buffers that
/// came too late for the sound card because the system gave us no core.
fn busy(files: &[PathBuf], barone: &Path, folder: &Path, seconds: u64) -> Done<(u64, u64)> {
    let (player, mock) = player(&[48_000])?;
    load(&player, &mock, sixty_four(files))?;
    player.loop_over(Some(Frames(48_000)..Frames(48_000 * 100)));
    player.play();
    let (over, mut late) = (AtomicBool::new(false), 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let mut check = Command::new(barone);
                check.arg("check").arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
                // Whatever it finds: it is its work that counts here.
                let _ = check.status();
            }
        });
        let start = Instant::now();
        let mut last = start;
        in_real_time(&mock, |_| {
            late += u64::from(milliseconds(last.elapsed()) > 2.0 * BUFFER_MS);
            last = Instant::now();
            start.elapsed().as_secs() >= seconds
        });
        over.store(true, Ordering::Relaxed);
    });
    Ok((player.now().underruns, late))
}

/// What the system says that this process holds, in MB.
fn memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = resident.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) * 1024.0 / 1e6
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
