//! A power cut in the midst of a write: of what was on its way to the disk anything may be there, a
//! part of it, or something else. What was told as kept before is there, and nothing by half.

use std::fs;
use std::ops::Range;
use std::path::Path;

use bar_domain::song::Time;
use bar_service::db::{Database, Sqlite};
use bar_service::tables::journal::{NewEvent, append, events_after, lock_project, verify};
use bar_testkit::random::Random;
use tempfile::TempDir;
use uuid::Uuid;

const PROJECT: Uuid = Uuid::from_u128(1);
const CUTS: u64 = 240;
/// What disks write in one go, the old and the new ones.
const SECTORS: [usize; 2] = [512, 4096];

/// A file of the database as it was when so many events were kept.
struct Copy {
    journal: Vec<u8>,
    log: Vec<u8>,
    kept: u64,
}

impl Copy {
    fn of(file: &Path, kept: u64) -> Self {
        let read = |end| fs::read(format!("{}{end}", file.display())).expect("a file");
        Self { journal: read(""), log: read("-wal"), kept }
    }
}

#[tokio::test]
async fn whatever_is_left_of_a_write_that_was_cut_off_nothing_that_was_kept_is_lost() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("service.sqlite");
    let db = Sqlite::open(&file).await.expect("a database");
    let mut random = Random::new(17);
    let mut write_some = async |count| {
        let mut kept = 0;
        for _ in 0..count {
            // Less than a page, or some of them.
            kept = write(&db, 1 + (random.bits() % 9_000) as usize).await;
        }
        kept
    };
    let before = Copy::of(&file, write_some(20).await);
    let after = Copy::of(&file, write_some(20).await);
    assert!(after.log.starts_with(&before.log) && after.journal == before.journal);

    let mut found = Vec::new();
    for seed in 0..CUTS {
        let log = cut(&before.log, &after.log, seed);
        found.push(opened(&before.journal, &log).await);
    }
    for (seed, seq) in found.iter().enumerate() {
        assert!((before.kept..=after.kept).contains(seq), "seed {seed}: {seq} are there");
    }
    // It was cut everywhere, also so that some of what followed is whole.
    found.sort_unstable();
    found.dedup();
    assert!(found.len() as u64 > (after.kept - before.kept) / 2, "{found:?}");
}

/// The longer one, of which what follows the shorter one was on its way to the disk.
fn cut(before: &[u8], after: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut within = |range: Range<usize>| range.start + random.bits() as usize % range.len();
    let mut log = after[..within(before.len()..after.len() + 1)].to_vec();
    let sector = SECTORS[within(0..2)];
    // Of each pair of sectors either may be there first: it is the last one, or any.
    let at = match (seed / 2) % 3 {
        0 => return log,
        1 => log.len().saturating_sub(sector),
        _ => within(before.len()..log.len() + 1),
    };
    // Nothing that was synced before is written again.
    let at = at.max(before.len());
    let end = log.len().min(at + sector);
    let zeros = seed.is_multiple_of(2);
    for byte in &mut log[at..end] {
        *byte = if zeros { 0 } else { within(0..256) as u8 };
    }
    log
}

/// How many events are there of a database that was left so. They are in order, and it goes on.
async fn opened(journal: &[u8], log: &[u8]) -> u64 {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("service.sqlite");
    fs::write(&file, journal).expect("written");
    fs::write(folder.path().join("service.sqlite-wal"), log).expect("written");
    let db = Sqlite::open(&file).await.expect("it opens");
    let mut tx = db.read().await.expect("a transaction");
    assert_eq!(verify(&mut *tx, PROJECT).await.expect("an answer"), None);
    let there = events_after(&mut *tx, PROJECT, 0, u32::MAX).await.expect("events");
    drop(tx);
    let kept = there.len() as u64;
    assert!(there.iter().map(|event| event.seq).eq(1..=kept));
    assert_eq!(write(&db, 100).await, kept + 1);
    kept
}

/// Says how many there are then.
async fn write(db: &Sqlite, bytes: usize) -> u64 {
    let mut tx = db.begin().await.expect("a transaction");
    let head = lock_project(&mut *tx, db, PROJECT, Time(0)).await.expect("a head");
    let event = NewEvent { version: 1, event: format!("{}.{}", head.seq, "x".repeat(bytes)) };
    let head = append(&mut *tx, PROJECT, &head, &[event], None, Time(0)).await.expect("an event");
    tx.commit().await.expect("kept");
    head.seq
}
