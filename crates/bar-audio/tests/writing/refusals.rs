//! Copies that are not written, and originals that are not what they seem.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bar_audio::write::{self, Change, Shell, ToIntegers, Watch, WriteError};
use bar_testkit::{Wav, signal};
use proptest::prelude::*;

use crate::support::{RATE, copy, nothing, on_disk};

const FRAMES: u64 = 48_000;

fn original() -> Vec<u8> {
    let noise = signal::noise(1, RATE, -3.0, 1.0);
    Wav::pcm(24).rate(RATE).mono(&noise).time_reference(5).chunk_after(b"LIST", b"INFO").bytes()
}

/// A disk with so many bytes left.
struct Nearly(usize);

impl Write for Nearly {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.0.min(bytes.len());
        self.0 -= room;
        if room == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(room) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_fills_up_is_told_wherever_it_does() {
    let file = on_disk(&original());
    let stop = AtomicBool::new(false);
    let watch = Watch { stop: &stop, progress: &|_| () };
    for room in [0, 10, 650, 5_000, 144_000] {
        let change = Change { start: 100, ..nothing(FRAMES + 100) };
        let full = write::rewrite(file.path(), &change, &mut Nearly(room), &watch);
        let full = full.unwrap_err();
        assert!(
            matches!(&full, WriteError::Write(error) if error.kind() == io::ErrorKind::StorageFull),
            "{full}"
        );
    }
    let copied = write::copy(file.path(), &mut Nearly(1_000), &watch);
    assert!(matches!(copied, Err(WriteError::Write(_))));
}

#[test]
fn who_stops_it_waits_for_a_piece_at_most() {
    let file = on_disk(&original());
    let (stop, written) = (AtomicBool::new(false), AtomicU64::new(0));
    let progress = |bytes| {
        written.fetch_add(bytes, Ordering::Relaxed);
        stop.store(true, Ordering::Relaxed);
    };
    let watch = Watch { stop: &stop, progress: &progress };
    let copied = write::rewrite(file.path(), &nothing(FRAMES), &mut io::sink(), &watch);
    assert!(matches!(copied, Err(WriteError::Cancelled)));
    assert!(written.load(Ordering::Relaxed) < 100, "only the header was written");
    assert!(matches!(
        write::copy(file.path(), &mut io::sink(), &watch),
        Err(WriteError::Cancelled)
    ));
}

#[test]
fn a_copy_byte_for_byte_is_one() {
    let bytes = original();
    let file = on_disk(&bytes);
    let (stop, mut copied) = (AtomicBool::new(false), Vec::new());
    let watch = Watch { stop: &stop, progress: &|_| () };
    let hash = write::copy(file.path(), &mut copied, &watch).unwrap();
    assert!(copied == bytes && hash == blake3::hash(&bytes));
}

#[test]
fn an_original_that_grew_or_is_another_one_is_told() {
    let depth = Some(ToIntegers { gain_db: 0.0, seed: 1 });
    for change in [
        nothing(FRAMES - 1),
        Change { start: 1, ..nothing(FRAMES) },
        Change { depth, ..nothing(FRAMES) },
    ] {
        assert!(matches!(copy(&original(), &change), Err(WriteError::Changed)), "{change:?}");
    }
}

#[test]
fn floats_over_full_scale_become_no_integers() {
    let loud = signal::sine(RATE, 440.0, 0.1, 1.0);
    let to = |gain_db| Change { depth: Some(ToIntegers { gain_db, seed: 1 }), ..nothing(FRAMES) };
    for bits in [32, 64] {
        let original = Wav::float(bits).rate(RATE).mono(&loud).bytes();
        assert!(matches!(copy(&original, &to(0.0)), Err(WriteError::Over)));
        copy(&original, &to(-0.2)).unwrap();
    }
    let broken = Wav::float(32).rate(RATE).mono(&[0.0, f32::NAN, 0.0]).bytes();
    let change = Change { depth: to(0.0).depth, ..nothing(3) };
    assert!(matches!(copy(&broken, &change), Err(WriteError::Over)));
}

proptest! {
    /// Whatever is wrong with a file that can be opened, copying it ends, in a copy or an error.
    #[test]
    fn no_header_makes_it_panic(
        at in 0_usize..900,
        bytes in prop::collection::vec(any::<u8>(), 1..9),
        cut in 0_usize..2_000,
        start in -50_000_i64..50_000,
        aiff: bool,
    ) {
        let mut original = original();
        let end = (at + bytes.len()).min(original.len());
        original[at..end].copy_from_slice(&bytes[..end - at]);
        original.truncate(original.len() - cut);
        let shell = if aiff { Shell::Aiff } else { Shell::Wav };
        let change = Change { shell, start, ..nothing(FRAMES + 50_000) };
        let _ = copy(&original, &change);
    }
}
