//! The rules: pure judgements on what was measured.

pub(crate) mod file;
pub(crate) mod format;
pub(crate) mod heard;
pub(crate) mod level;
pub(crate) mod name;
pub(crate) mod set;

use std::cmp::Reverse;
use std::sync::atomic::AtomicBool;

use bar_audio::measure::Listened;
use bar_domain::{Code, Finding};

use crate::hints;
use crate::profile::Profile;

/// Everything there is to say about a stem that could be read, by itself.
pub(crate) fn of_stem(file: &str, listened: &Listened, profile: &Profile) -> Vec<Finding> {
    let mut findings = name::of_file(file);
    findings.extend(file::of_file(file, listened));
    findings.extend(format::of_file(&listened.format, &listened.measured, profile));
    findings.extend(level::of_file(listened, profile));
    let dry = |finding: &Finding| matches!(finding.code, Code::DryReverb | Code::DryLimited);
    let hints = hints::of_stem(file, listened);
    findings.extend(hints.into_iter().filter(|finding| profile.dry || !dry(finding)));
    settle(&mut findings);
    findings
}

/// What there is to say about a stem that could not be read: `reasons` tell why.
pub(crate) fn of_unread(file: &str, reasons: Vec<Finding>) -> Vec<Finding> {
    let mut findings = name::of_file(file);
    findings.extend(reasons);
    settle(&mut findings);
    findings
}

/// What the stems that could be read owe to each other, each with the index of its stem; not all
/// of it once `cancelled` is set.
pub(crate) fn of_set(
    stems: &[set::Stem<'_>],
    profile: &Profile,
    cancelled: &AtomicBool,
) -> Vec<(usize, Finding)> {
    let mut findings = set::of_stems(stems, profile);
    findings.extend(hints::of_set(stems, cancelled));
    findings
}

/// Which findings need not be said beside another one: they say the same again, or judge what is
/// to be made anew anyway.
const SAYS_IT_ALL: &[(Code, &[Code])] = &[
    (Code::LevelClipped, &[Code::LevelOver, Code::LevelHot]),
    (Code::LevelOver, &[Code::LevelHot]),
    (
        Code::LevelSilent,
        &[
            Code::LevelQuiet,
            Code::LevelDc,
            Code::ChannelsDualMono,
            Code::ChannelsOneSided,
            Code::ChannelsInverted,
            Code::DepthPadded,
            Code::DryReverb,
            Code::DryLimited,
            Code::EndCut,
            Code::GlitchClick,
            Code::GlitchDropout,
            Code::SetDuplicate,
            Code::SourceLossy,
            Code::SourceUpsampled,
            Code::StartCut,
        ],
    ),
    (
        Code::FileLossy,
        &[
            Code::DepthLow,
            Code::DepthFloat,
            Code::DepthPadded,
            Code::FileNotWavOrAiff,
            Code::SourceLossy,
            Code::SourceUpsampled,
        ],
    ),
    (Code::DepthLow, &[Code::DepthPadded]),
    (Code::SourceLossy, &[Code::SourceUpsampled]),
    (Code::ChannelsOneSided, &[Code::ChannelsInverted]),
    (Code::RateMixed, &[Code::RateUnsupported]),
    (Code::FileTruncated, &[Code::EndCut, Code::LengthDiffers]),
    (
        Code::FileNotFinite,
        &[Code::LevelClipped, Code::LevelOver, Code::LevelHot, Code::LevelSilent, Code::LevelDc],
    ),
];

/// Drops what another finding says already, and sorts the gravest first.
pub(crate) fn settle(findings: &mut Vec<Finding>) {
    let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    let said = |code: Code| {
        SAYS_IT_ALL.iter().any(|(louder, said)| codes.contains(louder) && said.contains(&code))
    };
    findings.retain(|finding| !said(finding.code));
    findings.sort_by_key(|finding| (Reverse(finding.severity), finding.code));
}
