//! What is said of a file that is sent, and asked of it.

use std::fmt::Write;

use axum::http::{HeaderMap, HeaderValue, header};

use super::Asset;

/// The strong entity tag of an asset: the same bytes, the same tag, for ever.
pub fn tag(asset: &Asset) -> String {
    format!("\"{}\"", asset.hash)
}

/// Whether `If-None-Match` or `If-Match` names `tag`. Nothing, where it is not asked.
pub fn names(headers: &HeaderMap, name: header::HeaderName, tag: &str) -> Option<bool> {
    let mut values = headers.get_all(name).iter().peekable();
    values.peek()?;
    let tags = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    Some(tags.map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag))
}

/// `Content-Disposition` that saves a file under its name: in full for who reads RFC 8187, and in
/// plain letters for who does not.
pub fn disposition(name: &str) -> Option<HeaderValue> {
    let plain: String = name
        .chars()
        .map(|c| if c == ' ' || c.is_ascii_graphic() && !"\"\\%".contains(c) { c } else { '_' })
        .collect();
    let mut full = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            full.push(char::from(byte));
        } else {
            // Into a text, which takes everything.
            let _ = write!(full, "%{byte:02X}");
        }
    }
    let written = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}");
    HeaderValue::from_str(&written).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_said_in_both_ways() {
        for (name, said) in [
            ("Kick In.wav", "attachment; filename=\"Kick In.wav\"; filename*=UTF-8''Kick%20In.wav"),
            ("né.wav", "attachment; filename=\"n_.wav\"; filename*=UTF-8''n%C3%A9.wav"),
            ("a\"b%\\.wav", "attachment; filename=\"a_b__.wav\"; filename*=UTF-8''a%22b%25%5C.wav"),
            ("a\r\nx: y", "attachment; filename=\"a__x: y\"; filename*=UTF-8''a%0D%0Ax%3A%20y"),
        ] {
            assert_eq!(disposition(name).unwrap(), said, "{name:?}");
        }
    }

    #[test]
    fn tags_are_found_among_others() {
        let asked = |value: &'static str| {
            HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))])
        };
        for (value, found) in [
            ("\"ab\"", true),
            ("W/\"ab\"", true),
            ("\"x\", \"ab\"", true),
            ("*", true),
            ("ab", false),
            ("\"abc\"", false),
            ("", false),
        ] {
            assert_eq!(
                names(&asked(value), header::IF_NONE_MATCH, "\"ab\""),
                Some(found),
                "{value}"
            );
        }
        assert_eq!(names(&HeaderMap::new(), header::IF_MATCH, "\"ab\""), None);
    }

    proptest! {
        #[test]
        fn every_name_can_be_said(name in ".{0,80}") {
            let said = disposition(&name).unwrap();
            prop_assert!(said.to_str().unwrap().matches('"').count() == 2);
        }
    }
}
