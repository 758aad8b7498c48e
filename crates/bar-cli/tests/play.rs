//! `barone play` through cpal into a private sound server: what its monitor captures is the file, bit
//! for bit.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its file should stop")]

use std::process::{Command, Output, Stdio};

use bar_testkit::sound_server::SoundServer;
use bar_testkit::{Wav, signal};
use tempfile::TempDir;

/// A sound server, and a folder for what is played.
struct Server {
    folder: TempDir,
    server: SoundServer,
}

impl Server {
    fn start(rate: u32) -> Self {
        let (folder, server) = (TempDir::new().unwrap(), SoundServer::start(rate).unwrap());
        Self { folder, server }
    }

    fn barone(&self, arguments: &[&str]) -> Output {
        self.server.run(env!("CARGO_BIN_EXE_barone"), arguments).unwrap()
    }

    fn file(&self, name: &str, left: &[f32], right: &[f32]) -> String {
        let path = self.folder.path().join(name);
        Wav::pcm(24).rate(48_000).channels(&[left, right]).write(&path).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// What the sink gets while `barone` plays, interleaved.
    fn capture(&self, arguments: &[&str]) -> (Output, Vec<f32>) {
        let recording = self.server.record().unwrap();
        let played = self.barone(arguments);
        (played, recording.finish().unwrap())
    }
}

fn words(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

#[test]
fn what_the_device_gets_is_the_file_bit_for_bit() {
    let server = Server::start(48_000);
    // The monitor misses the first frames of a stream, and they may be silent.
    let hush = signal::silence(48_000, 1.0);
    let sound = |seed| signal::concat(&[&hush, &signal::noise(seed, 48_000, -1.0, 3.0), &hush]);
    let (left, right) = (sound(1), sound(2));
    let file = server.file("Mix.wav", &left, &right);
    let (played, captured) = server.capture(&["play", &file]);
    assert!(played.status.success(), "{}", words(&played.stderr));
    let said = words(&played.stderr);
    assert!(said.contains("Bit-exact, 48 kHz"), "{said}");

    let quantised = |sample: &f32| (f64::from(*sample) * 8_388_608.0).round() / 8_388_608.0;
    let wanted: Vec<f32> = left
        .iter()
        .zip(&right)
        .flat_map(|(l, r)| [quantised(l) as f32, quantised(r) as f32])
        .collect();
    let sounds = |sample: &f32| sample.abs() > 0.0;
    let first = |sound: &[f32]| sound.iter().position(sounds).unwrap() / 2 * 2;
    let (from, to) = (first(&wanted), wanted.iter().rposition(sounds).unwrap() + 1);
    let got = &captured[first(&captured)..];
    for (place, wanted) in wanted[from..to].iter().enumerate() {
        let got = got.get(place).copied().unwrap_or(f32::NAN);
        assert_eq!(got.to_bits(), wanted.to_bits(), "sample {place}: {got} instead of {wanted}");
    }
    assert!(got[to - from..].iter().all(|sample| !sounds(sample)), "nothing comes behind it");
}

#[test]
fn a_server_at_another_rate_is_named_and_its_devices_are_listed() {
    let server = Server::start(44_100);
    let file = server.file("Mix.wav", &vec![0.25; 4800], &vec![0.25; 4800]);
    let played = server.barone(&["play", &file, &file]);
    assert!(played.status.success(), "{}", words(&played.stderr));
    assert!(words(&played.stderr).contains("48 → 44.1 kHz"), "{}", words(&played.stderr));
    let listed = server.barone(&["devices"]);
    assert_eq!(
        words(&listed.stdout),
        "* pulseaudio:nowhere  Null Output (44.1 kHz)\n",
        "{}",
        words(&listed.stderr)
    );
    let json = words(&server.barone(&["devices", "--json"]).stdout);
    assert!(json.contains("\"id\": \"pulseaudio:nowhere\""), "{json}");
    let lost = server.barone(&["play", &file, "--device", "pulseaudio:elsewhere"]);
    assert_eq!(lost.status.code(), Some(2));
    assert!(words(&lost.stderr).contains("is not connected"), "{}", words(&lost.stderr));
}

#[test]
fn what_cannot_be_played_is_said_before_anything_sounds() {
    let check = |arguments: &[&str], wanted: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_barone"));
        // A server that is nowhere, and no hardware either.
        command
            .args(arguments)
            .env("PULSE_SERVER", "unix:/nowhere")
            .env("ALSA_CONFIG_PATH", "/nowhere");
        let told = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!(told.status.code(), Some(2), "{}", words(&told.stderr));
        assert!(words(&told.stderr).contains(wanted), "{}", words(&told.stderr));
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Mix.wav");
    Wav::pcm(16).rate(48_000).mono(&[0.1; 100]).write(&path).unwrap();
    let file = path.to_str().unwrap();
    check(&["play", "Nowhere.wav"], "Nowhere.wav: it could not be read");
    check(&["play", file, "--loop", "5-3"], "the loop must end after it begins");
    check(&["play", file, "--loop", "x"], "write two times");
    check(&["play", file], "no sound device was found");
}
