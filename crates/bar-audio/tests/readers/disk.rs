//! What can be found at a path, and what can happen to it while it is read.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};

use bar_audio::format::Container;
use bar_audio::source::{self, BLOCK_FRAMES, Block};
use bar_domain::Frames;
use tempfile::NamedTempFile;

use crate::build::*;
use crate::support::{hear_file, on_disk};

const GIB: u64 = 1 << 30;

#[track_caller]
fn refused(path: &std::path::Path, sentence: &str) {
    assert_eq!(hear_file(path).unwrap_err().to_string(), sentence);
}

#[test]
fn a_folder_is_not_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Kick.wav");
    std::fs::create_dir(&path).unwrap();
    refused(&path, "it is a folder, not a file");
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe_a_socket_or_a_device() {
    let folder = tempfile::tempdir().unwrap();
    let [pipe, socket] = ["pipe.wav", "socket.wav"].map(|name| folder.path().join(name));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for path in [&pipe, &socket, std::path::Path::new("/dev/zero")] {
        refused(path, "it is a device or a pipe, not a file");
    }
}

#[test]
fn a_file_that_is_gone_is_told_of() {
    let error = hear_file("/nowhere/Kick.wav".as_ref()).unwrap_err().to_string();
    assert!(error.starts_with("it could not be read at byte 0: "), "{error}");
}

/// Headers in front of sound that takes gigabytes, most of it never written, and `end` behind it.
fn sparse(front: &[u8], sound: u64, end: &[u8]) -> NamedTempFile {
    let mut file = on_disk(front);
    file.as_file_mut().set_len(front.len() as u64 + sound).unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    file.write_all(end).unwrap();
    file
}

#[test]
fn files_of_more_than_4_gib_are_seen_whole() {
    let sound = 5 * GIB + 6;
    let frames = Frames(sound / 6);
    let format = fmt(1, 2, 48_000, 24);
    let rf64 = |id| rf64(id, sound, &[format.clone(), sized(b"data", u32::MAX, b"")]);
    let mut long = w64(&[w64_chunk(b"fmt ", &format[8..]), w64_chunk(b"data", b"")]);
    let size = long.len() - 8;
    long[size..].copy_from_slice(&(sound + 24).to_le_bytes());
    // Recorders that know nothing of RF64 write what is left of the size.
    let wrapped = riff(&[format.clone(), sized(b"data", (sound % (4 * GIB)) as u32, b"")]);
    let padded = [&[0; 2][..], &w64_chunk(b"bext", &bext(77)[8..])].concat();
    for (container, front, end) in [
        (Container::Rf64, rf64(b"RF64"), bext(77)),
        (Container::Bw64, rf64(b"BW64"), bext(77)),
        (Container::Wav, wrapped, bext(77)),
        (Container::W64, long, padded),
    ] {
        let file = sparse(&front, sound, &end);
        let source = source::open(file.path()).unwrap();
        assert_eq!((source.format().container, source.format().frames), (container, frames));
        assert_eq!(source.header().time_reference, Some(Frames(77)), "{container:?}");
        assert_eq!(source.header().promised_frames, None);
    }
}

#[test]
fn a_file_that_shrinks_while_it_is_read_ends_early() {
    let sound = vec![1; 4 << 20];
    let file = on_disk(&riff(&[fmt(1, 1, 48_000, 16), chunk(b"data", &sound)]));
    let mut source = source::open(file.path()).unwrap();
    let mut block = Block::default();
    source.read(&mut block).unwrap();
    OpenOptions::new().write(true).open(file.path()).unwrap().set_len(44 + (3 << 20)).unwrap();
    let mut frames = 0;
    while block.frames > 0 {
        frames += block.frames as u64;
        source.read(&mut block).unwrap();
    }
    assert_eq!(frames, 3 << 19);
    assert_eq!(source.format().frames, Frames(3 << 19));
    assert_eq!(source.header().promised_frames, Some(Frames(2 << 20)));
    source.finish().unwrap();
}

#[test]
fn a_file_that_grows_while_it_is_read_is_read_as_it_was_found() {
    let bytes = riff(&[fmt(1, 1, 48_000, 16), chunk(b"data", &vec![1; 4 << 20])]);
    let file = on_disk(&bytes);
    let mut source = source::open(file.path()).unwrap();
    let mut block = Block::default();
    source.read(&mut block).unwrap();
    let more = vec![1; 1 << 20];
    OpenOptions::new().append(true).open(file.path()).unwrap().write_all(&more).unwrap();
    let mut frames = 0;
    while block.frames > 0 {
        frames += block.frames as u64;
        source.read(&mut block).unwrap();
    }
    assert_eq!((frames, source.header().promised_frames), (2 << 20, None));
    assert_eq!(source.finish().unwrap(), blake3::hash(&[bytes, more].concat()));
}

#[test]
fn blocks_are_full_but_for_the_last_and_keep_their_memory() {
    let file = on_disk(&riff(&[fmt(1, 2, 48_000, 24), chunk(b"data", &vec![1; 6 * 300_001])]));
    let mut source = source::open(file.path()).unwrap();
    let mut block = Block::default();
    let (mut sizes, mut places) = (Vec::new(), Vec::new());
    loop {
        source.read(&mut block).unwrap();
        if block.frames == 0 {
            break;
        }
        sizes.push(block.frames);
        places.push(block.channels[1].as_ptr());
    }
    let (last, full) = sizes.split_last().unwrap();
    assert!(full.iter().all(|frames| *frames == BLOCK_FRAMES));
    assert_eq!(*last, 300_001 % BLOCK_FRAMES);
    assert!(places.windows(2).all(|pair| pair[0] == pair[1]), "a block was moved");
}
