//! The rules of what a mix is made of.

use std::collections::BTreeSet;

use super::{Facts, Judge, free, room};
use crate::project::limits::{LONGEST_REMARK, MOST_SETS, MOST_STEMS};
use crate::project::{
    Fact, ProjectSong, Refusal, ReturnedStem, Stem, StemSet, StemSetId, StemSetState, Use, text,
};
use crate::song::SongId;

impl Judge<'_> {
    /// They can be sent before the invoice is paid; the engineer has them once it is.
    pub fn stems_sent(&self, id: SongId, set: StemSetId, stems: &[Stem], remark: &str) -> Facts {
        self.artist("send stems")?;
        self.going()?;
        if !self.project.is_agreed() {
            return Err(Refusal::NotAgreed);
        }
        let song = self.song(id)?;
        Self::unapproved(song)?;
        if song.standing_stems().is_some_and(|it| it.state == StemSetState::Accepted) {
            return Err(Refusal::StemsAccepted);
        }
        let mut known = self.project.songs.iter().flat_map(|it| &it.stems);
        free(known.any(|it| it.id == set), "set of stems")?;
        room(song.stems.len(), MOST_SETS, "sets of stems", "write a message about it")?;
        if stems.is_empty() {
            return Err(Refusal::NoStems);
        }
        room(stems.len() - 1, MOST_STEMS, "stems", "put some of them together")?;
        let mut ids = BTreeSet::new();
        free(!stems.iter().all(|stem| ids.insert(stem.id)), "stem")?;
        let files: Vec<_> = stems.iter().map(|stem| &stem.asset).collect();
        let told = self.named(&files, Use::Stem)?;
        let stems = stems.iter().map(|stem| tidy(song, stem)).collect::<Result<_, _>>()?;
        let remark = text::some_words(remark, LONGEST_REMARK)?;
        let fact = Fact::StemsSent { song: id, set, stems, remark };
        Ok(std::iter::once(fact).chain(told).collect())
    }

    pub fn stems_accepted(&self, id: SongId, set: StemSetId) -> Facts {
        self.engineer("accept stems")?;
        self.working()?;
        let answered = standing(self.song(id)?, set)?;
        if answered.state == StemSetState::Accepted {
            return Ok(Vec::new());
        }
        answered.stems.iter().try_for_each(|stem| self.arrived(&stem.asset))?;
        Ok(vec![Fact::StemsAccepted { song: id, set }])
    }

    pub fn stems_returned(&self, id: SongId, set: StemSetId, reasons: &[ReturnedStem]) -> Facts {
        self.engineer("return stems")?;
        self.working()?;
        let song = self.song(id)?;
        Self::unapproved(song)?;
        let answered = standing(song, set)?;
        let mut named = BTreeSet::new();
        let once = reasons.iter().all(|it| named.insert(it.stem));
        let there = named.iter().all(|id| answered.stems.iter().any(|it| it.id == *id));
        if reasons.is_empty() || !once || !there {
            return Err(Refusal::NoReasons);
        }
        let why = |it: &ReturnedStem| {
            let reason = text::words(&it.reason, "what is wrong with each stem", LONGEST_REMARK)?;
            Ok(ReturnedStem { stem: it.stem, reason })
        };
        let reasons = reasons.iter().map(why).collect::<Result<_, Refusal>>()?;
        Ok(vec![Fact::StemsReturned { song: id, set, reasons }])
    }
}

/// Compare and set: whoever speaks of a set that was answered or replaced meanwhile is told so.
fn standing(song: &ProjectSong, set: StemSetId) -> Result<&StemSet, Refusal> {
    song.standing_stems().filter(|it| it.id == set).ok_or(Refusal::NotTheSet)
}

/// A stem keeps its name while it is the same file. One that was returned does not come back as it was,
/// unless that is explained.
fn tidy(song: &ProjectSong, stem: &Stem) -> Result<Stem, Refusal> {
    let tidy = Stem {
        asset: Judge::safe(&stem.asset),
        name: text::line(&stem.name, "a name for each stem")?,
        explanation: text::some_words(&stem.explanation, LONGEST_REMARK)?,
        ..stem.clone()
    };
    for set in &song.stems {
        let same_id = set.stems.iter().find(|it| it.id == stem.id);
        if same_id.is_some_and(|it| it.asset.hash != stem.asset.hash) {
            return Err(Refusal::StemOverwritten { name: tidy.name });
        }
    }
    let returned = song.stems.last().and_then(|set| match &set.state {
        StemSetState::Returned { reasons } => Some((set, reasons)),
        StemSetState::Sent | StemSetState::Accepted | StemSetState::Replaced => None,
    });
    let came_back = returned.is_some_and(|(set, reasons)| {
        let back = |it: &&Stem| reasons.iter().any(|reason| reason.stem == it.id);
        set.stems.iter().filter(back).any(|it| it.asset.hash == stem.asset.hash)
    });
    if came_back && tidy.explanation.is_empty() {
        return Err(Refusal::SameStem { name: tidy.name });
    }
    Ok(tidy)
}
