//! The end of playing that runs inside the sound card's callback.
//!
//! [`Voice::render`] is the only function of Bar One that runs on the audio
//! thread. It must return within one buffer (about 10 ms at 512 frames and
//! 48 kHz), so, from `render` down:
//!
//! 1. nothing allocates, frees, locks, logs, makes a system call or panics;
//!    `tests/playing/realtime.rs` runs `render` with allocation forbidden;
//! 2. `out` is written completely, with silence where there is no sound;
//! 3. all tapes advance together, frame by frame, so a switch lands on the
//!    same musical position; if one runs dry, all wait;
//! 4. gains are at most 1.0: matching turns the louder side down, never the
//!    quieter side up, so matching cannot clip;
//! 5. one tape at a gain of 1.0 comes out bit for bit.
//!
//! What the audio thread no longer needs goes back through `retired` and is
//! freed by the deck.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rtrb::{Consumer, Producer};

/// Channels of every tape: left and right, interleaved.
pub const CHANNELS: usize = 2;

/// Tapes that can stream together.
pub const MAX_TAPES: usize = 64;

/// A linear gain for every tape. Invariant 4.
pub type Gains = [f32; MAX_TAPES];

/// Orders that may wait for the audio thread.
pub const ORDERS: usize = 64;

/// Tapes that begin at one place of the timeline, each with its own ring, filled by the deck.
pub struct Take {
    /// Tells it from other takes.
    pub id: u16,
    /// Interleaved samples of every tape.
    pub tapes: Vec<Consumer<f32>>,
    /// Gains that hold from its first frame; `None` where the tapes are those of the take before.
    pub gains: Option<Gains>,
    /// The take that it goes on from without a seam, and how much of that had been played where
    /// this one begins; `None` to jump.
    pub follows: Option<(u16, u64)>,
    /// Frames after which nothing comes any more; `u64::MAX` while that is not known.
    pub ends_at: Arc<AtomicU64>,
    /// Frames played so far.
    pub played: u64,
}

/// What the control side asks of the audio thread.
#[expect(clippy::large_enum_variant, reason = "a box would have to be freed on the audio thread")]
pub enum Order {
    /// Play this in place of what is played now.
    Take(Box<Take>),
    /// Play nothing of what is there any more: what comes next is another reel.
    Eject,
    /// Turn the tapes up and down, over 10 ms.
    Gains(Gains),
    /// Run or hold.
    Run(bool),
}

/// What the audio thread tells everybody; written with plain stores only.
#[derive(Debug)]
pub struct Heard {
    /// The take and how much of it was played: see [`place`].
    place: AtomicU64,
    /// Buffers that ended in silence because a tape was late.
    pub underruns: AtomicU64,
    /// Buffers rendered.
    pub buffers: AtomicU64,
    /// Frames that the meters could not take.
    pub unmetered: AtomicU64,
    /// Whether a change of gains is under way.
    pub fading: AtomicBool,
    /// From here to the loudspeaker, in nanoseconds, and when the last buffer was rendered.
    lead: AtomicU64,
    rendered: AtomicU64,
    epoch: Instant,
}

/// The audio thread's own state.
pub struct Voice {
    orders: Consumer<Order>,
    retired: Producer<Box<Take>>,
    meters: Producer<f32>,
    heard: Arc<Heard>,
    take: Option<Box<Take>>,
    /// A take that follows on another, but not yet.
    next: Option<Box<Take>>,
    running: bool,
    from: Gains,
    to: Gains,
    /// Frames of the fade that are left, and all of them.
    left: u32,
    fade: u32,
}

impl Default for Heard {
    fn default() -> Self {
        Self {
            place: AtomicU64::new(0),
            underruns: AtomicU64::new(0),
            buffers: AtomicU64::new(0),
            unmetered: AtomicU64::new(0),
            fading: AtomicBool::new(false),
            lead: AtomicU64::new(0),
            rendered: AtomicU64::new(0),
            epoch: Instant::now(),
        }
    }
}

impl Heard {
    /// The take that plays, and the frames of it that were played; both of one moment.
    #[must_use]
    pub fn place(&self) -> (u16, u64) {
        let place = self.place.load(Ordering::Acquire);
        ((place >> 48) as u16, place & PLAYED)
    }

    /// Notes when a buffer was rendered and how long until it leaves the loudspeaker.
    pub fn stamp(&self, lead: Duration) {
        self.lead.store(lead.as_nanos() as u64, Ordering::Relaxed);
        let now = self.epoch.elapsed().as_nanos() as u64;
        self.rendered.store(now.max(1), Ordering::Relaxed);
    }

    /// How long from here to the loudspeaker, and since the last buffer; nothing where nobody stamps.
    #[must_use]
    pub fn lead(&self) -> (Duration, Duration) {
        let lead = Duration::from_nanos(self.lead.load(Ordering::Relaxed));
        let since = match self.rendered.load(Ordering::Relaxed) {
            0 => Duration::ZERO,
            at => self.epoch.elapsed().saturating_sub(Duration::from_nanos(at)),
        };
        (lead, since)
    }

    fn put(&self, id: u16, played: u64) {
        self.place.store(u64::from(id) << 48 | (played & PLAYED), Ordering::Release);
    }
}

/// Nine million hours at 48 kHz.
const PLAYED: u64 = (1 << 48) - 1;

impl Voice {
    /// A silent voice at this rate. `retired` must hold two more takes than `orders` holds orders.
    #[must_use]
    pub fn new(
        rate: u32,
        orders: Consumer<Order>,
        retired: Producer<Box<Take>>,
        meters: Producer<f32>,
        heard: Arc<Heard>,
    ) -> Self {
        Self {
            orders,
            retired,
            meters,
            heard,
            take: None,
            next: None,
            running: false,
            from: [0.0; MAX_TAPES],
            to: [0.0; MAX_TAPES],
            left: 0,
            fade: (rate / 100).max(1),
        }
    }

    /// Fills `out` with interleaved stereo.
    pub fn render(&mut self, out: &mut [f32]) {
        self.obey();
        self.go_on(out.len() / CHANNELS);
        let played = if self.running { self.play(out) } else { 0 };
        let (sound, rest) = out.split_at_mut_checked(played * CHANNELS).unwrap_or_default();
        rest.fill(0.0);
        if self.meters.push_entire_slice(sound).is_err() {
            self.heard.unmetered.fetch_add(played as u64, Ordering::Relaxed);
        }
        if let Some(take) = &self.take {
            self.heard.put(take.id, take.played);
        }
        self.heard.fading.store(self.left > 0, Ordering::Relaxed);
        self.heard.buffers.fetch_add(1, Ordering::Relaxed);
    }

    /// What the audio thread tells.
    #[must_use]
    pub fn heard(&self) -> &Arc<Heard> {
        &self.heard
    }

    /// Whether so many frames can be rendered without waiting for the deck: for tests that are
    /// faster than real time.
    #[must_use]
    pub fn is_ready(&mut self, frames: usize) -> bool {
        self.obey();
        self.go_on(frames);
        let holds = |take: &Take| take.frames() as u64 >= take.left().min(frames as u64);
        !self.running || self.take.as_deref().is_some_and(holds)
    }

    fn obey(&mut self) {
        // An order stays queued while old takes cannot be handed back: late beats freeing here.
        while self.retired.slots() > 1 {
            let Ok(order) = self.orders.pop() else { return };
            match order {
                Order::Take(take) => {
                    let dropped = self.next.replace(take);
                    self.retire(dropped);
                }
                Order::Eject => {
                    let (playing, next) = (self.take.take(), self.next.take());
                    self.retire(playing);
                    self.retire(next);
                }
                Order::Gains(gains) => {
                    self.from = self.gains();
                    self.to = gains;
                    self.left = if self.running { self.fade } else { 0 };
                }
                Order::Run(running) => self.running = running,
            }
            // A jump is made at once: what is ordered after it is about the new take.
            self.jump();
        }
    }

    fn jump(&mut self) {
        if self.next.as_ref().is_some_and(|next| next.follows.is_none()) {
            let next = self.next.take();
            self.change(next);
        }
    }

    /// Changes to a take that goes on where this one is, as soon as it holds as much.
    fn go_on(&mut self, frames: usize) {
        let Some(next) = self.next.as_mut() else { return };
        let skip = match (next.follows, &self.take) {
            (Some((id, at)), Some(take)) => {
                take.played_of(id).map_or(0, |now| now.saturating_sub(at))
            }
            _ => 0,
        };
        let held = next.frames() as u64;
        let dry = self.take.as_ref().is_none_or(|take| take.frames() == 0);
        let wanted = (skip + frames as u64).min(next.ends_at.load(Ordering::Acquire));
        if held >= wanted || (held >= skip && (dry || !self.running)) {
            for tape in &mut next.tapes {
                if let Ok(chunk) = tape.read_chunk(skip.min(held) as usize * CHANNELS) {
                    chunk.commit_all();
                }
            }
            next.played = skip;
            let next = self.next.take();
            self.change(next);
        }
    }

    fn change(&mut self, next: Option<Box<Take>>) {
        let Some(next) = next else { return };
        if let Some(gains) = next.gains {
            (self.from, self.to, self.left) = (gains, gains, 0);
        }
        let old = self.take.replace(next);
        self.retire(old);
    }

    fn retire(&mut self, take: Option<Box<Take>>) {
        if let Some(take) = take {
            // There is a slot: an order brings one take, and takes away one.
            if let Err(rtrb::PushError::Full(take)) = self.retired.push(take) {
                std::mem::forget(take);
            }
        }
    }

    /// The gains of this moment.
    fn gains(&self) -> Gains {
        let mut gains = self.to;
        let blend = self.left as f32 / self.fade as f32;
        for (gain, from) in gains.iter_mut().zip(&self.from) {
            *gain += (from - *gain) * blend;
        }
        gains
    }

    /// Plays into the front of `out` and returns the number of frames played.
    fn play(&mut self, out: &mut [f32]) -> usize {
        let Some(take) = self.take.as_mut() else { return 0 };
        let wanted = take.left().min((out.len() / CHANNELS) as u64) as usize;
        let frames = wanted.min(take.frames());
        if frames < wanted {
            self.heard.underruns.fetch_add(1, Ordering::Relaxed);
        }
        let Some(out) = out.get_mut(..frames * CHANNELS) else { return 0 };
        // Adding to −0 gives back every sample as it was, −0 too.
        out.fill(-0.0);
        for ((tape, from), to) in take.tapes.iter_mut().zip(self.from).zip(self.to) {
            let Ok(chunk) = tape.read_chunk(frames * CHANNELS) else { continue };
            let fade = Fade { from, to, left: self.left, all: self.fade };
            let (first, second) = chunk.as_slices();
            if let Some((front, back)) = out.split_at_mut_checked(first.len()) {
                let later = fade.after(first.len() / CHANNELS);
                fade.add(front, first);
                later.add(back, second);
            }
            chunk.commit_all();
        }
        take.played += frames as u64;
        self.left = self.left.saturating_sub(frames as u32);
        frames
    }
}

impl Take {
    /// Frames that every tape holds.
    fn frames(&self) -> usize {
        self.tapes.iter().map(Consumer::slots).min().unwrap_or(0) / CHANNELS
    }

    /// Frames played as the take of that id counts them: this one, or the one it follows.
    fn played_of(&self, id: u16) -> Option<u64> {
        match self.follows {
            _ if id == self.id => Some(self.played),
            Some((before, at)) if before == id => Some(self.played + at),
            _ => None,
        }
    }

    /// Frames until the end.
    fn left(&self) -> u64 {
        self.ends_at.load(Ordering::Acquire).saturating_sub(self.played)
    }
}

/// A change of one tape's gain, linear because mixes of one song are correlated.
#[derive(Clone, Copy)]
struct Fade {
    from: f32,
    to: f32,
    left: u32,
    all: u32,
}

impl Fade {
    fn after(self, frames: usize) -> Self {
        Self { left: self.left.saturating_sub(frames as u32), ..self }
    }

    /// Adds the tape to `out`.
    fn add(self, out: &mut [f32], tape: &[f32]) {
        let fading = (self.left as usize * CHANNELS).min(out.len()).min(tape.len());
        let (Some((out, steady)), Some((tape, rest))) =
            (out.split_at_mut_checked(fading), tape.split_at_checked(fading))
        else {
            return;
        };
        let mut left = self.left;
        for (out, tape) in out.chunks_exact_mut(CHANNELS).zip(tape.chunks_exact(CHANNELS)) {
            left = left.saturating_sub(1);
            let gain = self.to + (self.from - self.to) * (left as f32 / self.all as f32);
            for (out, sample) in out.iter_mut().zip(tape) {
                *out += sample * gain;
            }
        }
        // What is turned off costs nothing.
        if self.to > 0.0 {
            for (out, sample) in steady.iter_mut().zip(rest) {
                *out += sample * self.to;
            }
        }
    }
}
