//! A program that was set up weakly does not start, and says what to do.

use super::process::refused;

/// That it ends with this in what it says.
#[track_caller]
fn check(arguments: &[&str], says: &str) {
    let output = refused(arguments, &[]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {text}");
    assert!(text.contains(says) && !text.contains("panicked"), "{arguments:?}: {text}");
}

#[test]
fn what_is_weak_does_not_start() {
    check(&["--listen", "0.0.0.0:0"], "--tls-certificate");
    check(&["--listen", "127.0.0.1:0", "--address", "http://studio.example"], "https");
    check(&["--listen", "127.0.0.1:0", "--metrics", "0.0.0.0:0"], "--metrics");
    check(&["--listen", "127.0.0.1:0", "--key", &"00".repeat(32)], "--key");
    check(&["--listen", "127.0.0.1:0", "--database", "postgres://bar@db.example/bar"], "sslmode");
    check(&["--listen", "127.0.0.1:0", "--tls-certificate", "a.pem"], "--tls-key");
    check(&["--listen", "127.0.0.1:0", "--tls-certificate", "a.pem", "--tls-key", "b.pem"], "PEM");
}

#[test]
fn what_the_environment_sets_to_nothing_is_not_set() {
    let names =
        ["BAR_LISTEN", "BAR_DATABASE", "BAR_SMTP", "BAR_PROXY", "BAR_BY_INVITATION", "BAR_LARGEST"];
    let output = refused(&["verify"], &names.map(|name| (name, "")));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("there is no studio in"), "{text}");
}
