//! Sessions of unknown origin: whatever their bytes, reading them ends, and breaks nothing.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use bar_testkit::session as make;
use proptest::prelude::*;

use super::*;

/// A small session of each kind that is read.
fn whole() -> Vec<(SessionKind, Vec<u8>)> {
    let samples = [("Samples/Kick.wav", "/x/Samples/Kick.wav"), ("a.wav", "C:\\a.wav")];
    vec![
        (SessionKind::Ableton, make::live_set(120.0, &samples)),
        (SessionKind::Reaper, make::reaper(120.0, &["Kick.wav", "C:\\b.wav"]).into_bytes()),
        (SessionKind::StudioOne, make::studio_one(&["media://Kick%201.wav"])),
        (SessionKind::DawProject, make::dawproject(120.0, &["a.wav"], &["a.wav"])),
    ]
}

/// Reads bytes as a session, without the net that catches what breaks.
fn read_bytes(kind: SessionKind, bytes: &[u8]) -> Result<Told, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("session");
    fs::write(&path, bytes).unwrap();
    of_file(&path, &bytes[..bytes.len().min(8192)]);
    told(&path, kind, &AtomicBool::new(false))
}

fn read_plist(bytes: &[u8]) -> Result<Option<f64>, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.plist");
    fs::write(&path, bytes).unwrap();
    plist::read(&path).map(|plist| plist.number("BeatsPerMinute"))
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        for (kind, _) in whole() {
            let _ = read_bytes(kind, &bytes);
            let xml = String::from_utf8_lossy(&bytes);
            let _ = read_bytes(SessionKind::Ableton, &make::gzip(&xml));
        }
        let _ = read_plist(&bytes);
        let _ = read_plist(&[b"bplist00", bytes.as_slice()].concat());
    }

    #[test]
    fn a_session_with_bytes_changed_is_read_or_refused(
        which in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
        torn in any::<bool>(),
    ) {
        let (kind, mut bytes) = whole().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if torn {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = read_bytes(kind, &bytes);
    }

    #[test]
    fn any_text_between_tags_is_read_or_refused(text in "[<>/a \"'&;=!\\[\\]-]{0,200}") {
        let _ = read_bytes(SessionKind::Ableton, &make::gzip(&format!("<Ableton>{text}")));
        let _ = read_bytes(SessionKind::Reaper, format!("<REAPER_PROJECT {text}").as_bytes());
    }
}

#[test]
fn whole_sessions_are_read() {
    for (kind, bytes) in whole() {
        let told = read_bytes(kind, &bytes).unwrap();
        assert!(!told.named.unwrap().is_empty(), "{kind:?}");
        assert_eq!(told.beat, Beat::of(120.0, told.beat.unwrap().meter), "{kind:?}");
    }
}

#[test]
fn entities_do_not_grow() {
    let lol = "<!DOCTYPE a [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let set =
        format!("{lol}<Ableton Creator=\"Ableton Live 11.0&c;\"><LiveSet>&c;</LiveSet></Ableton>");
    let told = read_bytes(SessionKind::Ableton, &make::gzip(&set)).unwrap();
    assert_eq!(told.version, None);
}

#[test]
fn one_endless_element_is_refused_before_it_fills_the_memory() {
    let text = format!("<Ableton><a b=\"{}\"/></Ableton>", "x".repeat(40 << 20));
    let started = Instant::now();
    let refused = read_bytes(SessionKind::Ableton, &make::gzip(&text));
    assert!(matches!(refused, Err(Unread::TooLarge)), "{refused:?}");
    assert!(started.elapsed() < Duration::from_secs(20));
}

/// A binary plist of dictionaries and lists, each given as its bytes.
fn binary(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for object in objects {
        offsets.push(bytes.len() as u32);
        bytes.extend(object);
    }
    let table = bytes.len() as u64;
    bytes.extend(offsets.iter().flat_map(|offset| offset.to_be_bytes()));
    bytes.extend([0, 0, 0, 0, 0, 0, 4, 2]);
    bytes.extend((objects.len() as u64).to_be_bytes());
    bytes.extend(0_u64.to_be_bytes());
    bytes.extend(table.to_be_bytes());
    bytes
}

#[test]
fn a_property_list_that_has_no_end_is_refused() {
    // The top is a dictionary of one key; each list holds the next one twice, 40 deep.
    let mut objects = vec![vec![0xD1, 0, 1, 0, 2], vec![0x51, b'a']];
    for at in 3_u16..43 {
        let [high, low] = at.to_be_bytes();
        objects.push(vec![0xA2, high, low, high, low]);
    }
    objects.push(vec![0x08]);
    let started = Instant::now();
    assert!(matches!(read_plist(&binary(&objects)), Err(Unread::Damaged)));
    assert!(started.elapsed() < Duration::from_secs(5));

    // 20 deep is not too deep, but a million values are too many.
    let mut objects = vec![vec![0xD1, 0, 1, 0, 2], vec![0x51, b'a']];
    for at in 3_u16..23 {
        let [high, low] = at.to_be_bytes();
        objects.push(vec![0xA2, high, low, high, low]);
    }
    objects.push(vec![0x08]);
    assert!(matches!(read_plist(&binary(&objects)), Err(Unread::Damaged)));
}

#[test]
fn property_lists_are_read_as_xml_and_as_binary() {
    let xml = make::plist("<key>BeatsPerMinute</key><real>92.5</real>");
    assert_eq!(read_plist(xml.as_bytes()).unwrap(), Some(92.5));
    let mut key = vec![0x5E];
    key.extend(b"BeatsPerMinute");
    let real = [[0x23].as_slice(), &92.5_f64.to_be_bytes()].concat();
    let objects = [vec![0xD1, 0, 1, 0, 2], key, real];
    assert_eq!(read_plist(&binary(&objects)).unwrap(), Some(92.5));
}

#[test]
fn reading_stops_when_somebody_asks() {
    for (kind, bytes) in whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session");
        fs::write(&path, &bytes).unwrap();
        let stopped = told(&path, kind, &AtomicBool::new(true));
        assert!(matches!(stopped, Err(Unread::Cancelled)), "{kind:?}: {stopped:?}");
    }
    assert!(bundle(Path::new("/nowhere")).is_none());
}
