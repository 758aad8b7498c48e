//! What people choose once, and the engineer's profile.

use bar_stems::{Profile, ProfileError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Desk;
use crate::commands::{Answer, ProfileFrom};
use crate::desk::Inner;
use crate::host::Dialog;
use crate::views::{Failure, Preferences};

const THEME: &str = "theme";
const DAW: &str = "daw";
/// The text of the engineer's file, so that it does not matter what becomes of the file.
const PROFILE: &str = "profile";

impl Desk {
    /// What people chose so far.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn preferences(&self) -> Answer<Preferences> {
        let inner = &self.0;
        let profile = inner.own_profile().map(|profile| profile.name);
        Ok(Preferences { theme: inner.chosen(THEME)?, daw: inner.chosen(DAW)?, profile })
    }

    /// Remembers theme and DAW; the profile is chosen by [`Desk::profile_choose`].
    ///
    /// # Errors
    /// When the database refuses.
    pub fn preferences_set(&self, preferences: &Preferences) -> Answer<Preferences> {
        self.0.set_chosen(THEME, &preferences.theme)?;
        self.0.set_chosen(DAW, &preferences.daw)?;
        self.preferences()
    }

    /// Chooses whose wishes stems are checked against from now on.
    ///
    /// # Errors
    /// When the file is not a profile, with the line and what to write instead.
    pub fn profile_choose(&self, from: ProfileFrom) -> Answer<Preferences> {
        let text = match from {
            ProfileFrom::Studio => None,
            ProfileFrom::Dialog => match self.0.host.choose(Dialog::Profile).into_iter().next() {
                None => return self.preferences(),
                Some(path) => {
                    let unreadable =
                        |source| ProfileError::Unreadable { path: path.clone(), source };
                    let text = std::fs::read_to_string(&path).map_err(unreadable)?;
                    Profile::parse(&text)?;
                    Some(text)
                }
            },
        };
        self.0.store.set_preference(PROFILE, text.as_deref())?;
        self.preferences()
    }
}

impl Inner {
    /// The profile to check by.
    pub fn profile(&self) -> Profile {
        self.own_profile().unwrap_or_default()
    }

    /// The profile that somebody chose, while it can be read.
    fn own_profile(&self) -> Option<Profile> {
        let text = self.store.preference(PROFILE).map_err(Failure::from).ok()??;
        Profile::parse(&text).map_err(Failure::from).ok()
    }

    fn chosen<T: DeserializeOwned + Default>(&self, name: &str) -> Answer<T> {
        let json = self.store.preference(name)?;
        // What another version chose and this one does not know is as if nobody had chosen.
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    fn set_chosen<T: Serialize>(&self, name: &str, value: &T) -> Answer<()> {
        // A choice is a plain name: it can always be written.
        let json = serde_json::to_string(value).ok();
        Ok(self.store.set_preference(name, json.as_deref())?)
    }
}
