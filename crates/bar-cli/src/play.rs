//! `barone play`.

mod keys;
mod line;
mod range;
mod versions;

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bar_audio::play::{Change, DeviceId, Now, Player, Settings, SoundCard};
use bar_stems::phrase::clean;

use self::keys::{Asked, Keys};
use self::line::Line;
pub(crate) use self::range::Range;
use self::versions::Versions;
use crate::arguments::Play;
use crate::failure::Failure;
use crate::{FINE, interrupt};

/// From one picture of the line to the next.
const TICK: Duration = Duration::from_millis(100);

/// Plays files until they end or somebody quits.
pub(crate) fn run(play: &Play) -> Result<u8, Failure> {
    let cancelled = interrupt::watch()?;
    let wants_match = !play.no_match && play.files.len() > 1;
    let Some(versions) = Versions::open(&play.files, wants_match, &cancelled)? else {
        return Ok(FINE);
    };
    let device = play.device.clone().map(DeviceId);
    let settings = Settings { device, ..Settings::default() };
    let player = Player::new(Box::new(SoundCard::new()), settings)?;
    player.match_levels(!play.no_match);
    player.load(versions.reel())?;
    if let Some(range) = &play.range {
        let range = range.frames(versions.rate);
        player.seek(range.start);
        player.loop_over(Some(range));
    }
    player.play();
    wait_until_it_plays(&player, &cancelled)?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        by_keys(&player, &versions, &cancelled)
    } else {
        to_the_end(&player, &versions, &cancelled)
    }
}

/// Waits until there is a device, or a word on why there is none, and what plays is known.
fn wait_until_it_plays(player: &Player, cancelled: &AtomicBool) -> Result<(), Failure> {
    loop {
        let now = player.now();
        if let Some(trouble) = now.device_trouble {
            return Err(Failure::Lost(trouble));
        }
        let known = !now.output.device.is_empty() && !now.output.changes.contains(&Change::Opening);
        if known || cancelled.load(Ordering::Relaxed) {
            return Ok(());
        }
        std::thread::sleep(TICK / 10);
    }
}

/// Without a terminal: says what plays, and plays it to the end.
fn to_the_end(player: &Player, versions: &Versions, cancelled: &AtomicBool) -> Result<u8, Failure> {
    let now = player.now();
    let name = versions.names.first().map_or("", String::as_str);
    anstream::eprintln!("{} on {}: {}", clean(name), clean(&now.output.device), now.output);
    while !cancelled.load(Ordering::Relaxed) {
        let now = player.now();
        if let Some(trouble) = now.device_trouble {
            return Err(Failure::Lost(trouble));
        }
        if now.ended {
            // What was rendered last is still on its way to the loudspeaker.
            std::thread::sleep(Duration::from_secs_f64(now.output.lead_ms / 1e3));
            tell_troubles(&now, versions);
            break;
        }
        std::thread::sleep(TICK);
    }
    Ok(FINE)
}

/// In a terminal: follows keys, and shows what is heard.
fn by_keys(player: &Player, versions: &Versions, cancelled: &AtomicBool) -> Result<u8, Failure> {
    let mut keys = Keys::new().map_err(Failure::Terminal)?;
    let mut line = Line::default();
    loop {
        let now = player.now();
        line.show(&now, versions).map_err(Failure::Terminal)?;
        let asked = Keys::wait(TICK).map_err(Failure::Terminal)?;
        if cancelled.load(Ordering::Relaxed) || asked == Some(Asked::Quit) {
            break;
        }
        if let Some(asked) = asked {
            keys.carry_out(asked, player, versions.rate);
        }
    }
    Line::end().map_err(Failure::Terminal)?;
    drop(keys);
    tell_troubles(&player.now(), versions);
    Ok(FINE)
}

fn tell_troubles(now: &Now, versions: &Versions) {
    for told in &now.troubles {
        let name = versions.names.get(told.tape).map_or("", String::as_str);
        anstream::eprintln!("barone: {}: {}", clean(name), told.trouble);
    }
}
