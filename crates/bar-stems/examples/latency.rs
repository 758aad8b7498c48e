//! How quickly a check answers, for `cargo xtask bench`: `latency FOLDER` prints milliseconds.
//!
//! From the drop to the first row and the first verdict, and from Cancel to the end of the check,
//! at several moments.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use std::{env, thread};

use bar_audio::measure::Listened;
use bar_stems::check::{Choice, Observer, check};
use bar_stems::report::StemReport;

/// When things were first heard of.
#[derive(Default)]
struct Watch {
    row: OnceLock<Instant>,
    verdict: OnceLock<Instant>,
}

impl Observer for Watch {
    fn found(&self, _: &[String]) {
        self.row.get_or_init(Instant::now);
    }

    fn judged(&self, _: usize, _: &StemReport, _: Option<&Arc<Listened>>) {
        self.verdict.get_or_init(Instant::now);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).ok_or("latency FOLDER")?;
    let choice = Choice { paths: vec![folder.into()], ..Choice::default() };

    let (start, watch) = (Instant::now(), Watch::default());
    check(&choice, &watch, &AtomicBool::new(false))?;
    let since = |moment: &OnceLock<Instant>| {
        moment.get().map(|moment| milliseconds(moment.duration_since(start)))
    };
    let row = since(&watch.row).ok_or("the check named no file")?;
    let verdict = since(&watch.verdict).ok_or("the check judged no file")?;
    let cancel: Vec<String> =
        [20, 60, 130, 270, 510].map(|after| format!("{:.1}", cancel(&choice, after))).to_vec();
    println!(
        r#"{{"first_row": {row:.1}, "first_verdict": {verdict:.1}, "cancel": [{}]}}"#,
        cancel.join(", ")
    );
    Ok(())
}

/// Milliseconds from Cancel to the end of a check that has run for so many.
fn cancel(choice: &Choice, after: u64) -> f64 {
    let cancelled = AtomicBool::new(false);
    thread::scope(|scope| {
        let check = scope.spawn(|| {
            // That it was cancelled is what is asked of it.
            let _ = check(choice, &Watch::default(), &cancelled);
            Instant::now()
        });
        thread::sleep(Duration::from_millis(after));
        let asked = Instant::now();
        cancelled.store(true, Ordering::Relaxed);
        check.join().map_or(f64::NAN, |ended| milliseconds(ended.saturating_duration_since(asked)))
    })
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
