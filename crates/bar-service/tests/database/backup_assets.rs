//! Assets in a backup: copied as they are sealed, put back, and erased with what they belong to.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bar_domain::song::Time;
use bar_service::backup::{self, AssetFault, BackupError, Found};
use bar_service::db::Database;
use bar_service::tables::assets::{self, Asset};
use bar_service::tables::journal::lock_project;
use bar_service::tables::keys;
use bar_service::vault::seal::{FRAME, Keyring, MasterKey, Place as Frame, Seal};
use bar_service::vault::{AssetHash, DiskVault, ObjectName, Shelf, Vault};
use tempfile::TempDir;
use uuid::Uuid;

use crate::stage::Place;

const PROJECT: Uuid = Uuid::from_u128(1);

/// A service's database and vault.
struct House {
    place: Place,
    db: Arc<dyn Database>,
    folder: TempDir,
    vault: Arc<dyn Vault>,
}

impl House {
    async fn build() -> Self {
        let place = Place::sqlite();
        let db = place.open().await;
        let folder = TempDir::new().expect("a folder");
        let vault = Arc::new(DiskVault::open(folder.path()).expect("a vault"));
        Self { place, db, folder, vault }
    }

    fn keys(&self) -> Keyring {
        Keyring::new(self.db.clone(), MasterKey([5; 32]))
    }

    /// Stores an asset as an upload does.
    async fn store(&self, on: Shelf, plain: &[u8]) -> PathBuf {
        let key = self.keys().find_or_make(PROJECT, on, Time(0)).await.expect("a key");
        let seal = Seal::begin(&key).expect("a seal");
        let mut sealed = seal.header().to_vec();
        let frames: Vec<&[u8]> = plain.chunks(FRAME).collect();
        for (number, frame) in frames.iter().enumerate() {
            let place = if number + 1 == frames.len() { Frame::Last } else { Frame::Within };
            seal.seal(place(number as u64), frame, &mut sealed).expect("sealed");
        }
        let hash = AssetHash(*blake3::hash(plain).as_bytes());
        let name = ObjectName::asset(PROJECT, on, &hash);
        let growing = ObjectName::growing(PROJECT, on, Uuid::from_u128(99));
        let growth = self.vault.begin(&growing, Some(&name)).await.expect("begun");
        let mut appender = self.vault.append(&growth).await.expect("appended");
        appender.write(sealed.into()).await.expect("written");
        let growth = appender.keep().await.expect("kept");
        drop(appender);
        self.vault.finish(&growth, &name).await.expect("named");

        let mut tx = self.db.begin().await.expect("a transaction");
        lock_project(&mut *tx, &*self.db, PROJECT, Time(0)).await.expect("a project");
        let (bytes, called) = (plain.len() as u64, "Kick.wav".to_owned());
        let asset =
            Asset { project: PROJECT, hash, shelf: on, bytes, name: called, arrived_at: Time(0) };
        assets::add(&mut *tx, &asset).await.expect("known");
        tx.commit().await.expect("kept");
        PathBuf::from(name.to_string())
    }

    async fn back_up(&self) -> TempDir {
        let folder = TempDir::new().expect("a folder");
        let vault = Some(&*self.vault);
        backup::take(&*self.db, vault, folder.path(), Time(0)).await.expect("a backup");
        folder
    }

    async fn found(&self) -> (u64, Vec<Found>) {
        let all = backup::verify(&*self.db, &self.vault, &self.keys()).await;
        let all = all.expect("an answer");
        (all.assets, all.found)
    }
}

fn flip(file: &Path) {
    let mut bytes = fs::read(file).expect("a file");
    bytes[300] ^= 1;
    fs::write(file, bytes).expect("a file");
}

#[tokio::test]
async fn assets_come_back_and_hash_to_what_they_are_called() {
    let house = House::build().await;
    let kick = house.store(Shelf::Originals, &b"kick".repeat(100_000)).await;
    let master = house.store(Shelf::Masters, &b"master".repeat(1_000)).await;
    assert_eq!(house.found().await, (2, vec![]));
    let folder = house.back_up().await;
    backup::check(folder.path()).await.expect("it is whole");

    let other = House::build().await;
    let vault = Some(&*other.vault);
    backup::restore(folder.path(), &*other.db, vault).await.expect("restored");
    assert_eq!(other.found().await, (2, vec![]));
    for name in [&kick, &master] {
        let bytes = |house: &House| fs::read(house.folder.path().join(name)).expect("a file");
        assert_eq!(bytes(&house), bytes(&other));
    }

    // What breaks in the vault is found.
    let fault = |name: &Path, fault| Found::Asset { name: name.display().to_string(), fault };
    flip(&other.folder.path().join(&kick));
    fs::remove_file(other.folder.path().join(&master)).expect("a file");
    let mut found = other.found().await.1;
    found.sort_by_key(ToString::to_string);
    let mut expected = [fault(&kick, AssetFault::Altered), fault(&master, AssetFault::Missing)];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(found, expected);

    // A restore that was cut off between vault and database goes on, and mends what is broken.
    let again = Place::sqlite();
    let db = again.open().await;
    backup::restore(folder.path(), &*db, vault).await.expect("restored");
    assert_eq!(other.found().await.1, []);
}

#[tokio::test]
async fn a_damaged_or_missing_asset_is_not_restored() {
    let house = House::build().await;
    let kick = house.store(Shelf::Originals, &b"kick".repeat(100_000)).await;
    let folder = house.back_up().await;
    flip(&folder.path().join("vault").join(&kick));
    let other = House::build().await;
    let checked = backup::check(folder.path()).await;
    assert!(matches!(checked, Err(BackupError::Damaged(_))), "{checked:?}");
    let restored = backup::restore(folder.path(), &*other.db, Some(&*other.vault)).await;
    assert!(matches!(restored, Err(BackupError::Damaged(_))), "{restored:?}");
    assert!(!other.folder.path().join(&kick).exists());
    assert_eq!(other.found().await, (0, vec![]), "nothing is there");

    fs::remove_file(house.folder.path().join(&kick)).expect("a file");
    let target = TempDir::new().expect("a folder");
    let taken = backup::take(&*house.db, Some(&*house.vault), target.path(), Time(0)).await;
    assert!(matches!(taken, Err(BackupError::AssetMissing(_))), "{taken:?}");
    assert!(matches!(backup::check(target.path()).await, Err(BackupError::NotABackup(_))));
    drop(house.place);
}

#[tokio::test]
async fn what_is_erased_is_erased_from_backups_too() {
    let house = House::build().await;
    let kick = house.store(Shelf::Originals, &b"kick".repeat(1_000)).await;
    let master = house.store(Shelf::Masters, &b"master".repeat(1_000)).await;
    let folder = house.back_up().await;
    let follow = async || backup::follow_erasures(folder.path(), &*house.db).await;
    assert_eq!(follow().await.expect("an answer"), 0, "nothing is erased yet");
    backup::check(folder.path()).await.expect("it is whole");

    let mut tx = house.db.begin().await.expect("a transaction");
    keys::destroy(&mut *tx, PROJECT, Shelf::Originals, Time(1)).await.expect("destroyed");
    tx.commit().await.expect("kept");
    assert_eq!(follow().await.expect("an answer"), 1);
    assert_eq!(follow().await.expect("an answer"), 0, "it is done");
    let manifest = backup::check(folder.path()).await.expect("it is whole");
    assert_eq!(manifest.objects.map(|objects| objects.rows), Some(1));
    assert!(!folder.path().join("vault").join(&kick).exists());

    let other = House::build().await;
    backup::restore(folder.path(), &*other.db, Some(&*other.vault)).await.expect("restored");
    let name = kick.display().to_string();
    assert_eq!(other.found().await, (2, vec![Found::Asset { name, fault: AssetFault::NoKey }]));
    assert!(other.folder.path().join(&master).exists());
}
