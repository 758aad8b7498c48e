//! The hall's thread: opens devices, follows the system's choice, notices when one goes and comes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use bar_domain::SampleRate;
use rtrb::RingBuffer;

use super::deck::Command;
use super::metering::{self, Request};
use super::output::{Broken, DeviceId, Opened, Output, OutputError, Wish};
use super::state::{Line, Shared};
use super::voice::{ORDERS, Voice};

/// What is asked of the hall.
pub(super) enum Errand {
    /// Something of that rate is to be played.
    Rate(SampleRate),
    /// Nothing is to be played any more.
    Close,
    /// Somebody chose a device.
    Choose(Option<DeviceId>),
    /// The stream of that number broke.
    Broken(u64, OutputError),
    /// Come to an end.
    Quit,
}

/// Between two looks at what is plugged in.
const TICK: Duration = Duration::from_secs(1);
/// A device that took no sound for so long takes none.
const PATIENCE: Duration = Duration::from_secs(4);

pub(super) struct Hall {
    shared: Arc<Shared>,
    errands: Receiver<Errand>,
    own: Sender<Errand>,
    deck: Sender<Command>,
    metering: Sender<Request>,
    device: Option<DeviceId>,
    rate: Option<SampleRate>,
    stream: Option<Stream>,
    streams: u64,
}

/// The stream that runs.
struct Stream {
    opened: Opened,
    /// The rate that was asked for, whatever came of it.
    asked: SampleRate,
    /// Buffers that it had taken, and when there was one more.
    buffers: (u64, Instant),
}

impl Hall {
    pub(super) fn new(
        shared: Arc<Shared>,
        errands: Receiver<Errand>,
        own: Sender<Errand>,
        deck: Sender<Command>,
        metering: Sender<Request>,
        device: Option<DeviceId>,
    ) -> Self {
        let (rate, stream, streams) = (None, None, 0);
        Self { shared, errands, own, deck, metering, device, rate, stream, streams }
    }

    pub(super) fn run(mut self, mut output: Box<dyn Output>) {
        let output = output.as_mut();
        loop {
            match self.errands.recv_timeout(TICK) {
                Ok(Errand::Rate(rate)) => {
                    self.rate = Some(rate);
                    if self.stream.as_ref().is_none_or(|stream| stream.asked != rate) {
                        self.open(output);
                    }
                }
                Ok(Errand::Close) => {
                    self.rate = None;
                    self.close(None);
                }
                Ok(Errand::Choose(device)) => {
                    self.device = device;
                    self.open(output);
                }
                Ok(Errand::Broken(stream, trouble)) if stream == self.streams => {
                    self.close(Some(trouble));
                }
                Ok(Errand::Broken(..)) => {}
                Ok(Errand::Quit) | Err(RecvTimeoutError::Disconnected) => {
                    return self.close(None);
                }
                Err(RecvTimeoutError::Timeout) => self.look(output),
            }
        }
    }

    /// Looks whether the system chose another device, or the one that was missed is back.
    fn look(&mut self, output: &mut dyn Output) {
        let Some(stream) = &mut self.stream else { return self.open(output) };
        let buffers = self.shared.heard.buffers.load(Ordering::Relaxed);
        if buffers != stream.buffers.0 {
            stream.buffers = (buffers, Instant::now());
        } else if output.is_live() && stream.buffers.1.elapsed() > PATIENCE {
            let name = stream.opened.device.name.clone();
            return self.close(Some(OutputError::Stuck { name }));
        }
        if self.device.is_none()
            && output.default_device().is_some_and(|device| device != stream.opened.device.id)
        {
            self.open(output);
        }
    }

    fn close(&mut self, trouble: Option<OutputError>) {
        // The stream first: nobody renders from what is taken down behind it.
        self.stream = None;
        self.streams += 1;
        self.shared.lock().connect(&self.shared.heard, Err(trouble));
    }

    fn open(&mut self, output: &mut dyn Output) {
        let Some(rate) = self.rate else { return };
        if self.stream.is_some() {
            self.close(None);
        }
        self.streams += 1;
        let (number, own) = (self.streams, self.own.clone());
        let broken: Broken = Arc::new(move |trouble| {
            let _ = own.send(Errand::Broken(number, trouble));
        });
        let heard = &self.shared.heard;
        let mut ends = None;
        let mut voice = |rate: SampleRate| {
            let (orders, inbox) = RingBuffer::new(ORDERS);
            let (hand_back, retired) = RingBuffer::new(ORDERS + 2);
            let (meters, samples) = metering::ring(rate);
            ends = Some((orders, retired, samples));
            Voice::new(rate.0, inbox, hand_back, meters, Arc::clone(heard))
        };
        let wish = Wish { device: self.device.clone(), rate };
        let opened = output.open(&wish, &mut voice, broken);
        let opened = opened.and_then(|opened| {
            let nobody = || OutputError::Stuck { name: opened.device.name.clone() };
            let ends = ends.ok_or_else(nobody)?;
            Ok((opened, ends))
        });
        match opened {
            Err(trouble) => {
                self.shared.lock().connect(heard, Err(Some(trouble)));
            }
            Ok((opened, (orders, retired, samples))) => {
                let line = Line {
                    orders,
                    device: opened.device.clone(),
                    rate: opened.rate,
                    buffer: opened.buffer,
                    changes: opened.changes.clone(),
                };
                let asked = self.shared.lock().connect(heard, Ok(line));
                let (rate, buffer) = (opened.rate, opened.buffer);
                let _ = self.deck.send(Command::Line { asked, rate, buffer, retired });
                let _ = self.metering.send(Request::Hear(samples, rate));
                let buffers = (heard.buffers.load(Ordering::Relaxed), Instant::now());
                self.stream = Some(Stream { opened, asked: wish.rate, buffers });
            }
        }
    }
}
