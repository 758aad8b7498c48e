//! What the builders write, byte by byte, against the standards.

use bar_testkit::{Aiff, SoundFile, Unset, Wav, signal};

#[track_caller]
fn check(file: &SoundFile, expected: &[&[u8]]) {
    assert_eq!(file.bytes(), expected.concat());
}

#[test]
fn a_wav_is_riff_format_and_data() {
    check(
        &Wav::pcm(16).rate(44_100).channels(&[[0.5], [-1.0]]),
        &[
            b"RIFF\x28\0\0\0WAVE",
            b"fmt \x10\0\0\0\x01\0\x02\0\x44\xAC\0\0\x10\xB1\x02\0\x04\0\x10\0",
            b"data\x04\0\0\0\x00\x40\x00\x80",
        ],
    );
}

#[test]
fn odd_sounds_and_chunks_are_padded_and_bytes_are_unsigned() {
    check(
        &Wav::pcm(8).rate(8000).mono(&[0.0]).chunk_first(b"JUNK", b"abc").chunk_after(b"LIST", b""),
        &[
            b"RIFF\x3A\0\0\0WAVE",
            b"JUNK\x03\0\0\0abc\0",
            b"fmt \x10\0\0\0\x01\0\x01\0\x40\x1F\0\0\x40\x1F\0\0\x01\0\x08\0",
            b"data\x01\0\0\0\x80\0",
            b"LIST\0\0\0\0",
        ],
    );
}

#[test]
fn rf64_keeps_its_sizes_in_ds64_and_a_hole_takes_no_memory_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.wav");
    let frames = 3_000_000_000;
    Wav::pcm(16).rf64().mono(&[0.5]).then_hole(frames).write(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 80 + 2 + 2 * frames);

    let small = Wav::pcm(16).rf64().mono(&[0.5]).then_hole(3).bytes();
    assert_eq!(&small[..20], b"RF64\xFF\xFF\xFF\xFFWAVEds64\x1C\0\0\0");
    assert_eq!(small[20..28], (small.len() as u64 - 8).to_le_bytes());
    assert_eq!(small[28..36], 8u64.to_le_bytes());
    assert_eq!(small[36..44], 4u64.to_le_bytes());
    assert_eq!(&small[72..], b"data\xFF\xFF\xFF\xFF\0\x40\0\0\0\0\0\0");
}

#[test]
fn w64_counts_its_headers_and_aligns_by_eight() {
    let file = Wav::pcm(24).w64().mono(&[0.5]).bytes();
    assert_eq!(&file[..4], b"riff");
    assert_eq!(file[16..24], (file.len() as u64).to_le_bytes());
    assert_eq!(&file[80..84], b"data");
    assert_eq!(file[96..104], 27u64.to_le_bytes());
    assert_eq!(&file[104..], b"\0\0\x40\0\0\0\0\0");
}

#[test]
fn aiff_is_big_endian_with_an_extended_rate() {
    check(
        &Aiff::pcm(24).rate(44_100).mono(&[0.5, -0.5]),
        &[
            b"FORM\0\0\0\x34AIFF",
            b"COMM\0\0\0\x12\0\x01\0\0\0\x02\0\x18\x40\x0E\xAC\x44\0\0\0\0\0\0",
            b"SSND\0\0\0\x0E\0\0\0\0\0\0\0\0\x40\0\0\xC0\0\0",
        ],
    );
    let sowt = Aiff::sowt(16).mono(&[0.5]).bytes();
    assert_eq!(&sowt[8..12], b"AIFC");
    assert_eq!(&sowt[sowt.len() - 2..], b"\0\x40");
}

#[test]
fn faults_change_sizes_and_not_the_sound() {
    let sound = signal::sine(48_000, 1000.0, -6.0, 0.01);
    let whole = Wav::pcm(24).mono(&sound).bytes();
    let sizes = |file: SoundFile| {
        let bytes = file.mono(&sound).bytes();
        assert_eq!(bytes[44..], whole[44..], "the sound is the same");
        [&bytes[4..8], &bytes[40..44]].map(|size| u32::from_le_bytes(size.try_into().unwrap()))
    };
    assert_eq!(sizes(Wav::pcm(24)), [36 + 1440, 1440]);
    assert_eq!(sizes(Wav::pcm(24).sizes_unset(Unset::Zero)), [0, 0]);
    assert_eq!(sizes(Wav::pcm(24).sizes_unset(Unset::AllOnes)), [u32::MAX, u32::MAX]);
    assert_eq!(sizes(Wav::pcm(24).promising(1000)), [36 + 3000, 3000]);
    assert_eq!(Wav::pcm(24).mono(&sound).truncated_to(700).bytes(), whole[..700]);
}

#[test]
fn twenty_four_in_thirty_two_is_left_justified() {
    let plain = Wav::pcm(24).in_container(32).mono(&[0.5]).bytes();
    assert_eq!(&plain[32..36], b"\x04\0\x18\0");
    assert_eq!(&plain[44..], b"\0\0\0\x40");
    let extensible = Wav::pcm(24).in_container(32).extensible().mono(&[-0.5]).bytes();
    assert_eq!(&extensible[20..22], b"\xFE\xFF");
    assert_eq!(&extensible[34..40], b"\x20\0\x16\0\x18\0");
    assert_eq!(&extensible[68..], b"\0\0\0\xC0");
}
