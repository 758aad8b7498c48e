//! The one player of the app, what is loaded into it, and the blind test that goes on.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use bar_audio::play::blind::{Blind, Letter};
use bar_audio::play::{
    Meters, Now, OutputLine, PlayError, Player, Reel, ReelError, Settings, Side, Tape,
};
use bar_domain::Frames;
use bar_store::Stamp;

use crate::commands::Deed;
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::views::{AbxView, BlindView, Change, Loaded, PlayerView, Revealed, SideView};

/// From one look at the player to the next: about 30 a second.
const TICK: Duration = Duration::from_millis(33);

/// Somewhere to listen.
pub(crate) struct Room {
    player: Player,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    loaded: Option<(Loaded, Sound)>,
    test: Option<Test>,
    /// What the window was told last.
    told: Option<PlayerView>,
}

/// What the player has: a reel, and how its files were when it was loaded.
#[derive(Clone)]
struct Sound {
    reel: Reel,
    stamps: Vec<Option<Stamp>>,
}

/// A blind test.
struct Test {
    blind: Blind,
    heard: Heard,
    answered: u32,
}

/// What is heard in a blind test.
#[derive(Clone, Copy)]
enum Heard {
    Place(u32),
    Letter { pair: [u32; 2], letter: Letter },
}

impl Room {
    /// A silent room.
    pub fn new(
        output: Box<dyn bar_audio::play::Output>,
        settings: Settings,
    ) -> Result<Self, PlayError> {
        Ok(Self { player: Player::new(output, settings)?, state: Mutex::default() })
    }

    /// What is loaded and heard.
    pub fn view(&self) -> PlayerView {
        lock(&self.state).view(self.player.now())
    }

    /// What is loaded.
    pub fn loaded(&self) -> Option<Loaded> {
        lock(&self.state).loaded.as_ref().map(|(loaded, _)| loaded.clone())
    }

    /// Puts a reel in place. Of what is loaded already only what is new is taken over, and what is heard
    /// goes on where it can; anything else begins paused, with `side` to be heard.
    pub fn load(&self, loaded: Loaded, reel: Reel, side: usize) -> Result<(), ReelError> {
        let mut state = lock(&self.state);
        let before = state.loaded.clone().filter(|(before, _)| before.of == loaded.of);
        let (mut loaded, mut sound) = (loaded, Sound::of(reel));
        if let Some((before, _)) = &before {
            keep_loudness(before, &mut loaded, &mut sound.reel);
        }
        match before {
            Some((_, before)) if before.is_as(&sound) => {
                for (side, of) in sound.reel.sides.iter().enumerate() {
                    self.player.measured(side, of.loudness);
                }
            }
            Some((before, _)) => {
                let now = self.player.now();
                self.player.load(sound.reel.clone())?;
                state.test = None;
                self.resume(&now, &before, &loaded, side);
            }
            None => {
                self.player.load(sound.reel.clone())?;
                self.player.hear(side);
                state.test = None;
            }
        }
        state.loaded = Some((loaded, sound));
        Ok(())
    }

    /// Goes on as it was `before` the same was loaded anew; `side` is heard where the one that was is gone.
    fn resume(&self, now: &Now, before: &Loaded, loaded: &Loaded, side: usize) {
        let carried = |frame: Frames| {
            let (from, to) = (u64::from(before.rate.0.max(1)), u64::from(loaded.rate.0));
            Frames(
                u64::try_from(u128::from(frame.0) * u128::from(to) / u128::from(from)).unwrap_or(0),
            )
        };
        let heard = before.sides.get(now.side);
        let same = loaded.sides.iter().position(|side| {
            heard.is_some_and(|heard| (&heard.version, &heard.name) == (&side.version, &side.name))
        });
        self.player.hear(same.unwrap_or(side));
        for (tape, name) in loaded.tapes.iter().enumerate() {
            let was = before.tapes.iter().position(|before| before == name);
            if let Some(strip) = was.and_then(|was| now.strips.get(was)) {
                self.player.strip(tape, *strip);
            }
        }
        self.player.seek(carried(now.position));
        if let Some(span) = now.looped {
            self.player.loop_over(Some(carried(span.0)..carried(span.1)));
        }
        if now.running {
            self.player.play();
        }
    }

    /// Tells how loud a side of what is loaded is, if it is that still.
    pub fn measured(&self, of: &Loaded, side: usize, loudness: Option<f64>) {
        let mut state = lock(&self.state);
        let Some((loaded, sound)) = state.loaded.as_mut().filter(|(it, _)| it.of == of.of) else {
            return;
        };
        // What no stem explains may have joined meanwhile: the sides before it are the same.
        let meant = of.sides.get(side).map(|side| (&side.name, &side.tapes));
        let there = loaded.sides.get_mut(side).zip(sound.reel.sides.get_mut(side));
        if let Some((view, reel)) = there.filter(|(it, _)| Some((&it.name, &it.tapes)) == meant) {
            view.lufs = loudness;
            reel.loudness = loudness;
            self.player.measured(side, loudness);
        }
    }

    /// Does what is asked. `seed` decides what a blind test hides.
    ///
    /// # Errors
    /// When there is nothing to compare.
    pub fn carry_out(&self, deed: Deed, seed: u64) -> Result<(), Refusal> {
        let mut state = lock(&self.state);
        let player = &self.player;
        match deed {
            Deed::Play => player.play(),
            Deed::Pause => player.pause(),
            Deed::Seek { to } => player.seek(to),
            Deed::Hear { side } => {
                let side = match &mut state.test {
                    Some(test) => test.place(side),
                    None => Some(side as usize),
                };
                if let Some(side) = side {
                    player.hear(side);
                }
            }
            // A blind test of what is not equally loud is none.
            Deed::Match { .. } if state.test.is_some() => {}
            Deed::Match { on } => player.match_levels(on),
            Deed::Loop { from, to } => player.loop_over(Some(from..to)),
            Deed::Unloop => player.loop_over(None),
            Deed::Strip { tape, strip } => player.strip(tape as usize, strip),
            Deed::Volume { db } => player.volume(db),
            Deed::Device { device } => player.device(device),
            Deed::ResetMeters => player.reset_meters(),
            Deed::BeginBlind => {
                let test = Test::new(state.sides_to_compare()?, seed);
                player.match_levels(true);
                player.hear(test.blind.side(0).unwrap_or(0));
                state.test = Some(test);
            }
            Deed::BeginAbx { a, b } => {
                let sides = state.sides_to_compare()?;
                if a == b || a as usize >= sides || b as usize >= sides {
                    return Err(Refusal::NothingToCompare);
                }
                let going_on = state.test.take().filter(|test| test.blind.order().is_none());
                let mut test = going_on.unwrap_or_else(|| Test::new(sides, seed));
                test.begin([a, b]);
                player.match_levels(true);
                player.hear(a as usize);
                state.test = Some(test);
            }
            Deed::HearLetter { letter } => {
                if let Some(side) = state.test.as_mut().and_then(|test| test.letter(letter)) {
                    player.hear(side);
                }
            }
            Deed::Answer { letter } => {
                if let Some(side) = state.test.as_mut().and_then(|test| test.answer(letter)) {
                    player.hear(side);
                }
            }
            Deed::Reveal => {
                if let Some(test) = &mut state.test {
                    test.blind.reveal();
                }
            }
            Deed::EndBlind => state.test = None,
            Deed::Unload => {
                *state = State::default();
                player.unload();
            }
        }
        Ok(())
    }

    /// What there is to tell the window, once something moved.
    fn moved(&self) -> Option<PlayerView> {
        let mut state = lock(&self.state);
        let view = state.view(self.player.now());
        // How far the output is ahead is never the same twice; at rest nobody wants to know.
        let lead_ms = view.now.output.lead_ms;
        let at_rest = state.told.as_mut().is_some_and(|told| {
            told.now.output.lead_ms = lead_ms;
            *told == view
        });
        if at_rest {
            return None;
        }
        state.told = Some(view.clone());
        Some(view)
    }
}

impl State {
    fn view(&self, mut now: Now) -> PlayerView {
        let (line, exact) = (now.output.to_string(), now.output.is_exact());
        let loaded = self.loaded.as_ref().map(|(loaded, _)| loaded.clone());
        let Some(test) = &self.test else {
            return PlayerView { loaded, now, line, exact, blind: None };
        };
        test.hide(&mut now);
        let line = "Blind test, levels matched".to_owned();
        PlayerView { loaded, now, line, exact: false, blind: Some(test.view()) }
    }

    /// How many sides there are, if two can be told apart.
    fn sides_to_compare(&self) -> Result<usize, Refusal> {
        let sides = self.loaded.as_ref().map_or(0, |(loaded, _)| loaded.sides.len());
        if sides < 2 { Err(Refusal::NothingToCompare) } else { Ok(sides) }
    }
}

impl Test {
    fn new(sides: usize, seed: u64) -> Self {
        Self { blind: Blind::new(sides, seed), heard: Heard::Place(0), answered: 0 }
    }

    /// The side behind a place, which is heard from now on.
    fn place(&mut self, place: u32) -> Option<usize> {
        let side = self.blind.side(place as usize)?;
        self.heard = Heard::Place(place);
        Some(side)
    }

    fn begin(&mut self, pair: [u32; 2]) {
        self.blind.begin(pair[0] as usize, pair[1] as usize);
        self.heard = Heard::Letter { pair, letter: Letter::A };
    }

    fn letter(&mut self, letter: Letter) -> Option<usize> {
        let Heard::Letter { pair, .. } = self.heard else { return None };
        let side = self.blind.hear(letter)?;
        self.heard = Heard::Letter { pair, letter };
        Some(side)
    }

    /// Takes the answer; the next X is heard.
    fn answer(&mut self, letter: Letter) -> Option<usize> {
        let Heard::Letter { pair, .. } = self.heard else { return None };
        if letter == Letter::X {
            return None;
        }
        self.blind.answer(letter);
        self.answered += 1;
        self.begin(pair);
        self.letter(Letter::X)
    }

    fn view(&self) -> BlindView {
        let (heard, abx) = match self.heard {
            Heard::Place(place) => (Some(place), None),
            Heard::Letter { pair, letter } => {
                (None, Some(AbxView { pair, heard: letter, answered: self.answered }))
            }
        };
        let revealed = self.blind.order().map(|order| Revealed {
            order: order.iter().map(|side| *side as u32).collect(),
            score: self.blind.score().filter(|score| score.trials > 0),
        });
        BlindView { places: self.blind.places() as u32, heard, abx, revealed }
    }

    /// Takes away what would tell which side is heard.
    fn hide(&self, now: &mut Now) {
        now.side = match self.heard {
            Heard::Place(place) => place as usize,
            Heard::Letter { .. } => 0,
        };
        now.match_db.clear();
        now.troubles.clear();
        now.meters = Meters { seconds: now.meters.seconds, ..Meters::default() };
        let output = std::mem::replace(&mut now.output, OutputLine::none());
        now.output = OutputLine { changes: Vec::new(), ..output };
    }
}

impl Sound {
    /// A reel, with its files as they are now.
    fn of(reel: Reel) -> Self {
        let stamp = |tape: &Tape| std::fs::metadata(&tape.path).ok().map(|it| Stamp::of(&it));
        Self { stamps: reel.tapes.iter().map(stamp).collect(), reel }
    }

    /// Whether it sounds as another does, however loud somebody measured them to be.
    fn is_as(&self, other: &Self) -> bool {
        let tape = |tape: &Tape| (tape.path.clone(), tape.starts_at);
        let tapes = |reel: &Reel| reel.tapes.iter().map(tape).collect::<Vec<_>>();
        let side = |side: &Side| side.tapes.clone();
        let sides = |reel: &Reel| reel.sides.iter().map(side).collect::<Vec<_>>();
        self.stamps == other.stamps
            && self.reel.rate == other.reel.rate
            && tapes(&self.reel) == tapes(&other.reel)
            && sides(&self.reel) == sides(&other.reel)
    }
}

/// Sides whose loudness nobody has measured anew are as loud as they were.
fn keep_loudness(before: &Loaded, loaded: &mut Loaded, reel: &mut Reel) {
    for (view, side) in loaded.sides.iter_mut().zip(&mut reel.sides) {
        let same = |was: &&SideView| (was.version, &was.name) == (view.version, &view.name);
        let known = before.sides.iter().find(same).and_then(|was| was.lufs);
        side.loudness = side.loudness.or(known);
        view.lufs = view.lufs.or(known);
    }
}

/// Tells the window what moves in the room, until one of the two is gone.
pub(crate) fn follow(inner: &Weak<Inner>, room: &Weak<Room>) {
    loop {
        std::thread::sleep(TICK);
        let (Some(inner), Some(room)) = (inner.upgrade(), room.upgrade()) else { return };
        if let Some(player) = room.moved() {
            inner.host.changed(Change::Player { player: Box::new(player) });
        }
    }
}

impl Inner {
    /// The room, if somebody has asked for it.
    pub fn furnished(&self) -> Option<Arc<Room>> {
        lock(&self.room).clone()
    }

    /// The room, which is furnished when somebody asks for it first.
    pub fn room(self: &Arc<Self>) -> Result<Arc<Room>, PlayError> {
        let mut room = lock(&self.room);
        if let Some(room) = &*room {
            return Ok(Arc::clone(room));
        }
        // What an earlier run left there is of no use any more; the app runs once at a time. Without
        // the folder, the system's own serves.
        let emptied = |folder: &PathBuf| {
            let _gone = std::fs::remove_dir_all(folder);
            std::fs::create_dir_all(folder).is_ok()
        };
        let scratch = self.host.scratch().filter(emptied);
        let settings = Settings { device: self.device(), scratch };
        let furnished = Arc::new(Room::new(self.host.output(), settings)?);
        let (inner, followed) = (Arc::downgrade(self), Arc::downgrade(&furnished));
        let clock = std::thread::Builder::new().name("room".to_owned());
        clock.spawn(move || follow(&inner, &followed))?;
        *room = Some(Arc::clone(&furnished));
        Ok(furnished)
    }
}
