//! What runs in the callback around the voice: other numbers of channels, other formats of samples.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use cpal::traits::DeviceTrait;
use cpal::{FromSample, OutputCallbackInfo, SizedSample, StreamConfig};

use crate::play::voice::{CHANNELS, Voice};

/// Frames rendered at once; a device that wants more gets them in turns.
const FRAMES: usize = 2048;

/// A voice, and room for what it renders.
pub(super) struct Feed {
    voice: Voice,
    stereo: Vec<f32>,
    channels: usize,
}

impl Feed {
    pub(super) fn new(voice: Voice, channels: usize) -> Self {
        Self { voice, stereo: vec![0.0; FRAMES * CHANNELS], channels: channels.max(1) }
    }

    pub(super) fn build<T: SizedSample + FromSample<f32>>(
        mut self,
        device: &cpal::Device,
        config: StreamConfig,
        troubled: impl FnMut(cpal::Error) + Send + 'static,
    ) -> Result<cpal::Stream, cpal::Error> {
        let render = move |data: &mut [T], info: &OutputCallbackInfo| {
            self.fill(data);
            let at = info.timestamp();
            self.voice.heard().stamp(at.playback.saturating_duration_since(at.callback));
        };
        device.build_output_stream(config, render, troubled, None)
    }

    /// Fills `data`: left and right go first, other channels are silent, one channel gets the mean.
    fn fill<T: SizedSample + FromSample<f32>>(&mut self, data: &mut [T]) {
        for data in data.chunks_mut(FRAMES * self.channels) {
            let frames = data.len() / self.channels;
            let Some(stereo) = self.stereo.get_mut(..frames * CHANNELS) else { continue };
            self.voice.render(stereo);
            for (out, frame) in data.chunks_mut(self.channels).zip(stereo.as_chunks::<CHANNELS>().0)
            {
                if let [out] = out {
                    *out = T::from_sample(f32::midpoint(frame[0], frame[1]));
                    continue;
                }
                let silence = std::iter::repeat(&0.0);
                for (out, sample) in out.iter_mut().zip(frame.iter().chain(silence)) {
                    *out = T::from_sample(*sample);
                }
            }
        }
    }
}
