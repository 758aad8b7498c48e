//! Fixed copies of a check's stems.

use bar_desk::Desk;
use bar_desk::commands::{Answer, Preparing};
use bar_desk::views::{CheckId, NewFolder, PreparePlan};
use tauri::State;

/// What would be done.
#[tauri::command(async)]
pub fn prepare_plan(desk: State<'_, Desk>, argument: CheckId) -> Answer<PreparePlan> {
    desk.prepare_plan(&argument)
}

/// Asks for the new folder and begins to write.
#[tauri::command(async)]
pub fn prepare_start(desk: State<'_, Desk>, argument: Preparing) -> Answer<Option<NewFolder>> {
    desk.prepare_start(&argument)
}

/// Stops writing.
#[tauri::command(async)]
pub fn prepare_cancel(desk: State<'_, Desk>, argument: CheckId) -> Answer<()> {
    desk.prepare_cancel(&argument)
}

/// Shows the folder that was written in the file manager.
#[tauri::command(async)]
pub fn prepare_reveal(desk: State<'_, Desk>, argument: CheckId) -> Answer<()> {
    desk.prepare_reveal(&argument)
}

/// Checks the folder that was written.
#[tauri::command(async)]
pub fn prepare_check(desk: State<'_, Desk>, argument: CheckId) -> Answer<CheckId> {
    desk.prepare_check(&argument)
}
