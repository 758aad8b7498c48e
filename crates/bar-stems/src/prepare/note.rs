//! `What was done.txt`: for the engineer, and for whoever opens the folder in a year.

use std::collections::BTreeSet;
use std::fmt::Write;

use bar_domain::{Code, Severity};

use super::plan::{Kept, Plan, PlannedStem, Remaining, StepKind};
use crate::guide::guide;
use crate::words::count;

/// What the text in the new folder is called.
pub const NOTE: &str = "What was done.txt";

/// The text, as of `date`.
pub(super) fn note(plan: &Plan, date: &str) -> String {
    let mut text = String::new();
    let (copied, changed) = plan.counts();
    heading(&mut text, "What was done", '=');
    line(
        &mut text,
        &format!("Copies of the stems in “{}”, made by Bar One on {date}.", own_name(&plan.folder)),
    );
    line(&mut text, "The originals were only read, never changed.");
    line(
        &mut text,
        &format!(
            "{}: {changed} changed or renamed, {} the same byte for byte.",
            count(copied as u64, "stem", "stems"),
            copied - changed
        ),
    );
    if let Some(reference) = &plan.reference {
        line(&mut text, &format!("The rough mix is “{}”, the same byte for byte.", reference.to));
    }
    of_all(&mut text, plan);
    for stem in plan.stems.iter().filter(|stem| stem.to.is_some()) {
        one(&mut text, stem);
    }
    left_out(&mut text, plan);
    guides(&mut text, plan);
    text
}

fn one(text: &mut String, stem: &PlannedStem) {
    line(text, "");
    heading(text, stem.to.as_deref().unwrap_or(&stem.file), '-');
    if stem.steps.is_empty() {
        line(text, "The same as the original, byte for byte.");
    }
    for step in &stem.steps {
        line(text, &format!("* {}", step.words));
    }
    if stem.change.is_none() && stem.steps.iter().any(|step| step.kind == StepKind::Name) {
        line(text, "  But for its name, the same as the original, byte for byte.");
    }
    kept(text, &stem.kept);
    remaining(text, &stem.remains);
}

fn of_all(text: &mut String, plan: &Plan) {
    if !(plan.remains.is_empty() && plan.kept.is_empty()) {
        line(text, "");
        heading(text, "All stems together", '-');
        kept(text, &plan.kept);
        remaining(text, &plan.remains);
    }
}

fn kept(text: &mut String, kept: &[Kept]) {
    for Kept { message, reason, .. } in kept {
        line(text, &format!("Kept on purpose: {message} “{reason}”"));
    }
}

fn remaining(text: &mut String, remains: &[Remaining]) {
    for left in remains {
        let mark = if left.severity == Severity::Blocks { "STILL TO DO" } else { "To look at" };
        line(text, &format!("{mark}: {}", left.message));
        if let Some(fix) = &left.fix {
            line(text, &format!("  -> {fix}"));
        }
    }
}

fn left_out(text: &mut String, plan: &Plan) {
    let unread: Vec<&PlannedStem> = plan.stems.iter().filter(|stem| stem.to.is_none()).collect();
    if unread.is_empty() && plan.left_out.is_empty() {
        return;
    }
    line(text, "");
    heading(text, "Not copied", '-');
    for stem in unread {
        line(text, &stem.file);
        remaining(text, &stem.remains);
    }
    for skipped in &plan.left_out {
        line(text, &format!("{}: {}", skipped.file, skipped.reason));
    }
}

/// How to do by hand what is left, in every DAW, once for each kind of finding.
fn guides(text: &mut String, plan: &Plan) {
    let of_stems = plan.stems.iter().flat_map(|stem| &stem.remains);
    let codes: BTreeSet<Code> =
        plan.remains.iter().chain(of_stems).map(|remaining| remaining.code).collect();
    let guides = codes.into_iter().map(guide).filter(|guide| !guide.steps.is_empty());
    for (number, guide) in guides.enumerate() {
        if number == 0 {
            line(text, "");
            heading(text, "How to do the rest in your DAW", '=');
        }
        line(text, "");
        heading(text, &guide.title, '-');
        line(text, &guide.why);
        for (daw, step) in &guide.steps {
            line(text, &format!("{}: {step}", daw.name()));
        }
    }
}

/// The note travels; where the artist keeps the song is nobody's business.
fn own_name(folder: &str) -> &str {
    folder.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(folder)
}

fn heading(text: &mut String, title: &str, under: char) {
    let title = clean(title);
    let rule: String = title.chars().map(|_| under).collect();
    line(text, &title);
    line(text, &rule);
}

fn line(text: &mut String, words: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}", clean(words));
}

/// Names may hold what would break a line or turn it around.
fn clean(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
