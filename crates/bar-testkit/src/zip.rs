//! Zip files byte by byte, also such as no program should write.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// A zip file that is being put together.
#[derive(Debug, Clone, Default)]
pub struct Zip(Vec<Entry>);

/// One file of a zip, as its headers describe it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The bytes of its name.
    pub name: Vec<u8>,
    /// What it holds.
    pub content: Vec<u8>,
    /// Whether it is deflated.
    pub deflated: bool,
    /// Bits of the header: 1 says encrypted, 0x800 that the name is UTF-8.
    pub flags: u16,
    /// How it says it is packed, where that is not the truth.
    pub method: Option<u16>,
    /// The Unix mode, as of a link.
    pub mode: u32,
    /// What is added to its checksum: a damaged file.
    pub damage: u32,
}

impl Entry {
    /// A usual file.
    #[must_use]
    pub fn new(name: impl AsRef<[u8]>, content: impl Into<Vec<u8>>) -> Self {
        let (name, content) = (name.as_ref().to_owned(), content.into());
        let flags = if name.is_ascii() { 0 } else { 0x800 };
        let (method, mode, damage) = (None, 0o100_644, 0);
        Self { name, content, deflated: true, flags, method, mode, damage }
    }
}

impl Zip {
    /// A zip with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a usual file more.
    #[must_use]
    pub fn with(self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.entry(Entry::new(name, content))
    }

    /// With a file more.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
        self.0.push(entry);
        self
    }

    /// The whole file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for entry in &self.0 {
            let packed = entry.packed();
            let offset = bytes.len() as u32;
            let common = entry.common(&packed);
            bytes.extend(b"PK\x03\x04");
            bytes.extend(&common);
            bytes.extend(&entry.name);
            bytes.extend(&packed);

            // Made on Unix, which keeps modes.
            directory.extend(b"PK\x01\x02\x14\x03");
            directory.extend(&common);
            // No comment, disk 0, no attributes but the mode.
            directory.extend([0; 6]);
            directory.extend((entry.mode << 16).to_le_bytes());
            directory.extend(offset.to_le_bytes());
            directory.extend(&entry.name);
        }
        let (start, count) = (bytes.len() as u32, self.0.len() as u16);
        bytes.extend(&directory);
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend(count.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend((directory.len() as u32).to_le_bytes());
        bytes.extend(start.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }
}

impl Entry {
    fn packed(&self) -> Vec<u8> {
        if !self.deflated {
            return self.content.clone();
        }
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        // Writing to memory cannot fail.
        let _ = encoder.write_all(&self.content);
        encoder.finish().unwrap_or_default()
    }

    /// What both headers of a file say, up to the length of what follows its name.
    fn common(&self, packed: &[u8]) -> Vec<u8> {
        let mut crc = Crc::new();
        crc.update(&self.content);
        let method = self.method.unwrap_or(if self.deflated { 8 } else { 0 });
        let mut bytes = 20_u16.to_le_bytes().to_vec();
        bytes.extend(self.flags.to_le_bytes());
        bytes.extend(method.to_le_bytes());
        // 1 January 1980.
        bytes.extend([0, 0, 0x21, 0]);
        bytes.extend(crc.sum().wrapping_add(self.damage).to_le_bytes());
        bytes.extend((packed.len() as u32).to_le_bytes());
        bytes.extend((self.content.len() as u32).to_le_bytes());
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }
}
