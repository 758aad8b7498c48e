//! Where the sound goes: the system's devices, or none, or a mock one.

mod card;

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use bar_domain::SampleRate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::card::SoundCard;
use super::line::Change;
use super::voice::Voice;

/// Names a device for good: the same device has it tomorrow.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct DeviceId(pub String);

/// A device that sound can go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Device {
    /// Names it for good.
    pub id: DeviceId,
    /// What the system calls it.
    pub name: String,
    /// Whether the system sends sound there when nobody chooses.
    pub is_default: bool,
    /// Rates it can be opened with, of those that files have; empty where the system does not say.
    pub rates: Vec<SampleRate>,
}

/// Why there is no sound. The sentences are read by artists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutputError {
    /// The system has no device.
    #[error("no sound device was found: plug in headphones or an interface")]
    NoDevice,
    /// The device that was chosen is not there.
    #[error("{name} is not connected: plug it in, or choose another device")]
    Gone {
        /// What it is called.
        name: String,
    },
    /// Somebody else has it.
    #[error("{name} is in use by another program: close that, or choose another device")]
    Busy {
        /// What it is called.
        name: String,
    },
    /// The system refuses.
    #[error("the system does not let Bar One use {name}: allow it sound in its settings")]
    Denied {
        /// What it is called.
        name: String,
    },
    /// Anything else.
    #[error("{name} could not be opened ({why}): choose another device")]
    Refused {
        /// What it is called.
        name: String,
        /// What the system said.
        why: String,
    },
    /// It takes no sound although it was opened.
    #[error("{name} takes no sound: unplug it and plug it in again, or choose another device")]
    Stuck {
        /// What it is called.
        name: String,
    },
}

/// What the player wants of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The device; `None` for the one that the system sends sound to.
    pub device: Option<DeviceId>,
    /// The rate of what is to be played.
    pub rate: SampleRate,
}

/// A stream that runs.
pub struct Opened {
    /// Where it goes.
    pub device: Device,
    /// Its rate.
    pub rate: SampleRate,
    /// Frames at once.
    pub buffer: u32,
    /// What the device does to the samples that it gets.
    pub changes: Vec<Change>,
    /// Ends the stream when it is dropped.
    pub stream: Box<dyn Any + Send>,
}

/// Called once when a stream breaks, from any thread.
pub type Broken = Arc<dyn Fn(OutputError) + Send + Sync>;

/// Somewhere that sound can go. All of it is called from one thread and may take its time.
pub trait Output: Send {
    /// The devices that are there.
    ///
    /// # Errors
    /// When the system does not tell.
    fn devices(&mut self) -> Result<Vec<Device>, OutputError>;

    /// The device that the system sends sound to.
    fn default_device(&mut self) -> Option<DeviceId>;

    /// Whether streams take sound by themselves, so that one that does not is stuck.
    fn is_live(&self) -> bool {
        true
    }

    /// Opens a stream and lets it run: `voice` makes what renders it, for the rate that was agreed
    /// on, once it is certain. The voice waits for orders and is silent until then.
    ///
    /// # Errors
    /// When there is no such device, or it refuses.
    fn open(
        &mut self,
        wish: &Wish,
        voice: &mut dyn FnMut(SampleRate) -> Voice,
        broken: Broken,
    ) -> Result<Opened, OutputError>;
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
