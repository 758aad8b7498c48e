//! What mails say.

use bar_service::mail::Letter;

use crate::samples::{NOW, all};

#[test]
fn every_letter_says_the_same_as_text_and_as_page() {
    for letter in all("Night Drive") {
        let page = letter.page("Bar One");
        let (text, html) = (page.text("Ana"), page.html("Ana"));
        let (label, link) = page.action.clone().unwrap();
        for words in ["Hello Ana,", label, link.as_str()] {
            assert!(text.contains(words) && html.contains(words), "{words}: {letter:?}");
        }
        for paragraph in &page.paragraphs {
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(paragraph) && html.contains(paragraph), "{paragraph}");
        }
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    }
}

#[test]
fn nothing_in_a_page_is_fetched_or_run() {
    for letter in all("<img src=x onerror=alert(1)> & \"quoted\"") {
        let html = letter.page("Bar One").html("<script>alert(1)</script>");
        for words in ["<img", "<script", "url(", "@import", "<link"] {
            assert!(!html.contains(words), "{words}: {html}");
        }
    }
}

#[test]
fn one_is_one_and_two_are_two() {
    let check = |letter: Letter, words: &str| {
        let page = letter.page("Bar One");
        let all = format!("{} {}", page.subject, page.paragraphs.join(" "));
        assert!(all.contains(words), "{all}");
    };
    let link = || "https://example.com".to_owned();
    let project = || "Night Drive".to_owned();
    let soon = |days| Letter::EraseSoon { project: project(), days, on: NOW, link: link() };
    check(soon(1), "Night Drive is erased in 1 day ");
    check(soon(30), "Night Drive is erased in 30 days ");
    check(soon(30), "is erased on 28 November 2026.");
    let returned = |stems| Letter::StemsReturned { project: project(), stems, link: link() };
    check(returned(1), "returned 1 stem of");
    check(returned(3), "returned 3 stems of");
}

#[test]
fn letters_are_kept_as_they_are() {
    for letter in all("Night Drive") {
        let text = serde_json::to_string(&letter).unwrap();
        assert_eq!(serde_json::from_str::<Letter>(&text).unwrap(), letter);
    }
}
