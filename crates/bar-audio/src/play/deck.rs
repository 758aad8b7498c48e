//! The deck's thread: reads the tapes, resamples them and keeps their rings full.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use bar_domain::SampleRate;
use rtrb::{Consumer, Producer, RingBuffer};

use super::map::{Map, convert};
use super::reader::Reader;
use super::reel::Reel;
use super::spool::{self, Budget};
use super::state::Shared;
use super::voice::{CHANNELS, Take};

/// What is asked of the deck. `asked` counts what changes the place.
pub(super) enum Command {
    /// Other tapes.
    Load { asked: u64, reel: Reel },
    /// Go to a frame of the reel.
    Seek { asked: u64, to: u64 },
    /// Play a range of the reel over and over, or no longer.
    Loop { asked: u64, range: Option<Range<u64>> },
    /// A stream was opened.
    Line { asked: u64, rate: SampleRate, buffer: u32, retired: Consumer<Box<Take>> },
    /// Come to an end.
    Quit,
}

/// Between two looks at rings that are full enough.
const TICK: Duration = Duration::from_millis(10);
/// Frames read of a tape before the next one's turn.
const CHUNK: usize = 1024;
/// What a ring holds: the disk and the other cores' work may take as long.
const LEAD: Duration = Duration::from_millis(500);

pub(super) struct Deck {
    shared: Arc<Shared>,
    commands: Receiver<Command>,
    scratch: PathBuf,
    budget: Budget,
    readers: Vec<Reader>,
    /// What brought them.
    loaded: u64,
    reel_rate: SampleRate,
    /// The device's; the reel's while there is none.
    rate: SampleRate,
    buffer: usize,
    looped: Option<Range<u64>>,
    retired: Option<Consumer<Box<Take>>>,
    filling: Filling,
    takes: u16,
    chunk: Vec<f32>,
}

/// The take whose rings are being filled.
struct Filling {
    map: Map,
    asked: u64,
    tapes: Vec<Producer<f32>>,
    written: u64,
    /// Not sent to the audio thread yet.
    unsent: Option<Box<Take>>,
}

impl Deck {
    pub(super) fn new(
        shared: Arc<Shared>,
        commands: Receiver<Command>,
        scratch: Option<PathBuf>,
    ) -> impl FnOnce() -> Self + Send {
        move || {
            let rate = SampleRate(48_000);
            let map = Map { id: 0, start: 0, looped: None, ends_at: Arc::default() };
            Self {
                shared,
                commands,
                scratch: scratch.unwrap_or_else(std::env::temp_dir),
                budget: spool::budget(),
                readers: Vec::new(),
                loaded: 0,
                reel_rate: rate,
                rate,
                buffer: 0,
                looped: None,
                retired: None,
                filling: Filling { map, asked: 0, tapes: Vec::new(), written: 0, unsent: None },
                takes: 0,
                chunk: vec![0.0; CHUNK * CHANNELS],
            }
        }
    }

    pub(super) fn run(mut self) {
        loop {
            let busy = self.work();
            let mut next =
                match self.commands.recv_timeout(if busy { Duration::ZERO } else { TICK }) {
                    Ok(command) => Some(command),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
            while let Some(command) = next {
                if matches!(command, Command::Quit) {
                    return;
                }
                self.obey(command);
                next = self.commands.try_recv().ok();
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Load { asked, reel } => {
                // The old files first: what they unpacked to makes room.
                self.readers.clear();
                let open = |tape| Reader::open(tape, reel.rate, &self.scratch, &self.budget);
                self.readers = reel.tapes.iter().map(open).collect();
                self.loaded = asked;
                self.reel_rate = reel.rate;
                self.looped = None;
                self.set_rate();
                self.begin(asked, 0, None);
            }
            Command::Seek { asked, to } => {
                let to = convert(to, self.reel_rate, self.rate);
                let to = self.length().map_or(to, |length| to.min(length));
                self.begin(asked, to, None);
            }
            Command::Loop { asked, range } => {
                self.looped = range;
                let (place, playing) = self.shared.lock().place(&self.shared.heard);
                match self.range().filter(|range| place >= range.end) {
                    Some(range) => self.begin(asked, range.start, None),
                    None => self.begin(asked, place, playing),
                }
            }
            Command::Line { asked, rate, buffer, retired } => {
                self.retired = Some(retired);
                self.rate = rate;
                self.buffer = buffer as usize;
                self.set_rate();
                let (place, _) = self.shared.lock().place(&self.shared.heard);
                self.begin(asked, place, None);
            }
            Command::Quit => {}
        }
    }

    fn set_rate(&mut self) {
        if self.retired.is_none() {
            self.rate = self.reel_rate;
        }
        let rate = self.rate;
        self.readers.iter_mut().for_each(|reader| reader.set_rate(rate));
    }

    /// The range that is looped, in frames of the device.
    fn range(&self) -> Option<Range<u64>> {
        let range = self.looped.as_ref()?;
        let [start, end] =
            [range.start, range.end].map(|place| convert(place, self.reel_rate, self.rate));
        (start < end).then_some(start..end)
    }

    /// Begins a take at a place, jumping there or going on from another take.
    fn begin(&mut self, asked: u64, start: u64, follows: Option<(u16, u64)>) {
        self.takes = self.takes.wrapping_add(1).max(1);
        let frames = (f64::from(self.rate.0) * LEAD.as_secs_f64()) as usize;
        let frames = frames.max(4 * self.buffer).max(4 * CHUNK);
        let rings = self.readers.iter().map(|_| RingBuffer::new(frames * CHANNELS));
        let (producers, consumers) = rings.unzip();
        let ends_at = Arc::new(AtomicU64::new(u64::MAX));
        let looped = self.range().filter(|range| start < range.end);
        let map = Map { id: self.takes, start, looped, ends_at: Arc::clone(&ends_at) };
        let take = Take { id: map.id, tapes: consumers, gains: None, follows, ends_at, played: 0 };
        let unsent = Some(Box::new(take));
        self.filling = Filling { map, asked, tapes: producers, written: 0, unsent };
    }

    /// Where the last tape ends, in frames of the device, once all of them know.
    fn length(&self) -> Option<u64> {
        self.readers.iter().map(Reader::end).try_fold(0, |length, end| Some(length.max(end?)))
    }

    /// Does some of what is to be done; whether there is more.
    fn work(&mut self) -> bool {
        while let Some(Ok(take)) = self.retired.as_mut().map(Consumer::pop) {
            drop(take);
        }
        let mut busy = self.fill();
        if !busy {
            // Compressed files unpack while there is nothing else to do.
            for reader in &mut self.readers {
                busy |= reader.work_ahead();
            }
        }
        self.tell();
        busy
    }

    /// Writes a chunk of every tape; whether there is room for more.
    fn fill(&mut self) -> bool {
        self.set_end();
        let filling = &mut self.filling;
        let ends_at = filling.map.ends_at.load(Ordering::Acquire);
        let room = filling.tapes.iter().map(Producer::slots).min().unwrap_or(0) / CHANNELS;
        let left =
            ends_at.saturating_sub(filling.written).min(filling.map.straight(filling.written));
        let frames = (CHUNK as u64).min(left) as usize;
        let full = room < frames || frames == 0 || filling.tapes.is_empty();
        let enough = filling.written >= (2 * self.buffer).max(CHUNK) as u64;
        if full || enough {
            self.send();
        }
        if full {
            return false;
        }
        let at = self.filling.map.at(self.filling.written);
        let prepare = |ready: bool, reader: &mut Reader| reader.prepare(at, frames) && ready;
        if !self.readers.iter_mut().fold(true, prepare) {
            // Some of it was unpacked. Whoever asks for something else is heard in between.
            return true;
        }
        for (reader, tape) in self.readers.iter_mut().zip(&mut self.filling.tapes) {
            let chunk = &mut self.chunk[..frames * CHANNELS];
            reader.read(at, chunk);
            // There is room: checked above.
            let _ = tape.push_entire_slice(chunk);
        }
        self.filling.written += frames as u64;
        true
    }

    /// Tells the audio thread where the take ends, as soon as that is known.
    fn set_end(&self) {
        let map = &self.filling.map;
        let end = match self.length() {
            Some(length) if map.looped.is_none() => length.saturating_sub(map.start),
            _ => u64::MAX,
        };
        map.ends_at.store(end, Ordering::Release);
    }

    fn send(&mut self) {
        let filling = &mut self.filling;
        if let Some(take) = filling.unsent.take() {
            filling.unsent = self.shared.lock().send(take, filling.map.clone(), filling.asked);
        }
    }

    /// Tells what was found out of the tapes, and that the end was reached.
    fn tell(&self) {
        let length = self.length().map(|length| convert(length, self.rate, self.reel_rate));
        let found: Vec<_> = self.readers.iter().map(Reader::found).collect();
        let mut state = self.shared.lock();
        // Another reel may have been asked for that is not here yet.
        if state.loaded == self.loaded {
            (state.found, state.length) = (found, length);
        }
        state.watch(&self.shared.heard);
    }
}
