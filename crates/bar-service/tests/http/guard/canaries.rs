//! Nothing that people write or own gets into the log or the counters of a service at its usual level.

use bar_domain::project::{Act, AssetHash, AssetRef, ProjectKind, Thread};
use bar_domain::song::VersionKind;
use bar_protocol::Session;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, interval};

use super::process::Process;
use crate::deeds::*;
use crate::studio::Person;

/// What all of it holds.
const CANARY: &str = "canary";
const FILE: &[u8] = b"RIFF canary that is no sound";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_log_and_no_counter_names_anybody_or_anything() {
    let service = Process::start();
    let mut secrets = vec![service.first_run.clone()];
    let asked = json!({
        "name": "Canary Sal", "email": "canary@example.org", "password": "canary password of Sal",
        "invitation": service.first_run, "device": "Canary Phone",
    });
    let sal: Session = service.anybody().post("/v1/accounts", &asked).await.as_(201);
    let sal = service.anybody().on(sal);
    let asked = json!({
        "name": "Canary Ana", "email": "canary.ana@example.org", "device": "Canary Laptop",
        "password": "canary password of Ana",
    });
    let ana: Session = service.anybody().post("/v1/accounts", &asked).await.as_(201);
    secrets.extend([ana.token.clone(), ana.refresh.clone()]);
    let ana = service.anybody().on(ana);
    works(&ana).await;
    sends(&ana).await;
    let made: Value = sal
        .post("/v1/invitations", &json!({"role": "engineer", "email": "canary.ed@example.org"}))
        .await
        .as_(201);
    secrets.push(made["secret"].as_str().unwrap().to_owned());
    errs(&service.anybody(), &ana).await;

    let counters = reqwest::get(&service.metrics).await.unwrap().text().await.unwrap();
    assert!(counters.contains("bar_service_commands_total{outcome=\"applied\"}"), "{counters}");
    let log = service.log();
    assert!(log.contains("serving"), "{log}");
    for text in [&log, &counters] {
        let lower = text.to_lowercase();
        assert!(!lower.contains(CANARY), "{text}");
        assert!(!lower.contains(&blake3::hash(FILE).to_string()), "nor a file's hash: {text}");
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{text}");
        }
        assert!(!text.contains(&ana.account().id.to_string()), "nor the id of a person: {text}");
    }
}

/// Sends a file that is no sound, and waits until the service has looked at it.
async fn sends(ana: &Person) {
    let pair = |key: &str, value: &str| format!("{key} {}", STANDARD.encode(value));
    let metadata =
        format!("{},{}", pair("project", &PROJECT.to_string()), pair("filename", "canary.wav"));
    let sent = ana.request(Method::POST, "/v1/uploads").header("tus-resumable", "1.0.0");
    let sent = sent.header("upload-length", FILE.len()).header("upload-metadata", metadata);
    let sent = sent.header("content-type", "application/offset+octet-stream").body(FILE);
    assert_eq!(sent.send().await.unwrap().status(), 201);
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut looks = interval(Duration::from_millis(20));
    let hash = AssetHash(*blake3::hash(FILE).as_bytes());
    while !ana.sees().await.state.has_arrived(hash) {
        looks.tick().await;
        assert!(Instant::now() < deadline, "the file never arrives");
    }
    ana.get(&format!("/v1/assets/{}", blake3::hash(FILE))).await.is(200);
}

/// What an artist does.
async fn works(ana: &Person) {
    let title = || "Canary Harbour".to_owned();
    ana.does(Act::CreateProject { engineer: None, title: title(), kind: ProjectKind::Single })
        .await;
    let (key, brief) = (String::new(), "canary brief".into());
    ana.does(Act::AddSong { song: SONG, title: title(), bpm: None, key, brief }).await;
    let hash = AssetHash(*blake3::hash(FILE).as_bytes());
    let asset = AssetRef { hash, bytes: FILE.len() as u64, name: "canary.wav".into() };
    ana.does(version(ROUGH, VersionKind::Rough, asset)).await;
    ana.does(say(1, Thread::Enquiry, "canary of a message")).await;
    let note = write_note(1, ROUGH);
    let mut note = json!(note);
    note["act"]["text"] = json!("canary of a note");
    ana.does(serde_json::from_value(note).unwrap()).await;
    ana.may_not(say(1, Thread::Enquiry, "another canary"), "project.id_taken").await;
}

/// What goes wrong, with canaries wherever words can be.
async fn errs(anybody: &Person, ana: &Person) {
    let sign_in =
        json!({"email": "canary@example.org", "password": "wrong canary", "device": "canary"});
    anybody.post("/v1/sessions", &sign_in).await.is(401);
    anybody.post("/v1/accounts", &json!({"canary": "canary"})).await.is(422);
    anybody
        .post("/v1/accounts/reset", &json!({"secret": "canary", "new": "canary canary"}))
        .await
        .is(410);
    ana.get("/v1/changes?cursor=canary").await.is(400);
    ana.get("/v1/projects/canary/events?canary=canary").await.is(404);
    ana.get("/canary/canary").await.is(404);
    ana.request("CANARY".parse().unwrap(), "/health").send().await.unwrap();
    let garbage = ana.request(Method::POST, "/v1/commands").header("canary", "canary");
    garbage.header("content-type", "application/json").body("{canary").send().await.unwrap();
    let token = anybody.request(Method::GET, "/v1/changes").bearer_auth("canary");
    assert_eq!(token.send().await.unwrap().status(), 401);
}
