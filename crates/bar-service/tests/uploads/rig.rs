//! A service on a port of its own that does nothing but take uploads.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::Router;
use axum::extract::{Path, Request};
use axum::http::Method;
use axum::response::Response;
use axum::routing::any;
use bar_domain::song::Time;
use bar_service::assets::{Access, Asset, Assets};
use bar_service::clock::Clock;
use bar_service::db::{self, Database, DbError, Transaction};
use bar_service::tables::{assets, uploads};
use bar_service::uploads::{Arrivals, Rules, UploadId, UploadParts, Uploads};
use bar_service::vault::seal::{Keyring, MasterKey, SealedAsset};
use bar_service::vault::{AssetHash, ObjectName, Shelf, Vault};
use bar_testkit::postgres;
use bytes::{Bytes, BytesMut};
use futures::TryStreamExt;
use tempfile::TempDir;
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::stand::{Ground, PROJECT, Stand};

/// Who sends files to [`PROJECT`].
pub const ARTIST: Uuid = Uuid::from_u128(0xa1);
/// Who may not.
pub const STRANGER: Uuid = Uuid::from_u128(0xa2);

/// A service, and what it stands on.
pub struct Rig {
    pub ground: Ground,
    pub place: Place,
    pub world: World,
    pub uploads: Arc<Uploads>,
    pub db: Arc<dyn Database>,
    pub address: SocketAddr,
}

/// Where the database is.
pub enum Place {
    Sqlite(TempDir),
    Postgres(postgres::Database),
}

/// What the service asks and tells.
#[derive(Clone, Default)]
pub struct World {
    /// Added to the time, in milliseconds.
    pub later: Arc<AtomicI64>,
    /// Bytes that the project may not hold, of all that there can be.
    pub taken: Arc<AtomicU64>,
    /// Who was let out of the project.
    pub removed: Arc<Mutex<HashSet<Uuid>>>,
    /// What has arrived.
    pub arrived: Arc<Mutex<Vec<Asset>>>,
}

/// As the tests want them: impatient, and small.
pub fn rules() -> Rules {
    Rules { longest: 64 << 20, at_once: 20, patience: Duration::from_secs(20), ..Rules::default() }
}

impl Rig {
    /// A studio of one machine.
    pub async fn small() -> Self {
        let place = Place::Sqlite(tempfile::tempdir().unwrap());
        Self::on(Stand::disk().ground, place, rules()).await
    }

    /// A studio of several.
    pub async fn large() -> Self {
        let place = Place::Postgres(postgres::database().unwrap());
        Self::on(Stand::s3().await.ground, place, rules()).await
    }

    pub async fn on(ground: Ground, place: Place, rules: Rules) -> Self {
        let world = World::default();
        let db = db::open(&place.address()).await.unwrap();
        let (uploads, address) = serve(&ground, Arc::clone(&db), &world, rules).await;
        Self { ground, place, world, uploads, db, address }
    }

    /// One more instance of the same service.
    pub async fn instance(&self) -> SocketAddr {
        let db = db::open(&self.place.address()).await.unwrap();
        serve(&self.ground, db, &self.world, rules()).await.1
    }

    /// One that hears nothing of what others ask.
    pub async fn deaf_instance(&self) -> SocketAddr {
        let db = Arc::new(Deaf(db::open(&self.place.address()).await.unwrap()));
        serve(&self.ground, db, &self.world, rules()).await.1
    }

    /// Returns once a request writes to an upload.
    pub async fn is_written_to(&self, path: &str) {
        let id: UploadId = path.rsplit('/').next().unwrap().parse().unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut looks = tokio::time::interval(Duration::from_millis(2));
        loop {
            looks.tick().await;
            let mut tx = self.db.read().await.unwrap();
            let found = uploads::find(&mut *tx, id.project, id.id, "").await.unwrap().unwrap();
            if found.writer.is_some() {
                return;
            }
            assert!(Instant::now() < deadline, "nobody writes");
        }
    }

    /// What downloads and erasing work with.
    pub fn assets(&self) -> Assets {
        Assets {
            db: Arc::clone(&self.db),
            vault: self.ground.vault(),
            keys: keyring(&self.db),
            access: Arc::new(self.world.clone()),
        }
    }

    /// What is stored under a hash, opened.
    pub async fn stored(&self, hash: &AssetHash) -> Option<Bytes> {
        let mut tx = self.db.read().await.unwrap();
        let asset = assets::find(&mut *tx, PROJECT, Shelf::Originals, hash).await.unwrap()?;
        drop(tx);
        let key = keyring(&self.db).find(PROJECT, Shelf::Originals).await.unwrap();
        let name = ObjectName::asset(PROJECT, Shelf::Originals, hash);
        let sealed = SealedAsset { vault: self.ground.vault(), name, key, bytes: asset.bytes };
        let fold = async |mut all: BytesMut, bytes: Bytes| {
            all.extend_from_slice(&bytes);
            Ok(all)
        };
        let all = sealed.read(0..u64::MAX).await.unwrap().try_fold(BytesMut::new(), fold).await;
        Some(all.unwrap().freeze())
    }

    /// What lies in the vault, finished or growing.
    pub async fn listed(&self) -> Vec<ObjectName> {
        self.ground.vault().list(PROJECT, Shelf::Originals).await.unwrap()
    }
}

impl Place {
    pub fn address(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.path().join("service.sqlite").display().to_string(),
            Self::Postgres(database) => database.url(),
        }
    }
}

/// A database whose pokes are lost.
struct Deaf(Arc<dyn Database>);

#[async_trait]
impl Database for Deaf {
    async fn begin(&self) -> Result<Box<dyn Transaction>, DbError> {
        self.0.begin().await
    }

    async fn read(&self) -> Result<Box<dyn Transaction>, DbError> {
        self.0.read().await
    }

    fn for_update(&self) -> &'static str {
        self.0.for_update()
    }

    fn skip_locked(&self) -> &'static str {
        self.0.skip_locked()
    }

    fn poke(&self, _what: &str) {}

    fn pokes(&self) -> tokio::sync::broadcast::Receiver<String> {
        tokio::sync::broadcast::Sender::new(1).subscribe()
    }
}

fn keyring(db: &Arc<dyn Database>) -> Keyring {
    Keyring::new(Arc::clone(db), MasterKey([5; 32]))
}

/// Serves on a port of its own.
pub async fn serve(
    ground: &Ground,
    db: Arc<dyn Database>,
    world: &World,
    rules: Rules,
) -> (Arc<Uploads>, SocketAddr) {
    serve_from(ground.vault(), db, world, rules).await
}

pub async fn serve_from(
    vault: Arc<dyn Vault>,
    db: Arc<dyn Database>,
    world: &World,
    rules: Rules,
) -> (Arc<Uploads>, SocketAddr) {
    let assets = Assets {
        db: Arc::clone(&db),
        vault: Arc::clone(&vault),
        keys: keyring(&db),
        access: Arc::new(world.clone()),
    };
    let uploads = Uploads::start(UploadParts {
        keys: keyring(&db),
        db,
        vault,
        clock: Arc::new(world.clone()),
        access: Arc::new(world.clone()),
        arrivals: Arc::new(world.clone()),
        rules,
    });
    let (all, one) = (Arc::clone(&uploads), Arc::clone(&uploads));
    let router = Router::new()
        .route(
            "/v1/assets/{hash}",
            any(async move |Path(hash): Path<String>, request: Request| {
                let (method, headers) = (request.method(), request.headers());
                assets.answer(account(&request), &hash, method, headers).await
            }),
        )
        .route("/v1/uploads", any(async move |request: Request| answer(&all, None, request).await))
        .route(
            "/v1/uploads/{id}",
            any(async move |Path(id): Path<String>, request: Request| {
                answer(&one, Some(id), request).await
            }),
        );
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (uploads, address)
}

/// As the service's own routes do, but for how somebody signs in.
async fn answer(uploads: &Arc<Uploads>, id: Option<String>, request: Request) -> Response {
    if request.method() == Method::OPTIONS {
        return uploads.options();
    }
    uploads.answer(account(&request), id.as_deref(), request).await
}

fn account(request: &Request) -> Uuid {
    request.headers()["x-account"].to_str().unwrap().parse().unwrap()
}

impl Clock for World {
    fn now(&self) -> Time {
        Time(1_800_000_000_000 + self.later.load(Ordering::SeqCst))
    }
}

#[async_trait]
impl Access for World {
    async fn may_upload(
        &self,
        account: Uuid,
        project: Uuid,
        _on: Shelf,
        _asset: Option<&AssetHash>,
    ) -> Result<Option<u64>, DbError> {
        let removed = self.removed.lock().unwrap().contains(&account);
        let may = account == ARTIST && project == PROJECT && !removed;
        Ok(may.then(|| u64::MAX - self.taken.load(Ordering::SeqCst)))
    }

    async fn may_fetch(
        &self,
        account: Uuid,
        project: Uuid,
        asset: &AssetHash,
    ) -> Result<bool, DbError> {
        let may = self.may_upload(account, project, Shelf::Originals, Some(asset)).await?;
        Ok(may.is_some())
    }
}

#[async_trait]
impl Arrivals for World {
    async fn arrived(&self, _tx: &mut dyn Transaction, asset: &Asset) -> Result<(), DbError> {
        self.arrived.lock().unwrap().push(asset.clone());
        Ok(())
    }
}
