//! Measuring, on signals made here.
//!
//! `loudness` and `true_peak` hold every requirement of EBU Tech 3341-2023 and 3342-2023, and cases in
//! the manner of ITU-R BS.2217, at four sample rates.

mod blocks;
mod files;
mod levels;
mod loudness;
mod tones;
mod true_peak;

/// Runs a table at each sample rate as a test of its own.
macro_rules! at_every_rate {
    ($($name:ident),* $(,)?) => {
        $(mod $name {
            #[test] fn at_44100() { super::$name(44_100); }
            #[test] fn at_48000() { super::$name(48_000); }
            #[test] fn at_96000() { super::$name(96_000); }
            #[test] fn at_192000() { super::$name(192_000); }
        })*
    };
}
pub(crate) use at_every_rate;
