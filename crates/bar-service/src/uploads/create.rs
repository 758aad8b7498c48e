//! POST: an upload begins.

use std::sync::Arc;

use axum::body::Body;
use uuid::Uuid;

use super::asked::AskedNew;
use super::{Refusal, UploadError, Uploads};
use crate::tables::uploads::{State, Upload};
use crate::tables::{assets, journal, uploads};
use crate::vault::ObjectName;
use crate::vault::seal::Seal;

impl Uploads {
    /// Makes an upload, and takes what comes along.
    pub(super) async fn create(
        self: &Arc<Self>,
        account: Uuid,
        asked: AskedNew,
        coming: Option<u64>,
        body: Body,
    ) -> Result<Upload, UploadError> {
        let (project, on) = (asked.metadata.project, asked.metadata.shelf);
        let holds = self.may_hold(account, project, on, asked.metadata.asset.as_ref()).await?;
        if let Some(length) = asked.length {
            self.fits(length, asked.metadata.asset.is_some(), 0).await?;
            if coming.is_some_and(|coming| coming > length) {
                return Err(Refusal::TooMuch.into());
            }
        }
        let at_once = self.parts.rules.at_once;
        if uploads::arriving(&mut *self.parts.db.read().await?, account).await? >= at_once {
            return Err(Refusal::TooMany { at_once }.into());
        }
        let upload = self.new_row(account, &asked, coming.unwrap_or_default(), holds).await?;
        if upload.state != State::Arriving || !(asked.with_bytes || upload.length == Some(0)) {
            return Ok(upload);
        }
        let turn = self.writers.turn(upload.id, upload.generation);
        self.run(upload, turn, asked.checksum, body, holds).await
    }

    /// Refuses what is too long for the studio, its vault or its disk.
    pub(super) async fn fits(
        &self,
        length: u64,
        is_named: bool,
        arrived: u64,
    ) -> Result<(), UploadError> {
        let (rules, vault) = (&self.parts.rules, &self.parts.vault);
        if length > rules.longest {
            return Err(Refusal::TooLong { longest: rules.longest }.into());
        }
        if !is_named && length > vault.longest_unnamed() {
            return Err(Refusal::Unnamed { longest: vault.longest_unnamed() }.into());
        }
        let needed = length.saturating_sub(arrived).saturating_add(rules.left_free);
        if vault.room().await?.is_some_and(|room| room < needed) {
            return Err(Refusal::NoRoom.into());
        }
        Ok(())
    }

    async fn new_row(
        &self,
        account: Uuid,
        asked: &AskedNew,
        coming: u64,
        holds: u64,
    ) -> Result<Upload, UploadError> {
        let metadata = &asked.metadata;
        let (project, on, now) = (metadata.project, metadata.shelf, self.now());
        let key = self.parts.keys.find_or_make(project, on, now).await?;
        let mut upload = Upload {
            project,
            id: Uuid::now_v7(),
            owner: account,
            shelf: on,
            name: metadata.name.clone(),
            metadata: metadata.written.clone(),
            hash: metadata.asset,
            length: asked.length,
            state: State::Arriving,
            generation: 0,
            writer: None,
            arrived: 0,
            header: Seal::begin(&key)?.header().to_vec(),
            waiting: Vec::new(),
            tops: Vec::new(),
            growth: String::new(),
            made_at: now,
            expires_at: self.expiry(),
        };
        if self.is_there(&upload).await? {
            // Inside a project nothing is sent twice.
            upload.state = State::Done;
            upload.arrived = upload.length.unwrap_or_default();
            let mut tx = self.parts.db.begin().await?;
            uploads::add(&mut *tx, &upload).await?;
            tx.commit().await?;
            return Ok(upload);
        }
        let named = metadata.asset.map(|hash| ObjectName::asset(project, on, &hash));
        let growing = ObjectName::growing(project, on, upload.id);
        let growth = self.parts.vault.begin(&growing, named.as_ref()).await?;
        upload.growth = growth.written()?;
        if asked.with_bytes {
            upload.generation = 1;
            upload.writer = Some(self.writers.instance());
        }
        if let Err(error) = self.add(&upload, coming, holds).await {
            self.parts.vault.abandon(&growth).await?;
            return Err(error);
        }
        Ok(upload)
    }

    /// Whether what is declared is there already. Then it counts as if it came now: nobody throws it away before
    /// whoever declares it can name it.
    async fn is_there(&self, upload: &Upload) -> Result<bool, UploadError> {
        let (db, project, on) = (&self.parts.db, upload.project, upload.shelf);
        let Some(hash) = &upload.hash else { return Ok(false) };
        let found = assets::find(&mut *db.read().await?, project, on, hash).await?;
        if found.is_none_or(|asset| Some(asset.bytes) != upload.length) {
            return Ok(false);
        }
        let mut tx = db.begin().await?;
        let there = assets::come_again(&mut *tx, project, on, hash, self.now()).await?;
        tx.commit().await?;
        Ok(there)
    }

    /// Keeps a new one, where its project has room. One is let in after the other.
    async fn add(&self, upload: &Upload, coming: u64, holds: u64) -> Result<(), UploadError> {
        let db = &self.parts.db;
        let mut tx = db.begin().await?;
        journal::lock_project(&mut *tx, &**db, upload.project, self.now()).await?;
        self.has_room(&mut *tx, upload, upload.length.unwrap_or(coming), holds).await?;
        uploads::add(&mut *tx, upload).await?;
        Ok(tx.commit().await?)
    }
}
