//! What was done, or would be, for people at a terminal.

use anstyle::Style;
use bar_domain::Severity;
use bar_stems::guide::guide;
use bar_stems::prepare::{Kept, NOTE, Plan, PlannedStem, Remaining};

use super::{BAD, BOLD, FAINT, GOOD, clean, count, line, paragraph, sign};

/// The plan in lines of at most `width` columns; `to` is the new folder where it was carried out.
pub(crate) fn render(plan: &Plan, to: Option<&str>, width: usize) -> String {
    let mut text = String::new();
    let (copied, changed) = plan.counts();
    let title = to.map_or_else(|| "what would be done".to_owned(), clean);
    line(&mut text, &format!("{BOLD}{}{BOLD:#} → {title}", clean(&plan.folder)));
    let stems = count(copied, "stem", "stems");
    let same = copied - changed;
    let counts = format!("{stems} · {changed} changed or renamed · {same} the same byte for byte");
    line(&mut text, &format!("{FAINT}{counts}{FAINT:#}"));
    for stem in &plan.stems {
        if !(stem.steps.is_empty() && stem.remains.is_empty() && stem.kept.is_empty()) {
            one(&mut text, stem, width);
        }
    }
    if !(plan.remains.is_empty() && plan.kept.is_empty()) {
        line(&mut text, "");
        line(&mut text, &format!("{BOLD}All stems together{BOLD:#}"));
        kept(&mut text, &plan.kept, width);
        remaining(&mut text, &plan.remains, width);
    }
    line(&mut text, "");
    summary(&mut text, plan, to.is_some(), width);
    text
}

fn one(text: &mut String, stem: &PlannedStem, width: usize) {
    let worst = stem.remains.iter().map(|left| left.severity).max();
    let (sign, style) = sign(worst);
    line(text, "");
    line(text, &format!("{style}{sign} {BOLD}{}{BOLD:#}{style:#}", clean(&stem.file)));
    for step in &stem.steps {
        paragraph(text, &clean(&step.words), "  ", Style::new(), width);
    }
    if stem.to.is_none() {
        paragraph(text, "It is left out.", "  ", Style::new(), width);
    }
    kept(text, &stem.kept, width);
    remaining(text, &stem.remains, width);
}

fn kept(text: &mut String, kept: &[Kept], width: usize) {
    for Kept { message, reason, .. } in kept {
        paragraph(text, &format!("Kept: {message} {}", clean(reason)), "  ", FAINT, width);
    }
}

fn remaining(text: &mut String, remains: &[Remaining], width: usize) {
    for left in remains {
        let title = guide(left.code).title;
        let words = format!("{title}, by hand: {}", clean(&left.message));
        paragraph(text, &words, "  ", sign(Some(left.severity)).1, width);
        if let Some(fix) = &left.fix {
            paragraph(text, &format!("→ {fix}"), "  ", FAINT, width);
        }
    }
}

fn summary(text: &mut String, plan: &Plan, done: bool, width: usize) {
    let blocks =
        |stem: &&PlannedStem| stem.remains.iter().any(|left| left.severity == Severity::Blocks);
    let blocked = plan.stems.iter().filter(blocks).count();
    let (style, verdict) = if plan.blocks() {
        let who = match blocked {
            0 => "The stems together have".to_owned(),
            _ => count(blocked, "stem has", "stems have"),
        };
        (BAD, format!("{who} something left that must be fixed, or explained, by hand."))
    } else {
        (GOOD, "Nothing that blocks is left.".to_owned())
    };
    paragraph(text, &verdict, "", style, width);
    if plan.could_trim > 0 {
        let stems = count(plan.could_trim, "stem goes", "stems go");
        let hint =
            format!("{stems} over full scale: --trim-gain turns such stems down just enough.");
        paragraph(text, &hint, "", FAINT, width);
    }
    let written = if done {
        format!("The originals are untouched. “{NOTE}” tells the engineer what was done.")
    } else {
        "Nothing was written.".to_owned()
    };
    paragraph(text, &written, "", FAINT, width);
}
