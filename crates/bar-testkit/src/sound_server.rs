//! A sound server of a test's own, with one sink that ends nowhere and whose monitor is recorded.
//!
//! It needs `PulseAudio`, which `cargo xtask test` installs.

use std::fs;
use std::io::{self, Read};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longer than a server takes on any machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Bytes of a frame: left and right as 32-bit floats.
const FRAME: usize = 8;

/// A private sound server. It ends when this is dropped.
pub struct SoundServer {
    folder: TempDir,
    rate: u32,
    child: Child,
}

/// What its sink gets from now on.
pub struct Recording {
    rate: u32,
    parec: Child,
    comes: Receiver<usize>,
    reads: JoinHandle<Vec<u8>>,
}

impl SoundServer {
    /// Starts it, with a sink of this rate, and waits until it answers.
    ///
    /// # Errors
    /// When there is no `pulseaudio` or `pactl`, or it does not answer.
    pub fn start(rate: u32) -> io::Result<Self> {
        let folder = TempDir::new()?;
        fs::create_dir(folder.path().join("run"))?;
        let mut pulse = Command::new("pulseaudio");
        pulse.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]);
        pulse.args(["--disable-shm=yes", "--realtime=no", "--high-priority=no"]);
        pulse.args(["-L", "module-native-protocol-unix auth-anonymous=1", "-L"]);
        pulse.arg(format!(
            "module-null-sink sink_name=nowhere rate={rate} format=float32le channels=2 \
             channel_map=front-left,front-right"
        ));
        // It would share the home of whoever runs the test.
        pulse.env("HOME", folder.path()).env("XDG_RUNTIME_DIR", folder.path().join("run"));
        pulse.envs(variables(&folder)).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self { child: pulse.spawn()?, folder, rate };
        let start = Instant::now();
        while !server.run("pactl", &["info"])?.status.success() {
            if start.elapsed() > PATIENCE {
                return Err(io::Error::other("the sound server does not answer"));
            }
        }
        Ok(server)
    }

    /// What a program must find in its environment to know no other sound than this server's.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        variables(&self.folder)
    }

    /// A program that knows no other sound than this server's.
    #[must_use]
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).env("HOME", self.folder.path());
        command.env("XDG_RUNTIME_DIR", self.folder.path().join("run")).envs(self.variables());
        command
    }

    /// Runs such a program to its end.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self, program: &str, arguments: &[&str]) -> io::Result<Output> {
        self.command(program, arguments).output()
    }

    /// Records what the sink gets. When this returns, it records: what was played before is missed.
    ///
    /// # Errors
    /// When there is no `parec`, or nothing comes.
    pub fn record(&self) -> io::Result<Recording> {
        let rate = format!("--rate={}", self.rate);
        let raw = ["-d", "nowhere.monitor", "--format=float32le", "--channels=2"];
        let mut parec = self
            .command("parec", &[&raw[..], &[&rate, "--latency-msec=20"]].concat())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut pipe = parec.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
        let (send, comes) = channel();
        let reads = thread::spawn(move || {
            let (mut all, mut some) = (Vec::new(), vec![0; 65_536]);
            while let Ok(read @ 1..) = pipe.read(&mut some) {
                all.extend_from_slice(&some[..read]);
                // Nobody counts any more once it is being finished.
                let _ = send.send(all.len());
            }
            all
        });
        comes.recv_timeout(PATIENCE).map_err(io::Error::other)?;
        Ok(Recording { rate: self.rate, parec, comes, reads })
    }
}

impl Recording {
    /// Ends it half a second from now, as what was played last is still on its way; interleaved.
    ///
    /// # Errors
    /// When nothing comes any more.
    pub fn finish(mut self) -> io::Result<Vec<f32>> {
        let more = self.rate as usize / 2 * FRAME;
        let until = self.comes.try_iter().last().unwrap_or(0) + more;
        while self.comes.recv_timeout(PATIENCE).map_err(io::Error::other)? < until {}
        self.parec.kill()?;
        self.parec.wait()?;
        let bytes = self.reads.join().map_err(|_| io::Error::other("the reader broke"))?;
        let samples = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        Ok(samples.collect())
    }
}

impl Drop for SoundServer {
    fn drop(&mut self) {
        // One that has ended already has nothing more to say.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn variables(folder: &TempDir) -> Vec<(&'static str, String)> {
    let run = folder.path().join("run");
    let text = |path: std::path::PathBuf| path.display().to_string();
    vec![
        ("PULSE_RUNTIME_PATH", text(run.join("pulse"))),
        ("PULSE_STATE_PATH", text(folder.path().to_owned())),
        ("PULSE_COOKIE", text(folder.path().join("cookie"))),
        ("PULSE_SERVER", format!("unix:{}", text(run.join("pulse/native")))),
    ]
}
