//! The one list of commands that the window may call.
//!
//! The shell registers and checks its functions by it, `build.rs` allows no others, and
//! `ui/src/lib/bindings` is generated from it. It names types without importing them, so that
//! `build.rs` can include this file by itself.

/// Hands the list to the macro `$with`: an area, a name, its argument and its reply a line.
#[macro_export]
macro_rules! commands {
    ($with:ident) => {
        $with! {
            checks::start(()) -> Start;
            checks::checks_recent(()) -> Vec<CheckSummary>;
            checks::check_choose(Choosing) -> Option<CheckId>;
            checks::check_open(CheckId) -> CheckView;
            checks::check_again(CheckId) -> ();
            checks::check_cancel(CheckId) -> ();
            checks::check_forget(CheckId) -> ();
            checks::check_restore(CheckId) -> CheckSummary;
            checks::folder_reveal(CheckId) -> bool;
            checks::reference_choose(ReferenceChoice) -> ();
            checks::report_save(CheckId) -> Option<SavedReport>;
            checks::residual_save(CheckId) -> Option<SavedReport>;
            checks::residual_cancel(CheckId) -> ();
            stems::finding_explain(Explaining) -> StemRow;
            stems::set_explain(SetExplaining) -> SetWords;
            stems::stem_waveform(WaveformQuery) -> Peaks;
            stems::guides(()) -> Vec<Guide>;
            prepare::prepare_plan(CheckId) -> PreparePlan;
            prepare::prepare_start(Preparing) -> Option<NewFolder>;
            prepare::prepare_cancel(CheckId) -> ();
            prepare::prepare_reveal(CheckId) -> ();
            prepare::prepare_check(CheckId) -> CheckId;
            settings::preferences(()) -> Preferences;
            settings::preferences_set(Preferences) -> Preferences;
            settings::profile_choose(ProfileFrom) -> Preferences;
            songs::songs(()) -> Vec<SongSummary>;
            songs::song_new(()) -> Option<SongId>;
            songs::song_open(SongId) -> SongView;
            songs::song_act(SongWish) -> SongView;
            songs::song_forget(SongId) -> ();
            songs::song_restore(SongId) -> SongSummary;
            songs::drop_target(DropTarget) -> ();
            songs::markers_save(MarkersWish) -> Option<SavedReport>;
            versions::versions_choose(SongId) -> ();
            versions::version_cancel(u32) -> ();
            versions::version_find(VersionOf) -> SongView;
            versions::version_as(VersionAs) -> SongView;
            versions::version_align(VersionOf) -> SongView;
            versions::version_wave(WaveQuery) -> Wave;
            versions::version_loudness(VersionOf) -> LoudnessCurve;
            player::player(()) -> PlayerView;
            player::player_do(Deed) -> PlayerView;
            player::devices(()) -> Devices;
            player::check_hear(Hearing) -> PlayerView;
        }
    };
}
