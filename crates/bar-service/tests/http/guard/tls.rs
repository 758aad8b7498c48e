//! https is served for real, and nothing else on its port.

use std::fs;

use bar_service::http::limits::Often;
use reqwest::{Certificate, Client};
use tempfile::TempDir;

use crate::studio::{On, Studio};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn https_is_served_and_http_is_not() {
    let folder = TempDir::new().unwrap();
    let (certificate, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    only_mine(&key);
    let with_tls = |settings: &mut bar_service::settings::Settings| {
        settings.tls_certificate = Some(certificate);
        settings.tls_key = Some(key);
    };
    let studio = Studio::start_with(On::Sqlite, with_tls, Often::default()).await;
    let port = studio.running.address.port();
    assert_eq!(studio.running.service.choices.address, format!("https://127.0.0.1:{port}"));

    let trusted = Certificate::from_pem(made.cert.pem().as_bytes()).unwrap();
    let client = || Client::builder().resolve("localhost", studio.running.address);
    let knows_it = client().tls_certs_only([trusted]).build().unwrap();
    let https = format!("https://localhost:{port}/health");
    assert_eq!(knows_it.get(&https).send().await.unwrap().status(), 200);
    let stranger = client().build().unwrap();
    assert!(stranger.get(&https).send().await.is_err(), "nobody vouches for the certificate");
    let plain = format!("http://localhost:{port}/health");
    assert!(knows_it.get(&plain).send().await.is_err(), "http is not answered");
    // It still stands.
    assert_eq!(knows_it.get(&https).send().await.unwrap().status(), 200);
}

#[cfg(unix)]
fn only_mine(key: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(key, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn only_mine(_: &std::path::Path) {}
