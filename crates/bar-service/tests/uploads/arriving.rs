//! What becomes of what has arrived.

use crate::client::{Tus, hash, metadata};
use crate::rig::Rig;
use crate::stand::{Ground, bytes};

#[tokio::test]
async fn a_file_arrives_once_and_is_told_once() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = Tus::at(rig.address);
        let file = bytes(300_000);
        let declared = hash(&file).to_string();
        let said = metadata(&[("filename", "../Kick\u{202e}.wav"), ("asset", &declared)]);
        let length = file.len().to_string();
        let asked = [("upload-length", length.as_str()), ("upload-metadata", said.as_str())];
        let first = tus.create(&asked).await;
        let second = tus.create(&asked).await;
        assert_eq!(tus.patch(&first, 0, file.clone(), &[]).await.status, 204);
        assert_eq!(tus.patch(&second, 0, file.clone(), &[]).await.status, 204);
        // Inside a project nothing is sent twice.
        let third = tus.ask("POST", "/v1/uploads", &asked, "").await;
        assert_eq!((third.status, third.number("upload-offset")), (201, file.len() as u64));
        let again = tus.head(third.text("location")).await;
        assert_eq!(again.number("upload-offset"), file.len() as u64);

        let arrived = rig.world.arrived.lock().unwrap().clone();
        let [asset] = arrived.as_slice() else { panic!("once: {arrived:?}") };
        assert_eq!((asset.hash, asset.bytes), (hash(&file), file.len() as u64));
        assert_eq!(asset.name, ".._Kick.wav");
        assert!(rig.stored(&hash(&file)).await.unwrap() == file);
        assert_eq!(rig.listed().await.len(), 1);
    }
}

#[tokio::test]
async fn another_file_than_declared_is_void() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = Tus::at(rig.address);
        let said = metadata(&[("asset", &hash(b"hello").to_string())]);
        let path = tus.create(&[("upload-length", "5"), ("upload-metadata", &said)]).await;
        let answer = tus.patch(&path, 0, "hellO", &[]).await;
        assert_eq!((answer.status, answer.code().as_str()), (460, "upload.other_file"));
        assert_eq!(tus.head(&path).await.status, 410);
        assert_eq!(rig.listed().await, []);
        assert!(rig.world.arrived.lock().unwrap().is_empty());
        assert_eq!(rig.stored(&hash(b"hello")).await, None);
    }
}

#[tokio::test]
async fn nothing_of_a_file_can_be_read_where_it_lies() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let canary = b"CANARY of the vocal take".repeat(20_000);
    let whole = tus.create(&[("upload-length", &canary.len().to_string())]).await;
    tus.patch(&whole, 0, canary.clone(), &[]).await;
    let half = tus.create(&[("upload-length", &canary.len().to_string())]).await;
    tus.patch(&half, 0, canary[..100_001].to_vec(), &[]).await;

    let Ground::Folder(vault) = &rig.ground else { panic!("a folder") };
    let crate::rig::Place::Sqlite(database) = &rig.place else { panic!("a file") };
    let mut looked_at = 0;
    for folder in [vault.path(), database.path()] {
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path).unwrap();
                assert!(!bytes.windows(6).any(|six| six == b"CANARY"), "{}", path.display());
                looked_at += bytes.len();
            }
        }
    }
    assert!(looked_at > canary.len());
}

#[tokio::test]
async fn a_part_file_that_lost_bytes_is_noticed() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    let file = bytes(300_000);
    let path = tus.create(&[("upload-length", "300000")]).await;
    tus.patch(&path, 0, file.slice(..200_000), &[]).await;
    let Ground::Folder(folder) = &rig.ground else { panic!("a folder") };
    let name = rig.listed().await.remove(0).to_string();
    let part = folder.path().join("vault").join(name);
    let part = std::fs::OpenOptions::new().write(true).open(part).unwrap();
    part.set_len(part.metadata().unwrap().len() - 1).unwrap();
    let answer = tus.patch(&path, 200_000, file.slice(200_000..), &[]).await;
    assert_eq!(answer.status, 500, "it is never said to be there");
    assert_eq!(rig.stored(&hash(&file)).await, None);
}

#[tokio::test]
async fn storage_that_goes_away_costs_nothing_that_was_kept() {
    let mut rig = Rig::large().await;
    let tus = Tus::at(rig.address);
    let file = bytes(12 << 20);
    let path = tus.create(&[("upload-length", &file.len().to_string())]).await;
    assert_eq!(tus.patch(&path, 0, file.slice(..9 << 20), &[]).await.status, 204);
    let Ground::Storage(storage) = &mut rig.ground else { panic!("a storage") };
    storage.go().await;
    let (answer, back) =
        tokio::join!(tus.patch(&path, 9 << 20, file.slice(9 << 20..), &[]), storage.come_back());
    back.unwrap();
    assert_eq!(answer.status, 204, "{answer:?}");
    assert!(rig.stored(&hash(&file)).await.unwrap() == file);
    assert!(rig.ground.vault().room().await.unwrap().is_none());
}
