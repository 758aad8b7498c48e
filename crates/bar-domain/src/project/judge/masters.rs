//! The rules of the finished record.

use super::submitting::rough;
use super::{Facts, Judge, free, room};
use crate::SampleRate;
use crate::project::limits::{LONGEST_REMARK, MOST_MASTERS};
use crate::project::{
    AssetRef, Container, Fact, Format, Level, Master, MasterState, ProjectSong, Refusal, Sheet,
    Use, text,
};
use crate::song::{SongId, Version, VersionId};

impl<'a> Judge<'a> {
    pub fn master_delivered(
        &self,
        id: SongId,
        version: VersionId,
        asset: &AssetRef,
        format: Format,
        sheet: &Sheet,
    ) -> Facts {
        self.engineer("deliver a master")?;
        self.working()?;
        let song = self.song(id)?;
        if !self.project.is_mastered(id) {
            return Err(Refusal::NotMastered);
        }
        let approved = song.approval.as_ref().map(|it| it.mix);
        if approved.is_none() && self.project.is_mixed(id) {
            return Err(Refusal::NotApproved);
        }
        if song.accepted_master().is_some() {
            return Err(Refusal::MasterAccepted);
        }
        let known = song.song.version(version).is_some();
        free(known || song.masters.iter().any(|it| it.id == version), "master")?;
        room(song.masters.len(), MOST_MASTERS, "masters", "write a message about it")?;
        let sheet = tidy(sheet)?;
        check_sound(song, approved, format, &sheet)?;
        let told = self.named(&[asset], Use::Master)?;
        let (asset, mix) = (Self::safe(asset), approved);
        let delivered = Fact::MasterDelivered { song: id, version, mix, asset, format, sheet };
        Ok(std::iter::once(delivered).chain(told).collect())
    }

    /// Only one whose bytes are there, and are what they were said to be.
    pub fn master_accepted(&self, id: SongId, version: VersionId) -> Facts {
        let master = self.answered_master(id, version, "accept a master")?;
        self.arrived(&master.asset)?;
        let arrival =
            self.project.assets.get(&master.asset.hash).and_then(|it| it.arrival.as_ref());
        let measured = arrival.and_then(|it| it.measured.as_ref());
        let same = measured.is_some_and(|it| {
            it.format == master.format && it.true_peak.is_none_or(|peak| peak <= Level::FULL)
        });
        if !same {
            return Err(Refusal::MasterDiffers);
        }
        Ok(vec![Fact::MasterAccepted { song: id, version }])
    }

    pub fn master_returned(&self, song: SongId, version: VersionId, reason: &str) -> Facts {
        self.answered_master(song, version, "return a master")?;
        let reason = text::words(reason, "what is wrong with it", LONGEST_REMARK)?;
        Ok(vec![Fact::MasterReturned { song, version, reason }])
    }

    fn answered_master(
        &self,
        song: SongId,
        version: VersionId,
        what: &'static str,
    ) -> Result<&'a Master, Refusal> {
        self.artist(what)?;
        self.working()?;
        let waits = |it: &&Master| it.id == version && it.state == MasterState::Delivered;
        self.song(song)?.standing_master().filter(waits).ok_or(Refusal::NotTheMaster)
    }
}

/// What every record plant and shop takes: a 24-bit WAV at the rate of what it was made from, that nowhere
/// goes over, as long as the mix.
fn check_sound(
    song: &ProjectSong,
    approved: Option<VersionId>,
    format: Format,
    sheet: &Sheet,
) -> Result<(), Refusal> {
    let source = approved.or_else(|| rough(song)).and_then(|id| song.song.version(id));
    let wanted = source.map_or(SampleRate(48_000), |it| it.rate);
    let right = format.container == Container::Wav
        && format.bits == 24
        && !format.float
        && format.rate == wanted
        && (1..=2).contains(&format.channels)
        && format.frames.0 > 0;
    if !right {
        return Err(Refusal::MasterFormat { wanted, is: format });
    }
    if sheet.clipped_runs > 0 {
        return Err(Refusal::MasterClips { runs: sheet.clipped_runs });
    }
    if sheet.true_peak > Level::FULL {
        return Err(Refusal::MasterPeaks);
    }
    match source.filter(|_| approved.is_some() && sheet.remark.is_empty()) {
        Some(mix) => beside(mix, format, sheet),
        None => Ok(()),
    }
}

/// Whether it begins and ends where the approved mix does; a remark explains what does not.
fn beside(mix: &Version, format: Format, sheet: &Sheet) -> Result<(), Refusal> {
    let second = u64::from(format.rate.0);
    if sheet.start.unsigned_abs() > second / 100 {
        return Err(Refusal::MasterStart);
    }
    let differs = mix.frames.0.abs_diff(format.frames.0) > second;
    if differs { Err(Refusal::MasterLength) } else { Ok(()) }
}

fn tidy(sheet: &Sheet) -> Result<Sheet, Refusal> {
    Ok(Sheet {
        title: text::line(&sheet.title, "a title")?,
        isrc: sheet.isrc.as_deref().map(isrc).transpose()?,
        credits: text::some_words(&sheet.credits, LONGEST_REMARK)?,
        remark: text::some_words(&sheet.remark, LONGEST_REMARK)?,
        ..sheet.clone()
    })
}

/// ISO 3901: two letters, three letters or digits, seven digits; people write dashes between them.
fn isrc(text: &str) -> Result<String, Refusal> {
    let plain = |it: &char| !matches!(it, '-' | ' ');
    let code: String = text.chars().filter(plain).map(|it| it.to_ascii_uppercase()).collect();
    let right = code.len() == 12
        && code.bytes().enumerate().all(|(at, it)| match at {
            0 | 1 => it.is_ascii_uppercase(),
            2..=4 => it.is_ascii_uppercase() || it.is_ascii_digit(),
            _ => it.is_ascii_digit(),
        });
    if right { Ok(code) } else { Err(Refusal::Isrc) }
}
