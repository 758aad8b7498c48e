//! A project holds so much and no more.

use std::sync::atomic::Ordering;

use bytes::Bytes;
use futures::future::join_all;
use futures::stream;
use reqwest::Body;

use crate::client::{Answer, Tus, checksum, hash, metadata};
use crate::rig::{Place, Rig};
use crate::stand::bytes;

impl Rig {
    /// Its project may hold so many bytes.
    fn holds(&self, most: u64) {
        self.world.taken.store(u64::MAX - most, Ordering::SeqCst);
    }
}

#[track_caller]
fn is_full(answer: &Answer) {
    assert_eq!((answer.status, answer.code().as_str()), (413, "upload.project_full"), "{answer:?}");
}

async fn asks_for(tus: &Tus, length: u64) -> Answer {
    let (said, length) = (metadata(&[]), length.to_string());
    let asked = [("upload-metadata", said.as_str()), ("upload-length", length.as_str())];
    tus.ask("POST", "/v1/uploads", &asked, "").await
}

#[tokio::test]
async fn what_is_stored_and_what_is_declared_count() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = &Tus::at(rig.address);
        rig.holds(1000);
        let first = asks_for(tus, 600).await;
        let first = first.text("location");
        is_full(&asks_for(tus, 401).await);
        let second = asks_for(tus, 400).await;
        tus.patch(second.text("location"), 0, bytes(400), &[]).await;
        is_full(&asks_for(tus, 1).await);
        // What is there already takes no more.
        let declared = hash(&bytes(400)).to_string();
        let said = metadata(&[("asset", &declared)]);
        tus.create(&[("upload-length", "400"), ("upload-metadata", &said)]).await;
        assert_eq!(tus.patch(first, 0, bytes(300), &[]).await.status, 204, "it was let in");
        tus.ask("DELETE", first, &[], "").await;
        assert_eq!(asks_for(tus, 600).await.status, 201);
        rig.holds(900);
        is_full(&asks_for(tus, 1).await);
    }
}

#[tokio::test]
async fn what_has_no_length_counts_as_it_arrives() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = &Tus::at(rig.address);
        rig.holds(1000);
        let defer = async || tus.create(&[("upload-defer-length", "1")]).await;
        let (first, second) = (defer().await, defer().await);
        assert_eq!(tus.patch(&first, 0, bytes(600), &[]).await.status, 204);
        is_full(&tus.patch(&second, 0, bytes(401), &[]).await);
        // Also where nobody says before how much comes.
        let unsaid =
            |len| Body::wrap_stream(stream::iter([Ok::<Bytes, std::io::Error>(bytes(len))]));
        is_full(&tus.patch(&second, 0, unsaid(401), &[]).await);
        assert_eq!(tus.head(&second).await.number("upload-offset"), 0, "nothing of it is kept");
        assert_eq!(tus.patch(&second, 0, unsaid(300), &[]).await.status, 204);
        is_full(&tus.patch(&second, 300, "", &[("upload-length", "401")]).await);
        let whole = tus.patch(&second, 300, bytes(100), &[("upload-length", "400")]).await;
        assert_eq!(whole.status, 204, "{whole:?}");
        is_full(&asks_for(tus, 1).await);
    }
}

#[tokio::test]
async fn of_those_who_ask_at_once_one_is_let_in() {
    for rig in [Rig::small().await, Rig::large().await] {
        let here = Tus::at(rig.address);
        let there = match rig.place {
            Place::Sqlite(_) => here.clone(),
            Place::Postgres(_) => Tus::at(rig.instance().await),
        };
        rig.holds(1000);
        let asked = (0..12).map(|n| asks_for(if n % 2 == 0 { &here } else { &there }, 600));
        let answers = join_all(asked).await;
        let (let_in, others): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == 201);
        assert_eq!(let_in.len(), 1);
        others.into_iter().for_each(is_full);
    }
}

#[tokio::test]
async fn what_is_only_kept_at_its_end_is_short_while_it_has_no_length() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let path = tus.create(&[("upload-defer-length", "1")]).await;
    let (long, short) = (bytes((16 << 20) + 1), bytes(16 << 20));
    let refused = tus.patch(&path, 0, long.clone(), &[("upload-checksum", &checksum(&long))]).await;
    assert_eq!((refused.status, refused.code().as_str()), (413, "tus.long_part"));
    let kept = tus.patch(&path, 0, short.clone(), &[("upload-checksum", &checksum(&short))]).await;
    assert_eq!(kept.status, 204, "{kept:?}");
    let declared = [("upload-length", "33554433"), ("upload-checksum", &checksum(&long))];
    assert_eq!(tus.patch(&path, 16 << 20, long, &declared).await.status, 204);
}
