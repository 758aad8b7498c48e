//! Studio One: a zip of XML files.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::package::Package;
use super::xml::{self, Seen, number, value, whole};
use super::{Beat, Names, Told, Unread, rate_of, version_in};

pub(super) fn read(path: &Path, cancelled: &AtomicBool) -> Result<Told, Unread> {
    let mut package = Package::open(path)?;
    let mut told = Told::default();
    if package.holds("metainfo.xml") {
        xml::read(package.read("metainfo.xml")?, cancelled, |path, seen| {
            let Seen::Begin(element) = seen else { return };
            if !path.ends_with("/Attribute") {
                return;
            }
            let text = || value(element, "value");
            match value(element, "id").as_deref() {
                Some("Document:Generator") => told.version = text().and_then(|it| version_in(&it)),
                Some("Media:SampleRate") => told.rate = number(element, "value").and_then(rate_of),
                _ => {}
            }
        })?;
    }

    // Seconds a beat, of every segment; and its meters.
    let (mut tempos, mut meters) = (Vec::new(), Vec::new());
    xml::read(package.read("Song/song.xml")?, cancelled, |path, seen| {
        let Seen::Begin(element) = seen else { return };
        if path.ends_with("/TempoMapSegment") {
            tempos.extend(number(element, "tempo"));
        } else if path.ends_with("/TimeSignatureMapSegment") {
            meters.extend(whole(element, "numerator").zip(whole(element, "denominator")));
        }
    })?;
    told.beat = only(&tempos).and_then(|seconds| {
        let meter = if meters.is_empty() { Some((4, 4)) } else { only(&meters) };
        Beat::of(60.0 / seconds, meter?)
    });

    if package.holds("Song/mediapool.xml") {
        let mut named = Names::default();
        xml::read(package.read("Song/mediapool.xml")?, cancelled, |path, seen| {
            let Seen::Begin(element) = seen else { return };
            let of_clip = path.ends_with("/AudioClip/Url");
            if of_clip && value(element, "x:id").is_none_or(|id| id == "path") {
                let url = value(element, "url").unwrap_or_default();
                named.add(&place(&url));
            }
        })?;
        told.named = Some(named.list);
        told.held = package.names();
    }
    Ok(told)
}

/// The one value that all have; `None` where there are several or none.
fn only<T: Copy + PartialEq>(values: &[T]) -> Option<T> {
    let first = *values.first()?;
    values.iter().all(|value| *value == first).then_some(first)
}

/// The path in a URL such as `file:///C:/Songs/Kick%201.wav` or `media://Kick.wav`.
fn place(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let rest = percent_decoded(rest);
    match scheme {
        "file" => {
            // `/C:/Songs` names a drive.
            let drive = rest.strip_prefix('/').filter(|path| path.as_bytes().get(1) == Some(&b':'));
            drive.map_or_else(|| rest.clone(), str::to_owned)
        }
        "" => rest,
        _ => rest.trim_start_matches('/').to_owned(),
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        match byte.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_paths() {
        let cases = [
            ("file:///C:/Songs/Kick%201.wav", "C:/Songs/Kick 1.wav"),
            ("file:///Users/ann/Kick.wav", "/Users/ann/Kick.wav"),
            ("file:////server/share/Kick.wav", "//server/share/Kick.wav"),
            ("media://Kick.wav", "Kick.wav"),
            ("media:///Media/B%C3%A4ss.wav", "Media/Bäss.wav"),
            ("Media/100%.wav", "Media/100%.wav"),
            ("file:///a%zz%4", "/a%zz%4"),
        ];
        for (url, path) in cases {
            assert_eq!(place(url), path, "{url}");
        }
    }
}
