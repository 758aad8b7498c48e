//! Plans: the same every time, and readable by other programs.

use std::fs;
use std::sync::atomic::AtomicBool;

use bar_stems::prepare::{self, Options};
use bar_stems::{Choice, check};
use bar_testkit::Wav;

use crate::story::{Nobody, RATE, Song, fine, stem, tune};

#[test]
fn a_plan_is_a_document() {
    let song = Song::new()
        .sound("Bass.wav", &fine(1))
        .sound("Vox.wav", &Wav::pcm(16).channels(&[tune(2, RATE), tune(2, RATE)]));
    let plan = song.plan();
    assert_eq!(plan, song.plan());
    let document = serde_json::to_value(&plan).unwrap();
    assert_eq!(document["version"], 1);
    let vox = &document["stems"][1];
    assert_eq!(vox["steps"][0]["kind"], "mono");
    assert_eq!(vox["steps"][0]["mends"][0], "channels.dual_mono");
    assert_eq!(vox["remains"][0]["code"], "depth.low");
    assert_eq!(vox["remains"][0]["severity"], "blocks");
    let keys: Vec<&String> = vox.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["file", "kept", "remains", "steps", "to"]);
}

#[test]
fn a_rough_mix_is_still_one_in_the_new_folder() {
    let song = Song::new().sound("Bass.wav", &fine(1)).sound("Vox.wav", &fine(2));
    let elsewhere = song.root().join("Harbour Lights v3.wav");
    fine(5).write(&elsewhere).unwrap();
    let choice = Choice { reference: Some(elsewhere.clone()), ..song.choice() };
    let report = check(&choice, &Nobody, &AtomicBool::new(false)).unwrap();
    let plan = prepare::plan(&report, &Options::default());
    assert_eq!(plan.reference.as_ref().unwrap().to, "Rough mix.wav");
    let to = song.to();
    let job = prepare::Job {
        choice: &choice,
        plan: &plan,
        to: &to,
        date: "today",
        disk: &prepare::RealDisk,
    };
    prepare::carry_out(&job, &|_| (), &AtomicBool::new(false)).unwrap();
    assert_eq!(fs::read(to.join("Rough mix.wav")).unwrap(), fs::read(elsewhere).unwrap());
    let choice = Choice { paths: vec![to], ..song.choice() };
    let after = check(&choice, &Nobody, &AtomicBool::new(false)).unwrap();
    assert_eq!(after.reference.as_deref(), Some("Rough mix.wav"));
}

#[test]
fn a_stem_called_like_the_text_gets_another_name() {
    let song = Song::new().sound("What was done.wav", &fine(1)).sound("Vox.wav", &fine(2));
    assert_eq!(
        stem(&song.plan(), "What was done.wav").to.as_deref(),
        Some("What was done (2).wav")
    );
}
