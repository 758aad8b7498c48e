//! What is saved of a rough mix when its stems are taken away.

use std::sync::atomic::AtomicBool;

use bar_stems::residual;

use crate::song::{BAND, MIX, part, read, song_with, sum, wav};
use crate::story::{Folder, Nobody};

/// What is left of the [`sum`] without these stems, as left and right.
fn left(folder: &Folder) -> Vec<Vec<f32>> {
    let place = tempfile::tempdir().unwrap();
    let to = place.path().join("Left.wav");
    residual::write(&folder.choice(), &to, &Nobody, &AtomicBool::new(false)).unwrap();
    read(&to)
}

fn decibels(sound: &[f32]) -> f64 {
    let square: f64 = sound.iter().map(|sample| f64::from(sample * sample)).sum();
    10.0 * (square / sound.len() as f64 + 1e-20).log10()
}

#[test]
fn of_a_complete_song_hardly_anything_is_left() {
    let left = left(&song_with("", |_| unreachable!()));
    let (mix, rest) = (decibels(&sum()[0]), decibels(&left[0]));
    assert!(rest < mix - 40.0, "{rest} of {mix} dB");
}

#[test]
fn what_is_left_is_the_part_that_nobody_bounced_as_loud_as_it_is() {
    let folder = BAND.iter().filter(|file| **file != "Lead Vox.wav");
    let folder = folder.fold(Folder::new(), |folder, file| folder.sound(file, &wav(&part(file))));
    let left = left(&folder.sound(MIX, &wav(&sum())));
    let voice: Vec<f32> = part("Lead Vox.wav")[0].iter().map(|sample| 0.4 * sample).collect();
    let frames = voice.len().min(left[0].len());
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a[..frames].iter().zip(&b[..frames]).map(|(a, b)| f64::from(a * b)).sum()
    };
    let alike = dot(&left[0], &voice) / (dot(&left[0], &left[0]) * dot(&voice, &voice)).sqrt();
    assert!(alike > 0.9, "{alike}");
    let louder = decibels(&left[0]) - decibels(&voice);
    assert!(louder.abs() < 1.5, "{louder} dB");
}
