//! `barone devices`.

use std::io::{self, Write};

use bar_audio::play::{Device, Output, OutputError, SoundCard};
use bar_stems::phrase::clean;

use crate::failure::Failure;
use crate::{FINE, quietly};

/// Lists the devices that sound can go to: one a line, or as JSON.
pub(crate) fn run(json: bool) -> Result<u8, Failure> {
    let devices = SoundCard::new().devices()?;
    let mut out = io::stdout().lock();
    if json {
        let written = serde_json::to_writer_pretty(&mut out, &devices).map_err(io::Error::from);
        quietly(written.and_then(|()| writeln!(out)).and_then(|()| out.flush()))?;
        return Ok(FINE);
    }
    if devices.is_empty() {
        return Err(OutputError::NoDevice.into());
    }
    let widest = devices.iter().map(|device| device.id.0.len()).max().unwrap_or(0);
    quietly(devices.iter().try_for_each(|device| {
        let default = if device.is_default { "*" } else { " " };
        let id = clean(&device.id.0);
        writeln!(out, "{default} {id:<widest$}  {}{}", clean(&device.name), rates(device))
    }))?;
    Ok(FINE)
}

fn rates(device: &Device) -> String {
    let rates: Vec<_> =
        device.rates.iter().map(|rate| (f64::from(rate.0) / 1000.0).to_string()).collect();
    if rates.is_empty() { String::new() } else { format!(" ({} kHz)", rates.join(", ")) }
}
