//! Devices that are chosen, go, come back, or are not there at all.

use bar_audio::play::{DeviceId, OutputError};
use bar_domain::{Frames, SampleRate};

use super::rig::{counted, rig, rig_with, same};

#[test]
fn a_device_that_goes_away_pauses_and_says_so_and_the_place_is_back_with_it() {
    let rig = rig();
    rig.load_counting(60_000).player.play();
    rig.pull(7000);
    rig.mock.unplug("Speakers");
    rig.wait("a word about it", |now| now.device_trouble.is_some());
    let now = rig.player.now();
    assert_eq!((now.running, now.position), (false, Frames(7000)));
    let trouble = now.device_trouble.unwrap_or_default();
    assert_eq!(trouble, "Speakers is not connected: plug it in, or choose another device");
    assert_eq!(now.output.to_string(), "No sound: there is no device");
    rig.mock.plug("Speakers", &[48_000]);
    rig.mock.make_default("Speakers");
    rig.wait("it is back", |now| now.ready && now.device_trouble.is_none());
    assert_eq!(rig.player.now().position, Frames(7000));
    assert!(!rig.player.now().running);
    rig.player.play();
    same(&rig.pull(500), &counted(7000..7500, 1.0));
}

#[test]
fn everything_but_sound_works_without_a_device() {
    let rig = rig();
    rig.mock.refuse(Some(OutputError::NoDevice));
    let path = rig.file("A.wav", &super::rig::counting(30_000, 1.0));
    rig.player.load(super::rig::versions(&[path])).unwrap();
    rig.wait("a word about it", |now| now.device_trouble.is_some());
    rig.wait("its length", |now| now.length == Some(Frames(30_000)));
    rig.player.play();
    assert!(!rig.player.now().running, "it does not start by itself an hour later");
    rig.player.seek(Frames(12_345));
    rig.player.hear(0);
    rig.player.loop_over(Some(Frames(12_000)..Frames(13_000)));
    assert_eq!(rig.player.now().position, Frames(12_345));
    rig.mock.refuse(None);
    rig.wait("a device", |now| now.ready).player.play();
    same(&rig.pull(1000), &[counted(12_345..13_000, 1.0), counted(12_000..12_345, 1.0)].concat());
}

#[test]
fn it_follows_the_system_unless_a_device_was_chosen() {
    let rig = rig();
    rig.mock.plug("Headphones", &[48_000, 44_100]);
    rig.load_counting(60_000).player.play();
    rig.pull(3000);
    rig.mock.make_default("Headphones");
    rig.wait("the headphones", |now| now.output.device == "Headphones" && now.ready);
    assert!(rig.player.now().running, "it plays on");
    same(&rig.pull(500), &counted(3000..3500, 1.0));

    rig.player.device(Some(DeviceId("mock:Speakers".to_owned())));
    rig.wait("the speakers", |now| now.output.device == "Speakers" && now.ready);
    same(&rig.pull(500), &counted(3500..4000, 1.0));
    rig.player.device(Some(DeviceId("mock:Nowhere".to_owned())));
    rig.wait("a word about it", |now| now.device_trouble.is_some());
    rig.player.device(None);
    rig.wait("the headphones", |now| now.output.device == "Headphones" && now.ready);
    assert_eq!(rig.player.now().position, Frames(4000));
}

#[test]
fn a_device_of_another_rate_goes_on_at_the_same_place() {
    let rig = rig_with(&[48_000]);
    rig.mock.plug("Old", &[44_100]);
    rig.load_counting(60_000).player.play();
    rig.pull(4800);
    rig.player.device(Some(DeviceId("mock:Old".to_owned())));
    rig.wait("the old one", |now| now.output.device == "Old" && now.ready);
    rig.pull(4410);
    let now = rig.player.now();
    assert_eq!((now.position, now.output.rate), (Frames(9600), SampleRate(44_100)));
    rig.player.device(None);
    rig.wait("the first one", |now| now.output.device == "Speakers" && now.ready);
    same(&rig.pull(1000), &counted(9600..10_600, 1.0));
}
