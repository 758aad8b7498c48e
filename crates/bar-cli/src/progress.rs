//! How far a check is, on a terminal; nothing in a pipe.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bar_domain::Frames;
use bar_stems::phrase::clean;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Steps of the bar per stem, whatever its length.
const STEPS: u64 = 1_000;

/// What is being done, and how far it is.
const LISTENING: &str = "Listening {bar:32} {percent:>3} %  {msg}  {eta} left";
const UNPACKING: &str = "Unpacking {bar:32} {percent:>3} %  {msg}  {eta} left";
const COMPARING: &str = "Comparing {bar:32} {percent:>3} %  {msg}";
const WRITING: &str = "Writing {bar:32} {percent:>3} %  {eta} left";

/// A bar on stderr. indicatif shows none where stderr is no terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
    done: Mutex<Done>,
}

#[derive(Default)]
struct Done {
    /// How far each stem is, in [`STEPS`].
    steps: BTreeMap<usize, u64>,
    /// Stems that were judged.
    whole: usize,
    /// Whether they are being compared with the rough mix.
    comparing: bool,
}

impl Bar {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
        bar.set_style(style(LISTENING));
        Self { bar, done: Mutex::default() }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// An archive is being unpacked.
    pub(crate) fn unpacking(&self, archive: &str, done: u64, total: u64) {
        self.bar.set_style(style(UNPACKING));
        self.bar.set_length(total);
        self.bar.set_position(done);
        self.bar.set_message(clean(archive));
    }

    /// So many stems were found.
    pub(crate) fn found(&self, stems: usize) {
        self.bar.set_style(style(LISTENING));
        self.bar.set_position(0);
        self.bar.set_length(stems as u64 * STEPS);
        self.bar.set_message(format!("0 of {stems} stems"));
    }

    /// A stem was heard up to `done`.
    pub(crate) fn progress(&self, stem: usize, done: Frames, total: Frames) {
        // The last step is taken when the stem is judged.
        let steps = (done.0 * STEPS).checked_div(total.0).unwrap_or(0);
        self.reach(stem, steps.min(STEPS - 1));
    }

    /// A stem was judged.
    pub(crate) fn judged(&self, stem: usize) {
        self.reach(stem, STEPS);
    }

    /// The stems are being compared with the rough mix: `done` of 1.
    pub(crate) fn comparing(&self, done: f64) {
        let before = {
            let mut known = self.done.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut known.comparing, true)
        };
        if !before {
            self.bar.set_style(style(COMPARING));
            self.bar.set_length(STEPS);
            self.bar.set_message("with the rough mix");
        }
        self.bar.set_position((done.clamp(0.0, 1.0) * STEPS as f64) as u64);
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

/// How far copies are written, on a terminal.
pub(crate) struct Writing(ProgressBar);

impl Writing {
    pub(crate) fn new() -> Self {
        let bar =
            ProgressBar::with_draw_target(Some(STEPS), ProgressDrawTarget::stderr_with_hz(10));
        bar.set_style(style(WRITING));
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
    let style = ProgressStyle::with_template(template);
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━╸─")
}
