//! Archives of unknown origin: whatever their bytes, unpacking them ends, within its folder.

use bar_testkit::{Entry, Zip};
use proptest::prelude::*;

use super::*;

const SMALL: Limits = Limits { bytes: 10_000, ratio: 20, anyway: 4_000 };

fn unpack_bytes(bytes: &[u8], limits: &Limits) -> Result<Unpacked, UnpackError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    fs::write(&path, bytes).unwrap();
    let unpacked = unpack(&path, limits, &|_, _| {}, &AtomicBool::new(false));
    let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(beside.len(), 1, "something was written outside");
    unpacked
}

/// Bytes of all files in a folder.
fn weight(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| match entry.metadata().unwrap() {
            about if about.is_dir() => weight(&entry.path()),
            about => about.len(),
        })
        .sum()
}

#[test]
fn an_archive_may_not_grow_beyond_measure() {
    #[track_caller]
    fn check(zip: &Zip, fits: bool) {
        let unpacked = unpack_bytes(&zip.bytes(), &SMALL);
        let refused = matches!(unpacked, Err(UnpackError::TooLarge));
        assert_eq!(!refused, fits, "{}", zip.bytes().len());
    }
    let noise = |many: u32| {
        (0..many).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>()
    };
    // Any archive may have a little; what packs badly may have more, but not without end.
    check(&Zip::new().with("a", vec![0; 4_000]), true);
    check(&Zip::new().with("a", vec![0; 4_001]), false);
    check(&Zip::new().with("a", noise(9_000)), true);
    check(&Zip::new().with("a", noise(9_000)).with("b", noise(2_000)), false);
    // What it promises does not count.
    let (a, b) = (Zip::new().with("a", noise(8_000)), Zip::new().with("a", noise(80)));
    let mut lies = a.bytes();
    let honest = b.bytes();
    let size = 8_000_u32.to_le_bytes();
    while let Some(at) = lies.windows(4).position(|bytes| bytes == size) {
        lies[at..at + 4].copy_from_slice(&80_u32.to_le_bytes());
    }
    assert!(unpack_bytes(&honest, &SMALL).is_ok());
    match unpack_bytes(&lies, &SMALL) {
        Ok(unpacked) => assert!(weight(unpacked.folder.path()) <= SMALL.bytes),
        Err(error) => assert!(matches!(error, UnpackError::Damaged | UnpackError::TooLarge)),
    }
}

#[test]
fn far_too_many_files_are_not_even_listed() {
    let many = (0..20_001).fold(Zip::new(), |zip, at| {
        zip.entry(Entry { deflated: false, ..Entry::new(at.to_string(), "") })
    });
    let refused = unpack_bytes(&many.bytes(), &LIMITS).err().unwrap();
    assert!(matches!(refused, UnpackError::TooMany), "{refused}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_in_a_sentence() {
    let cancelled = AtomicBool::new(false);
    let folder = Path::new("/nowhere");
    let mut work = Work {
        folder,
        most: 1 << 30,
        declared: 0,
        done: 0,
        progress: &|_, _| {},
        cancelled: &cancelled,
    };
    let mut full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let error = work.pour(&mut [1_u8; 100].as_slice(), &mut full).unwrap_err();
    assert!(matches!(error, UnpackError::DiskFull), "{error}");
    assert!(error.to_string().starts_with("the disk has too little space left"), "{error}");
}

#[test]
fn places_stay_within() {
    for (name, wanted) in [
        ("Kick.wav", Some(vec!["Kick.wav"])),
        ("a//./b/Kick.wav", Some(vec!["a", "b", "Kick.wav"])),
        ("...", Some(vec!["..."])),
        ("1: Kick.wav", Some(vec!["1: Kick.wav"])),
        ("../Kick.wav", None),
        ("a/..", None),
        ("/Kick.wav", None),
        ("//server/Kick.wav", None),
        ("C:/Kick.wav", None),
        ("", None),
        ("./", None),
        ("a\0.wav", None),
    ] {
        let place = place(name).ok();
        let place = place.as_ref().map(|parts| parts.iter().map(String::as_str).collect());
        if !cfg!(windows) {
            assert_eq!(place, wanted, "{name}");
        }
    }
    assert!(place(&"a/".repeat(100)).is_err());
    assert!(place(&"a".repeat(300)).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_unpacked_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let _ = unpack_bytes(&bytes, &SMALL);
        let _ = unpack_bytes(&[b"PK\x03\x04", bytes.as_slice()].concat(), &SMALL);
    }

    #[test]
    fn an_archive_with_bytes_changed_never_writes_beside_its_folder(
        name in "[a./\\\\:]{1,12}",
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let zip = Zip::new().with(&name, "some sound").with("b/Kick.wav", vec![7; 500]);
        let mut bytes = zip.bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(unpacked) = unpack_bytes(&bytes, &SMALL) {
            prop_assert!(weight(unpacked.folder.path()) <= SMALL.bytes);
        }
    }
}
