//! The player.

use bar_desk::Desk;
use bar_desk::commands::{Answer, Deed, Hearing};
use bar_desk::views::{Devices, PlayerView};
use tauri::State;

use super::aside;

/// What is loaded and heard.
#[tauri::command(async)]
pub fn player(desk: State<'_, Desk>, _argument: ()) -> Answer<PlayerView> {
    desk.player()
}

/// Does what is asked.
#[tauri::command(async)]
pub fn player_do(desk: State<'_, Desk>, argument: Deed) -> Answer<PlayerView> {
    desk.player_do(argument)
}

/// Where sound can go.
#[tauri::command(async)]
pub fn devices(desk: State<'_, Desk>, _argument: ()) -> Answer<Devices> {
    desk.devices()
}

/// Lets something of a check be heard.
#[tauri::command(async)]
pub fn check_hear(desk: State<'_, Desk>, argument: Hearing) -> Answer<PlayerView> {
    aside(|| desk.check_hear(&argument))
}
