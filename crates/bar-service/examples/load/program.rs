//! Programs that run beside this one, and what they use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bar_service::settings::Settings;
use reqwest::Client;

use crate::Done;

/// Any; the assets of two instances have to be sealed by the same one.
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
/// Longer than a service takes to start.
const PATIENCE: Duration = Duration::from_secs(30);
/// Ticks in a second, in which Linux tells how long a program ran.
const TICKS: f64 = 100.0;

/// A program that ends when this is dropped.
pub struct Program(pub Child);

impl Program {
    /// Seconds of all cores that it used so far.
    pub fn cpu(&self) -> Done<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        // What stands before may hold spaces: it is the name.
        let after = stat.rsplit_once(") ").ok_or("no name")?.1;
        let ticks = after.split(' ').skip(11).take(2).map(str::parse::<u64>);
        Ok(ticks.sum::<Result<u64, _>>()? as f64 / TICKS)
    }

    /// Megabytes that it holds now.
    pub fn memory(&self) -> Done<f64> {
        self.megabytes("VmRSS:")
    }

    /// The most megabytes that it held so far.
    pub fn most_memory(&self) -> Done<f64> {
        self.megabytes("VmHWM:")
    }

    fn megabytes(&self, name: &str) -> Done<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? * 1024.0 / 1e6)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where a service keeps everything.
#[derive(Clone)]
pub struct Place {
    /// Its folder.
    pub data: PathBuf,
    /// The address of a `PostgreSQL`; without one, a file in the folder.
    pub database: Option<String>,
}

impl Place {
    /// As a service in this process is told.
    pub fn settings(&self) -> Done<Settings> {
        Ok(Settings {
            data: Some(self.data.clone()),
            database: self.database.clone(),
            listen: Some("127.0.0.1:0".parse()?),
            metrics: Some("none".into()),
            key: Some(KEY.into()),
            ..Settings::default()
        })
    }
}

/// A service that runs.
pub struct Service {
    /// Its process.
    pub program: Program,
    /// Where it is reached.
    pub base: String,
    /// Asks it over as many connections as are asked at once.
    pub http: Client,
}

impl Service {
    /// Starts one, and waits until it serves.
    pub async fn start(program: &Path, place: &Place) -> Done<Self> {
        // Free a moment ago.
        let listen = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("BAR_")) {
            command.env_remove(name);
        }
        command.env("BAR_DATA", &place.data).env("BAR_LISTEN", listen.to_string());
        command.env("BAR_KEY", KEY).env("BAR_METRICS", "none").env("BAR_LOG", "warn");
        command.env("BAR_REQUESTS_PER_SECOND", "1000000");
        if let Some(database) = &place.database {
            command.env("BAR_DATABASE", database);
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let program = Program(child);
        let http = Client::builder().no_proxy().build()?;
        let base = format!("http://{listen}");
        let begun = Instant::now();
        while http.get(format!("{base}/health")).send().await.is_err() {
            if begun.elapsed() > PATIENCE {
                return Err("the service does not answer".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(Self { program, base, http })
    }
}
