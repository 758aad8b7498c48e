//! Listens to a file that arrived, as the app does: both sides then see the same findings.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bar_domain::project::{
    Act, Arrival, Asset, AssetHash, Container, Format, Level, Measured, ProjectId, Use,
};
use bar_domain::song::CommandId;
use bar_domain::{Code, Finding, Severity};
use bar_stems::report::{Report, StemReport};
use bar_stems::{CheckError, Choice, Observer, UnpackError, check};
use futures::TryStreamExt;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::later;
use super::unnamed::wait_or_drop;
use crate::failure::Failure;
use crate::jobs::{Done, JobError, Kind};
use crate::service::Shared;
use crate::tables::jobs::Job;
use crate::uploads::LEFT_FREE;

/// How long a file may take. What takes longer is taken as it is, and nobody is told how loud it is.
const PATIENCE: Duration = Duration::from_mins(20);

/// Measures files.
pub struct Measure(pub Shared);

struct Nobody;
impl Observer for Nobody {}

#[async_trait]
impl Kind for Measure {
    fn name(&self) -> &'static str {
        super::MEASURE
    }

    /// Others wait for what is quick; this takes a core each.
    fn places(&self) -> u32 {
        std::thread::available_parallelism().map_or(1, |cores| cores.get() as u32)
    }

    async fn run(&self, job: &Job) -> Result<Done, JobError> {
        let hash =
            job.name.key.parse::<AssetHash>().map_err(|error| JobError::Never(error.into()))?;
        self.measure(ProjectId(job.name.project), hash).await.map_err(later)
    }
}

impl Measure {
    async fn measure(&self, project: ProjectId, hash: AssetHash) -> Result<Done, Failure> {
        let service = &self.0;
        let known = service.project(project).await?;
        let Some(asset) = known.and_then(|known| known.state.assets.get(&hash).cloned()) else {
            // Once somebody says what it is, this is done anew.
            return wait_or_drop(service, project, hash).await;
        };
        if asset.arrival.is_some() {
            return Ok(Done::Finished);
        }
        let Some((stored, mut bytes)) = service.stored(project, hash).await? else {
            return Ok(Done::Finished);
        };
        let room = fs4::available_space(&service.scratch).map_err(Failure::Scratch)?;
        if room < stored.bytes.saturating_add(LEFT_FREE) {
            return Err(Failure::Scratch(io::ErrorKind::StorageFull.into()));
        }
        let scratch = tempfile::tempdir_in(&service.scratch).map_err(Failure::Scratch)?;
        let file = scratch.path().join(plain_name(&stored.name));
        let mut written = tokio::fs::File::create(&file).await.map_err(Failure::Scratch)?;
        while let Some(piece) = bytes.try_next().await? {
            written.write_all(&piece).await.map_err(Failure::Scratch)?;
        }
        written.flush().await.map_err(Failure::Scratch)?;
        drop(written);
        let heard = listened_to(file, &asset).await?;
        let arrival = Arrival { bytes: Some(stored.bytes), ..heard };
        let act = Act::AssetArrived { asset: hash, arrival };
        service.act_itself(project, CommandId(Uuid::now_v7()), act).await?;
        Ok(Done::Finished)
    }
}

/// A name of which nothing but the ending says anything: what a file is called decides what it is taken for.
fn plain_name(name: &str) -> String {
    match Path::new(name).extension().and_then(|ending| ending.to_str()) {
        Some(ending) => format!("stem.{ending}"),
        None => "stem".to_owned(),
    }
}

async fn listened_to(file: PathBuf, asset: &Asset) -> Result<Arrival, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let mut listening = tokio::task::spawn_blocking(move || {
        let choice = Choice { paths: vec![file], ..Choice::default() };
        check(&choice, &Nobody, &stopped)
    });
    let report = tokio::select! {
        report = &mut listening => report,
        () = tokio::time::sleep(PATIENCE) => {
            stop.store(true, Ordering::Relaxed);
            listening.await
        }
    };
    let report = report.map_err(|error| Failure::Ended(error.into()))?;
    match report.map_err(why) {
        Ok(report) => Ok(told(&report, asset)),
        Err(Unheard::NoSound) => Ok(Arrival::default()),
        Err(Unheard::Unreadable(finding)) => {
            Ok(Arrival { findings: vec![finding], ..Arrival::default() })
        }
        Err(Unheard::Ours(error)) => Err(Failure::Listen(error)),
    }
}

/// Why a file was not listened to.
enum Unheard {
    /// There is no sound in it, or it took too long: it is there all the same.
    NoSound,
    /// It is damaged.
    Unreadable(Finding),
    /// It is the service's own affair, and is tried again.
    Ours(CheckError),
}

fn why(error: CheckError) -> Unheard {
    use UnpackError::{Cancelled, Damaged, DiskFull, Io, TooLarge, TooMany};
    match error {
        CheckError::NothingToCheck(_)
        | CheckError::Cancelled
        | CheckError::CannotUnpack { source: Cancelled, .. } => Unheard::NoSound,
        CheckError::CannotUnpack { source: source @ (Damaged | TooMany | TooLarge), .. } => {
            let (code, severity) = (Code::FileUnreadable, Severity::Blocks);
            let message = format!("This cannot be unpacked: {source}.");
            Unheard::Unreadable(Finding { code, severity, message, at: vec![], fix: None })
        }
        ours @ (CheckError::CannotOpen { .. }
        | CheckError::CannotUnpack { source: DiskFull | Io(_), .. }) => Unheard::Ours(ours),
    }
}

fn told(report: &Report, asset: &Asset) -> Arrival {
    let alone = if let [stem] = &report.stems[..] { Some(stem) } else { None };
    let all = report.stems.iter().flat_map(|stem| stem.findings.iter().cloned());
    let findings = all.filter(|finding| concerns(finding, asset)).collect();
    Arrival { bytes: None, measured: alone.and_then(measured), findings }
}

/// The rules of stems are for stems, and for masters; of what is only listened to it counts whether it can be.
fn concerns(finding: &Finding, asset: &Asset) -> bool {
    use Code::{FileEmpty, FileNotFinite, FileTruncated, FileUnreadable};
    asset.uses.iter().any(|it| matches!(it, Use::Stem | Use::Master))
        || matches!(finding.code, FileEmpty | FileNotFinite | FileTruncated | FileUnreadable)
}

fn measured(stem: &StemReport) -> Option<Measured> {
    use bar_audio::format as heard;
    let format = stem.format.as_ref()?;
    let level = |level: Option<f64>| level.filter(|it| it.is_finite()).map(Level::from);
    let container = match format.container {
        heard::Container::Wav
        | heard::Container::Rf64
        | heard::Container::Bw64
        | heard::Container::W64 => Container::Wav,
        heard::Container::Aiff | heard::Container::Aifc => Container::Aiff,
        heard::Container::Flac => Container::Flac,
        _ => Container::Other,
    };
    Some(Measured {
        format: Format {
            container,
            bits: format.bits.unwrap_or_default(),
            float: format.encoding == heard::Encoding::Float,
            rate: format.rate,
            channels: format.channels,
            frames: format.frames,
        },
        loudness: level(stem.measured.as_ref().and_then(|it| it.integrated_lufs)),
        true_peak: level(stem.measured.as_ref().and_then(|it| it.true_peak_dbtp)),
    })
}
