//! Requests that hang, and newer ones that will not wait for them.

use std::io::ErrorKind::{BrokenPipe, ConnectionReset};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::io::AsyncWriteExt;

use crate::client::{Tus, hash, rest};
use crate::rig::{Place, Rig, rules};
use crate::stand::{Stand, bytes};
use bar_service::uploads::Rules;

/// Long enough for a loaded machine; what is asked for is a second.
const SOON: Duration = Duration::from_secs(4);

/// A request hangs at `first`; another goes on at `second`.
async fn go_on_elsewhere(rig: &Rig, first: &Tus, second: &Tus) {
    let file = bytes(3_000_000);
    let path = first.create(&[("upload-length", &file.len().to_string())]).await;
    let hanging = first.hanging(&path, 0, file.len(), &file[..1_000_000], &[]).await;
    rig.is_written_to(&path).await;
    let began = Instant::now();
    let offset = second.head(&path).await.number("upload-offset");
    assert!(offset <= 1_000_000);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    let answered = rest(hanging).await;
    assert!(answered.is_empty() || answered.starts_with("HTTP/1.1 409"), "{answered}");

    let hanging = first.hanging(&path, offset, file.len() - offset as usize, &[], &[]).await;
    rig.is_written_to(&path).await;
    let began = Instant::now();
    let answer = second.patch(&path, offset, file.slice(offset as usize..), &[]).await;
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert_eq!(answer.status, 204, "{answer:?}");
    drop(hanging);
    assert!(rig.stored(&hash(&file)).await.unwrap() == file);
}

#[tokio::test]
async fn a_hanging_request_gives_way_to_a_newer_one() {
    let rig = Rig::small().await;
    let tus = Tus::at(rig.address);
    go_on_elsewhere(&rig, &tus, &tus).await;
}

#[tokio::test]
async fn also_at_another_instance() {
    let rig = Rig::large().await;
    let other = Tus::at(rig.instance().await);
    go_on_elsewhere(&rig, &Tus::at(rig.address), &other).await;
}

#[tokio::test]
async fn a_writer_that_hears_nothing_changes_nothing() {
    for rig in [Rig::small().await, Rig::large().await] {
        let deaf = Tus::at(rig.deaf_instance().await);
        let tus = Tus::at(rig.address);
        let (file, other) = (bytes(6_000_000), vec![7; 6_000_000]);
        let path = tus.create(&[("upload-length", "6000000")]).await;
        let mut hanging = deaf.hanging(&path, 0, other.len(), &other[..300_000], &[]).await;
        rig.is_written_to(&path).await;

        let began = Instant::now();
        assert_eq!(tus.patch(&path, 0, file.slice(..2_000_000), &[]).await.status, 204);
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
        // It goes on with another file in the place of what has been kept since.
        match hanging.write_all(&other[300_000..5_000_000]).await {
            Ok(()) => {
                let answered = rest(hanging).await;
                assert!(answered.is_empty() || answered.starts_with("HTTP/1.1 409"), "{answered}");
            }
            // It may be hung up on in the middle of it.
            Err(error) => {
                assert!(matches!(error.kind(), BrokenPipe | ConnectionReset), "{error}");
            }
        }

        assert_eq!(tus.head(&path).await.number("upload-offset"), 2_000_000);
        assert_eq!(tus.go_on(&path, &file).await.status, 204);
        assert!(rig.stored(&hash(&file)).await.unwrap() == file);
    }
}

#[tokio::test]
async fn two_that_race_leave_one_file() {
    for rig in [Rig::small().await, Rig::large().await] {
        let one = Tus::at(rig.address);
        let other = Tus::at(rig.instance_or(rig.address).await);
        for round in 0..5 {
            let mut file = bytes(2_000_000).to_vec();
            file.push(round);
            let file = Bytes::from(file);
            let path = one.create(&[("upload-length", &file.len().to_string())]).await;
            let (first, second) = tokio::join!(
                one.patch(&path, 0, file.clone(), &[]),
                other.patch(&path, 0, file.clone(), &[]),
            );
            for answer in [&first, &second] {
                assert!([204, 409].contains(&answer.status), "{answer:?}");
            }
            // Whoever lost asks and goes on; both at once find their end.
            let mut tries = 0;
            while one.head(&path).await.number("upload-offset") < file.len() as u64 {
                one.go_on(&path, &file).await;
                tries += 1;
                assert!(tries < 5);
            }
            assert!(rig.stored(&hash(&file)).await.unwrap() == file);
        }
        assert_eq!(rig.world.arrived.lock().unwrap().len(), 5);
    }
}

#[tokio::test]
async fn many_files_arrive_at_once() {
    for rig in [Rig::small().await, Rig::large().await] {
        let tus = Tus::at(rig.address);
        let sending = (0..12u8).map(|number| {
            let (tus, rig) = (&tus, &rig);
            async move {
                let mut file = bytes(500_000).to_vec();
                file.push(number);
                let file = Bytes::from(file);
                let path = tus.create(&[("upload-length", &file.len().to_string())]).await;
                for offset in (0..file.len()).step_by(200_000) {
                    let piece = file.slice(offset..file.len().min(offset + 200_000));
                    assert_eq!(tus.patch(&path, offset as u64, piece, &[]).await.status, 204);
                }
                assert!(rig.stored(&hash(&file)).await.unwrap() == file);
            }
        });
        futures::future::join_all(sending).await;
        assert_eq!(rig.world.arrived.lock().unwrap().len(), 12);
    }
}

#[tokio::test]
async fn a_slow_client_is_waited_for_and_a_stalled_one_is_not() {
    let impatient = Rules { patience: Duration::from_millis(300), ..rules() };
    let place = Place::Sqlite(tempfile::tempdir().unwrap());
    let rig = Rig::on(Stand::disk().ground, place, impatient).await;
    let tus = Tus::at(rig.address);
    let path = tus.create(&[("upload-length", "10")]).await;

    let mut slow = tus.hanging(&path, 0, 5, b"", &[]).await;
    let mut ticks = tokio::time::interval(Duration::from_millis(100));
    for byte in b"hello" {
        ticks.tick().await;
        slow.write_all(&[*byte]).await.unwrap();
    }
    let answer = rest(slow).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");

    let stalled = tus.hanging(&path, 5, 5, b"wo", &[]).await;
    let answer = rest(stalled).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("tus.stalled"), "{answer}");
    assert_eq!(tus.head(&path).await.number("upload-offset"), 7, "what came is kept");
    assert_eq!(tus.patch(&path, 7, "rld", &[]).await.status, 204);
    assert_eq!(rig.stored(&hash(b"helloworld")).await.unwrap(), "helloworld");
}

impl Rig {
    /// Another instance where there can be one.
    async fn instance_or(&self, here: std::net::SocketAddr) -> std::net::SocketAddr {
        match self.place {
            Place::Sqlite(_) => here,
            Place::Postgres(_) => self.instance().await,
        }
    }
}
