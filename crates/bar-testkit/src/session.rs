//! Sessions of DAWs as small as they can be, in the shape in which each DAW writes them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Zip;

/// A session of Pro Tools: its beginning, then what nobody else can read.
#[must_use]
pub fn pro_tools() -> Vec<u8> {
    let mut bytes = b"\x030010111100101011\0\x05".to_vec();
    bytes.extend((0..2_000_u32).map(|at| (at * 37 % 251) as u8));
    bytes
}

/// A session of `Cubase` or `Nuendo`, version 14.0.30.
#[must_use]
pub fn cubase(program: &str) -> Vec<u8> {
    let mut bytes =
        b"RIFF\0\0\x04\0NUNDROOT\0\0\0 \0\0\0\x0cArrangement1\0\0\0\x0bPAppVersionARCH\0\0\0\x7f"
            .to_vec();
    bytes.extend(b"\0\0\0\x0cPAppVersion\0\0\x02\0\0\0R\0\0\0\x07");
    bytes.extend(program.bytes());
    bytes.extend(b"\0\0\0\0\x10Version 14.0.30\0\0\0\0\x0cMay 22 2025\0");
    bytes.extend([7; 2_000]);
    bytes
}

/// A session of FL Studio.
#[must_use]
pub fn fl_studio() -> Vec<u8> {
    b"FLhd\x06\0\0\0\0\0\x01\0\x60\0FLdt\0\0\0\0".to_vec()
}

/// A Live 11 set at a tempo, in 3/4, that plays samples: each its place in the project and its
/// absolute path.
#[must_use]
pub fn live_set(bpm: f64, samples: &[(&str, &str)]) -> Vec<u8> {
    let mut clips = String::new();
    for (relative, path) in samples {
        let (relative, path) = (escaped(relative), escaped(path));
        // Writing to a String cannot fail. The second reference is where the sample came from.
        let _ = write!(
            clips,
            r#"<AudioClip><SampleRef><FileRef><RelativePathType Value="3"/><RelativePath Value="{relative}"/><Path Value="{path}"/><LivePackName Value=""/></FileRef><SourceContext><OriginalFileRef><FileRef><RelativePath Value="Old/{relative}"/></FileRef></OriginalFileRef></SourceContext></SampleRef></AudioClip>"#
        );
    }
    gzip(&format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Ableton MajorVersion="5" MinorVersion="11.0_433" Creator="Ableton Live 11.0.12">
<LiveSet><Tracks><AudioTrack Id="8">{clips}</AudioTrack></Tracks>
<MasterTrack><AutomationEnvelopes><Envelopes/></AutomationEnvelopes><DeviceChain><Mixer>
<Tempo><Manual Value="{bpm}"/><AutomationTarget Id="8"/></Tempo>
<TimeSignature><Manual Value="200"/></TimeSignature>
</Mixer></DeviceChain></MasterTrack></LiveSet></Ableton>"#
    ))
}

/// Bytes as gzip.
#[must_use]
pub fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}

/// A project of REAPER at a tempo, in 4/4 and at 48 kHz, that plays files.
#[must_use]
pub fn reaper(bpm: f64, files: &[&str]) -> String {
    let mut items = String::new();
    for file in files {
        // Writing to a String cannot fail.
        let _ = write!(
            items,
            "    <ITEM\r\n      POSITION 0\r\n      <SOURCE WAVE\r\n        FILE \"{file}\"\r\n      >\r\n    >\r\n"
        );
    }
    format!(
        "<REAPER_PROJECT 0.1 \"7.09/win64\" 1700000000\r\n  TEMPO {bpm} 4 4\r\n  SAMPLERATE 48000 1 0\r\n  RECORD_PATH \"Recordings\" \"\"\r\n  <TRACK {{1}}\r\n    NAME Kick\r\n    <VST \"x\"\r\n      ZXZhd2==\r\n    >\r\n{items}    <ITEM\r\n      <SOURCE MIDI\r\n        FILE \"notes.mid\"\r\n      >\r\n    >\r\n  >\r\n>\r\n"
    )
}

/// A song of Studio One at 120 BPM, in 4/4 and at 44.1 kHz, whose pool holds these URLs.
#[must_use]
pub fn studio_one(urls: &[&str]) -> Vec<u8> {
    let clip = |url: &&str| {
        let url = escaped(url);
        format!(r#"<AudioClip mediaID="{{1}}"><Url x:id="path" type="1" url="{url}"/></AudioClip>"#)
    };
    let clips = urls.iter().map(clip).collect::<Vec<_>>().concat();
    Zip::new()
        .with(
            "metainfo.xml",
            r#"<?xml version="1.0" encoding="UTF-8"?><MetaInformation><Attribute id="Document:Generator" value="Studio One/6.5.1.96553"/><Attribute id="Media:SampleRate" value="44100"/></MetaInformation>"#,
        )
        .with(
            "Song/song.xml",
            r#"<Song><Attributes x:id="Root"><Attributes x:id="timeContext"><TempoMap x:id="tempoMap"><TempoMapSegment start="0" tempo="0.5"/></TempoMap><TimeSignatureMap><TimeSignatureMapSegment start="0" numerator="4" denominator="4"/></TimeSignatureMap></Attributes></Attributes></Song>"#,
        )
        .with(
            "Song/mediapool.xml",
            format!(r#"<MediaPool><Attributes x:id="rootFolder"><MediaFolder name="Audio">{clips}</MediaFolder></Attributes></MediaPool>"#),
        )
        .bytes()
}

/// A `DAWproject` at a tempo, in 4/4, that plays files, of which some are packed with it.
#[must_use]
pub fn dawproject(bpm: f64, files: &[&str], packed: &[&str]) -> Vec<u8> {
    let clip = |file: &&str| {
        let file = escaped(file);
        format!(
            r#"<Clip><Audio sampleRate="48000" channels="1"><File path="{file}"/></Audio></Clip>"#
        )
    };
    let clips = files.iter().map(clip).collect::<Vec<_>>().concat();
    let project = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Project version="1.0"><Application name="Bitwig Studio" version="5.0"/><Transport><Tempo max="666" min="20" unit="bpm" value="{bpm}"/><TimeSignature denominator="4" numerator="4"/></Transport><Structure/><Arrangement><Lanes><Clips>{clips}</Clips></Lanes></Arrangement></Project>"#
    );
    let zip = Zip::new().with("project.xml", project).with("metadata.xml", "<MetaData/>");
    packed.iter().fold(zip, |zip, file| zip.with(file, "sound")).bytes()
}

/// Writes a Logic project as a package at 75 BPM, in 6/8 and at 44.1 kHz; it plays files of its
/// folder for media, of which some are there.
///
/// # Errors
/// When the disk refuses.
pub fn logic(bundle: &Path, files: &[&str], there: &[&str]) -> io::Result<()> {
    let alternative = bundle.join("Alternatives/000");
    let media = bundle.join("Media/Audio Files");
    let resources = bundle.join("Resources");
    for folder in [&alternative, &media, &resources] {
        fs::create_dir_all(folder)?;
    }
    fs::write(alternative.join("ProjectData"), b"#G\xc0\xab\xeb\x06\x03\0")?;
    let string = |file: &&str| format!("<string>Audio Files/{}</string>", escaped(file));
    let list = files.iter().map(string).collect::<Vec<_>>().concat();
    let properties = format!(
        "<key>BeatsPerMinute</key><real>75</real><key>SampleRate</key><integer>44100</integer><key>SongSignatureNumerator</key><integer>6</integer><key>SongSignatureDenominator</key><integer>8</integer><key>AudioFiles</key><array>{list}</array><key>UnusedAudioFiles</key><array/>"
    );
    fs::write(alternative.join("MetaData.plist"), plist(&properties))?;
    let about = "<key>LastSavedFrom</key><string>Logic Pro 10.7.4 (5612)</string>";
    fs::write(resources.join("ProjectInformation.plist"), plist(about))?;
    there.iter().try_for_each(|file| fs::write(media.join(file), b"sound"))
}

/// A property list of these keys and values.
#[must_use]
pub fn plist(values: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\"><plist version=\"1.0\"><dict>{values}</dict></plist>"
    )
}

/// A MIDI file in which a note is played, at a tempo and in a meter where they are said.
#[must_use]
pub fn midi(tempo: Option<(f64, (u8, u8))>) -> Vec<u8> {
    let mut track = Vec::new();
    if let Some((bpm, (beats, note))) = tempo {
        let microseconds = (60e6 / bpm).round() as u32;
        track.extend([0, 0xFF, 0x51, 3]);
        track.extend(&microseconds.to_be_bytes()[1..]);
        track.extend([0, 0xFF, 0x58, 4, beats, note.trailing_zeros() as u8, 24, 8]);
    }
    track.extend([0, 0x90, 60, 100, 0x60, 0x80, 60, 0]);
    midi_of(&track)
}

/// A MIDI file of these events, each with its time.
#[must_use]
pub fn midi_of(events: &[u8]) -> Vec<u8> {
    let mut bytes = b"MThd\0\0\0\x06\0\x01\0\x01\0\x60MTrk".to_vec();
    bytes.extend((events.len() as u32 + 4).to_be_bytes());
    bytes.extend(events);
    bytes.extend([0, 0xFF, 0x2F, 0]);
    bytes
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
