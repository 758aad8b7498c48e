//! What hound writes is what is read.

use hound::{SampleFormat, WavSpec, WavWriter};
use proptest::prelude::*;

use crate::support::hear_file;

fn check(channels: u16, bits: u16, frames: &[i32]) -> Result<(), TestCaseError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let spec = WavSpec {
        channels,
        sample_rate: 96_000,
        bits_per_sample: bits,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::create(file.path(), spec).unwrap();
    // As many bits as the file has, from the top.
    let written: Vec<i32> = frames.iter().map(|sample| sample >> (32 - bits)).collect();
    let whole = written.len() - written.len() % usize::from(channels);
    written[..whole].iter().for_each(|sample| writer.write_sample(*sample).unwrap());
    writer.finalize().unwrap();
    let heard = hear_file(file.path()).unwrap();
    prop_assert_eq!(heard.format.bits, Some(bits));
    let scale = f64::powi(2.0, i32::from(bits) - 1);
    for (i, sample) in written[..whole].iter().enumerate() {
        let (frame, channel) = (i / usize::from(channels), i % usize::from(channels));
        let wanted = (f64::from(*sample) / scale) as f32;
        prop_assert_eq!(heard.samples[channel][frame].to_bits(), wanted.to_bits());
    }
    let used = written[..whole].iter().fold(0, |used, sample| used | sample.unsigned_abs());
    prop_assert_eq!(heard.used_bits, used << (32 - bits));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn integers_of_every_depth_and_channel_count(
        channels in 1..9_u16,
        bits in prop_oneof![Just(8_u16), Just(16), Just(24), Just(32)],
        samples in proptest::collection::vec(any::<i32>(), 8..600),
    ) {
        check(channels, bits, &samples)?;
    }
}
