//! Programs that others wrote send files and fetch them, are killed in the midst, and go on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use bar_domain::project::{AssetHash, AssetRef};
use bar_domain::song::VersionKind;
use bar_testkit::proxy::{Faults, Proxy};
use bar_testkit::random::Random;
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use super::process::Process;
use super::tools::tool;
use crate::deeds::*;
use crate::studio::Person;

/// As long as a few stems: more than fits into any buffer on the way.
const LENGTH: usize = 60_000_000;
const NAME: &str = "Harbour Lights - Bass.wav";
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tus_js_client_goes_on_after_it_was_killed() {
    sent_by("node", "send.mjs").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tuspy_goes_on_after_it_was_killed() {
    let python = tool("py/bin/python");
    sent_by(python.to_str().unwrap(), "send.py").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn curl_fetches_ranges_and_goes_on_where_it_was_killed() {
    let stage = Stage::new().await;
    stage.send_at_once().await;
    let part = |range: &'static str| async {
        let mut curl = stage.curl();
        curl.args(["--range", range]).stdout(Stdio::piped()).output().await.unwrap().stdout
    };
    assert!(part("0-999").await == stage.bytes[..1000]);
    assert!(part("59999000-").await == stage.bytes[59_999_000..]);
    assert!(part("-500").await == stage.bytes[LENGTH - 500..]);

    let got = stage.folder.path().join("got.wav");
    let mut curl = stage.curl();
    let mut slow = curl.args(["--limit-rate", "8M", "--output"]).arg(&got).spawn().unwrap();
    waits_until("some of it is there", || size(&got) > 1_000_000).await;
    slow.kill().await.unwrap();
    let there = size(&got);
    assert!(there < LENGTH as u64, "it was killed in the midst");
    let mut curl = stage.curl();
    let rest = curl.args(["--continue-at", "-", "--write-out", "%{http_code} %{size_download}"]);
    let rest = rest.arg("--output").arg(&got).stdout(Stdio::piped()).output().await.unwrap();
    let said = String::from_utf8(rest.stdout).unwrap();
    assert_eq!(said, format!("206 {}", LENGTH as u64 - there));
    assert!(fs::read(&got).unwrap() == stage.bytes, "the very bytes");
}

/// A client sends a file through a slow line, is killed, and sends the rest through a fast one.
async fn sent_by(program: &str, script: &str) {
    let stage = Stage::new().await;
    let line =
        Proxy::start(stage.service.base["http://".len()..].parse().unwrap(), 7).await.unwrap();
    line.fail(Faults { slow: Duration::from_millis(1), ..Faults::default() });
    let mut first = stage.client(program, script, &line);
    let mut told = BufReader::new(first.stdout.take().unwrap()).lines();
    let place = tokio::time::timeout(PATIENCE, told.next_line()).await.unwrap().unwrap();
    let Some(place) = place else { panic!("it ended: {}", words(&mut first).await) };
    let place = place.rsplit_once("/v1/").map(|(_, path)| format!("/v1/{path}")).unwrap();

    let deadline = Instant::now() + PATIENCE;
    let mut looks = tokio::time::interval(Duration::from_millis(300));
    let arrived = loop {
        looks.tick().await;
        let arrived = stage.arrived(&place).await;
        if arrived > 0 {
            break arrived;
        }
        assert!(Instant::now() < deadline, "nothing arrives");
    };
    // On this system that is SIGKILL.
    first.kill().await.unwrap();
    let before = stage.arrived(&place).await;
    assert!((arrived..LENGTH as u64).contains(&before), "killed in the midst: {before}");

    line.fail(Faults::default());
    let mut second = stage.client(program, script, &line);
    let ended = tokio::time::timeout(PATIENCE * 2, second.wait()).await.unwrap().unwrap();
    assert!(ended.success(), "{}", words(&mut second).await);
    let mut told = String::new();
    second.stdout.take().unwrap().read_to_string(&mut told).await.unwrap();
    assert!(told.is_empty() || told.contains(&place), "it goes on with the same upload: {told}");
    let fetched = stage.ana.get(&stage.asset()).await;
    fetched.is(200);
    assert!(blake3::hash(&fetched.body) == stage.hash, "the very bytes");
}

/// A service, an artist, and a file that is to be sent.
struct Stage {
    service: Process,
    ana: Person,
    folder: TempDir,
    file: PathBuf,
    bytes: Vec<u8>,
    hash: blake3::Hash,
}

impl Stage {
    async fn new() -> Self {
        let service = Process::start();
        let asked = json!({
            "name": "Ana", "email": "ana@example.org", "password": "a long password", "device": "x",
        });
        let session = service.anybody().post("/v1/accounts", &asked).await.as_(201);
        let ana = service.anybody().on(session);
        let folder = TempDir::new().unwrap();
        let (file, bytes) = (folder.path().join("bass.wav"), noise());
        fs::write(&file, &bytes).unwrap();
        let hash = blake3::hash(&bytes);
        let asset =
            AssetRef { hash: AssetHash(*hash.as_bytes()), bytes: LENGTH as u64, name: NAME.into() };
        ana.does(create(None)).await.does(add_song()).await;
        ana.does(version(ROUGH, VersionKind::Rough, asset)).await;
        Self { service, ana, folder, file, bytes, hash }
    }

    fn asset(&self) -> String {
        format!("/v1/assets/{}", self.hash)
    }

    fn token(&self) -> &str {
        &self.ana.session.as_ref().unwrap().token
    }

    /// What a client may say of the file.
    fn metadata(&self) -> serde_json::Value {
        json!({"project": PROJECT, "filename": NAME, "asset": self.hash.to_string()})
    }

    fn client(&self, program: &str, script: &str, line: &Proxy) -> Child {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(script);
        let tools = tool("npm").parent().unwrap().to_owned();
        Command::new(program)
            .arg(script)
            .arg(tools)
            .arg(format!("http://{}/v1/uploads", line.address()))
            .arg(self.token())
            .arg(self.metadata().to_string())
            .arg(&self.file)
            .arg(self.folder.path().join("memory"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap()
    }

    fn curl(&self) -> Command {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail", "--header"]);
        curl.arg(format!("Authorization: Bearer {}", self.token()));
        curl.arg(format!("{}{}", self.service.base, self.asset())).kill_on_drop(true);
        curl
    }

    /// How many bytes the service has.
    async fn arrived(&self, place: &str) -> u64 {
        let request = self.ana.request(Method::HEAD, place).header("tus-resumable", "1.0.0");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    async fn send_at_once(&self) {
        use base64::Engine;
        let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        let (project, hash) = (PROJECT.to_string(), self.hash.to_string());
        let metadata = format!("project {},asset {}", encode(&project), encode(&hash));
        let request =
            self.ana.request(Method::POST, "/v1/uploads").header("tus-resumable", "1.0.0");
        let request = request.header("upload-length", LENGTH).header("upload-metadata", metadata);
        let request = request.header("content-type", "application/offset+octet-stream");
        assert_eq!(request.body(self.bytes.clone()).send().await.unwrap().status(), 201);
    }
}

fn noise() -> Vec<u8> {
    let mut random = Random::new(60);
    (0..LENGTH.div_ceil(8)).flat_map(|_| random.bits().to_le_bytes()).take(LENGTH).collect()
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |about| about.len())
}

async fn waits_until(what: &str, so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    while !so() {
        looks.tick().await;
        assert!(Instant::now() < deadline, "{what}: never");
    }
}

async fn words(child: &mut Child) -> String {
    let mut words = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut words).await.unwrap();
    }
    words
}
