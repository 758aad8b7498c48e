//! What can be asked of one stem.

use bar_desk::Desk;
use bar_desk::commands::{Answer, Explaining, Peaks, SetExplaining, WaveformQuery};
use bar_desk::views::{Guide, SetWords, StemRow};
use tauri::State;

/// Remembers why the artist keeps a finding.
#[tauri::command(async)]
pub fn finding_explain(desk: State<'_, Desk>, argument: Explaining) -> Answer<StemRow> {
    desk.finding_explain(&argument)
}

/// Remembers why the artist keeps a finding about no single stem.
#[tauri::command(async)]
pub fn set_explain(desk: State<'_, Desk>, argument: SetExplaining) -> Answer<SetWords> {
    desk.set_explain(&argument)
}

/// What a stem looks like.
#[tauri::command(async)]
pub fn stem_waveform(desk: State<'_, Desk>, argument: WaveformQuery) -> Answer<Peaks> {
    desk.stem_waveform(&argument)
}

/// What there is to know about every finding.
#[tauri::command(async)]
pub fn guides(desk: State<'_, Desk>, _argument: ()) -> Answer<Vec<Guide>> {
    desk.guides()
}
