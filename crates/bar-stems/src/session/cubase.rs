//! Cubase and Nuendo: who wrote a session stands at its beginning; the rest is their own.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{SessionKind, Told, Unread, version_in};

/// Bytes in which the name of the program stands, and its version after it.
const BEGINNING: usize = 1024;

/// Whose a session is that begins so; `None` where it is neither's.
pub(super) fn kind(head: &[u8], nuendo_by_name: bool) -> Option<SessionKind> {
    let is_one = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"NUND");
    let names = |name: &[u8]| beginning(head).windows(name.len()).any(|bytes| bytes == name);
    let nuendo = names(b"Nuendo\0") || (nuendo_by_name && !names(b"Cubase\0"));
    is_one.then_some(if nuendo { SessionKind::Nuendo } else { SessionKind::Cubase })
}

pub(super) fn read(path: &Path) -> Result<Told, Unread> {
    let mut head = Vec::new();
    File::open(path)?.take(BEGINNING as u64).read_to_end(&mut head)?;
    let text = String::from_utf8_lossy(&head);
    let version = text.split('\0').find_map(|text| Some(text.split_once("Version ")?.1));
    Ok(Told { version: version.and_then(version_in), ..Told::default() })
}

fn beginning(head: &[u8]) -> &[u8] {
    head.get(..BEGINNING).unwrap_or(head)
}
