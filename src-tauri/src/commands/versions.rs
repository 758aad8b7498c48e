//! The versions of a song.

use bar_desk::commands::{Answer, LoudnessCurve, VersionAs, VersionOf, Wave, WaveQuery};
use bar_desk::views::SongView;
use bar_desk::{Desk, SongId};
use tauri::State;

use super::aside;

/// Chooses files to add.
#[tauri::command(async)]
pub fn versions_choose(desk: State<'_, Desk>, argument: SongId) -> Answer<()> {
    desk.versions_choose(argument)
}

/// Stops adding a file.
#[tauri::command(async)]
pub fn version_cancel(desk: State<'_, Desk>, argument: u32) -> Answer<()> {
    desk.version_cancel(argument)
}

/// Says where the file of a version lies now.
#[tauri::command(async)]
pub fn version_find(desk: State<'_, Desk>, argument: VersionOf) -> Answer<SongView> {
    aside(|| desk.version_find(argument))
}

/// Says what a version is.
#[tauri::command(async)]
pub fn version_as(desk: State<'_, Desk>, argument: VersionAs) -> Answer<SongView> {
    aside(|| desk.version_as(&argument))
}

/// Finds where a version lies against the first one.
#[tauri::command(async)]
pub fn version_align(desk: State<'_, Desk>, argument: VersionOf) -> Answer<SongView> {
    aside(|| desk.version_align(argument))
}

/// A stretch of a waveform.
#[tauri::command(async)]
pub fn version_wave(desk: State<'_, Desk>, argument: WaveQuery) -> Answer<Wave> {
    aside(|| desk.version_wave(&argument))
}

/// Loudness over time.
#[tauri::command(async)]
pub fn version_loudness(desk: State<'_, Desk>, argument: VersionOf) -> Answer<LoudnessCurve> {
    aside(|| desk.version_loudness(argument))
}
