//! What the keys ask for.

use std::io;
use std::time::Duration;

use bar_audio::play::Player;
use bar_domain::{Frames, SampleRate, Span};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Asked {
    /// Play or hold.
    Run,
    /// Hear a version, from 0.
    Hear(usize),
    /// Go by so many seconds.
    Go(f64),
    /// Go to the beginning.
    Home,
    /// Same loudness for all, or each as it is.
    Match,
    /// Begin a loop here, end it here, end looping.
    Loop,
    /// Stop.
    Quit,
}

/// A terminal that gives away every key at once; as it was when this is dropped.
pub(super) struct Keys {
    /// Where a loop begins that does not end yet.
    begins: Option<Frames>,
}

impl Keys {
    pub(super) fn new() -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        Ok(Self { begins: None })
    }

    /// Waits for a key that asks for something, for so long at most.
    pub(super) fn wait(time: Duration) -> io::Result<Option<Asked>> {
        if !event::poll(time)? {
            return Ok(None);
        }
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => Ok(asked(key)),
            _ => Ok(None),
        }
    }

    pub(super) fn carry_out(&mut self, asked: Asked, player: &Player, rate: SampleRate) {
        let now = player.now();
        match asked {
            Asked::Run if now.running => player.pause(),
            Asked::Run => player.play(),
            Asked::Hear(side) if side < now.match_db.len() => player.hear(side),
            Asked::Hear(_) | Asked::Quit => {}
            Asked::Go(seconds) => {
                let by = (seconds * f64::from(rate.0)) as i64;
                player.seek(Frames(now.position.0.saturating_add_signed(by)));
            }
            Asked::Home => player.seek(Frames(0)),
            Asked::Match => player.match_levels(!now.match_levels),
            Asked::Loop => self.turn_loop(player, now.looped, now.position),
        }
    }

    fn turn_loop(&mut self, player: &Player, looped: Option<Span>, here: Frames) {
        match (looped, self.begins.take()) {
            (Some(_), _) => player.loop_over(None),
            (None, Some(start)) if here > start => player.loop_over(Some(start..here)),
            (None, _) => self.begins = Some(here),
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing put right.
        let _ = terminal::disable_raw_mode();
    }
}

fn asked(key: KeyEvent) -> Option<Asked> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        // In this mode the terminal hands Ctrl-C over as a key.
        return matches!(key.code, KeyCode::Char('c' | 'd')).then_some(Asked::Quit);
    }
    let seconds = if key.modifiers.contains(KeyModifiers::SHIFT) { 1.0 } else { 5.0 };
    match key.code {
        KeyCode::Char(' ') => Some(Asked::Run),
        KeyCode::Char(digit @ '1'..='9') => Some(Asked::Hear(digit as usize - '1' as usize)),
        KeyCode::Left => Some(Asked::Go(-seconds)),
        KeyCode::Right => Some(Asked::Go(seconds)),
        KeyCode::Home => Some(Asked::Home),
        KeyCode::Char('m' | 'M') => Some(Asked::Match),
        KeyCode::Char('l' | 'L') => Some(Asked::Loop),
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => Some(Asked::Quit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ask_for_what_the_help_says() {
        let check = |code, modifiers, wanted: Option<Asked>| {
            assert_eq!(asked(KeyEvent::new(code, modifiers)), wanted, "{code:?}");
        };
        let none = KeyModifiers::NONE;
        check(KeyCode::Char(' '), none, Some(Asked::Run));
        check(KeyCode::Char('1'), none, Some(Asked::Hear(0)));
        check(KeyCode::Char('9'), none, Some(Asked::Hear(8)));
        check(KeyCode::Char('0'), none, None);
        check(KeyCode::Left, none, Some(Asked::Go(-5.0)));
        check(KeyCode::Right, KeyModifiers::SHIFT, Some(Asked::Go(1.0)));
        check(KeyCode::Home, none, Some(Asked::Home));
        check(KeyCode::Char('m'), none, Some(Asked::Match));
        check(KeyCode::Char('l'), none, Some(Asked::Loop));
        check(KeyCode::Char('q'), none, Some(Asked::Quit));
        check(KeyCode::Char('c'), KeyModifiers::CONTROL, Some(Asked::Quit));
        check(KeyCode::Char('c'), none, None);
    }
}
