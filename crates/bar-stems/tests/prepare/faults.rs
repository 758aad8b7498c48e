//! One fault at a time, and all together: what was said to be fixed is found no more.

use bar_domain::{Code, Finding, Severity};
use bar_stems::SetFinding;
use bar_stems::prepare::{self, Options, StepKind, plan};
use bar_testkit::{Aiff, SoundFile, Unset, Wav, signal};

use crate::story::{Nobody, RATE, Song, codes, fine, kinds, left, profile, start_late, stem, tune};

/// Beside two good stems, a faulty one gets these steps, and this is left.
#[track_caller]
fn check(file: &str, bytes: &[u8], options: &Options, steps: &[StepKind], remains: &[&str]) {
    let song = Song::new().sound("Bass.wav", &fine(1)).sound("Gtr.wav", &fine(2)).with(file, bytes);
    let prepared = song.prepare(options);
    assert_eq!(kinds(prepared.stem(file)), steps, "{file}");
    assert_eq!(left(prepared.stem(file)), remains, "{file}");
    for good in ["Bass.wav", "Gtr.wav"] {
        assert_eq!(kinds(prepared.stem(good)), [], "{good} beside {file}");
    }
}

fn float(bits: u16, dbfs: f64) -> Vec<u8> {
    let mut sound = tune(7, RATE);
    signal::normalise(&mut sound, dbfs);
    Wav::float(bits).mono(&sound).bytes()
}

fn compressed(file: &str) -> Vec<u8> {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../bar-audio/tests/fixtures/");
    std::fs::read(format!("{fixtures}{file}")).unwrap()
}

#[test]
fn each_fault_is_mended_or_told() {
    use StepKind::{Container, Depth, Header, Length, Mono, Name, TurnDown};
    let usual = Options::default();
    let trim = Options { trim_gain: true, ..Options::default() };
    let sides = |other: &[f32]| Wav::pcm(24).channels(&[&tune(7, RATE), other]).bytes();
    check("Vox.wav", &fine(7).bytes(), &usual, &[], &[]);
    check("Vox.wav", &sides(&tune(7, RATE)), &usual, &[Mono], &[]);
    check("Vox.wav", &sides(&tune(8, RATE)), &usual, &[], &[]);
    check("Vox.wav", &float(32, -3.0), &usual, &[Depth], &[]);
    check("Vox.wav", &float(64, -3.0), &trim, &[Depth], &[]);
    check("Vox.wav", &float(32, 2.0), &trim, &[TurnDown, Depth], &[]);
    check("Vox.aif", &Aiff::fl32().mono(&tune(7, RATE)).bytes(), &usual, &[Depth], &[]);
    check(
        "Vox.wav",
        &Wav::pcm(24).mono(&tune(7, RATE)).sizes_unset(Unset::Zero).bytes(),
        &usual,
        &[Header],
        &[],
    );
    check("Vox.w64", &fine(7).w64().bytes(), &usual, &[Container, Name], &[]);
    check("Vox.aif", &fine(7).bytes(), &usual, &[Name], &[]);
    check("Vox", &fine(7).bytes(), &usual, &[Name], &[]);
    check("CON.wav", &fine(7).bytes(), &usual, &[Name], &[]);
    check("bass.wave", &fine(7).bytes(), &usual, &[Name], &[]);
    check("Vox.wav", &Wav::pcm(16).mono(&tune(7, RATE)).bytes(), &usual, &[], &["depth.low"]);
    check("Track 12.wav", &fine(7).bytes(), &usual, &[], &["name.unclear"]);
    check(
        "Vox.wav",
        &Wav::pcm(24).rate(44_100).mono(&tune(7, 44_100)).bytes(),
        &usual,
        &[],
        &["rate.mixed"],
    );
    let half = &tune(7, RATE)[..3 * 48_000];
    let mut half = half.to_vec();
    signal::fade(&mut half, 72_000);
    check("Vox.wav", &Wav::pcm(24).mono(&half).bytes(), &usual, &[Length], &[]);
    let cut = fine(7).promising(500_000).bytes();
    check("Vox.wav", &cut, &usual, &[], &["file.truncated"]);
}

#[test]
fn floats_over_full_scale_are_turned_down_only_if_somebody_asks() {
    let song = Song::new().sound("Bass.wav", &fine(1)).with("Vox.wav", float(32, 2.0));
    let plan = song.plan();
    let vox = stem(&plan, "Vox.wav");
    assert_eq!(kinds(vox), []);
    assert!(left(vox).contains(&"depth.float"), "{:?}", left(vox));
    assert_eq!(plan.could_trim, 1);
    let trimmed = song.prepare(&Options { trim_gain: true, ..Options::default() });
    let words = &trimmed.stem("Vox.wav").steps[0].words;
    assert!(words.starts_with("It is turned down by 2."), "{words}");
    let peak = trimmed.after.stems[1].measured.as_ref().unwrap().true_peak_dbtp.unwrap();
    assert!((-0.25..=-0.05).contains(&peak), "{peak}");
    assert!(!trimmed.plan.blocks());
}

#[test]
fn lossless_compression_becomes_wav_and_lossy_stays_what_it_is() {
    use StepKind::{Container, Length, Name};
    let song = Song::new()
        .sound("Bass.wav", &fine(1))
        .with("Gtr.flac", compressed("step24.flac"))
        .with("Keys.m4a", compressed("step24.m4a"))
        .with("Vox.mp3", compressed("sine.mp3"))
        .with("Perc.wav", compressed("sine.mp3"));
    let prepared = song.prepare(&Options::default());
    for file in ["Gtr.flac", "Keys.m4a"] {
        assert_eq!(kinds(prepared.stem(file)), [Length, Container, Name]);
    }
    assert_eq!(prepared.stem("Gtr.flac").to.as_deref(), Some("Gtr.wav"));
    for file in ["Vox.mp3", "Perc.wav"] {
        assert_eq!(kinds(prepared.stem(file)), []);
        assert!(left(prepared.stem(file)).contains(&"file.lossy"));
    }
    assert!(left(prepared.stem("Perc.wav")).contains(&"file.disguised"));
}

#[test]
fn stems_that_start_late_are_padded_and_all_become_equally_long() {
    let late = tune(3, RATE)[9_600..].to_vec();
    let early = signal::concat(&[signal::silence(RATE, 0.25), tune(4, RATE)]);
    let song = Song::new()
        .sound("Bass.wav", &fine(1))
        .sound("Early.wav", &Wav::pcm(24).mono(&early))
        .sound("Late.wav", &Wav::pcm(24).mono(&late).time_reference(9_600));
    let mut report = song.check();
    start_late(&mut report, "Late.wav", 9_600);
    start_late(&mut report, "Early.wav", -12_000);
    let plan = prepare::plan(&report, &Options::default());
    assert_eq!(kinds(stem(&plan, "Late.wav")), [StepKind::Start]);
    assert_eq!(kinds(stem(&plan, "Early.wav")), [StepKind::Start]);
    assert_eq!(kinds(stem(&plan, "Bass.wav")), []);
    let words = &stem(&plan, "Late.wav").steps[0].words;
    assert_eq!(
        words,
        "200.0 ms (9600 samples) of silence are put in front, so that it begins at bar 1 like the others."
    );
    assert!(!plan.blocks());
    song.carry_out(&plan).unwrap();
    let choice = bar_stems::Choice { paths: vec![song.to()], ..song.choice() };
    let after =
        bar_stems::check(&choice, &Nobody, &std::sync::atomic::AtomicBool::new(false)).unwrap();
    for (stem, seed) in after.stems.iter().zip([1, 4, 3]) {
        assert_eq!(stem.findings, [], "{}", stem.file);
        let wanted = Wav::pcm(24).mono(&tune(seed, RATE)).bytes();
        let copy = std::fs::read(song.to().join(&stem.file)).unwrap();
        assert_eq!(
            copy[copy.len() - 3 * 48_000..],
            wanted[wanted.len() - 3 * 48_000..],
            "{}",
            stem.file
        );
    }
}

#[test]
fn sound_before_bar_1_is_never_cut_off() {
    let song = Song::new().sound("Bass.wav", &fine(1)).sound("Vox.wav", &fine(2));
    let mut report = song.check();
    start_late(&mut report, "Vox.wav", -40_000);
    let plan = prepare::plan(&report, &Options::default());
    let vox = stem(&plan, "Vox.wav");
    assert_eq!((kinds(vox), left(vox)), (vec![], vec!["start.late"]));
    assert!(vox.remains[0].fix.as_deref().unwrap().contains("nothing was cut off"));
    assert!(plan.blocks());
}

#[test]
fn lengths_of_mixed_rates_count_in_seconds() {
    let longer = signal::concat(&[tune(2, 44_100), signal::silence(44_100, 1.0)]);
    let song = Song::new()
        .sound("Bass.wav", &fine(1))
        .sound("Gtr.wav", &fine(3))
        .sound("Keys.wav", &Wav::pcm(24).rate(44_100).mono(&longer));
    let prepared = song.prepare(&Options::default());
    assert_eq!(kinds(prepared.stem("Bass.wav")), [StepKind::Length]);
    assert_eq!(kinds(prepared.stem("Keys.wav")), []);
    assert_eq!(prepared.after.stems[0].format.unwrap().frames.0, 5 * 48_000);
    assert_eq!(prepared.after.stems[2].format.unwrap().rate.0, 44_100, "never converted");
}

#[test]
fn many_faults_in_one_folder() {
    let stereo = |a: &[f32]| Wav::float(32).channels(&[a, a]);
    let mut short = tune(5, RATE)[..96_000].to_vec();
    signal::fade(&mut short, 4_800);
    let song = Song::new()
        .sound("Drums/Kick.wav", &fine(1))
        .sound("Perc/kick.wav", &stereo(&tune(2, RATE)))
        .sound("Vox: lead?.wav", &Wav::float(64).mono(&short))
        .sound("Pad.aif", &stereo(&short))
        .with("Broken.wav", "no sound at all, but a name that promises some")
        .with("Empty.wav", "")
        .with("lyrics.txt", "la la la")
        .sound("Rough mix.wav", &fine(9));
    let prepared = song.prepare(&profile("names = \"{song} - {number} {name}\""));
    let to = |file| prepared.stem(file).to.as_deref();
    assert_eq!(to("Drums/Kick.wav"), Some("Drums/Song - 01 Kick.wav"));
    assert_eq!(to("Vox: lead?.wav"), Some("Song - 04 Vox- lead.wav"));
    assert_eq!(to("Pad.aif"), Some("Song - 02 Pad.wav"));
    assert_eq!((to("Broken.wav"), to("Empty.wav")), (None, None));
    let note = prepared.note();
    assert!(note.contains("Not copied\n----------\nBroken.wav\nSTILL TO DO: "), "{note}");
    assert!(note.contains("lyrics.txt: Not a sound file."), "{note}");
    assert!(prepared.plan.blocks(), "what is left out must be bounced again");
}

#[test]
fn an_aiff_stays_one_unless_the_engineer_wants_none() {
    let aiff = Aiff::pcm(24).channels(&[tune(1, RATE), tune(1, RATE)]);
    let song = Song::new().sound("Bass.aiff", &aiff).sound("Gtr.wav", &fine(2));
    let prepared = song.prepare(&Options::default());
    assert_eq!(prepared.stem("Bass.aiff").to.as_deref(), Some("Bass.aiff"));
    let song = Song::new().sound("Bass.aiff", &aiff).sound("Gtr.wav", &fine(2));
    let prepared = song.prepare(&profile("containers = [\"wav\"]"));
    assert_eq!(prepared.stem("Bass.aiff").to.as_deref(), Some("Bass.wav"));
    let song = Song::new().sound("Bass.aiff", &aiff).sound("Gtr.wav", &fine(2));
    let prepared = song.prepare(&profile("containers = [\"aiff\"]"));
    assert_eq!(prepared.stem("Gtr.wav").to.as_deref(), Some("Gtr.aif"));
    let song = Song::new().sound("Bass.aiff", &aiff).sound("Gtr.wav", &fine(2));
    let prepared = song.prepare(&profile("containers = [\"flac\"]"));
    assert_eq!(prepared.plan.counts(), (2, 0), "nobody here writes FLAC");
}

#[test]
fn what_the_artist_explained_is_kept() {
    let float: SoundFile = Wav::float(32).mono(&tune(3, RATE)[..96_000]);
    let song = Song::new().sound("Bass.wav", &fine(1)).sound("Vox.wav", &float);
    let explained = [Code::LengthDiffers, Code::EndCut];
    let explained =
        explained.map(|code| ("Vox.wav".to_owned(), code, "It stops there.".to_owned()));
    let prepared = song.prepare(&Options { explained: explained.into(), ..Options::default() });
    let vox = prepared.stem("Vox.wav");
    assert_eq!(kinds(vox), [StepKind::Depth]);
    assert_eq!(vox.kept[0].reason, "It stops there.");
    assert!(codes(&prepared.after, "Vox.wav").contains(&Code::LengthDiffers));
    assert!(prepared.note().contains("“It stops there.”"));
}

#[test]
fn what_the_artist_explained_about_all_stems_is_kept_too() {
    let mut report = Song::new().sound("Bass.wav", &fine(1)).prepare(&Options::default()).after;
    let message = "Something plays in the rough mix that no stem holds.";
    report.set.findings.push(SetFinding {
        finding: Finding {
            code: Code::SetMissing,
            severity: Severity::Blocks,
            message: message.to_owned(),
            at: Vec::new(),
            fix: None,
        },
        about: None,
        band_hz: None,
    });
    assert!(plan(&report, &Options::default()).blocks());
    let explained_of_set = vec![(message.to_owned(), "It is a tape hiss.".to_owned())];
    let plan = plan(&report, &Options { explained_of_set, ..Options::default() });
    assert!(!plan.blocks() && plan.remains.iter().all(|left| left.code != Code::SetMissing));
    assert_eq!(plan.kept[0].reason, "It is a tape hiss.");
}
