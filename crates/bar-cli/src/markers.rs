//! `barone markers`.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use bar_audio::markers::{Format, Sheet, Which};
use bar_domain::SampleRate;
use bar_domain::song::{Role, Song, Version, VersionKind};
use bar_stems::phrase::clean;
use bar_stems::temporary;

use crate::arguments::{MarkerFormat, Markers, NoteState};
use crate::failure::Failure;
use crate::offset::Offset;
use crate::{FINE, library, quietly};

pub(crate) fn run(arguments: &Markers) -> Result<u8, Failure> {
    let store = library::open(arguments.library.as_deref())?;
    let song = library::find(&store, &arguments.song)?;
    let mix = mix(&song, arguments.mix)?;
    let (which, format) = (which(arguments.state), format(arguments.format));
    let offset = arguments.offset.map_or(Ok(0), |offset| frames(offset, mix.rate))?;
    // `mix` is no reference, so there is a sheet.
    let sheet = Sheet::of(&song, mix.id, Role::Artist, which, offset).ok_or(Failure::NoMix)?;
    if sheet.markers.is_empty() {
        let drafts = song.counts(Role::Artist).drafts;
        let (which, mix) = (which.words(), sheet.mix);
        return Err(Failure::NoNotes { which, mix, drafts });
    }
    if arguments.out.as_deref() == Some(Path::new("-")) {
        if format_is_binary(format) && io::stdout().is_terminal() {
            return Err(Failure::BinaryToTerminal);
        }
        let mut bytes = Vec::new();
        sheet.write(format, &mut bytes)?;
        quietly(io::stdout().lock().write_all(&bytes))?;
        return Ok(FINE);
    }
    let place = place(arguments.out.as_deref(), &sheet.file_name(format));
    if arguments.force && library::is_original(&store, &place)? {
        return Err(Failure::Original(place));
    }
    write(&sheet, format, &place, arguments.force)?;
    tell(&sheet, &place);
    Ok(FINE)
}

/// The mix of that number, or the latest one, or the rough mix where there is none.
fn mix(song: &Song, number: Option<u16>) -> Result<&Version, Failure> {
    let Some(number) = number else {
        let rough = || song.present().find(|version| version.kind == VersionKind::Rough);
        return song.latest_mix().map(|(mix, _)| mix).or_else(rough).ok_or(Failure::NoMix);
    };
    let found = song.present().find(|version| version.kind == VersionKind::Mix { number });
    found.ok_or_else(|| {
        let latest = song.latest_mix().map(|(_, latest)| latest);
        Failure::UnknownMix { number, latest }
    })
}

fn which(state: NoteState) -> Which {
    match state {
        NoteState::Open => Which::Open,
        NoteState::Done => Which::Done,
        NoteState::Drafts => Which::Drafts,
        NoteState::All => Which::All,
    }
}

fn format(format: MarkerFormat) -> Format {
    match format {
        MarkerFormat::Midi => Format::Midi,
        MarkerFormat::Reaper => Format::Reaper,
        MarkerFormat::Wav => Format::Wav,
        MarkerFormat::Audacity => Format::Audacity,
        MarkerFormat::Cubase => Format::Cubase,
        MarkerFormat::Csv => Format::Csv,
        MarkerFormat::Text => Format::Text,
    }
}

fn format_is_binary(format: Format) -> bool {
    matches!(format, Format::Midi | Format::Wav)
}

fn frames(offset: Offset, rate: SampleRate) -> Result<i64, Failure> {
    offset.frames(rate).ok_or(Failure::OffsetTooLarge)
}

/// In a folder it gets its own name.
fn place(out: Option<&Path>, name: &str) -> PathBuf {
    match out {
        None => PathBuf::from(name),
        Some(folder) if folder.is_dir() => folder.join(name),
        Some(file) => file.to_owned(),
    }
}

/// Writes beside the place, and moves it there whole.
fn write(sheet: &Sheet, format: Format, place: &Path, force: bool) -> Result<(), Failure> {
    let refused = |source| Failure::NotWritten { place: place.to_owned(), source };
    if !force && place.try_exists().map_err(refused)? {
        return Err(Failure::Exists(place.to_owned()));
    }
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = temporary(folder.unwrap_or(Path::new("."))).map_err(refused)?;
    {
        let mut out = BufWriter::new(file.as_file_mut());
        sheet.write(format, &mut out)?;
        out.flush().map_err(refused)?;
    }
    let kept = if force { file.persist(place) } else { file.persist_noclobber(place) };
    match kept {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::Exists(place.to_owned()))
        }
        Err(error) => Err(refused(error.error)),
    }
}

fn tell(sheet: &Sheet, place: &Path) {
    let notes = sheet.markers.len();
    let are = if notes == 1 { "note is" } else { "notes are" };
    anstream::eprintln!("{notes} {are} in {}.", clean(&place.display().to_string()));
    let early = match sheet.before_session() {
        0 => return,
        1 => "1 of them is before the session begins, and stands at its start.".to_owned(),
        early => format!("{early} of them are before the session begins, and stand at its start."),
    };
    anstream::eprintln!("{early}");
}
