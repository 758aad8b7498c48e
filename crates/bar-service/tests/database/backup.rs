//! What is in a backup comes back, into either kind of database.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bar_domain::song::Time;
use bar_service::backup::{self, BackupError};
use bar_service::db::{Database, Value};
use bar_service::tables::jobs::{self, Name};
use bar_service::tables::journal::{
    Answered, NewEvent, append, keep_answer, lock_project, projects_after, verify,
};
use bar_service::tables::meta;
use tempfile::TempDir;
use uuid::Uuid;

use crate::stage::{Place, stories};

stories! {
    what_was_backed_up_comes_back_into_either_kind
    a_damaged_backup_is_refused
    nothing_is_restored_over_something
    a_backup_is_of_one_moment
}

const PROJECT: Uuid = Uuid::from_u128(1);

/// A database with more rows than are read or written together.
async fn with_something(place: &Place) -> Arc<dyn Database> {
    let db = place.open().await;
    let mut tx = db.begin().await.expect("a transaction");
    for project in 1..=3 {
        let project = Uuid::from_u128(project);
        let head = lock_project(&mut *tx, &*db, project, Time(5)).await.expect("a head");
        let text = |n| format!(r#"{{"n":{n},"text":"Jörg’s \n 🎛️ {{\"hex\":\"00\"}}"}}"#);
        let events: Vec<_> = (0..600).map(|n| NewEvent { version: 3, event: text(n) }).collect();
        append(&mut *tx, project, &head, &events, None, Time(7)).await.expect("events");
    }
    let answered = Answered { body_hash: [9; 32], reply: "{}".into() };
    keep_answer(&mut *tx, PROJECT, Uuid::from_u128(8), &answered).await.expect("kept");
    let name = Name::new(Uuid::nil(), "mail", "one");
    jobs::enqueue(&mut *tx, &name, "{}", Time(i64::MAX)).await.expect("written down");
    meta::epoch(&mut *tx).await.expect("an epoch");
    tx.commit().await.expect("kept");
    db
}

async fn taken(db: &Arc<dyn Database>) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    backup::take(&**db, None, folder.path(), Time(11)).await.expect("a backup");
    folder
}

async fn count(db: &Arc<dyn Database>, table: &str) -> i64 {
    let mut tx = db.read().await.expect("a transaction");
    let rows = tx.query(&format!("SELECT count(*) FROM {table}"), &[]).await.expect("a number");
    rows[0].int(0).expect("a number")
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder.join("tables"))
        .expect("a folder")
        .map(|entry| {
            let entry = entry.expect("a file");
            let text = fs::read_to_string(entry.path()).expect("a text");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .filter(|(name, _)| name != "meta.jsonl")
        .collect();
    files.sort();
    files
}

async fn what_was_backed_up_comes_back_into_either_kind(place: Place) {
    let db = with_something(&place).await;
    let folder = taken(&db).await;
    let first = backup::check(folder.path()).await.expect("a backup");
    assert_eq!(first.taken_at, 11);
    let rows = |name: &str| first.tables.iter().find(|table| table.name == name).map(|it| it.rows);
    assert_eq!((rows("events"), rows("projects"), rows("jobs")), (Some(1800), Some(3), Some(1)));
    assert_eq!((rows("sessions"), rows("uploads"), rows("schema_versions")), (None, None, None));
    for target in [Place::sqlite(), Place::postgres()] {
        let restored = target.open().await;
        let (manifest, epoch) =
            backup::restore(folder.path(), &*restored, None).await.expect("restored");
        assert_eq!(manifest, first);
        assert_ne!(epoch, first.epoch, "apps see that something is lost");
        let mut tx = restored.read().await.expect("a transaction");
        for project in projects_after(&mut *tx, None, 9).await.expect("projects") {
            assert_eq!(verify(&mut *tx, project).await.expect("an answer"), None);
        }
        drop(tx);
        let again = taken(&restored).await;
        assert_eq!(files(again.path()), files(folder.path()), "to the last byte");
    }
}

type Damage = fn(&Path);

async fn a_damaged_backup_is_refused(place: Place) {
    let db = with_something(&place).await;
    let target = place.fresh();
    let restored = target.open().await;
    let damages: [(&str, Damage); 5] = [
        ("events", |folder| {
            let file = folder.join("tables/events.jsonl");
            let mut bytes = fs::read(&file).expect("a file");
            bytes[1000] ^= 1;
            fs::write(&file, bytes).expect("a file");
        }),
        ("events", |folder| {
            fs::write(folder.join("tables/events.jsonl"), "").expect("a file");
        }),
        ("projects", |folder| {
            fs::remove_file(folder.join("tables/projects.jsonl")).expect("a file");
        }),
        ("manifest.json", |folder| {
            fs::write(folder.join("manifest.json"), "{").expect("a file");
        }),
        ("manifest.json", |folder| {
            let file = folder.join("manifest.json");
            let text = fs::read_to_string(&file).expect("a text");
            fs::write(file, text.replace("\"projects\"", "\"../../events\"")).expect("a file");
        }),
    ];
    for (part, damage) in damages {
        let folder = taken(&db).await;
        damage(folder.path());
        let refused = backup::restore(folder.path(), &*restored, None).await;
        assert!(matches!(&refused, Err(BackupError::Damaged(what)) if what == part), "{refused:?}");
        assert_eq!(count(&restored, "projects").await, 0, "nothing of it is there");
    }
    let folder = taken(&db).await;
    fs::remove_file(folder.path().join("manifest.json")).expect("a file");
    let refused = backup::restore(folder.path(), &*restored, None).await;
    assert!(matches!(refused, Err(BackupError::NotABackup(_))), "{refused:?}");

    let folder = taken(&db).await;
    let file = folder.path().join("manifest.json");
    let text = fs::read_to_string(&file).expect("a text");
    fs::write(&file, text.replace("010_events", "010_older")).expect("a file");
    let refused = backup::restore(folder.path(), &*restored, None).await;
    assert!(matches!(refused, Err(BackupError::OtherVersion(_))), "{refused:?}");
}

async fn nothing_is_restored_over_something(place: Place) {
    let db = with_something(&place).await;
    let folder = taken(&db).await;
    let refused = backup::restore(folder.path(), &*db, None).await;
    assert!(matches!(refused, Err(BackupError::DatabaseNotEmpty(_))), "{refused:?}");
    let refused = backup::take(&*db, None, folder.path(), Time(0)).await;
    assert!(matches!(refused, Err(BackupError::FolderNotEmpty)), "{refused:?}");
    backup::check(folder.path()).await.expect("it is as it was");
}

/// The journal goes on while a backup is taken: what comes later is not in it, not even a part.
async fn a_backup_is_of_one_moment(place: Place) {
    let db = with_something(&place).await;
    let goes_on = async {
        for n in 0..50_u8 {
            let mut tx = db.begin().await.expect("a transaction");
            let head = lock_project(&mut *tx, &*db, PROJECT, Time(0)).await.expect("a head");
            let event = NewEvent { version: 1, event: "{}".into() };
            append(&mut *tx, PROJECT, &head, &[event], None, Time(0)).await.expect("an event");
            let answered = Answered { body_hash: [n; 32], reply: "{}".into() };
            let id = Uuid::from_u128(100 + u128::from(n));
            keep_answer(&mut *tx, PROJECT, id, &answered).await.expect("kept");
            tx.commit().await.expect("kept");
        }
    };
    let ((), folder) = tokio::join!(goes_on, taken(&db));
    let target = place.fresh();
    let restored = target.open().await;
    backup::restore(folder.path(), &*restored, None).await.expect("restored");
    let mut tx = restored.read().await.expect("a transaction");
    assert_eq!(verify(&mut *tx, PROJECT).await.expect("an answer"), None);
    let sql = "SELECT head FROM projects WHERE project = $1";
    let head = tx.query(sql, &[Value::from(PROJECT)]).await.expect("a head")[0].int(0);
    let answers = count(&restored, "commands").await;
    assert_eq!(head.expect("a number") - 600, answers - 1, "events and answers go together");
}
