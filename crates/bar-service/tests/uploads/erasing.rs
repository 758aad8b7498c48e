//! The end of a project's originals.

use bar_domain::song::Time;
use bar_service::vault::Shelf;

use crate::client::{Tus, hash, metadata};
use crate::rig::Rig;
use crate::stand::{Ground, PROJECT, bytes};

#[tokio::test]
async fn originals_are_erased_for_good_and_masters_stay() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = &Tus::at(rig.address);
        let send = async |words: &'static str, purpose: &str| {
            let said = metadata(&[("purpose", purpose), ("filename", words)]);
            let length = words.len().to_string();
            let path = tus.create(&[("upload-length", &length), ("upload-metadata", &said)]).await;
            assert_eq!(tus.patch(&path, 0, words, &[]).await.status, 204);
            format!("/v1/assets/{}", hash(words.as_bytes()))
        };
        let kick = send("kick", "original").await;
        send("snare", "original").await;
        let master = send("master", "master").await;
        let under_way = tus.create(&[("upload-length", "9000000")]).await;
        tus.patch(&under_way, 0, bytes(8_900_000), &[]).await;
        let hanging = tus.hanging(&under_way, 8_900_000, 100_000, b"the last words", &[]).await;
        rig.is_written_to(&under_way).await;

        let erased = rig.assets().erase_originals(PROJECT, Time(7)).await.unwrap();
        let mut names: Vec<_> = erased.assets.iter().map(|asset| asset.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["kick", "snare"]);
        assert_eq!(rig.listed().await, []);
        drop(hanging);

        assert_eq!(tus.ask("GET", &kick, &[], "").await.status, 404);
        assert_eq!(tus.ask("GET", &master, &[], "").await.bytes, "master");
        assert_eq!(rig.ground.vault().list(PROJECT, Shelf::Masters).await.unwrap().len(), 1);
        assert_eq!(tus.head(&under_way).await.status, 404);
        let said = metadata(&[]);
        let more = [("upload-length", "5"), ("upload-metadata", said.as_str())];
        let refused = tus.ask("POST", "/v1/uploads", &more, "").await;
        assert_eq!((refused.status, refused.code().as_str()), (410, "upload.erased"));

        // Asked again, it says the same.
        let again = rig.assets().erase_originals(PROJECT, Time(8)).await.unwrap();
        assert_eq!(again.assets, erased.assets);
    }
}

#[tokio::test]
async fn what_was_copied_before_cannot_be_opened_after() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let path = tus.create(&[("upload-length", "5")]).await;
    tus.patch(&path, 0, "hello", &[]).await;
    let Ground::Folder(folder) = &rig.ground else { panic!("a folder") };
    let stored = folder.path().join("vault").join(rig.listed().await.remove(0).to_string());
    let backup = std::fs::read(&stored).unwrap();
    let asset = rig.world.arrived.lock().unwrap()[0].clone();
    assert!(rig.assets().open(&asset).await.is_ok());

    rig.assets().erase_originals(PROJECT, Time(7)).await.unwrap();
    std::fs::write(&stored, backup).unwrap();
    assert!(rig.assets().open(&asset).await.is_err(), "the key is gone");
}
