//! What is true of the stems together.

use std::collections::BTreeMap;

use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Frames, SampleRate, Severity};

use super::format::rate_blocks;
use crate::archive::UnpackError;
use crate::profile::Profile;
use crate::words::{count, finding, listed, time};

/// Stems this much shorter than the longest are as long: rounding to another rate, the padding of
/// a codec. Less than a tenth of any note.
pub(crate) const LENGTH_TOLERANCE_SECONDS: f64 = 0.01;

/// A stem that could be read, with its name.
pub(crate) type Stem<'a> = (&'a str, &'a Listened);

/// The sample rate of most stems. Where as many have another one, the profile's comes first, then
/// the higher one, which loses nothing.
pub(crate) fn rate(stems: &[Stem<'_>], profile: &Profile) -> Option<SampleRate> {
    best(&votes(stems), profile)
}

/// How many stems are at each rate.
fn votes(stems: &[Stem<'_>]) -> BTreeMap<SampleRate, usize> {
    stems.iter().fold(BTreeMap::new(), |mut votes, (_, listened)| {
        *votes.entry(listened.format.rate).or_default() += 1;
        votes
    })
}

fn best(votes: &BTreeMap<SampleRate, usize>, profile: &Profile) -> Option<SampleRate> {
    let weight = |rate: SampleRate, votes: usize| (votes, profile.rates.contains(&rate), rate);
    votes.iter().max_by_key(|(rate, votes)| weight(**rate, **votes)).map(|(rate, _)| *rate)
}

/// Length of the longest stem, counted at `rate`.
pub(crate) fn frames(stems: &[Stem<'_>], rate: Option<SampleRate>) -> Option<Frames> {
    let (_, longest) = longest(stems)?;
    let format = longest.format;
    let rate = rate.filter(|rate| *rate != format.rate);
    Some(rate.map_or(format.frames, |rate| {
        Frames((seconds(longest) * f64::from(rate.0)).round() as u64)
    }))
}

/// Findings that stems owe to the other stems, each with the index of its stem.
pub(crate) fn of_stems(stems: &[Stem<'_>], profile: &Profile) -> Vec<(usize, Finding)> {
    let mut findings = rate_mixed(stems, profile);
    findings.extend(length_differs(stems));
    findings
}

fn rate_mixed(stems: &[Stem<'_>], profile: &Profile) -> Vec<(usize, Finding)> {
    let mut votes = votes(stems);
    let most = best(&votes, profile).filter(|most| votes[most] * 2 > stems.len());
    let rates = stems.iter().map(|(_, listened)| listened.format.rate).enumerate();
    match most {
        // A set at a rate that must change anyway accuses no stem that is right already.
        Some(most) if rate_blocks(most, profile) => Vec::new(),
        Some(most) => rates.filter_map(|(at, own)| Some((at, odd(own, most)?))).collect(),
        None => {
            // Nor is a rate that must change anyway a choice.
            votes.retain(|rate, _| !rate_blocks(*rate, profile));
            let Some(finding) = at_odds(&votes, profile) else { return Vec::new() };
            let concerned = rates.filter(|(_, own)| votes.contains_key(own));
            concerned.map(|(at, _)| (at, finding.clone())).collect()
        }
    }
}

/// A stem at its `own` rate among others at the rate of `most`.
fn odd(own: SampleRate, most: SampleRate) -> Option<Finding> {
    (own != most).then(|| {
        let message = format!("Its sample rate is {own}, that of most other stems {most}: in one session it would play at another speed and pitch.");
        let fix = format!("Bounce it again at {most}, the rate of the other stems.");
        finding(Code::RateMixed, Severity::Blocks, message, fix)
    })
}

/// Several rates of which none is that of most stems. Which stems are wrong is for the artist to
/// say, so none is blocked.
fn at_odds(votes: &BTreeMap<SampleRate, usize>, profile: &Profile) -> Option<Finding> {
    let best = best(votes, profile).filter(|_| votes.len() > 1)?;
    let camp = |(rate, stems): (&SampleRate, &usize)| format!("{stems} at {rate}");
    let camps: Vec<String> = votes.iter().map(camp).collect();
    let message = format!(
        "The stems do not agree on a sample rate: {}. In one session some would play at another speed and pitch.",
        listed(&camps, "and")
    );
    let fix = format!(
        "Choose one rate, such as {best}, and bounce the stems of other rates again at it."
    );
    Some(finding(Code::RateMixed, Severity::Advises, message, fix))
}

fn length_differs(stems: &[Stem<'_>]) -> Vec<(usize, Finding)> {
    let Some((name, longest)) = longest(stems) else { return Vec::new() };
    let longest = seconds(longest);
    let shorter = |(at, (_, listened)): (usize, &Stem<'_>)| {
        let own = seconds(listened);
        let missing = longest - own;
        (missing > LENGTH_TOLERANCE_SECONDS).then(|| {
            let missing = if missing < 1.0 {
                format!("{:.0} ms", missing * 1000.0)
            } else {
                format!("{missing:.1} s")
            };
            let message = format!(
                "It is {missing} shorter than the longest stem: {} against {} of “{name}”.",
                time(own),
                time(longest)
            );
            let fix =
                "Bounce all stems over the same range, from bar 1 to the end of the last tail.";
            (at, finding(Code::LengthDiffers, Severity::Advises, message, fix))
        })
    };
    stems.iter().enumerate().filter_map(shorter).collect()
}

fn longest<'a>(stems: &[Stem<'a>]) -> Option<Stem<'a>> {
    // The first of several, so that the sentence does not depend on chance.
    stems.iter().rev().copied().max_by(|a, b| seconds(a.1).total_cmp(&seconds(b.1)))
}

fn seconds(listened: &Listened) -> f64 {
    listened.format.frames.seconds(listened.format.rate)
}

/// That nothing tells the engineer what is meant, nor whether the stems are all of the song. `several`
/// names the files that might all be the rough mix.
pub(crate) fn no_reference(several: Option<&str>) -> Finding {
    let (message, fix) = match several {
        Some(names) => (
            format!(
                "{names} could each be the rough mix, so none was taken, and whether a part of the song is missing was not checked."
            ),
            "Choose the one that is the rough mix: the stems are compared with it, and the engineer hears what you mean.",
        ),
        None => (
            "No rough mix is here, so whether a part of the song is missing was not checked."
                .into(),
            "Put a bounce of the whole song beside the stems and call it “Rough mix”, or choose one: the stems are compared with it, and the engineer hears what you mean.",
        ),
    };
    finding(Code::SetNoReference, Severity::Informs, message, fix)
}

/// A folder that could not be looked into: nobody can say that its stems are ready.
pub(crate) fn closed_folder(name: &str) -> Finding {
    finding(
        Code::FileUnreadable,
        Severity::Blocks,
        format!(
            "The folder “{}” could not be read, so what lies in it was not checked.",
            name.trim_end_matches('/')
        ),
        "Give yourself permission to read it, or take it out of the stems, and check again.",
    )
}

/// The rough mix that was named, or recognised, but cannot be read: `judged` is what was found.
pub(crate) fn broken_reference(name: &str, judged: Finding) -> Finding {
    // One from elsewhere is named by its whole path, which is nobody's business.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    Finding {
        message: format!("The rough mix “{name}” cannot be used. {}", judged.message),
        ..judged
    }
}

/// An archive that could not be unpacked: nobody can say what is in it.
pub(crate) fn broken_archive(name: &str, error: &UnpackError) -> Finding {
    finding(
        Code::FileUnreadable,
        Severity::Blocks,
        format!(
            "The archive “{name}” could not be unpacked, so what is in it was not checked: {error}."
        ),
        "Drop the folder that it was made from.",
    )
}

/// An archive of which some files could not be unpacked.
pub(crate) fn lost_in_archive(name: &str, lost: &[String]) -> Finding {
    let mut names: Vec<String> = lost.iter().take(3).map(|name| format!("“{name}”")).collect();
    let more = lost.len().saturating_sub(names.len());
    if more > 0 {
        names.push(count(more as u64, "other", "others"));
    }
    finding(
        Code::FileUnreadable,
        Severity::Blocks,
        format!(
            "Not all of the archive “{name}” could be unpacked: {} stayed in it.",
            listed(&names, "and")
        ),
        "Drop the folder that it was made from, or make the archive again without a password and without links.",
    )
}
