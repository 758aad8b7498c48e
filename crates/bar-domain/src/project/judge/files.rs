//! The rules of naming files, and of their arrival.

use std::collections::BTreeMap;

use super::{Facts, Judge, unless};
use crate::file_name;
use crate::project::limits::{LARGEST_FILE, LONGEST_BRIEF, MOST_ASSETS, MOST_FINDINGS};
use crate::project::{Arrival, AssetHash, AssetRef, Fact, Refusal, Use, text};

impl Judge<'_> {
    /// Files that somebody names. What others sent under protection cannot be had by naming it.
    ///
    /// Leads to what has to be told of those that are there already, to those who had not known of them.
    pub(super) fn named(&self, assets: &[&AssetRef], as_what: Use) -> Facts {
        let known = &self.project.assets;
        let mut lengths = BTreeMap::new();
        for asset in assets {
            if !(1..=LARGEST_FILE).contains(&asset.bytes) {
                return Err(Refusal::FileSize);
            }
            let there = known.get(&asset.hash);
            if there.is_some() && !self.project.may_fetch(self.actor, asset.hash) {
                return Err(Refusal::OthersFile);
            }
            let before = there.map_or(asset.bytes, |it| it.bytes);
            if *lengths.entry(asset.hash).or_insert(before) != asset.bytes {
                return Err(Refusal::FileLength);
            }
        }
        let more = lengths.keys().filter(|hash| !known.contains_key(hash)).count();
        if known.len() + more > MOST_ASSETS {
            let instead = "begin another project for the rest";
            return Err(Refusal::TooMany { most: MOST_ASSETS, what: "files", instead });
        }
        Ok(lengths.keys().filter_map(|hash| self.told_anew(*hash, as_what)).collect())
    }

    /// Its name, as every disk takes it.
    pub(super) fn safe(asset: &AssetRef) -> AssetRef {
        AssetRef { name: file_name::safe(&asset.name), ..asset.clone() }
    }

    fn told_anew(&self, hash: AssetHash, as_what: Use) -> Option<Fact> {
        let asset = self.project.assets.get(&hash)?;
        let arrival = asset.arrival.clone()?;
        if asset.uses.contains(&as_what) {
            return None;
        }
        let uses = asset.uses.iter().copied().chain([as_what]).collect();
        Some(Fact::AssetArrived { asset: hash, uses, arrival })
    }

    pub fn asset_arrived(&self, hash: AssetHash, arrival: &Arrival) -> Facts {
        self.service("say that a file has arrived")?;
        self.with_files()?;
        let asset = self.project.assets.get(&hash).ok_or(Refusal::UnknownAsset)?;
        let mut arrival = arrival.clone();
        arrival.findings.truncate(MOST_FINDINGS);
        for finding in &mut arrival.findings {
            finding.message = text::some_words(&finding.message, LONGEST_BRIEF)?;
            finding.at.truncate(MOST_FINDINGS);
        }
        let uses = asset.uses.iter().copied().collect();
        let same = asset.arrival.as_ref() == Some(&arrival);
        Ok(unless(same, Fact::AssetArrived { asset: hash, uses, arrival }))
    }

    /// All bytes of a file are there.
    pub(super) fn arrived(&self, asset: &AssetRef) -> Result<(), Refusal> {
        let there = self.project.has_arrived(asset.hash);
        if there { Ok(()) } else { Err(Refusal::NotArrived { name: asset.name.clone() }) }
    }
}
