//! How far a check is, on a terminal; nothing in a pipe.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bar_audio::measure::Listened;
use bar_domain::Frames;
use bar_stems::{Observer, StemReport};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Steps of the bar per stem, whatever its length.
const STEPS: u64 = 1_000;

/// A bar on stderr. indicatif shows none where stderr is no terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
    done: Mutex<Done>,
}

/// How far copies are written, on a terminal.
pub(crate) struct Writing(ProgressBar);

impl Writing {
    pub(crate) fn new() -> Self {
        let bar =
            ProgressBar::with_draw_target(Some(STEPS), ProgressDrawTarget::stderr_with_hz(10));
        bar.set_style(style("Writing {bar:32} {percent:>3} %  {eta} left"));
        Self(bar)
    }

    /// Shows that so much of 1 is written.
    pub(crate) fn reach(&self, done: f64) {
        self.0.set_position((done * STEPS as f64) as u64);
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━╸─")
}

#[derive(Default)]
struct Done {
    /// How far each stem is, in [`STEPS`].
    steps: BTreeMap<usize, u64>,
    /// Stems that were judged.
    whole: usize,
}

impl Bar {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
        bar.set_style(style("Listening {bar:32} {percent:>3} %  {msg}  {eta} left"));
        Self { bar, done: Mutex::default() }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn reach(&self, stem: usize, steps: u64) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let before = done.steps.insert(stem, steps).unwrap_or(0);
        self.bar.inc(steps.saturating_sub(before));
        if steps == STEPS {
            done.whole += 1;
            let all = self.bar.length().unwrap_or_default() / STEPS;
            self.bar.set_message(format!("{} of {all} stems", done.whole));
        }
    }
}

impl Observer for Bar {
    fn found(&self, stems: &[String]) {
        self.bar.set_length(stems.len() as u64 * STEPS);
        self.bar.set_message(format!("0 of {} stems", stems.len()));
    }

    fn progress(&self, stem: usize, done: Frames, total: Frames) {
        // The last step is taken when the stem is judged.
        let steps = (done.0 * STEPS).checked_div(total.0).unwrap_or(0);
        self.reach(stem, steps.min(STEPS - 1));
    }

    fn judged(&self, stem: usize, _: &StemReport, _: Option<&Arc<Listened>>) {
        self.reach(stem, STEPS);
    }
}
