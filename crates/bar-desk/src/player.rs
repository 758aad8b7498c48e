//! What is asked of the player.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use bar_audio::play::DeviceId;

use crate::Desk;
use crate::commands::{Answer, Deed};
use crate::desk::Inner;
use crate::views::{Devices, Failure, PlayerView};

/// The device that somebody chose.
const DEVICE: &str = "device";

impl Desk {
    /// What is loaded and heard.
    ///
    /// # Errors
    /// When the system is too busy for a player.
    pub fn player(&self) -> Answer<PlayerView> {
        Ok(self.0.room()?.view())
    }

    /// Does what is asked of the player.
    ///
    /// # Errors
    /// When it cannot be done.
    pub fn player_do(&self, deed: Deed) -> Answer<PlayerView> {
        let room = self.0.room()?;
        if let Deed::Device { device } = &deed {
            // A choice that cannot be remembered still counts until the app ends.
            let named = device.as_ref().map(|id| id.0.as_str());
            let _logged = self.0.store.set_preference(DEVICE, named).map_err(Failure::from);
        }
        // Nobody can foresee it, and no test wants to: the rules of `blind` are tested by seeds.
        let seed = RandomState::new().hash_one(self.0.host.now());
        room.carry_out(deed, seed)?;
        Ok(room.view())
    }

    /// Where sound can go.
    ///
    /// # Errors
    /// Never yet: what the system refuses is told in the answer.
    pub fn devices(&self) -> Answer<Devices> {
        let found = self.0.host.output().devices();
        let trouble = found.as_ref().err().map(|error| Failure::from(error).message);
        Ok(Devices { devices: found.unwrap_or_default(), chosen: self.0.device(), trouble })
    }
}

impl Inner {
    /// The device that somebody chose; `None` follows the system.
    pub fn device(&self) -> Option<DeviceId> {
        self.store.preference(DEVICE).map_err(Failure::from).ok().flatten().map(DeviceId)
    }
}
