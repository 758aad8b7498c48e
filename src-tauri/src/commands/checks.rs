//! Starting, stopping, opening and forgetting checks.

use bar_desk::Desk;
use bar_desk::commands::{Answer, Choosing, ReferenceChoice, SavedReport, Start};
use bar_desk::views::{CheckId, CheckSummary, CheckView};
use tauri::State;

/// What the window needs to know first.
#[tauri::command(async)]
pub fn start(desk: State<'_, Desk>, _argument: ()) -> Answer<Start> {
    desk.start()
}

/// The list of recent checks.
#[tauri::command(async)]
pub fn checks_recent(desk: State<'_, Desk>, _argument: ()) -> Answer<Vec<CheckSummary>> {
    desk.checks_recent()
}

/// Lets people choose what to check.
#[tauri::command(async)]
pub fn check_choose(desk: State<'_, Desk>, argument: Choosing) -> Answer<Option<CheckId>> {
    desk.check_choose(argument)
}

/// A check as it stands.
#[tauri::command(async)]
pub fn check_open(desk: State<'_, Desk>, argument: CheckId) -> Answer<CheckView> {
    desk.check_open(&argument)
}

/// Checks the same again.
#[tauri::command(async)]
pub fn check_again(desk: State<'_, Desk>, argument: CheckId) -> Answer<()> {
    desk.check_again(&argument)
}

/// Stops a check.
#[tauri::command(async)]
pub fn check_cancel(desk: State<'_, Desk>, argument: CheckId) -> Answer<()> {
    desk.check_cancel(&argument)
}

/// Takes a check off the list.
#[tauri::command(async)]
pub fn check_forget(desk: State<'_, Desk>, argument: CheckId) -> Answer<()> {
    desk.check_forget(&argument)
}

/// Puts a check back on the list.
#[tauri::command(async)]
pub fn check_restore(desk: State<'_, Desk>, argument: CheckId) -> Answer<CheckSummary> {
    desk.check_restore(&argument)
}

/// Shows a check's folder in the file manager; whether what is put there joins the check.
#[tauri::command(async)]
pub fn folder_reveal(desk: State<'_, Desk>, argument: CheckId) -> Answer<bool> {
    desk.folder_reveal(&argument)
}

/// Chooses the rough mix of a check.
#[tauri::command(async)]
pub fn reference_choose(desk: State<'_, Desk>, argument: ReferenceChoice) -> Answer<()> {
    desk.reference_choose(&argument)
}

/// Saves the report of a check as one HTML file, where the artist chooses.
#[tauri::command(async)]
pub fn report_save(desk: State<'_, Desk>, argument: CheckId) -> Answer<Option<SavedReport>> {
    desk.report_save(&argument)
}

/// Saves what no stem explains of the rough mix as a sound, where the artist chooses.
#[tauri::command(async)]
pub fn residual_save(desk: State<'_, Desk>, argument: CheckId) -> Answer<Option<SavedReport>> {
    desk.residual_save(&argument)
}

/// Stops saving what no stem explains.
#[tauri::command(async)]
pub fn residual_cancel(desk: State<'_, Desk>, argument: CheckId) -> Answer<()> {
    desk.residual_cancel(&argument)
}
