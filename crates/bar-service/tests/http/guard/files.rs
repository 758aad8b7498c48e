//! The hash of a file is no key to it.

use bar_domain::project::{AssetHash, AssetRef, ProjectId};
use bar_domain::song::VersionKind;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use uuid::Uuid;

use super::stage::{Stage, Who, file_of};
use crate::deeds::*;
use crate::studio::Said;

/// Somebody who learned the hash of a file names it in a project of their own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_name_the_file_of_others_brings_nothing_of_it() {
    let stage = Stage::set().await;
    let own = ProjectId(Uuid::from_u128(0xe7e));
    let bytes = file_of(PROJECT);
    let hash = blake3::hash(&bytes);
    let path = format!("/v1/assets/{hash}");
    stage.person(Who::Artist).get(&path).await.is(200);
    for who in [Who::OtherArtist, Who::Removed] {
        let eve = stage.person(who);
        let own = ProjectId(Uuid::from_u128(own.0.as_u128() + who as u128));
        let name = "mine.wav".to_owned();
        let asset = AssetRef { hash: AssetHash(*hash.as_bytes()), bytes: bytes.len() as u64, name };
        let acts = [create(None), add_song(), version(ROUGH, VersionKind::Rough, asset)];
        for answer in eve.push(acts.map(|act| pushed_to(own, act)).into()).await {
            assert_eq!(answer.refusal, None);
        }
        eve.get(&path).await.refused(404, "not_found");
        // Nor is it taken as sent: all of it is asked for.
        let pair = |key: &str, value: String| format!("{key} {}", STANDARD.encode(value));
        let metadata = [pair("project", own.to_string()), pair("asset", hash.to_string())];
        let begun = eve.request(Method::POST, "/v1/uploads").header("tus-resumable", "1.0.0");
        let begun = begun.header("upload-length", bytes.len());
        let begun = begun.header("upload-metadata", metadata.join(","));
        let begun = Said::of(begun.send().await.unwrap()).await;
        begun.is(201);
        assert_eq!(begun.headers["upload-offset"], "0");
        eve.get(&path).await.refused(404, "not_found");
    }
}
