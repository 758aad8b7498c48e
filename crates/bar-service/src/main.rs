//! `bar-service`: serves a studio.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use bar_service::care;
use bar_service::settings::{self, LogFormat, Settings};
use bar_service::start::start;
use clap::builder::Resettable::Reset;
use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// What the apps of artists, engineers and the studio sync with.
///
/// Without any setting it serves a studio on this computer alone, and keeps everything in a folder of your
/// user. Two settings make it one of several on `PostgreSQL` and S3: --database and --vault.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

impl Line {
    /// What was typed, and what the environment says: a variable that is set to nothing is not set.
    fn read() -> Self {
        let is_empty = |arg: &Arg| {
            arg.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty())
        };
        let command =
            Self::command().mut_args(|arg| if is_empty(&arg) { arg.env(Reset) } else { arg });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }
}

const EXAMPLES: &str = "Examples:
  bar-service
      Serves this computer. The first start prints a token for the studio's first account.
  bar-service --listen 0.0.0.0:443 --address https://studio.example \\
              --tls-certificate chain.pem --tls-key key.pem
      Serves other computers.
  BAR_DATABASE=postgres://bar@db/bar?sslmode=require BAR_VAULT=s3://stems BAR_KEY=… \\
  bar-service --listen 0.0.0.0:7180 --proxy 10.0.0.1 --address https://studio.example
      One of several, behind a proxy that speaks https.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves; what happens without a command, too.
    Serve,
    /// Copies everything as it is at one moment into a new folder. The service may run meanwhile. The key
    /// that opens the assets is not in it: keep that elsewhere.
    Backup {
        /// A folder that is not there yet.
        folder: PathBuf,
        /// Leaves the assets out, where their store keeps copies of its own.
        #[arg(long)]
        without_assets: bool,
    },
    /// Fills a new studio from a backup: name an empty --data folder, or an empty --database. Apps then see
    /// that they know more, and send it again.
    Restore {
        /// The folder of the backup.
        folder: PathBuf,
    },
    /// Hashes every journal and every asset anew, and names what is not what was written.
    Verify,
    /// Takes out of a backup what was erased since it was taken, so that it cannot come back.
    FollowErasures {
        /// The folder of the backup.
        folder: PathBuf,
    },
    /// Prints a secret by which somebody can set a new password in the app; it counts once and for an hour.
    ResetPassword {
        /// Their e-mail address.
        email: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Line::read()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bar-service: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(line: Line) -> Result<()> {
    let chosen = settings::read(line.settings)?.check()?;
    log(&chosen.log, chosen.log_format)?;
    match line.command {
        None | Some(Command::Serve) => serve(&chosen).await,
        Some(Command::Backup { folder, without_assets }) => {
            let manifest = care::back_up(&chosen, &folder, !without_assets).await?;
            let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
            let assets = manifest.objects.map_or(0, |objects| objects.rows);
            println!("{} holds {rows} rows and {assets} assets.", folder.display());
            println!("The key that opens them is not in it: keep a copy of it elsewhere.");
            Ok(())
        }
        Some(Command::Restore { folder }) => {
            let manifest = care::restore(&chosen, &folder).await?;
            let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
            println!("{rows} rows are back. Start the service with the key that it had.");
            Ok(())
        }
        Some(Command::Verify) => verify(&chosen).await,
        Some(Command::FollowErasures { folder }) => {
            let keys = care::follow_erasures(&chosen, &folder).await?;
            println!("{keys} keys were taken out of {}.", folder.display());
            Ok(())
        }
        Some(Command::ResetPassword { email }) => {
            println!("{}", care::reset(&chosen, &email).await?);
            Ok(())
        }
    }
}

async fn verify(chosen: &settings::Chosen) -> Result<()> {
    let verified = care::verify(chosen).await?;
    println!("{} projects and {} assets were looked at.", verified.projects, verified.assets);
    for found in &verified.found {
        println!("{found}");
    }
    ensure!(verified.found.is_empty(), "{} are not what was written", verified.found.len());
    println!("All of it is what was written.");
    Ok(())
}

async fn serve(chosen: &settings::Chosen) -> Result<()> {
    let running = start(chosen).await?;
    tracing::info!(at = %running.service.choices.address, "serving");
    if let Some(token) = &running.first_run {
        // Not into the log: whoever reads it could become the studio.
        println!(
            "There is no account of the studio yet. Make it in the app with this token, which counts \
             once and for a day:\n\n  {token}\n"
        );
    }
    ended().await?;
    tracing::info!("ending");
    running.stop().await;
    Ok(())
}

/// Waits for Ctrl-C, or for whoever runs it to end it.
async fn ended() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn log(filter: &str, format: LogFormat) -> Result<()> {
    let filter = EnvFilter::try_new(filter).context("--log is no filter, as `info` is one")?;
    let colourful = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colourful)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
