//! RIFF WAVE, and its 64-bit forms RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088).

use super::samples::Coding;
use super::{Chunk, Pieces, Shell, Sizes, SoundFile};

/// Starts a WAV file.
#[derive(Debug)]
pub struct Wav;

impl Wav {
    /// Integers of so many bits, 8-bit ones unsigned. Bits that fill no bytes are left-justified.
    #[must_use]
    pub fn pcm(bits: u16) -> SoundFile {
        let coding = Coding { unsigned: bits <= 8, ..Coding::pcm(bits) };
        SoundFile::new(Shell::Riff { extensible: false }, coding)
    }

    /// IEEE 754 floats of 32 or 64 bits.
    #[must_use]
    pub fn float(bits: u16) -> SoundFile {
        SoundFile::new(Shell::Riff { extensible: false }, Coding::float(bits))
    }
}

/// What only the WAV family knows; an AIFF is left as it is.
impl SoundFile {
    /// `WAVE_FORMAT_EXTENSIBLE`: valid bits, a channel mask and a sub-format.
    #[must_use]
    pub fn extensible(mut self) -> Self {
        match &mut self.shell {
            Shell::Riff { extensible }
            | Shell::Rf64 { extensible }
            | Shell::Bw64 { extensible }
            | Shell::W64 { extensible } => *extensible = true,
            Shell::Aiff | Shell::Aifc { .. } => {}
        }
        self
    }

    /// As RF64.
    #[must_use]
    pub fn rf64(self) -> Self {
        self.reshell(|extensible| Shell::Rf64 { extensible })
    }

    /// As BW64.
    #[must_use]
    pub fn bw64(self) -> Self {
        self.reshell(|extensible| Shell::Bw64 { extensible })
    }

    /// As Sony Wave64.
    #[must_use]
    pub fn w64(self) -> Self {
        self.reshell(|extensible| Shell::W64 { extensible })
    }

    fn reshell(mut self, shell: impl Fn(bool) -> Shell) -> Self {
        if !matches!(self.shell, Shell::Aiff | Shell::Aifc { .. }) {
            self.shell = shell(self.is_extensible());
        }
        self
    }

    fn is_extensible(&self) -> bool {
        matches!(
            self.shell,
            Shell::Riff { extensible: true }
                | Shell::Rf64 { extensible: true }
                | Shell::Bw64 { extensible: true }
                | Shell::W64 { extensible: true }
        )
    }

    /// The body of the `fmt ` chunk: 16 bytes, 18 for floats, 40 when extensible.
    pub(super) fn wave_format(&self) -> Vec<u8> {
        // 24-in-32 is told by the frame's bytes in the plain form, by the valid bits in the other.
        let plain: u16 = if self.coding.float { 3 } else { 1 };
        let container_bits = (self.coding.bytes * 8) as u16;
        let told_bits = if self.is_extensible() { container_bits } else { self.coding.bits };
        let frame_bytes = self.frame_bytes() as u16;
        let mut body = Vec::with_capacity(40);
        body.extend(if self.is_extensible() { 0xFFFE } else { plain }.to_le_bytes());
        body.extend(self.channels.to_le_bytes());
        body.extend(self.rate.to_le_bytes());
        body.extend(self.rate.wrapping_mul(u32::from(frame_bytes)).to_le_bytes());
        body.extend(frame_bytes.to_le_bytes());
        body.extend(told_bits.to_le_bytes());
        if self.is_extensible() {
            let mask: u32 = match self.channels {
                1 => 0x4,
                2 => 0x3,
                6 => 0x3F,
                _ => 0,
            };
            body.extend(22u16.to_le_bytes());
            body.extend(self.coding.bits.to_le_bytes());
            body.extend(mask.to_le_bytes());
            body.extend(plain.to_le_bytes());
            body.extend(b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71");
        } else if self.coding.float {
            body.extend(0u16.to_le_bytes());
        }
        body
    }
}

pub(super) fn lay_out(file: &SoundFile, sound: Vec<u8>) -> Pieces {
    let (there, told) = file.data_sizes(&sound);
    let large = match file.shell {
        Shell::Rf64 { .. } => Some(b"RF64"),
        Shell::Bw64 { .. } => Some(b"BW64"),
        _ => None,
    };
    let mut head = Vec::new();
    for chunk in &file.first {
        put(&mut head, chunk);
    }
    put(&mut head, &Chunk { id: *b"fmt ", body: file.wave_format() });
    for chunk in &file.before {
        put(&mut head, chunk);
    }
    let mut tail = vec![0; (there % 2) as usize];
    for chunk in &file.after {
        put(&mut tail, chunk);
    }
    let ds64 = if large.is_some() { 36 } else { 0 };
    let riff = 4 + ds64 + head.len() as u64 + 8 + told + tail.len() as u64;

    let mut bytes = Vec::with_capacity(head.len() + sound.len() + 64);
    if let Some(id) = large {
        bytes.extend(id);
        bytes.extend(u32::MAX.to_le_bytes());
        bytes.extend(b"WAVEds64");
        bytes.extend(28u32.to_le_bytes());
        bytes.extend(file.size64(riff).to_le_bytes());
        bytes.extend(file.size64(told).to_le_bytes());
        bytes.extend(file.size64(told / file.frame_bytes().max(1)).to_le_bytes());
        bytes.extend(0u32.to_le_bytes());
    } else {
        bytes.extend(b"RIFF");
        bytes.extend(file.size32(riff).to_le_bytes());
        bytes.extend(b"WAVE");
    }
    bytes.extend(head);
    bytes.extend(b"data");
    let in_ds64 = large.is_some() && !matches!(file.sizes, Sizes::Unset(_));
    bytes.extend(if in_ds64 { u32::MAX } else { file.size32(told) }.to_le_bytes());
    let hole = there - sound.len() as u64;
    bytes.extend(sound);
    Pieces { head: bytes, hole, tail }
}

fn put(bytes: &mut Vec<u8>, chunk: &Chunk) {
    bytes.extend(chunk.id);
    bytes.extend((chunk.body.len() as u32).to_le_bytes());
    bytes.extend(&chunk.body);
    bytes.extend(vec![0; chunk.body.len() % 2]);
}
