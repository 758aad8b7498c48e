//! What each finding means to the engineer, and which steps mend it.

use bar_domain::Code;

use super::steps::{self, Steps};

/// A chip's few words, why it matters, and the steps that mend it where there are any in a DAW.
pub(super) type Topic = (&'static str, &'static str, Option<&'static Steps>);

/// What there is to know about a code. Exhaustive: a new code cannot be forgotten.
#[expect(clippy::too_many_lines, reason = "a table with one entry per code")]
pub(super) const fn topic(code: Code) -> Topic {
    match code {
        Code::FileUnreadable => (
            "Cannot be read",
            "The engineer could not open it either, and would have to wait for another one.",
            Some(&steps::BOUNCE),
        ),
        Code::FileEmpty => {
            ("Empty", "There is nothing in it that could be mixed.", Some(&steps::BOUNCE))
        }
        Code::FileTruncated => (
            "Breaks off",
            "The end of the part is missing, and nobody would notice before the song runs out.",
            Some(&steps::BOUNCE),
        ),
        Code::FileSizesUnset => (
            "Never closed",
            "Some programs refuse such a file or show it as empty, although its sound is whole.",
            Some(&steps::BOUNCE),
        ),
        Code::FileNotFinite => (
            "Broken samples",
            "Such samples turn into silence or a loud bang, depending on the program.",
            Some(&steps::BOUNCE),
        ),
        Code::FileDisguised => (
            "Wrong ending",
            "Programs go by the ending of the name and refuse the file, or worse, play noise.",
            None,
        ),
        Code::FileLossy => (
            "Lossy",
            "What MP3 and its kind throw away is missed as soon as the sound is made brighter or louder.",
            Some(&steps::BOUNCE),
        ),
        Code::FileNotWavOrAiff => (
            "Not WAV or AIFF",
            "Not every DAW opens it, so somebody has to convert it before work can start.",
            Some(&steps::BOUNCE),
        ),
        Code::RateUnsupported => (
            "Sample rate",
            "The engineer's session runs at another rate; converting costs time and, from lower rates, leaves the treble empty.",
            Some(&steps::RATE),
        ),
        Code::RateMixed => (
            "Mixed rates",
            "Side by side, a file of another sample rate plays too fast or too slow, and out of tune.",
            Some(&steps::RATE),
        ),
        Code::RateMislabelled => (
            "Wrong rate label",
            "In the engineer's session it plays at another speed and pitch than in your song.",
            Some(&steps::RATE),
        ),
        Code::DepthLow => (
            "Too few bits",
            "Its noise is 48 dB nearer than in 24-bit, and every stage of the mix lifts it further.",
            Some(&steps::BOUNCE),
        ),
        Code::DepthFloat => (
            "Float",
            "It is larger without sounding better, and clips where a program reads it as integers.",
            Some(&steps::BOUNCE),
        ),
        Code::DepthPadded => (
            "Was 16-bit",
            "It is 24-bit by name only: the fine detail was lost before, so a better original may exist.",
            Some(&steps::SOURCE),
        ),
        Code::ChannelsUnsupported => (
            "Too many channels",
            "It does not fit on a mono or stereo track, and nobody knows which channels to take.",
            Some(&steps::CHANNELS),
        ),
        Code::ChannelsDualMono => (
            "Mono in stereo",
            "Both sides are the same: twice the size, and stereo tools do nothing to it.",
            Some(&steps::MONO),
        ),
        Code::ChannelsOneSided => (
            "One side only",
            "Only one side plays: a pan or a cable, or a mono part in a stereo file.",
            Some(&steps::MONO),
        ),
        Code::ChannelsInverted => (
            "Sides cancel",
            "Left and right undo each other: on a phone or a club's mono system the part vanishes.",
            Some(&steps::POLARITY),
        ),
        Code::LevelClipped => (
            "Clipped",
            "The tops of the wave are cut off, which crackles and cannot be repaired well.",
            Some(&steps::TURN_DOWN),
        ),
        Code::LevelOver => (
            "Over full scale",
            "The wave goes over full scale between the samples and distorts when it is played or converted.",
            Some(&steps::TURN_DOWN),
        ),
        Code::LevelHot => (
            "Little headroom",
            "Nothing is wrong with it; some headroom just saves the engineer from turning it down.",
            Some(&steps::TURN_DOWN),
        ),
        Code::LevelQuiet => (
            "Very quiet",
            "Often a fader was left down, and the part is missing in the mix without anybody noticing.",
            Some(&steps::TURN_UP),
        ),
        Code::LevelSilent => (
            "Silent",
            "A part of the song may be missing: a muted track bounces to silence.",
            Some(&steps::UNMUTE),
        ),
        Code::LevelDc => (
            "Off centre",
            "It clicks wherever the engineer cuts, and takes away room for the sound.",
            Some(&steps::DC),
        ),
        Code::StartLate => (
            "Starts late",
            "Stems that do not all begin at bar 1 must be shifted by ear until they fit the song.",
            Some(&steps::RANGE),
        ),
        Code::StartCut => (
            "Start cut off",
            "The first sound begins in the middle: its attack may be missing.",
            Some(&steps::RANGE),
        ),
        Code::EndCut => (
            "End cut off",
            "The last tail stops dead, which cannot be mended by the mix.",
            Some(&steps::RANGE),
        ),
        Code::LengthDiffers => (
            "Shorter",
            "When all stems have one length they line up by themselves, and nobody has to guess.",
            Some(&steps::RANGE),
        ),
        Code::GlitchDropout => (
            "Dropout",
            "The computer could not keep up for a moment, and a piece of the part is missing.",
            Some(&steps::REPAIR),
        ),
        Code::GlitchClick => (
            "Click",
            "A click that nobody played is heard in every mix, most of all on headphones.",
            Some(&steps::REPAIR),
        ),
        Code::SetDuplicate => (
            "Twice",
            "The same part twice is louder than you meant, and hides that another one may be missing.",
            None,
        ),
        Code::SetMissing => (
            "Part missing",
            "What was not sent cannot be mixed; often it is a muted track, a bus or an overdub.",
            Some(&steps::UNMUTE),
        ),
        Code::SetDiffers => (
            "Sounds different",
            "The engineer mixes what you send; if the rough mix has an effect or a take you want, say so or send it.",
            None,
        ),
        Code::SetUnused => (
            "Not in rough mix",
            "The engineer cannot tell whether it belongs to the song or was left over.",
            None,
        ),
        Code::SetNoReference => (
            "No rough mix",
            "The rough mix tells the engineer what you hear in your head, better than any words.",
            Some(&steps::REFERENCE),
        ),
        Code::NameUnclear => (
            "Unclear name",
            "The engineer has to solo it to learn what it is, for every such stem.",
            Some(&steps::RENAME),
        ),
        Code::NameCollides => (
            "Same name",
            "On many disks such files replace each other, and in a DAW nobody can tell them apart.",
            Some(&steps::RENAME),
        ),
        Code::NameNotPortable => (
            "Difficult name",
            "On the engineer's computer it may fail to copy or unpack.",
            Some(&steps::RENAME),
        ),
        Code::DryReverb => (
            "Reverb printed?",
            "Reverb that is in the sound cannot be taken out; if it belongs to the part, keep it.",
            Some(&steps::DRY),
        ),
        Code::DryLimited => (
            "Limited?",
            "What a limiter has flattened cannot be made to breathe again; if it is the sound you want, keep it.",
            Some(&steps::DRY),
        ),
        Code::SourceLossy => (
            "Was lossy",
            "It was an MP3 or the like before, so part of its sound is gone for good.",
            Some(&steps::SOURCE),
        ),
        Code::SourceUpsampled => (
            "Was a lower rate",
            "It was recorded at a lower rate and only converted: a better original may exist.",
            Some(&steps::SOURCE),
        ),
        Code::SessionFound => (
            "Session",
            "The engineer can open it to see what you did: levels, edits, automation and tempo.",
            None,
        ),
        Code::SessionMediaMissing => (
            "Files missing",
            "The session opens with holes where these recordings were, on every computer but yours.",
            Some(&steps::COLLECT),
        ),
        Code::SessionUnsupported => (
            "Other DAW",
            "A session opens in its own DAW only, with the same plug-ins; bounced stems open everywhere.",
            Some(&steps::BOUNCE),
        ),
        Code::MidiUnprinted => (
            "Notes, no sound",
            "The engineer does not have your instruments and presets, so notes alone make no sound, or another one.",
            Some(&steps::BOUNCE),
        ),
    }
}
