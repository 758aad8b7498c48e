//! Many tapes at once, against the rough mix.

use bar_audio::play::{Change, Reel, ReelError, Side, Strip, Tape};

use super::rig::{RATE, Rig, constant, near, rig};

/// Four stems of 1/16, 2/16, 4/16 and 8/16, and a rough mix of −1/2 on the other side.
fn band() -> Rig {
    let rig = rig();
    let mut tapes: Vec<Tape> = (0..4)
        .map(|stem| constant(48_000, (1 << stem) as f32 / 16.0))
        .enumerate()
        .map(|(stem, file)| Tape::new(rig.file(&format!("Stem {stem}.wav"), &file)))
        .collect();
    tapes.push(Tape::new(rig.file("Rough.wav", &constant(48_000, -0.5))));
    let side = |tapes: &[usize]| Side { tapes: tapes.to_vec(), loudness: None };
    rig.load(Reel { rate: RATE, tapes, sides: vec![side(&[0, 1, 2, 3]), side(&[4])] });
    rig.player.play();
    rig
}

/// What is heard once the fade is over.
#[track_caller]
fn check(rig: &Rig, wanted: f32) {
    let out = rig.pull(1000);
    near(&out[960..], &vec![wanted; 1040], 1e-6);
}

#[test]
fn stems_are_summed_muted_soloed_turned_down_and_held_against_the_rough_mix() {
    let rig = band();
    let strip = |tape, gain_db, mute, solo| rig.player.strip(tape, Strip { gain_db, mute, solo });
    check(&rig, 15.0 / 16.0);
    assert_eq!(rig.output(), "Sum of 4 files");
    strip(3, 0.0, true, false);
    check(&rig, 7.0 / 16.0);
    strip(1, 0.0, false, true);
    check(&rig, 2.0 / 16.0);
    assert_eq!(rig.output(), "Bit-exact, 48 kHz");
    strip(2, 0.0, false, true);
    check(&rig, 6.0 / 16.0);
    rig.player.hear(1);
    check(&rig, -0.5);
    rig.player.hear(0);
    strip(1, 0.0, false, false);
    strip(2, -20.0, false, true);
    check(&rig, 0.4 / 16.0);
    assert_eq!(rig.player.now().output.changes, [Change::Gain { db: -20.0 }]);
    strip(2, 12.0, false, true);
    check(&rig, 4.0 / 16.0);
    rig.player.volume(-20.0);
    check(&rig, 0.4 / 16.0);
    strip(99, 0.0, true, true);
    check(&rig, 0.4 / 16.0);
}

#[test]
fn sixty_four_tapes_play_together_and_sixty_five_are_refused() {
    let rig = rig();
    let file = rig.file("Stem.wav", &super::rig::counting(9600, 1.0 / 64.0));
    let tapes: Vec<Tape> = (0..64).map(|_| Tape::new(file.clone())).collect();
    let all = Side { tapes: (0..64).collect(), loudness: None };
    let mut reel = Reel { rate: RATE, tapes, sides: vec![all] };
    rig.load(reel.clone()).player.play();
    let out = rig.pull_in(9600, &[512, 100]);
    let one: Vec<f32> = super::rig::counted(0..9600, 1.0 / 64.0);
    // Rounded to 24 bits in the file, and 64 times that in the sum.
    near(&out, &one.iter().map(|sample| sample * 64.0).collect::<Vec<_>>(), 64.0 / 8_388_608.0);
    reel.tapes.push(Tape::new(file));
    assert_eq!(rig.player.load(reel), Err(ReelError::TooMany(65)));
    let odd = Reel { sides: vec![Side { tapes: vec![3], loudness: None }], ..Reel::empty() };
    assert_eq!(rig.player.load(odd), Err(ReelError::NoSuchTape { side: 0 }));
}
