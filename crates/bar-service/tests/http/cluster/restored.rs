//! The service is restored from an old backup, into another database and another store.

use bar_domain::project::{Offering, Thread};
use bar_domain::song::VersionKind;
use bar_protocol::{Changes, Outcome, Page, Pushed};
use bar_service::backup;
use bar_service::db;
use bar_service::vault::{S3Config, S3Vault};
use bar_testkit::object_store::{ACCESS_KEY, BUCKET, ObjectStore, SECRET_KEY};
use tempfile::TempDir;

use super::insisting::message;
use super::once::{Told, all_there_once, nothing_is_broken};
use super::two::{beside, often, two};
use crate::deeds::*;
use crate::studio::{Studio, outside};
use crate::walk::Sound;

fn vault(store: &ObjectStore) -> S3Vault {
    let config = S3Config {
        endpoint: store.endpoint(),
        bucket: BUCKET.into(),
        access_key: ACCESS_KEY.into(),
        secret_key: SECRET_KEY.into(),
        region: "us-east-1".into(),
    };
    S3Vault::open(&config).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apps_see_another_epoch_and_push_again_what_the_backup_lost() {
    let (studio, before) = two().await;
    studio.sal().await;
    let ana = studio.artist("Ana").await;
    let (rough, take) = (Sound::new("Rough.wav", 220.0), Sound::new("Take.wav", 330.0));
    let says = |numbers: std::ops::Range<u128>| {
        let say = |number| pushed(say(number, Thread::Enquiry, &format!("message {number}")));
        numbers.map(say).collect::<Vec<Pushed>>()
    };
    // What the app remembers that it did.
    let mut app = vec![pushed(create(None)), pushed(describe(&[Offering::Mixing]))];
    app.push(pushed(add_song()));
    app.push(pushed(version(ROUGH, VersionKind::Rough, rough.asset())));
    app.extend(says(0..5));
    ana.insists(&app).await;
    ana.delivers(&rough, 100_000).await;
    ana.waits_for_arrival(&rough).await;

    let folder = TempDir::new().unwrap();
    let service = &before.other.service;
    let now = service.now();
    backup::take(&*service.db, Some(&*service.vault), folder.path(), now).await.unwrap();
    let kept = app.len();

    app.push(pushed(version(MIX_1, VersionKind::Reference, take.asset())));
    app.extend(says(5..10));
    ana.insists(&app[kept..]).await;
    ana.delivers(&take, 100_000).await;
    ana.waits_for_arrival(&take).await;
    let seen: Page = ana.page("").await;
    before.other.stop().await;
    studio.running.stop().await;

    let outside = outside().await;
    let empty = db::open(&outside.0.url()).await.unwrap();
    let (_, epoch) =
        backup::restore(folder.path(), &*empty, Some(&vault(&outside.1))).await.unwrap();
    drop(empty);
    let studio = Studio::start_at(Some(outside), |_| {}, often).await;
    assert_eq!(studio.running.first_run, None, "the studio is there");
    let (studio, after) = beside(studio).await;

    // Nobody is signed in any more.
    let anybody = studio.anybody().on(ana.session.clone().unwrap());
    let path = format!("/v1/projects/{PROJECT}/events?after={}&epoch={}", seen.upto, seen.epoch);
    anybody.get(&path).await.refused(401, "session.ended");
    let ana = studio.signs_in("Ana").await;
    let other = ana.get(&path).await;
    other.refused(410, "epoch.other");
    assert!(other.text().contains("look at the project anew"), "{}", other.text());
    let changes: Changes = ana.get("/v1/changes").await.as_(200);
    let snapshot = ana.sees().await;
    assert_eq!((snapshot.epoch, changes.epoch), (epoch, epoch));
    assert_ne!(epoch, seen.epoch);
    assert!(snapshot.seq < seen.head && changes.projects[0].head == snapshot.seq);

    let answers = ana.insists(&app).await;
    let outcomes = answers.iter().map(|answer| answer.outcome);
    let expected = (0..app.len())
        .map(|place| if place < kept { Outcome::Duplicate } else { Outcome::Applied });
    assert!(outcomes.eq(expected), "{answers:?}");
    let said = app
        .iter()
        .zip(&answers)
        .filter(|(it, _)| matches!(it.body, bar_domain::project::Act::Say { .. }));
    let told: Vec<_> = said
        .zip(0..)
        .map(|((_, answer), number)| Told { message: message(number), seq: answer.seq })
        .collect();
    assert_eq!(told.len(), 10);
    all_there_once(&ana, &told).await;
    // So is the file that it lost.
    ana.fetches(&take).await.refused(404, "not_found");
    ana.delivers(&take, 100_000).await;
    for sound in [&rough, &take] {
        ana.waits_for_arrival(sound).await;
        assert!(ana.fetches(sound).await.body == sound.bytes, "the very bytes");
    }
    nothing_is_broken(&after.other.service).await;
}
