//! Clients that keep a connection by being slow, and what the others notice of them: nothing.

use std::net::SocketAddr;
use std::time::Duration;

use bar_service::serve::Patience;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, interval, timeout};

use super::process::Process;
use crate::studio::{On, Studio};

/// After this it is never.
const NEVER: Duration = Duration::from_secs(20);

async fn impatient() -> Studio {
    let ms = Duration::from_millis;
    let patience = Patience { head: ms(300), request: ms(400), answer: ms(500) };
    Studio::start_on(On::Sqlite, |_| {}, move |ground| ground.patience = patience).await
}

/// Says how it begins, then perhaps a byte now and then, and hears what is said until it is hung up on.
async fn hears(at: SocketAddr, begins: &str, drop: Option<u8>) -> String {
    let mut connection = TcpStream::connect(at).await.unwrap();
    connection.write_all(begins.as_bytes()).await.unwrap();
    let (mut from, mut to) = connection.into_split();
    let drips = tokio::spawn(async move {
        let mut drops = interval(Duration::from_millis(50));
        while let Some(drop) = drop
            && to.write_all(&[drop]).await.is_ok()
        {
            drops.tick().await;
        }
        // Stays open.
        std::future::pending::<()>().await;
    });
    let mut heard = Vec::new();
    // Being reset is being hung up on, too.
    let hung_up = timeout(NEVER, from.read_to_end(&mut heard)).await;
    drips.abort();
    assert!(hung_up.is_ok(), "{begins:?} keeps its connection");
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_come_to_the_point_is_hung_up_on() {
    let studio = impatient().await;
    let at = studio.running.address;
    for (begins, drop) in [
        ("", None),
        ("", Some(b'G')),
        ("GET /health HTT", None),
        ("GET /health HTTP/1.1\r\nhost: x\r\nx: ", Some(b'a')),
        // The greeting of HTTP/2, half of it.
        ("PRI * HTTP/2.0\r\n\r\nSM", None),
        // It was answered, and then says nothing.
        ("GET /health HTTP/1.1\r\nhost: x\r\n\r\n", None),
    ] {
        let heard = hears(at, begins, drop).await;
        let asked = begins.ends_with("\r\n\r\n");
        assert_eq!(heard.contains(" 200 OK"), asked, "{begins:?}: {heard}");
    }
    let begins = "POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                  content-length: 1000\r\n\r\n{";
    for drop in [None, Some(b' ')] {
        let heard = hears(at, begins, drop).await;
        assert!(heard.contains(" 408 ") && heard.contains("request.too_slow"), "{heard}");
    }
    studio.anybody().get("/health").await.is(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_without_an_end_is_cut_off() {
    let studio = Studio::start(On::Sqlite).await;
    let mut connection = TcpStream::connect(studio.running.address).await.unwrap();
    let head = "POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                transfer-encoding: chunked\r\n\r\n";
    connection.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let mut sent = 0;
    while connection.write_all(chunk.as_bytes()).await.is_ok() {
        sent += chunk.len();
        assert!(sent < 100_000_000, "it takes more and more");
    }
    studio.anybody().get("/health").await.is(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_reads_is_hung_up_on() {
    let studio = impatient().await;
    let mut connection = TcpStream::connect(studio.running.address).await.unwrap();
    // More answers than fit into all buffers on the way.
    let asks = "GET /v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(200);
    connection.write_all(asks.as_bytes()).await.unwrap();
    let deadline = Instant::now() + NEVER;
    let mut pings = interval(Duration::from_millis(50));
    // Nobody reads; that the other end is gone shows where more is written.
    while connection.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.is_ok() {
        pings.tick().await;
        assert!(Instant::now() < deadline, "it keeps its connection");
    }
    studio.anybody().get("/health").await.is(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_who_say_nothing_stop_nobody() {
    let service = Process::start();
    let at: SocketAddr = service.base["http://".len()..].parse().unwrap();
    let mut idle = Vec::new();
    for _ in 0..1000 {
        idle.push(TcpStream::connect(at).await.unwrap());
    }
    let start = Instant::now();
    for _ in 0..20 {
        service.anybody().get("/health").await.is(200);
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    drop(idle);
}
