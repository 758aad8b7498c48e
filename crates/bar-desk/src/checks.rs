//! Starting, stopping, opening and forgetting checks.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bar_store::Kept;

use crate::Desk;
use crate::commands::{Answer, Choosing, ReferenceChoice, ReferenceFrom, Start};
use crate::desk::lock;
use crate::failure::Refusal;
use crate::host::Dialog;
use crate::live::{Live, summary};
use crate::run::Loudness;
use crate::views::{Change, CheckId, CheckState, CheckSummary, CheckView};

impl Desk {
    /// Checks what was dropped, chosen or named, in a thread of its own, and asks the window to show it.
    /// What is being checked already is shown only.
    ///
    /// # Errors
    /// When nothing was dropped.
    pub fn check_paths(&self, paths: Vec<PathBuf>) -> Answer<CheckId> {
        let inner = &self.0;
        let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        let mut paths: Vec<PathBuf> = paths.into_iter().map(absolute).collect();
        paths.sort();
        paths.dedup();
        if paths.is_empty() {
            return Err(Refusal::NothingDropped.into());
        }
        let live = inner.check_of(paths);
        let id = live.check_id();
        *lock(&inner.show_first) = Some(id.clone());
        inner.start(&live, Loudness::Shown);
        Ok(id)
    }

    /// What the window needs to know once it listens.
    ///
    /// # Errors
    /// Never yet.
    pub fn start(&self) -> Answer<Start> {
        let show = lock(&self.0.show_first).take();
        Ok(Start { show, trouble: lock(&self.0.trouble).clone() })
    }

    /// The list of recent checks, the latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn checks_recent(&self) -> Answer<Vec<CheckSummary>> {
        let now = |kept: Kept| match self.0.in_hand(kept.id) {
            Some(live) => lock(&live.now).view.summary.clone(),
            None => summary(&kept),
        };
        let shown = |live: &Arc<Live>| {
            let now = lock(&live.now);
            (!now.forgotten).then(|| now.view.summary.clone())
        };
        let only_here = self.0.not_kept().iter().filter_map(shown).collect::<Vec<_>>();
        Ok(only_here.into_iter().chain(self.0.store.checks()?.into_iter().map(now)).collect())
    }

    /// Lets people choose what to check; `None` when they chose nothing.
    ///
    /// # Errors
    /// As [`Desk::check_paths`].
    pub fn check_choose(&self, what: Choosing) -> Answer<Option<CheckId>> {
        let paths = self.0.host.choose(match what {
            Choosing::Folder => Dialog::Folders,
            Choosing::Files => Dialog::Stems,
        });
        if paths.is_empty() { Ok(None) } else { self.check_paths(paths).map(Some) }
    }

    /// A check as it stands. What it says of files that changed meanwhile follows by itself.
    ///
    /// # Errors
    /// When it is not known.
    pub fn check_open(&self, id: &CheckId) -> Answer<CheckView> {
        let live = self.0.live(id)?;
        let view = lock(&live.now).view.clone();
        if view.summary.state != CheckState::Cancelled {
            self.0.start(&live, Loudness::Quiet);
        }
        Ok(view)
    }

    /// Checks the same again; files that did not change are not measured again.
    ///
    /// # Errors
    /// When it is not known.
    pub fn check_again(&self, id: &CheckId) -> Answer<()> {
        self.0.start(&self.0.live(id)?, Loudness::Told);
        Ok(())
    }

    /// Stops a check. What was measured is kept.
    ///
    /// # Errors
    /// When it is not known.
    pub fn check_cancel(&self, id: &CheckId) -> Answer<()> {
        let live = self.0.live(id)?;
        let mut now = lock(&live.now);
        now.again = false;
        if let Some(cancelled) = &now.run {
            cancelled.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Takes a check off the list; [`Desk::check_restore`] undoes it. Nothing of the artist's is deleted.
    ///
    /// # Errors
    /// When it is not known.
    pub fn check_forget(&self, id: &CheckId) -> Answer<()> {
        let live = self.0.live(id)?;
        if live.is_kept() {
            self.0.store.forget_check(live.id, true)?;
        }
        lock(&live.now).forgotten = true;
        self.check_cancel(id)?;
        self.0.follower.leave(live.id);
        self.0.drop_live(live.id);
        self.0.host.changed(Change::Forgotten { id: id.clone() });
        Ok(())
    }

    /// Puts a check back on the list.
    ///
    /// # Errors
    /// When it is not known.
    pub fn check_restore(&self, id: &CheckId) -> Answer<CheckSummary> {
        let live = self.0.live(id)?;
        if live.is_kept() {
            self.0.store.forget_check(live.id, false)?;
        }
        let mut now = lock(&live.now);
        now.forgotten = false;
        let summary = now.view.summary.clone();
        drop(now);
        self.0.host.changed(Change::Check { summary: summary.clone(), show: false });
        Ok(summary)
    }

    /// Shows the folder of a check in the system's file manager. Whether what is put there joins the
    /// check: of files that were dropped one by one, only those are followed.
    ///
    /// # Errors
    /// When it is not known, or there is no file manager.
    pub fn folder_reveal(&self, id: &CheckId) -> Answer<bool> {
        let live = self.0.live(id)?;
        let first = live.paths.first().ok_or(Refusal::UnknownCheck)?;
        let joins = first.is_dir();
        let folder = if joins { first } else { first.parent().unwrap_or(first) };
        let refused = |source| Refusal::CannotReveal { folder: folder.to_owned(), source };
        self.0.host.reveal(folder).map_err(refused)?;
        Ok(joins)
    }

    /// Chooses the rough mix of a check, which is then checked again.
    ///
    /// # Errors
    /// When it is not known, or nothing can be remembered of it.
    pub fn reference_choose(&self, choice: &ReferenceChoice) -> Answer<()> {
        let live = self.0.live(&choice.check)?;
        let reference = match choice.from {
            ReferenceFrom::Name => None,
            ReferenceFrom::Dialog => match self.0.host.choose(Dialog::Reference).into_iter().next()
            {
                None => return Ok(()),
                chosen => chosen,
            },
        };
        if live.is_kept() {
            self.0.store.keep_reference(live.id, reference.as_deref())?;
        }
        lock(&live.now).reference = reference;
        self.0.start(&live, Loudness::Told);
        Ok(())
    }
}
