//! Songs that are listened to.

use bar_desk::commands::{Answer, DropTarget, MarkersWish, SavedReport, SongWish};
use bar_desk::views::{SongSummary, SongView};
use bar_desk::{Desk, SongId};
use tauri::State;

use super::aside;

/// The list of songs.
#[tauri::command(async)]
pub fn songs(desk: State<'_, Desk>, _argument: ()) -> Answer<Vec<SongSummary>> {
    desk.songs()
}

/// Chooses the files of a new song.
#[tauri::command(async)]
pub fn song_new(desk: State<'_, Desk>, _argument: ()) -> Answer<Option<SongId>> {
    desk.song_new()
}

/// A song as it stands, put into the player.
#[tauri::command(async)]
pub fn song_open(desk: State<'_, Desk>, argument: SongId) -> Answer<SongView> {
    aside(|| desk.song_open(argument))
}

/// Does something to a song.
#[tauri::command(async)]
pub fn song_act(desk: State<'_, Desk>, argument: SongWish) -> Answer<SongView> {
    desk.song_act(&argument)
}

/// Takes a song off the list.
#[tauri::command(async)]
pub fn song_forget(desk: State<'_, Desk>, argument: SongId) -> Answer<()> {
    desk.song_forget(argument)
}

/// Puts it back.
#[tauri::command(async)]
pub fn song_restore(desk: State<'_, Desk>, argument: SongId) -> Answer<SongSummary> {
    desk.song_restore(argument)
}

/// Says where files go that are dropped on the window.
#[tauri::command(async)]
pub fn drop_target(desk: State<'_, Desk>, argument: DropTarget) -> Answer<()> {
    desk.drop_target(argument)
}

/// Saves the notes of a version as markers.
#[tauri::command(async)]
pub fn markers_save(desk: State<'_, Desk>, argument: MarkersWish) -> Answer<Option<SavedReport>> {
    desk.markers_save(&argument)
}
