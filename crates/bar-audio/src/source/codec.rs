//! What symphonia calls things, in our words.

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_AAC, CODEC_ID_AC3, CODEC_ID_ALAC, CODEC_ID_EAC3, CODEC_ID_FLAC, CODEC_ID_MP1,
    CODEC_ID_MP2, CODEC_ID_MP3, CODEC_ID_OPUS, CODEC_ID_VORBIS,
};

use super::ReadError;
use super::kind::Kind;
use crate::format::{Container, Encoding};

pub(super) fn container(kind: Kind) -> Container {
    match kind {
        Kind::Riff => Container::Wav,
        Kind::W64 => Container::W64,
        Kind::Aiff => Container::Aiff,
        Kind::Flac => Container::Flac,
        Kind::Mpeg => Container::Mp3,
        Kind::Adts => Container::Adts,
        Kind::Mp4 => Container::Mp4,
        Kind::Ogg => Container::Ogg,
    }
}

/// How the samples of a track are written down, and how many of their bits are valid.
pub(super) fn encoding(
    params: &AudioCodecParameters,
) -> Result<(Encoding, Option<u16>), ReadError> {
    let told = params.bits_per_sample.and_then(|bits| u16::try_from(bits).ok());
    Ok(match params.codec {
        CODEC_ID_FLAC => (Encoding::Flac, told),
        CODEC_ID_ALAC => (Encoding::Alac, alac_bits(params).or(told)),
        CODEC_ID_MP1 | CODEC_ID_MP2 | CODEC_ID_MP3 => (Encoding::Mp3, None),
        CODEC_ID_AAC => (Encoding::Aac, None),
        CODEC_ID_VORBIS => (Encoding::Vorbis, None),
        CODEC_ID_OPUS => return Err(ReadError::unsupported("Opus", true)),
        CODEC_ID_AC3 | CODEC_ID_EAC3 => return Err(ReadError::unsupported("Dolby Digital", true)),
        _ => return Err(ReadError::unsupported("the encoding of its sound", false)),
    })
}

/// The bit depth in ALAC's magic cookie, which follows a header of 24 bytes in old files.
fn alac_bits(params: &AudioCodecParameters) -> Option<u16> {
    let cookie = params.extra_data.as_deref()?;
    let config = if cookie.len() >= 48 { &cookie[24..] } else { cookie };
    config.get(5).map(|bits| u16::from(*bits))
}

/// The sentence for what symphonia does not do.
pub(super) fn unsupported(kind: Kind, feature: &str) -> ReadError {
    let lossy = matches!(kind, Kind::Mpeg | Kind::Adts | Kind::Mp4 | Kind::Ogg);
    let what = match kind {
        _ if feature.starts_with("aac") => "this kind of AAC (HE-AAC, or more than two channels)",
        Kind::Flac => "this kind of FLAC",
        Kind::Mpeg => "this kind of MPEG audio",
        Kind::Mp4 => "this kind of MPEG-4 file",
        _ => "this kind of Ogg file",
    };
    ReadError::unsupported(what, lossy)
}
