//! Telling by its first bytes what a file is.

use std::io::{Read, Seek};

use super::ReadError;
use super::peek::Peek;
use super::w64;

/// The readers there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Riff,
    W64,
    Aiff,
}

/// What the file is, and the byte at which it begins.
pub(super) fn recognise<R: Read + Seek>(file: &mut Peek<'_, R>) -> Result<(Kind, u64), ReadError> {
    if file.len() == 0 {
        return Err(ReadError::Empty);
    }
    let base = 0;
    let mut head = [0; 40];
    let read = file.some(base, &mut head)?;
    let head = &head[..read];
    let form = head.get(8..12);
    let kind = match head.first_chunk() {
        Some(b"RIFF" | b"RF64" | b"BW64" | b"RIFX") if form == Some(b"WAVE") => Kind::Riff,
        Some(b"FORM") if matches!(form, Some(b"AIFF" | b"AIFC")) => Kind::Aiff,
        Some(b"riff") if head.get(4..16) == Some(&w64::RIFF_TAIL) => Kind::W64,
        Some(b"RIFF" | b"RF64" | b"BW64" | b"RIFX" | b"FORM" | b"riff") if form.is_none() => {
            return Err(file.ends_early());
        }
        _ => return Err(ReadError::NotAudio),
    };
    Ok((kind, base))
}
