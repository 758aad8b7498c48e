//! The system's own devices, through cpal.

mod feed;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bar_domain::SampleRate;
use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{
    BufferSize, ErrorKind, SampleFormat, StreamConfig, SupportedBufferSize,
    SupportedStreamConfigRange,
};

use self::feed::Feed;
use super::{Broken, Device, DeviceId, Opened, Output, OutputError, Wish};
use crate::play::line::Change;
use crate::play::voice::Voice;

/// Frames at once, where the device does not insist on others.
const BUFFER: u32 = 512;
/// A sound server in between loses smaller ones when the machine is busy.
const SERVED_BUFFER: u32 = 2048;
/// What a device may insist on; never the system's default, which can queue two seconds.
const BUFFERS: std::ops::RangeInclusive<u32> = 256..=2048;
/// Rates that files have.
const RATES: [u32; 8] = [32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 384_000];

/// The system's own devices.
#[derive(Default)]
pub struct SoundCard {
    host: Option<cpal::Host>,
}

/// How a device is to be opened.
struct Plan {
    config: StreamConfig,
    format: SampleFormat,
    changes: Vec<Change>,
}

impl SoundCard {
    /// Nothing is opened, or asked of the system, before it is needed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The system's sound, asked anew once it has failed.
    fn host(&mut self) -> &cpal::Host {
        self.host.get_or_insert_with(cpal::default_host)
    }

    fn find(&mut self, wish: &Wish) -> Result<cpal::Device, OutputError> {
        let Some(id) = &wish.device else {
            return self.host().default_output_device().ok_or(OutputError::NoDevice);
        };
        let gone = || OutputError::Gone { name: id.0.clone() };
        let known: cpal::DeviceId = id.0.parse().map_err(|_| gone())?;
        if known.host() != self.host().id() {
            // Chosen when another sound server ran.
            let host = cpal::host_from_id(known.host()).map_err(|_| gone())?;
            return host.device_by_id(&known).ok_or_else(gone);
        }
        self.host().device_by_id(&known).ok_or_else(gone)
    }
}

impl Output for SoundCard {
    fn devices(&mut self) -> Result<Vec<Device>, OutputError> {
        let default = self.default_device();
        let devices = self.host().output_devices();
        let devices = devices.map_err(|error| {
            self.host = None;
            failure("The system's sound", &error)
        })?;
        Ok(devices.map(|device| describe(&device, default.as_ref())).collect())
    }

    fn default_device(&mut self) -> Option<DeviceId> {
        let device = self.host().default_output_device()?;
        device.id().ok().map(|id| DeviceId(id.to_string()))
    }

    fn open(
        &mut self,
        wish: &Wish,
        voice: &mut dyn FnMut(SampleRate) -> Voice,
        broken: Broken,
    ) -> Result<Opened, OutputError> {
        let found = self.find(wish).inspect_err(|_| self.host = None)?;
        let device = describe(&found, None);
        let opened = plan(&found, wish.rate).and_then(|plan| {
            let voice = voice(SampleRate(plan.config.sample_rate));
            let stream = build(&found, &plan, voice, &device.name, broken)?;
            stream.play()?;
            Ok((plan, stream))
        });
        let (plan, stream) = opened.map_err(|error| {
            // A server that went away takes its connection with it.
            self.host = None;
            match (&wish.device, error.kind()) {
                // The default of a system without any is a name with nothing behind it.
                (None, ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable) => {
                    OutputError::NoDevice
                }
                _ => failure(&device.name, &error),
            }
        })?;
        let fixed = match plan.config.buffer_size {
            BufferSize::Fixed(frames) => frames,
            BufferSize::Default => BUFFER,
        };
        Ok(Opened {
            device,
            rate: SampleRate(plan.config.sample_rate),
            buffer: stream.buffer_size().ok().filter(|frames| *frames > 0).unwrap_or(fixed),
            changes: plan.changes,
            stream: Box::new(stream),
        })
    }
}

fn describe(device: &cpal::Device, default: Option<&DeviceId>) -> Device {
    let name = device.description().map(|about| about.name().to_owned()).unwrap_or_default();
    let id = DeviceId(device.id().map(|id| id.to_string()).unwrap_or_default());
    let configs: Vec<_> = device.supported_output_configs().into_iter().flatten().collect();
    let takes = |rate: &u32| configs.iter().any(|config| config.contains_rate(*rate));
    let rates = match own_rate(device) {
        Some(rate) => vec![SampleRate(rate)],
        None => RATES.into_iter().filter(takes).map(SampleRate).collect(),
    };
    Device { is_default: default == Some(&id), name, id, rates }
}

/// The rate of a sound server's device. The server takes any, and resamples in its own way.
#[cfg(target_os = "linux")]
fn own_rate(device: &cpal::Device) -> Option<u32> {
    let served = device.id().is_ok_and(|id| id.host() == cpal::HostId::PulseAudio);
    let config = served.then(|| device.default_output_config().ok()).flatten()?;
    Some(config.sample_rate())
}

#[cfg(not(target_os = "linux"))]
fn own_rate(_: &cpal::Device) -> Option<u32> {
    None
}

/// Two channels, floats, and the rate that was asked for, or what comes nearest to that.
fn plan(device: &cpal::Device, rate: SampleRate) -> Result<Plan, cpal::Error> {
    let own = own_rate(device);
    let rate = own.unwrap_or(rate.0);
    let configs = device.supported_output_configs()?;
    let best = configs
        .filter(|config| worth(config.sample_format()).is_some())
        .min_by_key(|config| {
            let near = nearest(config, rate).abs_diff(rate);
            let channels = match config.channels() {
                2 => 0,
                1 => u16::MAX,
                more => more,
            };
            (channels, near, worth(config.sample_format()))
        })
        .ok_or(ErrorKind::UnsupportedConfig)?;
    let (least, most) = match best.buffer_size() {
        SupportedBufferSize::Range { min, max } => (*min, *max),
        SupportedBufferSize::Unknown => (*BUFFERS.start(), *BUFFERS.end()),
    };
    let wanted = if own.is_some() { SERVED_BUFFER } else { BUFFER };
    let (least, most) = (least.max(*BUFFERS.start()), most.min(*BUFFERS.end()));
    let frames = wanted.min(most).max(least.min(*BUFFERS.end()));
    let mut changes = Vec::new();
    // What a sound server's device takes is behind the server.
    let behind = own.and_then(|_| device.default_output_config().ok());
    let format = behind.map_or(best.sample_format(), |config| config.sample_format());
    if let Some(bits) = depth(format).or(depth(best.sample_format())) {
        changes.push(Change::Depth { bits });
    }
    if best.channels() == 1 {
        changes.push(Change::OneChannel);
    }
    Ok(Plan {
        config: StreamConfig {
            channels: best.channels(),
            sample_rate: nearest(&best, rate),
            buffer_size: BufferSize::Fixed(frames),
        },
        format: best.sample_format(),
        changes,
    })
}

fn nearest(config: &SupportedStreamConfigRange, rate: u32) -> u32 {
    rate.clamp(config.min_sample_rate(), config.max_sample_rate())
}

/// Formats that we can write, the best first.
fn worth(format: SampleFormat) -> Option<u8> {
    match format {
        SampleFormat::F32 => Some(0),
        SampleFormat::I32 => Some(1),
        SampleFormat::I24 => Some(2),
        SampleFormat::I16 => Some(3),
        _ => None,
    }
}

/// Bits of a format that holds less than a file may have.
fn depth(format: SampleFormat) -> Option<u16> {
    match format {
        SampleFormat::I16 | SampleFormat::U16 => Some(16),
        SampleFormat::I8 | SampleFormat::U8 => Some(8),
        _ => None,
    }
}

fn build(
    device: &cpal::Device,
    plan: &Plan,
    voice: Voice,
    name: &str,
    broken: Broken,
) -> Result<cpal::Stream, cpal::Error> {
    let heard = Arc::clone(voice.heard());
    let (name, told) = (name.to_owned(), AtomicBool::new(false));
    // Some systems call this hundreds of times a second.
    let troubled = move |error: cpal::Error| match error.kind() {
        ErrorKind::Xrun => {
            heard.underruns.fetch_add(1, Ordering::Relaxed);
        }
        ErrorKind::DeviceNotAvailable
        | ErrorKind::HostUnavailable
        | ErrorKind::StreamInvalidated
        | ErrorKind::PermissionDenied
            if !told.swap(true, Ordering::Relaxed) =>
        {
            broken(failure(&name, &error));
        }
        _ => {}
    };
    let channels = usize::from(plan.config.channels);
    let feed = Feed::new(voice, channels);
    match plan.format {
        SampleFormat::I16 => feed.build::<i16>(device, plan.config, troubled),
        SampleFormat::I24 => feed.build::<cpal::I24>(device, plan.config, troubled),
        SampleFormat::I32 => feed.build::<i32>(device, plan.config, troubled),
        _ => feed.build::<f32>(device, plan.config, troubled),
    }
}

fn failure(name: &str, error: &cpal::Error) -> OutputError {
    let name = name.to_owned();
    match error.kind() {
        ErrorKind::DeviceNotAvailable
        | ErrorKind::StreamInvalidated
        | ErrorKind::HostUnavailable => OutputError::Gone { name },
        ErrorKind::DeviceBusy => OutputError::Busy { name },
        ErrorKind::PermissionDenied => OutputError::Denied { name },
        _ => OutputError::Refused { name, why: error.to_string() },
    }
}
