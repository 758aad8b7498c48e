//! What the meters show.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Loudness and levels of what the output got since the meters were reset (ITU-R BS.1770-5, EBU
/// Tech 3341 and 3342); `None` for silence and while too little was heard.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Meters {
    /// Of the last 400 ms, in LUFS.
    pub momentary_lufs: Option<f64>,
    /// Of the last 3 s, in LUFS.
    pub short_term_lufs: Option<f64>,
    /// Of everything, in LUFS.
    pub integrated_lufs: Option<f64>,
    /// Loudness range of everything, in LU.
    pub range_lu: Option<f64>,
    /// Highest momentary loudness, in LUFS.
    pub max_momentary_lufs: Option<f64>,
    /// Highest short-term loudness, in LUFS.
    pub max_short_term_lufs: Option<f64>,
    /// Highest true peak, held, in dBTP.
    pub true_peak_dbtp: Option<f64>,
    /// Highest sample, held, in dBFS.
    pub peak_dbfs: Option<f64>,
    /// Highest samples of the last 100 ms, left and right, in dBFS.
    pub levels_dbfs: [Option<f64>; 2],
    /// Correlation of left and right over the last 400 ms, −1 to 1.
    pub correlation: Option<f64>,
    /// Seconds that were heard.
    pub seconds: f64,
    /// Frames that the meters missed because the machine was too busy.
    #[ts(type = "number")]
    pub missed: u64,
}
