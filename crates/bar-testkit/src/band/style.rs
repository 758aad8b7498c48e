//! What kinds of music there are.

use std::fmt;

use crate::random::Random;

/// A kind of music.
#[expect(missing_docs, reason = "the names say it")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    Rock,
    Pop,
    Funk,
    Ballad,
    Electronic,
    Jazz,
    Folk,
    Metal,
    Orchestral,
    HipHop,
    Latin,
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Style {
    /// Every style.
    pub const ALL: [Self; 11] = [
        Self::Rock,
        Self::Pop,
        Self::Funk,
        Self::Ballad,
        Self::Electronic,
        Self::Jazz,
        Self::Folk,
        Self::Metal,
        Self::Orchestral,
        Self::HipHop,
        Self::Latin,
    ];

    /// The slowest and the fastest of its songs, in beats a minute.
    pub(super) const fn tempi(self) -> (f64, f64) {
        match self {
            Self::Rock => (96.0, 160.0),
            Self::Pop => (90.0, 128.0),
            Self::Funk => (92.0, 118.0),
            Self::Ballad => (70.0, 88.0),
            Self::Electronic => (118.0, 140.0),
            Self::Jazz => (100.0, 170.0),
            Self::Folk => (80.0, 130.0),
            Self::Metal => (110.0, 170.0),
            Self::Orchestral => (72.0, 120.0),
            Self::HipHop => (72.0, 98.0),
            Self::Latin => (90.0, 130.0),
        }
    }

    /// Whether it knows other meters than 4/4.
    pub(super) const fn waltzes(self) -> bool {
        matches!(
            self,
            Self::Rock
                | Self::Ballad
                | Self::Jazz
                | Self::Folk
                | Self::Orchestral
                | Self::Metal
                | Self::Pop
        )
    }

    /// Deviation of the timing, in seconds.
    pub(super) const fn loose(self) -> f64 {
        match self {
            Self::Electronic => 0.0008,
            Self::HipHop | Self::Metal => 0.0025,
            _ => 0.0045,
        }
    }

    /// How late the off-beats are, and how many sixteenths an off-beat has.
    pub(super) fn swing(self, random: &mut Random) -> (f64, f64) {
        match self {
            Self::Jazz => (0.3, 2.0),
            Self::HipHop | Self::Funk => (f64::from(random.unit()) * 0.25, 1.0),
            Self::Folk | Self::Pop => (f64::from(random.unit()) * 0.08, 1.0),
            _ => (0.0, 1.0),
        }
    }

    /// Which of the modes: major, minor, dorian, mixolydian.
    pub(super) fn mode(self, random: &mut Random) -> usize {
        match self {
            Self::Metal | Self::Electronic | Self::HipHop => random.pick([1, 1, 1, 2]),
            Self::Funk => random.pick([2, 2, 3, 1]),
            Self::Folk => random.pick([0, 0, 3, 2, 1]),
            Self::Latin | Self::Jazz => random.pick([0, 1, 2]),
            _ => random.pick([0, 0, 0, 1, 1, 3]),
        }
    }

    /// Whether its chords have four tones.
    pub(super) const fn sevenths(self) -> bool {
        matches!(self, Self::Funk | Self::Jazz | Self::HipHop | Self::Latin)
    }

    /// Drum kits of the sound font's bank 128.
    pub(super) const fn kits(self) -> &'static [i32] {
        match self {
            Self::Rock | Self::Metal => &[8, 9, 16, 17, 18, 0, 3],
            Self::Pop => &[0, 1, 2, 4, 8, 24],
            Self::Funk => &[0, 1, 5, 6, 10],
            Self::Ballad | Self::Folk => &[0, 2, 8, 12, 40],
            Self::Electronic => &[24, 25],
            Self::Jazz => &[32, 33, 34, 40, 41],
            Self::Orchestral => &[0, 8, 13, 16],
            Self::HipHop => &[25, 24, 4, 6],
            Self::Latin => &[0, 1, 32, 5],
        }
    }

    /// Two grooves of kick, snare and hats in sixteenths, digits as force; 4/4.
    pub(super) const fn grooves(self) -> [[&'static str; 3]; 2] {
        match self {
            Self::Rock => [
                ["9.......9.9.....", "....9.......9...", "8.6.8.6.8.6.8.6."],
                ["9.....9.9.......", "....9..2.2..9...", "8.5.8.5.8.5.8.57"],
            ],
            Self::Pop => [
                ["9......79.......", "....9.......9...", "7.5.7.5.7.5.7.5."],
                ["9...9...9...9...", "....8.......8...", "..8...8...8...8."],
            ],
            Self::Funk => [
                ["9.6....6..9..6..", "....9..3.3..9..3", "8475847584758475"],
                ["9..8....6.9.....", "....9.3..3..93..", "8.758.758.758.75"],
            ],
            Self::Ballad => [
                ["8.........7.....", "........8.......", "6.4.6.4.6.4.6.4."],
                ["8......6........", "........8.....2.", "6.4.6.446.4.6.4."],
            ],
            Self::Electronic => [
                ["9...9...9...9...", "....8.......8...", "..9...9...9...9."],
                ["9...9...9...9..5", "....8.......8..4", "6466646664666466"],
            ],
            Self::Jazz => [
                ["5.......4.....4.", "..3....3.....3..", "8...8.5.8...8.5."],
                ["4...4...4...4...", "......4......3..", "8...8..68...8..6"],
            ],
            Self::Folk => [
                ["7.......7.......", "....5..2....5...", "5.3.5.3.5.3.5.3."],
                ["7.....5.7.......", "....6.......6.2.", "5353535353535353"],
            ],
            Self::Metal => [
                ["9.9.9.9.9.9.9.9.", "....9.......9...", "9...9...9...9..."],
                ["9999..99999..99.", "........9.......", "9.9.9.9.9.9.9.9."],
            ],
            Self::Orchestral => [
                ["9.......7.......", "....7.......7.44", "5.4.5.4.5.4.5.4."],
                ["9.......9..6....", "........8.......", "6...6...6...6..."],
            ],
            Self::HipHop => [
                ["9.....9...7.....", "....9.......9...", "7.5.7.5.7.557.5."],
                ["9..7.....7.9....", "....9.......9..3", "7.7.7.777.7.7666"],
            ],
            Self::Latin => [
                ["8..68..68..68..6", "...6..6...6.6...", "7.567.567.567.56"],
                ["8.....7.8.....7.", "...6..6...6...6.", "6464646464646464"],
            ],
        }
    }
}
