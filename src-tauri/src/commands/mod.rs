//! The commands of the window, each a line over the desk. The list of them is [`bar_desk::commands!`].
#![expect(clippy::needless_pass_by_value, reason = "Tauri hands everything over by value")]

pub mod checks;
pub mod player;
pub mod prepare;
pub mod settings;
pub mod songs;
pub mod stems;
pub mod versions;

use bar_desk::commands::{
    Answer, Choosing, Deed, DropTarget, Explaining, Hearing, LoudnessCurve, MarkersWish, Peaks,
    Preparing, ProfileFrom, ReferenceChoice, SavedReport, SetExplaining, SongWish, Start,
    VersionAs, VersionOf, Wave, WaveQuery, WaveformQuery,
};
use bar_desk::views::{
    CheckId, CheckSummary, CheckView, Devices, Guide, NewFolder, PlayerView, Preferences,
    PreparePlan, SetWords, SongSummary, SongView, StemRow,
};
use bar_desk::{Desk, SongId};
use tauri::State;

macro_rules! register {
    ($($area:ident::$name:ident($argument:ty) -> $reply:ty;)*) => {
        /// Hands every command to Tauri.
        pub fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool {
            tauri::generate_handler![$($area::$name),*]
        }

        $(const _: fn(State<'_, Desk>, $argument) -> Answer<$reply> = $area::$name;)*

        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

bar_desk::commands!(register);

/// Does what takes long where no other command waits for it: there is one thread a core for those.
fn aside<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn the_window_may_call_every_command_and_nothing_else_of_ours() {
        let capability = include_str!("../../capabilities/main.json");
        for name in NAMES {
            let permission = format!("\"allow-{}\"", name.replace('_', "-"));
            assert!(capability.contains(&permission), "{permission} is missing");
        }
        assert_eq!(capability.matches("\"allow-").count(), NAMES.len());
    }
}
