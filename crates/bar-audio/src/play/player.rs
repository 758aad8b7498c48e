//! The control side: what a window or a terminal asks for.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, JoinHandle};

use bar_domain::Frames;

use super::deck::{Command, Deck};
use super::hall::{Errand, Hall};
use super::metering::{Metering, Request};
use super::now::Now;
use super::output::{DeviceId, Output};
use super::reel::{Reel, ReelError};
use super::state::Shared;
use super::strip::Strip;

/// Plays a [`Reel`]. Every method returns at once; what comes of it is told by [`Player::now`].
///
/// It is made paused and silent. Dropping it ends the sound.
pub struct Player {
    shared: Arc<Shared>,
    deck: Sender<Command>,
    hall: Sender<Errand>,
    metering: Sender<Request>,
    threads: Vec<JoinHandle<()>>,
}

/// What can be chosen once for all.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The device to begin with; `None` follows the system's own choice.
    pub device: Option<DeviceId>,
    /// A folder for what compressed files unpack to while they are loaded; else the system's for
    /// temporary files. Nothing is left in it.
    pub scratch: Option<PathBuf>,
}

/// Why there is no player at all.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// The system gives no more threads.
    #[error("the system is too busy to play sound ({0}): close other programs and try again")]
    Threads(#[from] std::io::Error),
}

impl Player {
    /// A player that lets its sound out there.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(output: Box<dyn Output>, settings: Settings) -> Result<Self, PlayError> {
        let shared = Arc::new(Shared::default());
        let (deck, commands) = channel();
        let (hall, errands) = channel();
        let (metering, requests) = channel();
        let mut player = Self {
            shared: Arc::clone(&shared),
            deck: deck.clone(),
            hall: hall.clone(),
            metering: metering.clone(),
            threads: Vec::new(),
        };
        let meters = Metering::new(Arc::clone(&shared), requests);
        player.start("meter", move || meters.run())?;
        let reads = Deck::new(Arc::clone(&shared), commands, settings.scratch);
        player.start("deck", move || reads().run())?;
        let opens = Hall::new(shared, errands, hall, deck, metering, settings.device);
        player.start("hall", move || opens.run(output))?;
        Ok(player)
    }

    /// Puts a reel in place of the present one, at its beginning, paused, with side 0 to be heard.
    /// Match, volume and device stay as they are. A file that cannot be read is silent, and told.
    ///
    /// # Errors
    /// When a side names a tape that is not there, or there are more tapes than can stream.
    pub fn load(&self, reel: Reel) -> Result<(), ReelError> {
        reel.check()?;
        let mut state = self.shared.lock();
        let rate = reel.rate;
        let asked = state.load(reel.clone());
        self.deck(Command::Load { asked, reel });
        self.metering(Request::Reset);
        // Told to whoever opens devices: a device may run at the reel's own rate.
        let _ = self.hall.send(Errand::Rate(rate));
        Ok(())
    }

    /// Takes the reel away and lets go of its files; the device is closed.
    pub fn unload(&self) {
        let mut state = self.shared.lock();
        let reel = Reel::empty();
        let asked = state.load(reel.clone());
        self.deck(Command::Load { asked, reel });
        let _ = self.hall.send(Errand::Close);
    }

    /// Plays on, from the beginning where the end was reached. Without a device it stays paused, and
    /// [`Now::device_trouble`] says why.
    pub fn play(&self) {
        let mut state = self.shared.lock();
        if state.is_over(&self.shared.heard) {
            let asked = state.seek(0);
            self.deck(Command::Seek { asked, to: 0 });
        }
        state.run(true);
    }

    /// Holds where it is.
    pub fn pause(&self) {
        self.shared.lock().run(false);
    }

    /// Goes to a frame of the timeline, running or not; the end where there are fewer.
    pub fn seek(&self, to: Frames) {
        let mut state = self.shared.lock();
        let asked = state.seek(to.0);
        self.deck(Command::Seek { asked, to: to.0 });
    }

    /// Lets a side be heard from the next buffer on, at the same place, over a fade of 10 ms. A side
    /// that is not there is not heard, and neither is another.
    pub fn hear(&self, side: usize) {
        self.shared.lock().mix(|state| state.side = side);
    }

    /// Whether louder sides are turned down to the quietest; on unless somebody turns it off.
    pub fn match_levels(&self, on: bool) {
        self.shared.lock().mix(|state| state.match_levels = on);
    }

    /// Tells how loud a side is, in LUFS, once somebody has measured it.
    pub fn measured(&self, side: usize, loudness: Option<f64>) {
        self.shared.lock().mix(|state| {
            if let Some(side) = state.reel.sides.get_mut(side) {
                side.loudness = loudness;
            }
        });
    }

    /// Plays a range of the timeline over and over, exact to the frame, or no longer. What is before
    /// it plays into it; what is behind it goes to its beginning. An empty range is none.
    pub fn loop_over(&self, range: Option<Range<Frames>>) {
        let range = range.map(|range| range.start.0..range.end.0).filter(|range| !range.is_empty());
        let mut state = self.shared.lock();
        let asked = state.loop_over(range.clone());
        self.deck(Command::Loop { asked, range });
    }

    /// Sets what the mixer does to a tape, over a fade of 10 ms.
    pub fn strip(&self, tape: usize, strip: Strip) {
        self.shared.lock().mix(|state| {
            if let Some(old) = state.strips.get_mut(tape) {
                *old = strip;
            }
        });
    }

    /// Turns everything down by so many decibels; above 0 counts as 0.
    pub fn volume(&self, db: f64) {
        let db = if db.is_nan() { 0.0 } else { db.min(0.0) };
        self.shared.lock().mix(|state| state.volume_db = db);
    }

    /// Sends the sound to a device, or to wherever the system sends it, which it then follows. The
    /// place and whether it runs stay.
    pub fn device(&self, device: Option<DeviceId>) {
        // A thread that is gone has nobody left to ask.
        let _ = self.hall.send(Errand::Choose(device));
    }

    /// Begins the meters anew.
    pub fn reset_meters(&self) {
        self.metering(Request::Reset);
    }

    /// What is heard at this moment. Cheap enough for every picture of a display.
    #[must_use]
    pub fn now(&self) -> Now {
        self.shared.now()
    }

    fn deck(&self, command: Command) {
        let _ = self.deck.send(command);
    }

    fn metering(&self, request: Request) {
        let _ = self.metering.send(request);
    }

    fn start(&mut self, name: &str, run: impl FnOnce() + Send + 'static) -> Result<(), PlayError> {
        self.threads.push(Builder::new().name(name.to_owned()).spawn(run)?);
        Ok(())
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        let _ = self.hall.send(Errand::Quit);
        let _ = self.deck.send(Command::Quit);
        let _ = self.metering.send(Request::Quit);
        for thread in self.threads.drain(..) {
            // One that panicked has said so.
            let _ = thread.join();
        }
    }
}
