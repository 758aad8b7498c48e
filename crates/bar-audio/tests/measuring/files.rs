//! From a file on disk to numbers.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use bar_audio::measure::{Listened, MeasureError, Watch, measure};
use bar_audio::source::ReadError;
use bar_domain::Frames;
use bar_testkit::{Wav, signal};

use crate::tones::near;

fn run(
    path: &Path,
    cancelled: &AtomicBool,
    progress: &(dyn Fn(Frames) + Sync),
) -> Result<Listened, MeasureError> {
    measure(path, &Watch { cancelled, progress })
}

fn listen(path: &Path) -> Result<Listened, MeasureError> {
    run(path, &AtomicBool::new(false), &|_| {})
}

/// 12 s of a 24-bit tone whose lowest 4 bits are never used.
fn tone() -> bar_testkit::SoundFile {
    let coarse = |sample: f32| (sample * 524_288.0).round() / 524_288.0;
    let sound: Vec<_> = signal::sine(48_000, 1000.0, -18.0, 12.0).into_iter().map(coarse).collect();
    Wav::pcm(24).rate(48_000).channels(&[&sound, &sound])
}

#[test]
fn a_file_is_measured_from_end_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Tone.wav");
    tone().chunk_after(b"junk", &[7; 99]).write(&path).unwrap();
    let Listened { format, measured, waveform, .. } = listen(&path).unwrap();
    assert_eq!(format.frames, Frames(576_000));
    assert_eq!(measured.peak_dbfs, Some(-18.0));
    near("tone", 48_000, measured.integrated_lufs, -18.0, [0.1, 0.1]);
    assert_eq!(measured.lra_lu, Some(0.0));
    assert_eq!(measured.bits_used, Some(20));
    assert_eq!(measured.blake3, blake3::hash(&std::fs::read(&path).unwrap()).to_string());
    assert_eq!(waveform.points.len(), 2250);
}

#[test]
fn progress_grows_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Tone.wav");
    tone().write(&path).unwrap();
    let told = Mutex::new(Vec::new());
    run(&path, &AtomicBool::new(false), &|frames| told.lock().unwrap().push(frames.0)).unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.len() > 2 && told.is_sorted(), "{told:?}");
    assert_eq!(told.last(), Some(&576_000));
}

#[test]
fn cancelling_stops_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Tone.wav");
    tone().write(&path).unwrap();
    let cancelled = AtomicBool::new(true);
    assert!(matches!(run(&path, &cancelled, &|_| {}), Err(MeasureError::Cancelled)));
    // Set half way, it stops at the next block.
    let cancelled = AtomicBool::new(false);
    let told = Mutex::new(0);
    let stop = |frames: Frames| {
        cancelled.store(true, std::sync::atomic::Ordering::Relaxed);
        *told.lock().unwrap() = frames.0;
    };
    assert!(matches!(run(&path, &cancelled, &stop), Err(MeasureError::Cancelled)));
    assert!(*told.lock().unwrap() < 576_000);
}

#[test]
fn what_is_not_sound_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Photo.wav");
    std::fs::write(&path, [0xFF, 0xD8, 0xFF, 0xE0].repeat(100)).unwrap();
    assert!(matches!(listen(&path), Err(MeasureError::Read(ReadError::NotAudio))));
    assert!(matches!(listen(folder.path()), Err(MeasureError::Read(_))));
}

#[test]
fn a_panic_inside_the_pass_is_an_error_of_that_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Tone.wav");
    tone().write(&path).unwrap();
    let broken = run(&path, &AtomicBool::new(false), &|_| panic!("as a decoder might"));
    assert!(matches!(broken, Err(MeasureError::Read(ReadError::Panicked))));
}
