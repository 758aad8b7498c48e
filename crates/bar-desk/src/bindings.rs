//! The commands and everything they speak of, in TypeScript.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ts_rs::{Config, TS, TypeVisitor};

use bar_domain::song::SongId;

use crate::commands::{
    Choosing, Deed, DropTarget, Explaining, Hearing, LoudnessCurve, MarkersWish, Peaks, Preparing,
    ProfileFrom, ReferenceChoice, SavedReport, SetExplaining, SongWish, Start, VersionAs,
    VersionOf, Wave, WaveQuery, WaveformQuery,
};
use crate::views::{
    Change, CheckId, CheckSummary, CheckView, Devices, Failure, Guide, NewFolder, PlayerView,
    Preferences, PreparePlan, SetWords, SongSummary, SongView, StemRow,
};

/// Where the generated file stands, from the root of the repository.
pub const PLACE: &str = "ui/src/lib/bindings/index.ts";

const HEAD: &str = "\
// Generated from Rust by `cargo xtask bindings`; a test fails when it is stale.

";

/// Declarations by name, so that the file does not change with the order of visits.
#[derive(Default)]
struct Declared(BTreeMap<String, String>);

impl TypeVisitor for Declared {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let config = config();
        // What has no place to be written to (numbers, lists, pairs) has no name of its own.
        if T::output_path().is_some() && !self.0.contains_key(&T::ident(&config)) {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}\n", T::decl(&config));
            self.0.insert(T::ident(&config), tidy(&text));
            T::visit_dependencies(self);
        }
        T::visit_generics(self);
    }
}

/// One line a comment, no blanks at the end of lines.
fn tidy(text: &str) -> String {
    text.replace("/**\n * ", "/** ").replace("\n */", " */").replace(" \n", "\n")
}

/// Counts fit into a `number`: 2⁵³ frames are thousands of years.
fn config() -> Config {
    Config::new().with_large_int("number")
}

macro_rules! interface {
    ($($area:ident::$name:ident($argument:ty) -> $reply:ty;)*) => {
        /// The whole of [`PLACE`].
        #[must_use]
        pub fn typescript() -> String {
            let config = config();
            let mut declared = Declared::default();
            declared.visit::<Change>();
            declared.visit::<Failure>();
            let mut commands = String::new();
            $(
                declared.visit::<$argument>();
                declared.visit::<$reply>();
                // Writing to a String cannot fail.
                let _ = writeln!(
                    commands,
                    "  {}: [{}, {}];",
                    stringify!($name),
                    <$argument as TS>::name(&config),
                    <$reply as TS>::name(&config),
                );
            )*
            let types = declared.0.into_values().collect::<Vec<_>>().join("\n");
            format!("{HEAD}{types}\n/** Every command: what it takes and what it replies. */\nexport interface Commands {{\n{commands}}}\n")
        }
    };
}

crate::commands!(interface);
