//! One file: by our client to our service, and by tus-js-client to @tus/server.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::Serialize;
use tokio::io::AsyncReadExt;
use uuid::Uuid;

use crate::program::{Place, Program, Service};
use crate::seed::{Owned, seed};
use crate::upload::{PART, Upload};
use crate::{Done, Stage, median};

/// Bytes of the file.
const LENGTH: usize = 200_000_000;
/// Where the scripts lie.
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/load/tus");

/// How one does, as medians of all rounds.
#[derive(Debug, Serialize)]
pub struct Side {
    /// Megabytes in a second.
    rate: f64,
    /// Seconds of CPU of the server.
    cpu: f64,
    /// Megabytes that the server held at most.
    memory: f64,
}

/// What one round showed: seconds, and seconds of CPU of the server.
type Round = (f64, f64);

/// They.
struct Theirs {
    server: Program,
    endpoint: String,
    tools: PathBuf,
    stored: PathBuf,
}

/// Both, and nothing for them where they are not installed.
pub async fn measure(stage: &Stage, tools: &Path) -> Done<(Side, Option<Side>)> {
    let place = Place { data: stage.folder.join("contest"), database: None };
    let owned = seed(&place, 1, 1).await?.remove(0);
    let service = Service::start(&stage.program, &place).await?;
    let theirs = Theirs::start(stage, tools);
    let theirs = theirs.inspect_err(|error| eprintln!("@tus/server did not start: {error}")).ok();
    let file = stage.folder.join("file.wav");
    let bytes: Vec<u8> = (0..LENGTH).map(|at| (at * at / 7) as u8).collect();
    fs::write(&file, bytes)?;
    // It is not for the first one to wait for.
    File::open(&file)?.sync_all()?;

    let (mut our_rounds, mut their_rounds) = (vec![], vec![]);
    for round in 0..stage.rounds {
        // Another file each time, since we store none twice.
        OpenOptions::new().write(true).open(&file)?.write_all(Uuid::now_v7().as_bytes())?;
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                our_rounds.push(send(&service, &owned, &file).await?);
            } else if let Some(theirs) = &theirs {
                their_rounds.push(theirs.send(&file)?);
            }
        }
    }
    let ours = told(&our_rounds, &service.program)?;
    Ok((ours, theirs.map(|theirs| told(&their_rounds, &theirs.server)).transpose()?))
}

fn told(rounds: &[Round], server: &Program) -> Done<Side> {
    let rate = median(rounds.iter().map(|(seconds, _)| LENGTH as f64 / 1e6 / seconds));
    let cpu = median(rounds.iter().map(|(_, cpu)| *cpu));
    Ok(Side { rate, cpu, memory: server.most_memory()? })
}

async fn send(service: &Service, owned: &Owned, file: &Path) -> Done<Round> {
    let (cpu, begun) = (service.program.cpu()?, Instant::now());
    let mut upload = Upload::begin(service, owned, LENGTH).await?;
    let mut file = tokio::fs::File::open(file).await?;
    loop {
        let mut part = Vec::with_capacity(PART);
        if (&mut file).take(PART as u64).read_to_end(&mut part).await? == 0 {
            break;
        }
        upload.append(part.into()).await?;
    }
    Ok((begun.elapsed().as_secs_f64(), service.program.cpu()? - cpu))
}

impl Theirs {
    fn start(stage: &Stage, tools: &Path) -> Done<Self> {
        let stored = stage.folder.join("theirs");
        fs::create_dir_all(&stored)?;
        let mut command = script("server.mjs", tools);
        let mut server = Program(command.arg(&stored).stdout(Stdio::piped()).spawn()?);
        let mut endpoint = String::new();
        let told = server.0.stdout.take().ok_or("it says nothing")?;
        BufReader::new(told).read_line(&mut endpoint)?;
        if endpoint.is_empty() {
            return Err("it ended as soon as it was started".into());
        }
        let (endpoint, tools) = (endpoint.trim().to_owned(), tools.to_owned());
        Ok(Self { server, endpoint, tools, stored })
    }

    /// The time is their client's own, from where it runs on.
    fn send(&self, file: &Path) -> Done<Round> {
        let cpu = self.server.cpu()?;
        let output = script("send.mjs", &self.tools).arg(&self.endpoint).arg(file).output()?;
        let seconds = String::from_utf8(output.stdout)?.trim().parse()?;
        let cpu = self.server.cpu()? - cpu;
        for entry in fs::read_dir(&self.stored)? {
            fs::remove_file(entry?.path())?;
        }
        Ok((seconds, cpu))
    }
}

fn script(name: &str, tools: &Path) -> Command {
    let mut command = Command::new("node");
    command.arg(format!("{SCRIPTS}/{name}")).arg(tools).stdin(Stdio::null());
    command
}
