//! Nobody can write into the head of a mail, whatever things and people are called.

use bar_service::mail::{Address, Letter, Page, message};
use proptest::prelude::*;
use uuid::Uuid;

use crate::samples::{NOW, ana, studio};

const HEAD: &[&str] = &[
    "Auto-Submitted",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
];

/// What somebody might try, among other things.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\nBcc: eve@example.com".to_owned()),
        Just("\n\n<b>body".to_owned()),
        Just("\r".to_owned()),
        Just("\u{2028}Bcc: eve@example.com".to_owned()),
        Just("=?utf-8?q?=0D=0ABcc:?=".to_owned()),
        Just("\0".to_owned()),
        Just("\" <eve@example.com>, \"".to_owned()),
        Just(";\r\n\tX: y".to_owned()),
        any::<String>(),
        "[ -~]{0,80}",
        "[äöü漢字🎚]{0,90}",
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nobody_writes_into_a_head(
        name in words(), studio_name in words(), title in words(), key in words(), email in words(),
    ) {
        let from = Address::new(&studio_name, "studio@example.com").unwrap();
        let to = Address::new(&name, "ana@example.com").unwrap();
        let letter = Letter::MixReady { song: title, mix: 2, link: "https://example.com".into() };
        let page = letter.page(from.name());
        check(&page, &from, &to, &key)?;

        // And where somebody gets an address past us, it is one.
        if let Ok(to) = Address::new("", &email) {
            check(&page, &from, &to, &key)?;
        }
    }
}

fn check(page: &Page, from: &Address, to: &Address, key: &str) -> Result<(), TestCaseError> {
    let sent = message(page, (from, to), (Uuid::nil(), key), NOW).unwrap();
    prop_assert_eq!(sent.envelope().to().len(), 1);
    let bytes = sent.formatted();
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&bytes[..end]);
    prop_assert!(head.is_ok_and(str::is_ascii), "only ASCII stands in a head");
    let head = head.unwrap();
    prop_assert!(!head.replace("\r\n", "").contains(['\r', '\n', '\0']), "{}", head);
    let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    let mut names: Vec<&str> = lines.map(|line| line.split(':').next().unwrap()).collect();
    names.sort_unstable();
    prop_assert_eq!(names, HEAD.to_vec(), "{}", head);
    prop_assert!(head.split("\r\n").all(|line| line.len() <= 998));
    Ok(())
}

#[test]
fn the_same_mail_has_the_same_name() {
    let page = Letter::MasterReady { song: "Night".into(), link: "https://example.com".into() };
    let page = page.page("Bar One");
    let name = |key: &str, project: u128| {
        let key = (Uuid::from_u128(project), key);
        let mail = message(&page, (&studio(), &ana()), key, NOW).unwrap();
        let text = String::from_utf8(mail.formatted()).unwrap();
        let line = text.lines().find(|line| line.starts_with("Message-ID:")).unwrap();
        line.to_owned()
    };
    assert_eq!(name("master/1", 1), name("master/1", 1));
    assert_ne!(name("master/1", 1), name("master/2", 1));
    assert_ne!(name("master/1", 1), name("master/1", 2));
}
