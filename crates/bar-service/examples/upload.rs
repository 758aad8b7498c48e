//! How fast a file arrives over loopback: hashed, sealed, on the disk and written down.
//!
//! `cargo run --release -p bar-service --example upload -- [MEGABYTES] [FOLDER]`

use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bar_service::assets::{Access, Asset};
use bar_service::clock::{Clock, SystemClock};
use bar_service::db::{self, DbError, Transaction};
use bar_service::uploads::{Arrivals, Rules, UploadParts, Uploads};
use bar_service::vault::seal::{Keyring, MasterKey};
use bar_service::vault::{AssetHash, DiskVault, Shelf};
use reqwest::Client;
use tokio::net::TcpListener;
use uuid::Uuid;

/// The project with the id 0, in base64.
const PROJECT: &str = "project MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw";

struct Everybody;

#[async_trait]
impl Access for Everybody {
    async fn may_upload(
        &self,
        _: Uuid,
        _: Uuid,
        _: Shelf,
        _: Option<&AssetHash>,
    ) -> Result<Option<u64>, DbError> {
        Ok(Some(u64::MAX))
    }

    async fn may_fetch(&self, _: Uuid, _: Uuid, _: &AssetHash) -> Result<bool, DbError> {
        Ok(true)
    }
}

#[async_trait]
impl Arrivals for Everybody {
    async fn arrived(&self, _: &mut dyn Transaction, _: &Asset) -> Result<(), DbError> {
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let megabytes: usize = arguments.next().map_or(Ok(200), |number| number.parse())?;
    let folder = tempfile::tempdir_in(arguments.next().unwrap_or_else(|| ".".to_owned()))?;
    let address = serve(folder.path()).await?;
    let mut file: Vec<u8> = (0..megabytes * 1_000_000).map(|at| (at * at / 7) as u8).collect();
    for (name, part) in [("one request", file.len()), ("requests of 16 MiB", 16 << 20)] {
        let mut seconds = Vec::new();
        for round in 0..5 {
            // Another file each time, since none is sent twice.
            file[..16].copy_from_slice(Uuid::now_v7().as_bytes());
            seconds.push(send(address, &file, part).await?);
            println!("{name}, round {round}: {:.0} MB/s", megabytes as f64 / seconds[round]);
        }
        seconds.sort_by(f64::total_cmp);
        println!("{name}: median {:.0} MB/s", megabytes as f64 / seconds[2]);
    }
    Ok(())
}

async fn serve(folder: &Path) -> Result<SocketAddr, Box<dyn Error>> {
    let db = db::open(&folder.join("service.sqlite").display().to_string()).await?;
    let everybody = Arc::new(Everybody);
    let uploads = Uploads::start(UploadParts {
        keys: Keyring::new(Arc::clone(&db), MasterKey([0; 32])),
        db,
        vault: Arc::new(DiskVault::open(folder.join("vault"))?),
        clock: Arc::new(SystemClock) as Arc<dyn Clock>,
        access: Arc::clone(&everybody) as Arc<dyn Access>,
        arrivals: everybody,
        rules: Rules { left_free: 0, patience: Duration::from_secs(30), ..Rules::default() },
    });
    let router = Router::new().fallback(any(async move |request: Request| {
        let path = request.uri().path().to_owned();
        let id = path.strip_prefix("/v1/uploads/");
        uploads.answer(Uuid::nil(), id, request).await
    }));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Sends a file in parts, and says how many seconds that took.
async fn send(address: SocketAddr, file: &[u8], part: usize) -> Result<f64, Box<dyn Error>> {
    let http = Client::builder().no_proxy().build()?;
    let pieces: Vec<_> = file.chunks(part).map(bytes::Bytes::copy_from_slice).collect();
    let begun = Instant::now();
    let answer = http
        .post(format!("http://{address}/v1/uploads"))
        .header("tus-resumable", "1.0.0")
        .header("upload-length", file.len())
        .header("upload-metadata", PROJECT)
        .send()
        .await?
        .error_for_status()?;
    let path = answer.headers().get("location").ok_or("no location")?.to_str()?.to_owned();
    let mut offset = 0;
    for piece in pieces {
        let len = piece.len();
        http.patch(format!("http://{address}{path}"))
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", offset)
            .header("content-type", "application/offset+octet-stream")
            .body(piece)
            .send()
            .await?
            .error_for_status()?;
        offset += len;
    }
    Ok(begun.elapsed().as_secs_f64())
}
