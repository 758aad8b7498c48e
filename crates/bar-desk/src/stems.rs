//! What can be asked of one stem of a check.

use bar_audio::waveform::FINEST_FRAMES;
use bar_domain::Code;
use bar_store::Explained;

use crate::Desk;
use crate::commands::{Answer, Explaining, Peaks, WaveformQuery};
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::live::{Live, Now, content};
use crate::views::{Change, Guide, StemRow};

impl Desk {
    /// Remembers why the artist keeps a finding, or takes that back. What is explained blocks no longer.
    ///
    /// # Errors
    /// When the finding is not there, or there is no reason in the sentence.
    pub fn finding_explain(&self, explaining: &Explaining) -> Answer<StemRow> {
        let Explaining { check, file, code, text } = explaining;
        let live = self.0.live(check)?;
        let mut now = lock(&live.now);
        let row = row(&now, file)?;
        if row.report.findings.iter().all(|finding| finding.code != *code) {
            return Err(Refusal::NothingToExplain.into());
        }
        let index = row.index as usize;
        let content = content(&row.report).to_owned();
        self.0.explain(&live, &mut now, file, content, *code, text.as_deref())?;
        self.told(&live, &now, index)
    }

    fn told(&self, live: &Live, now: &Now, index: usize) -> Answer<StemRow> {
        let row = now.view.stems.get(index).ok_or(Refusal::UnknownStem)?.clone();
        self.0.keep(live, now);
        let id = live.check_id();
        self.0.tell(now, Change::Stems { id, rows: vec![row.clone()] });
        let summary = now.view.summary.clone();
        self.0.tell(now, Change::Check { summary, show: false });
        Ok(row)
    }

    /// What a stem looks like; empty when it was never measured.
    ///
    /// # Errors
    /// When the stem is not part of the check.
    pub fn stem_waveform(&self, query: &WaveformQuery) -> Answer<Peaks> {
        let live = self.0.live(&query.check)?;
        let hash = {
            let now = lock(&live.now);
            row(&now, &query.file)?.report.measured.as_ref().map(|measured| measured.blake3.clone())
        };
        let waveform = match hash {
            Some(hash) => self.0.store.waveform(&hash)?.unwrap_or_default(),
            None => return Ok(Peaks::default()),
        };
        let points = waveform.overview(query.points as usize);
        let frames = waveform.points.len() as f64 * FINEST_FRAMES as f64;
        Ok(Peaks {
            points: points.iter().flat_map(|point| [point.min, point.max, point.rms]).collect(),
            frames_per_point: frames / points.len().max(1) as f64,
        })
    }

    /// What there is to know about every finding.
    ///
    /// # Errors
    /// Never yet.
    pub fn guides(&self) -> Answer<Vec<Guide>> {
        Ok(bar_stems::guide::guides())
    }
}

impl Inner {
    /// Remembers a reason for keeping what is found of `file` as its `content` is now, or forgets it.
    pub fn explain(
        &self,
        live: &Live,
        now: &mut Now,
        file: &str,
        content: String,
        code: Code,
        text: Option<&str>,
    ) -> Answer<()> {
        let text = text.map(str::trim);
        if text == Some("") {
            return Err(Refusal::NoReason.into());
        }
        let text = text.map(str::to_owned);
        let said = text.map(|text| Explained { file: file.to_owned(), content, code, text });
        if live.is_kept() {
            match &said {
                Some(said) => self.store.explain(live.id, said)?,
                None => self.store.unexplain(live.id, file, code)?,
            }
        }
        now.explained.retain(|known| (known.file.as_str(), known.code) != (file, code));
        now.explained.extend(said);
        now.explain_all();
        Ok(())
    }
}

fn row<'a>(now: &'a Now, file: &str) -> Result<&'a StemRow, Refusal> {
    now.view.stems.iter().find(|row| row.report.file == file).ok_or(Refusal::UnknownStem)
}
