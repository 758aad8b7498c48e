//! Copies over 4 GiB.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::atomic::AtomicBool;

use bar_audio::format::Container;
use bar_audio::source;
use bar_audio::write::{self, Watch};
use bar_testkit::{Wav, signal};

use crate::support::{RATE, nothing, on_disk};

/// A file in which zeros take no room.
struct Sparse(File);

impl Write for Sparse {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.iter().any(|byte| *byte != 0) {
            return self.0.write(bytes);
        }
        self.0.seek(SeekFrom::Current(bytes.len() as i64))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let end = self.0.stream_position()?;
        self.0.set_len(end)
    }
}

#[test]
fn a_wav_over_4_gib_becomes_rf64() {
    #[track_caller]
    fn check(frames: u64, wanted: Container) {
        let noise = signal::noise(1, RATE, -3.0, 0.1);
        let original = Wav::pcm(24).rate(RATE).mono(&noise).chunk_after(b"LIST", b"INFO").bytes();
        let original = on_disk(&original);
        let copy = tempfile::NamedTempFile::new().unwrap();
        let mut out = Sparse(copy.reopen().unwrap());
        let stop = AtomicBool::new(false);
        let watch = Watch { stop: &stop, progress: &|_| () };
        write::rewrite(original.path(), &nothing(frames), &mut out, &watch).unwrap();
        out.flush().unwrap();
        let source = source::open(copy.path()).unwrap();
        let format = source.format();
        assert_eq!((format.container, format.frames.0), (wanted, frames));
        assert_eq!((source.header().promised_frames, source.header().sizes_unset), (None, false));
    }
    // 3 bytes a frame, and 56 bytes around them.
    let most = (u64::from(u32::MAX) - 57) / 3;
    check(most, Container::Wav);
    check(most + 20, Container::Rf64);
    check(1_600_000_001, Container::Rf64);
    assert!(write::fits_aiff(4_000_000_000) && !write::fits_aiff(4_294_967_296));
}
