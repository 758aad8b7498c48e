//! What people choose once.

use bar_desk::Desk;
use bar_desk::commands::{Answer, ProfileFrom};
use bar_desk::views::Preferences;
use tauri::State;

/// What people chose so far.
#[tauri::command(async)]
pub fn preferences(desk: State<'_, Desk>, _argument: ()) -> Answer<Preferences> {
    desk.preferences()
}

/// Remembers theme and DAW.
#[tauri::command(async)]
pub fn preferences_set(desk: State<'_, Desk>, argument: Preferences) -> Answer<Preferences> {
    desk.preferences_set(&argument)
}

/// Chooses whose wishes stems are checked against.
#[tauri::command(async)]
pub fn profile_choose(desk: State<'_, Desk>, argument: ProfileFrom) -> Answer<Preferences> {
    desk.profile_choose(argument)
}
