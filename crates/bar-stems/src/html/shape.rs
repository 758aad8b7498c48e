//! Small drawings: icons, and the paths of waveforms.

use std::fmt::Write;

use bar_audio::waveform::Point;
use bar_domain::Severity;
use maud::{Markup, html};

/// Height of a drawn waveform, from full scale to full scale.
pub(super) const HEIGHT: i32 = 128;
/// Steps over the width in which places are marked.
pub(super) const STEPS: u64 = 1_000;
/// The least width of a mark that anybody sees.
const LEAST: u64 = 3;

/// How a severity looks; never without words beside it.
pub(super) const fn tone(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Blocks) => "bad",
        Some(Severity::Advises) => "warn",
        Some(Severity::Informs) => "info",
        None => "ok",
    }
}

/// The icons, drawn once and used by name.
pub(super) fn icons() -> Markup {
    let each = [
        (
            "bad",
            "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8",
        ),
        ("warn", "M8 1.8 15 14H1zM8 6.2v3.6M8 11.8v.2"),
        ("info", "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 7.4v3.8M8 4.8V5"),
        ("ok", "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5.2 8.2l2 2 3.6-4"),
        ("kept", "M2 2.5h12v8.5H7.5L4.5 14v-3H2zM5 5.5h6M5 8h4"),
    ];
    html! {
        svg width="0" height="0" aria-hidden="true" style="position:absolute" {
            @for (name, path) in each {
                symbol id={ "i-" (name) } viewBox="0 0 16 16" { path d=(path) {} }
            }
        }
    }
}

/// An icon for those who see it.
pub(super) fn icon(name: &str) -> Markup {
    html! { svg.icon aria-hidden="true" { use href={ "#i-" (name) } {} } }
}

/// The outline of a waveform, one unit wide a point.
pub(super) fn outline(points: &[Point]) -> String {
    let above = |point: &Point| HEIGHT / 2 - i32::from(point.max) / 2;
    let below = |point: &Point| HEIGHT / 2 - i32::from(point.min) / 2;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let mut path = format!("M0 {}", above(first));
    steps(&mut path, 1, points.iter().map(above), above(first));
    line(&mut path, 'V', below(last));
    steps(&mut path, -1, points.iter().rev().map(below), below(last));
    path.push('z');
    path
}

/// Writes a line through `heights`, each `side` of the one before it.
fn steps(path: &mut String, side: i32, heights: impl Iterator<Item = i32>, from: i32) {
    let (mut before, mut level) = (from, 0);
    let flat = |path: &mut String, level: i32| {
        if level > 0 {
            line(path, 'h', side * level);
        }
    };
    for height in heights.skip(1) {
        if height == before {
            level += 1;
            continue;
        }
        flat(path, level);
        level = 0;
        let step = height - before;
        // A minus sign keeps two numbers apart as well as a space does.
        let gap = if step < 0 { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(path, "l{side}{gap}{step}");
        before = height;
    }
    flat(path, level);
}

fn line(path: &mut String, way: char, to: i32) {
    let _ = write!(path, "{way}{to}");
}

/// Bars over the full height at stretches of [`STEPS`]; those that touch are one.
pub(super) fn bars(mut stretches: Vec<(u64, u64)>) -> String {
    for (from, to) in &mut stretches {
        *from = (*from).min(STEPS - LEAST);
        *to = (*to).clamp(*from + LEAST, STEPS);
    }
    stretches.sort_unstable();
    let mut apart: Vec<(u64, u64)> = Vec::new();
    for (from, to) in stretches {
        match apart.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => apart.push((from, to)),
        }
    }
    let mut path = String::new();
    for (from, to) in apart {
        let width = to - from;
        let _ = write!(path, "M{from} 0h{width}v{HEIGHT}h-{width}z");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_goes_there_and_back() {
        #[track_caller]
        fn check(points: &[(i8, i8)], wanted: &str) {
            let point = |(min, max): &(i8, i8)| Point { min: *min, max: *max, rms: 0 };
            assert_eq!(outline(&points.iter().map(point).collect::<Vec<_>>()), wanted);
        }
        check(&[], "");
        check(&[(0, 0)], "M0 64V64z");
        check(&[(0, 0), (0, 0), (0, 0)], "M0 64h2V64h-2z");
        check(&[(-127, 127), (-2, 2)], "M0 1l1 62V65l-1 62z");
    }

    #[test]
    fn marks_are_wide_enough_to_see_and_never_lie_on_each_other() {
        assert_eq!(
            bars(vec![(500, 500), (100, 100), (102, 110)]),
            "M100 0h10v128h-10zM500 0h3v128h-3z"
        );
        assert_eq!(bars(vec![(2_000, 2_000)]), "M997 0h3v128h-3z");
        assert_eq!(bars(vec![]), "");
    }
}
