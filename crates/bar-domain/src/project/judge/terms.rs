//! The rules of what a quote says.

use super::{Judge, room};
use crate::project::limits::{LONGEST_REMARK, MOST_LINES, MOST_MONEY, MOST_ROUNDS};
use crate::project::{Line, LineKind, Refusal, Terms, money, text};

impl Judge<'_> {
    /// The terms, tidy, where they make sense for what is to be priced.
    pub(super) fn sensible_terms(&self, terms: &Terms) -> Result<Terms, Refusal> {
        if terms.lines.is_empty() {
            return Err(Refusal::NoLines);
        }
        room(terms.lines.len() - 1, MOST_LINES, "lines", "put some of them together")?;
        if terms.rounds > MOST_ROUNDS {
            return Err(Refusal::Rounds { most: MOST_ROUNDS });
        }
        if terms.valid_until <= self.command.at {
            return Err(Refusal::ValidUntil);
        }
        let lines = terms.lines.iter().map(|line| self.sensible_line(line));
        let lines: Vec<Line> = lines.collect::<Result<_, _>>()?;
        let total = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount));
        if total.is_none_or(|total| total > MOST_MONEY) {
            return Err(Refusal::Amount);
        }
        let remark = text::some_words(&terms.remark, LONGEST_REMARK)?;
        let terms = Terms { lines, remark, ..terms.clone() };
        // Later quotes only add to what was agreed on.
        if self.project.is_agreed() { Ok(terms) } else { self.covering_all(terms) }
    }

    fn sensible_line(&self, line: &Line) -> Result<Line, Refusal> {
        line.song.map(|song| self.song(song)).transpose()?;
        money::sensible(line.amount)?;
        match line.what {
            LineKind::Round { count } if !(1..=MOST_ROUNDS).contains(&count) => {
                return Err(Refusal::Rounds { most: MOST_ROUNDS });
            }
            LineKind::Round { .. } | LineKind::Offering { .. } | LineKind::Extra => {}
        }
        Ok(Line { text: text::line(&line.text, "what the line is for")?, ..line.clone() })
    }

    fn covering_all(&self, terms: Terms) -> Result<Terms, Refusal> {
        match self.project.songs.iter().find(|it| !terms.prices(it.song.id)) {
            Some(song) => Err(Refusal::SongNotQuoted { song: song.song.title.clone() }),
            None => Ok(terms),
        }
    }
}
