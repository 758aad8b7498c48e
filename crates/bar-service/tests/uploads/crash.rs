//! A service that is killed in the middle of everything, again and again.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bar_service::vault::{DiskVault, S3Config, S3Vault, Vault};
use bar_testkit::object_store::{ACCESS_KEY, BUCKET, SECRET_KEY};

use crate::client::{Tus, hash};
use crate::rig::{Rig, World, rules, serve_from};
use crate::stand::{Ground, bytes};

/// Where a child finds its database, and its vault: a folder or the address of a storage.
const DATABASE: &str = "BAR_ONE_TEST_DATABASE";
const VAULT: &str = "BAR_ONE_TEST_VAULT";
/// Where it writes its address.
const ADDRESS: &str = "BAR_ONE_TEST_ADDRESS";

/// The child: this very program, asked for this one test.
#[tokio::test]
async fn serves_when_it_is_a_child() {
    let (Ok(database), Ok(vault)) = (std::env::var(DATABASE), std::env::var(VAULT)) else {
        return;
    };
    let vault: Arc<dyn Vault> = if vault.starts_with("http") {
        let word = |word: &str| word.to_owned();
        Arc::new(
            S3Vault::open(&S3Config {
                endpoint: vault,
                region: word("us-east-1"),
                bucket: word(BUCKET),
                access_key: word(ACCESS_KEY),
                secret_key: word(SECRET_KEY),
            })
            .unwrap(),
        )
    } else {
        Arc::new(DiskVault::open(vault).unwrap())
    };
    let (_uploads, address) = serve_from(
        vault,
        bar_service::db::open(&database).await.unwrap(),
        &World::default(),
        rules(),
    )
    .await;
    let told = PathBuf::from(std::env::var(ADDRESS).unwrap());
    let written = told.with_extension("new");
    std::fs::write(&written, address.to_string()).unwrap();
    std::fs::rename(written, told).unwrap();
    std::future::pending::<()>().await;
}

struct Service {
    child: Child,
    address: SocketAddr,
}

impl Service {
    async fn start(rig: &Rig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("address");
        let vault = match &rig.ground {
            Ground::Folder(folder) => folder.path().join("vault").display().to_string(),
            Ground::Storage(storage) => storage.endpoint(),
        };
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::serves_when_it_is_a_child"])
            .env(DATABASE, rig.place.address())
            .env(VAULT, vault)
            .env(ADDRESS, &told)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = Instant::now() + Duration::from_mins(1);
        let mut looks = tokio::time::interval(Duration::from_millis(5));
        let address = loop {
            looks.tick().await;
            if let Ok(address) = std::fs::read_to_string(&told) {
                break address.parse().unwrap();
            }
            assert!(Instant::now() < deadline, "it does not start");
        };
        Self { child, address }
    }

    /// `kill -9`.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The file arrives whole, however often the service is killed, and little is sent twice.
async fn survives(rig: Rig, kills: usize) {
    let file = bytes(40 << 20);
    let mut service = Service::start(&rig).await;
    let path = Tus::at(service.address).create(&[("upload-length", &file.len().to_string())]).await;
    let mut sent = 0;
    for kill in 0..kills {
        let tus = Tus::at(service.address);
        let at = tus.head(&path).await.number("upload-offset") as usize;
        assert!(at <= sent, "it has no more than was sent");
        let piece = (2 + kill * 3) << 20;
        let till = file.len().min(at + piece);
        // One that is answered, and one that is in the middle.
        if kill % 2 == 0 {
            let answer = tus.patch(&path, at as u64, file.slice(at..till), &[]).await;
            assert_eq!(answer.number("upload-offset"), till as u64);
            service.kill();
            service = Service::start(&rig).await;
            let found = Tus::at(service.address).head(&path).await.number("upload-offset");
            assert_eq!(found, till as u64, "what was answered is there");
            sent = till;
        } else {
            let hanging =
                tus.hanging(&path, at as u64, file.len() - at, &file[at..till], &[]).await;
            sent = till;
            service.kill();
            drop(hanging);
            service = Service::start(&rig).await;
        }
    }
    let answer = Tus::at(service.address).go_on(&path, &file).await;
    assert_eq!(answer.text("bar-asset"), hash(&file).to_string());
    service.kill();
    assert!(rig.stored(&hash(&file)).await.unwrap() == file);
    assert_eq!(rig.listed().await.len(), 1);
}

#[tokio::test]
async fn a_killed_service_goes_on_where_it_was_on_disk() {
    survives(Rig::small().await, 6).await;
}

#[tokio::test]
async fn a_killed_service_goes_on_where_it_was_in_s3() {
    survives(Rig::large().await, 4).await;
}
