//! `bar-service`: serves a studio.

use std::process::ExitCode;

use anyhow::{Context, Result};
use bar_service::settings::{self, LogFormat, Settings};
use bar_service::start::start;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// What the apps of artists, engineers and the studio sync with.
///
/// Without any setting it serves a studio on this computer alone, and keeps everything in a folder of your
/// user. Two settings make it one of several on PostgreSQL and S3: --database and --vault.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
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
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Line::parse()).await {
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
    }
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
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
