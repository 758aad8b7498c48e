//! XML of unknown origin, read element by element: never whole in memory, no entities but the five
//! that XML knows, and limits on size and depth.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Unread;

/// Most bytes of XML in a session: the largest Live sets unpack to some 300 MB.
const MOST_BYTES: u64 = 512 << 20;
/// Most bytes of one element or text: the state of a plug-in can have a few MB.
const MOST_AT_ONCE: u64 = 32 << 20;
/// Most elements within each other; real sessions have about 40.
const DEEPEST: usize = 200;
/// Most bytes of the names of elements within each other.
const LONGEST_PATH: usize = 16 << 10;

/// An element that begins or ends.
pub(super) enum Seen<'a> {
    /// It begins, with these attributes.
    Begin(&'a BytesStart<'a>),
    /// It ends.
    End,
}

/// Shows `visit` every element with its path, as in `Ableton/LiveSet/Tracks`.
pub(super) fn read(
    from: impl Read,
    cancelled: &AtomicBool,
    mut visit: impl FnMut(&str, Seen<'_>),
) -> Result<(), Unread> {
    let at_once = Rc::new(Cell::new(0));
    let metered =
        Metered { from: BufReader::new(from), all: 0, at_once: Rc::clone(&at_once), over: false };
    let mut reader = Reader::from_reader(metered);
    let mut path = String::new();
    let mut ends = Vec::new();
    let mut buffer = Vec::new();
    let refused = loop {
        if cancelled.load(Ordering::Relaxed) {
            return Err(Unread::Cancelled);
        }
        at_once.set(0);
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => break Some(error.kind()),
            Err(_) => break Some(io::ErrorKind::InvalidData),
        };
        match event {
            Event::Start(element) => {
                ends.push(path.len());
                push(&mut path, element.name().0);
                if ends.len() > DEEPEST || path.len() > LONGEST_PATH {
                    return Err(Unread::TooLarge);
                }
                visit(&path, Seen::Begin(&element));
            }
            Event::Empty(element) => {
                let end = path.len();
                push(&mut path, element.name().0);
                visit(&path, Seen::Begin(&element));
                visit(&path, Seen::End);
                path.truncate(end);
            }
            Event::End(_) => {
                visit(&path, Seen::End);
                path.truncate(ends.pop().unwrap_or(0));
            }
            Event::Eof => break None,
            _ => {}
        }
    };
    match refused {
        _ if reader.get_ref().over => Err(Unread::TooLarge),
        None if ends.is_empty() => Ok(()),
        _ => Err(Unread::Damaged),
    }
}

fn push(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(name);
}

/// The value of an attribute; `None` where it is not there or not well written.
pub(super) fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// A number in an attribute.
pub(super) fn number(element: &BytesStart<'_>, name: &str) -> Option<f64> {
    value(element, name)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A whole number in an attribute.
pub(super) fn whole(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    value(element, name)?.trim().parse().ok()
}

/// Counts what is read, and ends it where it is too much.
struct Metered<R> {
    from: BufReader<R>,
    all: u64,
    at_once: Rc<Cell<u64>>,
    over: bool,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(bytes)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.all > MOST_BYTES || self.at_once.get() > MOST_AT_ONCE {
            self.over = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.from.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.all += bytes as u64;
        self.at_once.set(self.at_once.get() + bytes as u64);
        self.from.consume(bytes);
    }
}
