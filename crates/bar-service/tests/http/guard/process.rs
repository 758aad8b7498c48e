//! The service as people run it: a program with a log, and perhaps somebody to kill it.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::studio::Person;

/// A `bar-service` that runs.
pub struct Process {
    child: Child,
    pub base: String,
    /// Where it tells what it counts.
    pub metrics: String,
    pub first_run: String,
    log: Arc<Mutex<String>>,
    _data: TempDir,
}

impl Process {
    pub fn start() -> Self {
        let data = TempDir::new().unwrap();
        // Free a moment ago.
        let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut child = program()
            .env("BAR_DATA", data.path().join("data"))
            .env("BAR_LISTEN", "127.0.0.1:0")
            .env("BAR_METRICS", &metrics)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let kept = log.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut kept = kept.lock().unwrap();
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        // The token comes after the service listens.
        let mut told = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let first_run = told.find_map(|line| Some(line.strip_prefix("  ")?.to_owned()));
        let mut process = Self {
            child,
            base: String::new(),
            metrics: format!("http://{metrics}/metrics"),
            first_run: first_run.expect("a token for the first account"),
            log,
            _data: data,
        };
        process.base = process.waits_for_word("http://127.0.0.1:");
        process
    }

    pub fn anybody(&self) -> Person {
        Person::at(self.base.clone())
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The word of the log that begins like this, once it is there.
    fn waits_for_word(&self, beginning: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let log = self.log();
            if let Some(word) = log.lines().find_map(|line| word(line, beginning)) {
                return word;
            }
            assert!(Instant::now() < deadline, "it does not say {beginning}: {log}");
            std::thread::yield_now();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the program says that ends at once, with these arguments.
pub fn refused(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let data = TempDir::new().unwrap();
    let mut child = program()
        .args(arguments)
        .envs(variables.iter().copied())
        .env("BAR_DATA", data.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
        }
        std::thread::yield_now();
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    child.stdout.take().unwrap().read_to_end(&mut stdout).unwrap();
    child.stderr.take().unwrap().read_to_end(&mut stderr).unwrap();
    Output { status, stdout, stderr }
}

/// The program, as if nobody had set anything.
fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_bar-service"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("BAR_")) {
        program.env_remove(name);
    }
    program.env("NO_COLOR", "1").stdin(Stdio::null());
    program
}

fn word(line: &str, beginning: &str) -> Option<String> {
    let from = line.find(beginning)?;
    line[from..].split([' ', '"']).next().map(str::to_owned)
}
