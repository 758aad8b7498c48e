//! An output without a sound card, for tests and benches: whoever holds it pulls the sound, as fast
//! as it comes and in blocks of any size.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bar_domain::SampleRate;

use super::line::Change;
use super::output::{Broken, Device, DeviceId, Opened, Output, OutputError, Wish};
use super::voice::{CHANNELS, Voice};

/// Longer than any test waits for a sound that comes.
const PATIENCE: Duration = Duration::from_secs(20);

/// An output that is pulled by hand. Copies are the same output.
#[derive(Clone)]
pub struct Mock {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    devices: Vec<Device>,
    trouble: Option<OutputError>,
    buffer: u32,
    open: Option<(Device, Voice, Broken)>,
    /// Streams opened so far.
    opened: u64,
}

/// Closes the stream when it is dropped.
struct Closing(Arc<Inner>, u64);

impl Mock {
    /// One device, the default, that can run at these rates.
    #[must_use]
    pub fn new(rates: &[u32]) -> Self {
        let state = State {
            devices: vec![device("Speakers", rates, true)],
            trouble: None,
            buffer: 512,
            open: None,
            opened: 0,
        };
        Self { inner: Arc::new(Inner { state: Mutex::new(state), changed: Condvar::new() }) }
    }

    /// The next frames, interleaved. Waits until a stream is open and the tapes are there, so that
    /// nothing is late however quickly one pulls; silence while it is paused.
    ///
    /// # Panics
    /// When nothing comes for a long time.
    #[must_use]
    pub fn pull(&self, frames: usize) -> Vec<f32> {
        let start = Instant::now();
        loop {
            if let Some((_, voice, _)) = &mut self.lock().open
                && voice.is_ready(frames)
            {
                return render(voice, frames);
            }
            assert!(start.elapsed() < PATIENCE, "no sound comes");
            std::thread::yield_now();
        }
    }

    /// The next frames as a sound card takes them: now, ready or not. Silence without a stream.
    #[must_use]
    pub fn pull_now(&self, frames: usize) -> Vec<f32> {
        let silence = || vec![0.0; frames * CHANNELS];
        self.lock().open.as_mut().map_or_else(silence, |(_, voice, _)| render(voice, frames))
    }

    /// Lets somebody look at the voice while nobody else does; `None` without a stream.
    pub fn with_voice<T>(&self, look: impl FnOnce(&mut Voice) -> T) -> Option<T> {
        self.lock().open.as_mut().map(|(_, voice, _)| look(voice))
    }

    /// Plugs one more device in.
    pub fn plug(&self, name: &str, rates: &[u32]) {
        self.lock().devices.push(device(name, rates, false));
    }

    /// Makes a device the one that the system sends sound to.
    pub fn make_default(&self, name: &str) {
        for device in &mut self.lock().devices {
            device.is_default = device.name == name;
        }
    }

    /// Pulls a device out; a stream on it breaks.
    pub fn unplug(&self, name: &str) {
        let mut state = self.lock();
        state.devices.retain(|device| device.name != name);
        let broken = state.open.as_ref().filter(|(device, ..)| device.name == name);
        let broken = broken.map(|(.., broken)| Arc::clone(broken));
        drop(state);
        if let Some(broken) = broken {
            broken(OutputError::Gone { name: name.to_owned() });
        }
    }

    /// From now on every device refuses with this, or none does.
    pub fn refuse(&self, trouble: Option<OutputError>) {
        self.lock().trouble = trouble;
    }

    /// Frames that it says it takes at once, from the next stream on.
    pub fn set_buffer(&self, frames: u32) {
        self.lock().buffer = frames;
    }

    /// The device that is open.
    #[must_use]
    pub fn open_device(&self) -> Option<String> {
        self.lock().open.as_ref().map(|(device, ..)| device.name.clone())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.inner)
    }
}

impl Output for Mock {
    fn devices(&mut self) -> Result<Vec<Device>, OutputError> {
        Ok(self.lock().devices.clone())
    }

    fn default_device(&mut self) -> Option<DeviceId> {
        let state = self.lock();
        state.devices.iter().find(|device| device.is_default).map(|device| device.id.clone())
    }

    fn is_live(&self) -> bool {
        false
    }

    fn open(
        &mut self,
        wish: &Wish,
        voice: &mut dyn FnMut(SampleRate) -> Voice,
        broken: Broken,
    ) -> Result<Opened, OutputError> {
        let mut state = self.lock();
        if let Some(trouble) = &state.trouble {
            return Err(trouble.clone());
        }
        let chosen = state.devices.iter().find(|device| match &wish.device {
            Some(id) => device.id == *id,
            None => device.is_default,
        });
        let device = match (chosen, &wish.device) {
            (Some(device), _) => device.clone(),
            (None, Some(id)) => return Err(OutputError::Gone { name: id.0.clone() }),
            (None, None) => return Err(OutputError::NoDevice),
        };
        let near = |rate: &&SampleRate| rate.0.abs_diff(wish.rate.0);
        let rate = device.rates.iter().min_by_key(near).copied().unwrap_or(wish.rate);
        state.opened += 1;
        state.open = Some((device.clone(), voice(rate), broken));
        let stream = Box::new(Closing(Arc::clone(&self.inner), state.opened));
        let buffer = state.buffer;
        self.inner.changed.notify_all();
        Ok(Opened { device, rate, buffer, changes: Vec::<Change>::new(), stream })
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let mut state = lock(&self.0);
        if state.opened == self.1 {
            state.open = None;
        }
    }
}

fn lock(inner: &Inner) -> MutexGuard<'_, State> {
    inner.state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn render(voice: &mut Voice, frames: usize) -> Vec<f32> {
    let mut out = vec![f32::NAN; frames * CHANNELS];
    voice.render(&mut out);
    out
}

fn device(name: &str, rates: &[u32], is_default: bool) -> Device {
    let rates = rates.iter().copied().map(SampleRate).collect();
    Device { id: DeviceId(format!("mock:{name}")), name: name.to_owned(), is_default, rates }
}
