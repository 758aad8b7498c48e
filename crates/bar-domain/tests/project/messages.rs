//! What people say to each other.

use bar_domain::project::{Act, Reference, Thread};

use super::desk::*;

#[test]
fn everybody_writes_where_they_read() {
    let desk = Desk::submitted();
    for (thread, ana_may, ed_may) in [
        (Thread::Everyone, "ok", "ok"),
        (Thread::Enquiry, "ok", "project.not_yours"),
        (Thread::Studio, "project.not_yours", "ok"),
    ] {
        assert_eq!(desk.would(&ana(), say(1, thread, "hello")), ana_may);
        assert_eq!(desk.would(&ed(), say(1, thread, "hello")), ed_may);
        assert_eq!(desk.would(&studio(), say(1, thread, "hello")), "ok");
        assert_eq!(desk.would(&service(), say(1, thread, "hello")), "project.not_yours");
    }
    let mut twice = desk.clone();
    twice.ok(&ana(), say(1, Thread::Everyone, "hello"));
    assert_eq!(twice.code(&ana(), say(1, Thread::Everyone, "hello")), "project.id_taken");
    assert_eq!(twice.code(&ana(), say(2, Thread::Everyone, "\n\t")), "text.missing");
    let long = "x".repeat(8_001);
    assert_eq!(twice.code(&ana(), say(2, Thread::Everyone, &long)), "text.too_long");
}

#[test]
fn a_link_leads_to_the_web() {
    let desk = Desk::submitted();
    let check = |url: &str, code| {
        let references = vec![Reference::Link { url: url.into() }];
        let (message, text) = (message(1), String::new());
        let act = Act::Say { message, thread: Thread::Everyone, song: None, text, references };
        assert_eq!(desk.would(&ana(), act), code, "{url}");
    };
    check("https://open.spotify.com/track/1?si=2#3", "ok");
    check(" http://example.com ", "ok");
    for wrong in [
        "",
        "https://",
        "https:///etc",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "HTTPS://x",
        "ftp://x",
        "https://a b",
        "https://bank.com@evil.com",
        "https://x\u{0}",
        "https://x\"onload=",
    ] {
        check(wrong, "text.link");
    }
}
