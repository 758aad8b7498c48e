//! Saving the notes of a song as markers for a DAW.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use bar_audio::markers::{Format, MarkersError, Sheet};
use bar_domain::SampleRate;
use bar_domain::song::Role;

use crate::Desk;
use crate::commands::{Answer, MarkersWish, SavedReport};
use crate::failure::Refusal;
use crate::host::Saving;
use crate::laid::{name as name_of, scaled};
use crate::report::saved;
use crate::versions::here;

/// Thousandths of a second, as a rate.
const MILLISECONDS: SampleRate = SampleRate(1_000);

impl Desk {
    /// Saves the notes of a version as markers where people choose; `None` when they chose nothing.
    ///
    /// # Errors
    /// When there are none of that kind, or the file cannot be written.
    pub fn markers_save(&self, wish: &MarkersWish) -> Answer<Option<SavedReport>> {
        let laid = self.0.laid(wish.song)?;
        let (version, _) = laid.version(wish.version)?;
        let offset = scaled(wish.offset_ms, MILLISECONDS, version.rate);
        let sheet = Sheet::of(&laid.song, version.id, Role::Artist, wish.which, offset);
        let sheet = sheet.filter(|sheet| !sheet.markers.is_empty());
        let sheet = sheet.ok_or(Refusal::NoMarkers(wish.which))?;
        let name = sheet.file_name(wish.format);
        let beside =
            here(&laid, version.id).ok().and_then(|(path, _)| Some(path.parent()?.join(&name)));
        let suggested = beside.unwrap_or_else(|| PathBuf::from(&name));
        let Some(chosen) = self.0.host.save(Saving::Markers, &suggested) else { return Ok(None) };
        let to = with_ending(&chosen, wish.format);
        // The dialog asked about the name that was chosen, and nobody loses a mix for a silent file.
        if (wish.format == Format::Wav || to != chosen) && to.exists() {
            return Err(Refusal::Taken(name_of(&to)).into());
        }
        write(&sheet, wish.format, &to)?;
        Ok(Some(saved(&to)))
    }
}

/// Writes beside the place, and moves it there whole.
fn write(sheet: &Sheet, format: Format, to: &Path) -> Result<(), MarkersError> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = bar_stems::temporary(folder.unwrap_or(Path::new(".")))?;
    let mut out = BufWriter::new(file.as_file_mut());
    sheet.write(format, &mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    file.persist(to).map_err(|error| error.error)?;
    Ok(())
}

/// A DAW shows only what ends as it should.
fn with_ending(chosen: &Path, format: Format) -> PathBuf {
    let ending = format.extension();
    if chosen.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)) {
        return chosen.to_owned();
    }
    let mut name = chosen.to_owned().into_os_string();
    name.push(".");
    name.push(ending);
    name.into()
}
