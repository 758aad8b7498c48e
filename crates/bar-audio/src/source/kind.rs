//! Telling by its bytes, never by its name, what a file is.

use std::io::{Read, Seek};

use super::ReadError;
use super::peek::Peek;
use super::{mpeg, tags, w64};

/// The readers there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Riff,
    W64,
    Aiff,
    Flac,
    Mpeg,
    Adts,
    Mp4,
    Ogg,
}

/// Tags of music files stand in front of the sound; this many of them are passed over.
const MAX_TAGS: usize = 8;

/// What the file is, and the byte at which it begins.
pub(super) fn recognise<R: Read + Seek>(file: &mut Peek<'_, R>) -> Result<(Kind, u64), ReadError> {
    if file.len() == 0 {
        return Err(ReadError::Empty);
    }
    let mut base = 0;
    for _ in 0..MAX_TAGS {
        match tags::front(file, base)? {
            Some(end) => base = end,
            None => break,
        }
    }
    let mut head = [0; 64];
    let read = file.some(base, &mut head)?;
    if let Some(kind) = by_name(&head[..read], file)? {
        return Ok((kind, base));
    }
    let end = tags::back(file)?;
    match mpeg::find(&mut file.up_to(end), base)? {
        Some((mpeg::Layer::Audio, at)) => Ok((Kind::Mpeg, at)),
        Some((mpeg::Layer::Adts, at)) => Ok((Kind::Adts, at)),
        None if base > 0 && base >= file.len() => Err(ReadError::Empty),
        None => Err(ReadError::NotAudio),
    }
}

/// What carries its name in its first bytes.
fn by_name<R>(head: &[u8], file: &Peek<'_, R>) -> Result<Option<Kind>, ReadError>
where
    R: Read + Seek,
{
    let form = head.get(8..12);
    let foreign = |what: &str, lossy| Err(ReadError::unsupported(what, lossy));
    let kind = match head.first_chunk().unwrap_or(&[0; 4]) {
        b"RIFF" | b"RF64" | b"BW64" | b"RIFX" if form == Some(b"WAVE") => Kind::Riff,
        b"FORM" if matches!(form, Some(b"AIFF" | b"AIFC")) => Kind::Aiff,
        b"riff" if head.get(4..16) == Some(&w64::RIFF_TAIL) => Kind::W64,
        b"RIFF" | b"RF64" | b"BW64" | b"RIFX" | b"FORM" if form.is_none() => {
            return Err(file.ends_early());
        }
        b"riff" if head.len() < 16 && w64::RIFF_TAIL.starts_with(&head[4..]) => {
            return Err(file.ends_early());
        }
        b"fLaC" => Kind::Flac,
        b"OggS" => return ogg(head).map(Some),
        _ if head.get(4..8) == Some(b"ftyp") => Kind::Mp4,
        b"FORM" if matches!(form, Some(b"8SVX" | b"16SV")) => return foreign("Amiga 8SVX", false),
        b"FRM8" | b"DSD " => return foreign("DSD", false),
        b"caff" => return foreign("Apple's Core Audio Format", false),
        b".snd" | b"dns." => return foreign("Sun and NeXT audio", false),
        b"wvpk" => return foreign("WavPack", false),
        b"MAC " => return foreign("Monkey's Audio", false),
        b"TTA1" => return foreign("True Audio", false),
        b"ajkg" => return foreign("Shorten", false),
        b"MPCK" | [b'M', b'P', b'+', _] => return foreign("Musepack", true),
        b"#!AM" => return foreign("AMR", true),
        [0x30, 0x26, 0xB2, 0x75] => return foreign("Windows Media Audio", true),
        [0x1A, 0x45, 0xDF, 0xA3] => return foreign("Matroska and WebM", true),
        _ => return Ok(None),
    };
    Ok(Some(kind))
}

/// Whether what flows in an Ogg file can be decoded: its first packet names it.
fn ogg(head: &[u8]) -> Result<Kind, ReadError> {
    let segments = head.get(26).copied().unwrap_or(0);
    let packet = head.get(27 + usize::from(segments)..).unwrap_or_default();
    let foreign = |what: &str, lossy| Err(ReadError::unsupported(what, lossy));
    match packet {
        [b'O', b'p', b'u', b's', b'H', ..] => foreign("Opus", true),
        [b'S', b'p', b'e', b'e', b'x', ..] => foreign("Speex", true),
        [0x80, b't', b'h', b'e', b'o', ..] => foreign("Theora video", true),
        _ => Ok(Kind::Ogg),
    }
}
