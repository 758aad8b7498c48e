//! A silent WAV, as long as the mix, with a cue point, a label and a comment for every marker, and a
//! length for those that are a stretch (`cue ` and `LIST adtl`, Microsoft's Multimedia Programming
//! Interface 1.0).

use std::io::Write;

use super::{MarkersError, Sheet};

/// Bytes of silence that are written at once.
const PIECE: usize = 1 << 13;
/// Says that the texts are UTF-8.
const UTF_8: u16 = 65_001;

pub(super) fn write(sheet: &Sheet, to: &mut dyn Write) -> Result<(), MarkersError> {
    let end = sheet.session_frame(sheet.frames);
    let places = sheet.markers.iter().map(|marker| sheet.in_session(marker));
    let last = places.map(|(from, to)| to.unwrap_or(from.saturating_add(1))).max().unwrap_or(0);
    let frames = u32::try_from(end.max(last)).map_err(|_| MarkersError::TooLong)?;
    let around = markers(sheet);
    // 16 bits where they fit into 4 GiB, 8 where the song is long.
    let fits = |bytes: u64| u32::try_from(bytes + 64 + around.len() as u64).is_ok();
    let Some((bits, sound)) = [(16, 2 * u64::from(frames)), (8, u64::from(frames))]
        .into_iter()
        .find(|(_, bytes)| fits(*bytes))
    else {
        return Err(MarkersError::TooLong);
    };
    to.write_all(&head(sheet.rate.0, bits, sound, around.len() as u64))?;
    let silence = [if bits == 8 { 0x80 } else { 0 }; PIECE];
    let mut left = sound;
    while left > 0 {
        let now = PIECE.min(usize::try_from(left).unwrap_or(PIECE));
        to.write_all(&silence[..now])?;
        left -= now as u64;
    }
    to.write_all(&[0][..(sound % 2) as usize])?;
    to.write_all(&around)?;
    Ok(())
}

fn head(rate: u32, bits: u16, sound: u64, around: u64) -> Vec<u8> {
    let frame = bits / 8;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(((36 + sound + sound % 2 + around) as u32).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    // PCM, one channel.
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(rate.to_le_bytes());
    bytes.extend(rate.wrapping_mul(u32::from(frame)).to_le_bytes());
    bytes.extend(frame.to_le_bytes());
    bytes.extend(bits.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend((sound as u32).to_le_bytes());
    bytes
}

/// The two chunks that follow the sound. Every place fits 32 bits: the length of the file does.
fn markers(sheet: &Sheet) -> Vec<u8> {
    let mut cues = (sheet.markers.len() as u32).to_le_bytes().to_vec();
    let mut list = b"adtl".to_vec();
    for (id, marker) in (1_u32..).zip(&sheet.markers) {
        let (from, to) = sheet.in_session(marker);
        let id = id.to_le_bytes();
        let at = (from as u32).to_le_bytes();
        cues.extend([&id, &at, b"data", &[0; 4], &[0; 4], &at].into_iter().flatten());
        list.extend(chunk(*b"labl", &[&id, sheet.label(marker).as_bytes(), b"\0"].concat()));
        list.extend(chunk(*b"note", &[&id, marker.text.as_bytes(), b"\0"].concat()));
        if let Some(to) = to {
            let length = ((to - from) as u32).to_le_bytes();
            let region = [&id, &length, b"rgn ", &[0; 6][..], &UTF_8.to_le_bytes()].concat();
            list.extend(chunk(*b"ltxt", &region));
        }
    }
    [chunk(*b"cue ", &cues), chunk(*b"LIST", &list)].concat()
}

fn chunk(id: [u8; 4], body: &[u8]) -> Vec<u8> {
    let padding = &[0][..body.len() % 2];
    [&id, &(body.len() as u32).to_le_bytes(), body, padding].concat()
}
