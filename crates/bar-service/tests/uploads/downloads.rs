//! Files as they are fetched: whole, in parts, and only by who may.

use bytes::Bytes;

use crate::client::{Answer, Headers, Tus, hash, metadata};
use crate::rig::{ARTIST, Rig, STRANGER};
use crate::stand::{Ground, bytes};

const LEN: usize = 300_000;

/// A file that has arrived, and where it is fetched.
async fn arrived(rig: &Rig, name: &str) -> (Tus, Bytes, String) {
    let tus = Tus::at(rig.address);
    let file = bytes(LEN);
    let said = metadata(&[("filename", name)]);
    let length = LEN.to_string();
    let path = tus.create(&[("upload-length", &length), ("upload-metadata", &said)]).await;
    assert_eq!(tus.patch(&path, 0, file.clone(), &[]).await.status, 204);
    let path = format!("/v1/assets/{}", hash(&file));
    (tus, file, path)
}

fn shown(answer: &Answer) -> (u16, String) {
    let range = answer.headers.get("content-range").map(|range| range.to_str().unwrap().to_owned());
    (answer.status, range.unwrap_or_default())
}

#[tokio::test]
async fn a_file_is_fetched_whole_and_in_parts() {
    for rig in [Rig::small().await, Rig::large().await] {
        let (tus, file, path) = arrived(&rig, "Kick – Innen.wav").await;
        let tag = format!("\"{}\"", hash(&file));
        let whole = tus.ask("GET", &path, &[], "").await;
        assert_eq!(shown(&whole), (200, String::new()));
        assert!(whole.bytes == file);
        assert_eq!(whole.number("content-length"), LEN as u64);
        assert_eq!(whole.text("etag"), tag);
        assert_eq!(whole.text("accept-ranges"), "bytes");
        assert_eq!(whole.text("content-type"), "application/octet-stream");
        assert_eq!(
            whole.text("content-disposition"),
            "attachment; filename=\"Kick _ Innen.wav\"; filename*=UTF-8''Kick%20%E2%80%93%20Innen.wav"
        );
        let head = tus.ask("HEAD", &path, &[("range", "bytes=0-1")], "").await;
        assert_eq!((head.status, head.number("content-length")), (200, LEN as u64));

        for (headers, expected, part) in [
            (&[("range", "bytes=0-0")] as Headers, (206, "bytes 0-0/300000"), 0..1),
            (&[("range", "bytes=65535-65536")], (206, "bytes 65535-65536/300000"), 65_535..65_537),
            (&[("range", "bytes=-5")], (206, "bytes 299995-299999/300000"), 299_995..LEN),
            (&[("range", "bytes=299999-")], (206, "bytes 299999-299999/300000"), 299_999..LEN),
            (
                &[("range", "bytes=100-"), ("if-range", &tag)],
                (206, "bytes 100-299999/300000"),
                100..LEN,
            ),
            (&[("range", "bytes=100-"), ("if-range", "\"another\"")], (200, ""), 0..LEN),
            (
                &[("range", "bytes=100-"), ("if-range", "Wed, 25 Jun 2014 16:00:00 GMT")],
                (200, ""),
                0..LEN,
            ),
            (&[("range", "bytes=0-1,5-6")], (200, ""), 0..LEN),
            (&[("range", "bytes=300000-")], (416, "bytes */300000"), 0..0),
            (&[("if-none-match", &tag)], (304, ""), 0..0),
            (&[("if-none-match", "\"another\"")], (200, ""), 0..LEN),
            (&[("if-match", "\"another\"")], (412, ""), 0..0),
        ] {
            let answer = tus.ask("GET", &path, headers, "").await;
            assert_eq!(shown(&answer), (expected.0, expected.1.to_owned()), "{headers:?}");
            if expected.0 == 416 {
                assert_eq!(answer.code(), "asset.range");
            } else {
                assert!(answer.bytes == file.slice(part), "{headers:?}");
            }
        }
    }
}

#[tokio::test]
async fn only_who_may_fetches_and_nobody_else_is_told() {
    let rig = Rig::small().await;
    let (tus, _, path) = arrived(&rig, "Kick.wav").await;
    let stranger = STRANGER.to_string();
    let unknown = format!("/v1/assets/{}", "0".repeat(64));
    let other = tus.ask("GET", &path, &[("x-account", &stranger)], "").await;
    let none = tus.ask("GET", &unknown, &[("x-account", &stranger)], "").await;
    assert_eq!((other.status, &other.body), (404, &none.body));
    for hostile in ["kick", "..%2f..%2fetc%2fpasswd", "%00", &"A".repeat(64)] {
        let answer = tus.ask("GET", &format!("/v1/assets/{hostile}"), &[], "").await;
        assert_eq!((answer.status, &answer.body), (404, &none.body), "{hostile}");
    }
    rig.world.removed.lock().unwrap().insert(ARTIST);
    assert_eq!(tus.ask("GET", &path, &[], "").await.status, 404);
}

#[tokio::test]
async fn a_damaged_file_breaks_off_and_is_never_sent_as_if_it_were_whole() {
    let rig = Rig::small().await;
    let (_, file, path) = arrived(&rig, "Kick.wav").await;
    let Ground::Folder(folder) = &rig.ground else { panic!("a folder") };
    let stored = folder.path().join("vault").join(rig.listed().await.remove(0).to_string());
    let mut sealed = std::fs::read(&stored).unwrap();
    sealed[200_000] ^= 1;
    std::fs::write(&stored, sealed).unwrap();

    let url = format!("http://{}{path}", rig.address);
    let request = reqwest::Client::new().get(url).header("x-account", ARTIST.to_string());
    let mut got = Vec::new();
    // It may break off before its first byte has left.
    let broke_off = match request.send().await {
        Err(_) => true,
        Ok(mut answer) => loop {
            match answer.chunk().await {
                Ok(Some(bytes)) => got.extend_from_slice(&bytes),
                Ok(None) => break false,
                Err(_) => break true,
            }
        },
    };
    assert!(broke_off && got.len() < LEN && file.starts_with(&got), "{} bytes", got.len());

    std::fs::remove_file(stored).unwrap();
    let missing = Tus::at(rig.address).ask("GET", &path, &[], "").await;
    assert_eq!(missing.status, 500, "it is missing, and should not be");
}
