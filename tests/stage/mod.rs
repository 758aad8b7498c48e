//! A stage for the real window: a screen in memory, a message bus, a window manager and a driver.

mod app;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{fs, thread};

use tempfile::TempDir;

pub use app::App;

/// Wide enough for the window at its usual size and, beside it, a window to drag files from.
const SCREEN: &str = "1500x820x24";

/// What the driver and the app say meanwhile.
const LOG: &str = "driver.log";

/// Where the window to drag files from should stand, left and top.
const SOURCE: [&str; 2] = ["1340", "300"];

/// Everything around the app. Each test has its own, so that they may run side by side.
pub struct Stage {
    driver: Running,
    _manager: Running,
    _bus: Running,
    _server: Running,
    variables: Vec<(&'static str, String)>,
    ports: [u16; 2],
    home: TempDir,
}

impl Stage {
    /// Sets it up with nothing remembered, and no sound.
    pub fn new() -> Self {
        Self::with(vec![("PULSE_SERVER", "unix:/nowhere".to_owned())])
    }

    /// The same with these variables in its environment: those of a sound server, say.
    pub fn with(more: Vec<(&'static str, String)>) -> Self {
        let home = TempDir::new().unwrap();
        let runtime = home.path().join("run");
        fs::create_dir(&runtime).unwrap();
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700)).unwrap();
        let (server, number) =
            telling("Xvfb", &["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        let (bus, address) =
            telling("dbus-daemon", &["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let mut variables = vec![
            ("DISPLAY", format!(":{number}")),
            ("WAYLAND_DISPLAY", String::new()),
            ("DBUS_SESSION_BUS_ADDRESS", address),
            ("XDG_RUNTIME_DIR", text(&runtime)),
            ("HOME", text(home.path())),
            ("BAR_ONE_DATA", text(&home.path().join("memory"))),
            // Nobody listens with a screen reader here, and GTK would wait for one.
            ("NO_AT_BRIDGE", "1".to_owned()),
            // Settings of whoever runs the tests have no say here.
            ("XDG_CONFIG_HOME", text(&home.path().join("config"))),
            ("XDG_DATA_HOME", text(&home.path().join("data"))),
            ("XDG_CACHE_HOME", text(&home.path().join("cache"))),
        ];
        variables.extend(more);
        let with = |program: &str| {
            let mut command = Command::new(program);
            command.envs(variables.iter().cloned()).stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let manager = Running::start(with("openbox"));
        let ports @ [port, native] = [free_port(), free_port()];
        let mut driver = with("tauri-driver");
        driver.args(["--port", &port.to_string(), "--native-port", &native.to_string()]);
        driver.args(["--native-host", "127.0.0.1"]);
        driver.stderr(fs::File::create(home.path().join(LOG)).unwrap());
        let driver = Running::start(driver);
        Self { driver, _manager: manager, _bus: bus, _server: server, variables, ports, home }
    }

    /// Starts the app with these paths on its command line, and waits for its window.
    pub async fn app(&self, paths: &[&Path]) -> App {
        // An app that is still closing would take the paths, as it does when one is open.
        app::wait_for("the app before it has ended", || !self.names().contains("SingleInstance"))
            .await;
        let app = App::start(self.ports, paths).await;
        // Out of the way of the window to drag from.
        self.run(
            "xdotool",
            &["search", "--sync", "--onlyvisible", "--name", "^Bar One$", "windowmove", "0", "0"],
        );
        app
    }

    /// Drags `paths` over the window, which must say that it would take them, and lets go.
    pub async fn drop_files(&self, app: &App, paths: &[&Path]) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stage/drag_source.py");
        // Debian's own Python: the one that python3-gi is for.
        let mut source = self.command("/usr/bin/python3");
        source.arg(script).args(SOURCE).args(paths).stdout(Stdio::piped());
        let mut source = Running::start(source);
        let place = source.first_line();
        let place =
            place.split_once(' ').and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
        let (x, y): (i32, i32) = place.expect("python3-gi and GTK 3 are needed to drag from");
        self.pointer(x, y);
        self.run("xdotool", &["mousedown", "1"]);
        // As a hand does it: GTK begins a drag after some pixels, and targets answer motion only.
        for step in 1..=20 {
            self.pointer(x - step * 38, y + step * 5);
        }
        app.until(
            "the window says that it takes what is dragged",
            "!!document.querySelector('.drop.shown')",
        )
        .await;
        app.picture("drag").await;
        self.run("xdotool", &["mouseup", "1"]);
        source.0.wait().unwrap();
    }

    /// Answers the system's own dialog of this title as it stands, once it is there.
    pub fn take_what_is_offered(&self, title: &str) {
        let shown = ["search", "--sync", "--onlyvisible", "--name", title];
        self.run("xdotool", &[&shown[..], &["windowfocus", "--sync", "key", "Return"]].concat());
    }

    /// Where the app keeps what it remembers.
    pub fn memory(&self) -> PathBuf {
        self.home.path().join("memory")
    }

    /// The names on the message bus: an app that runs has one.
    fn names(&self) -> String {
        let bus = ["--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"];
        let names =
            self.command("dbus-send").args(["--session", "--print-reply"]).args(bus).output();
        String::from_utf8_lossy(&names.unwrap().stdout).into_owned()
    }

    fn pointer(&self, x: i32, y: i32) {
        self.run("xdotool", &["mousemove", &x.to_string(), &y.to_string(), "sleep", "0.02"]);
    }

    /// A program on this stage.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.variables.iter().cloned());
        command
    }

    fn run(&self, program: &str, words: &[&str]) {
        let status = self.command(program).args(words).stdout(Stdio::null()).status();
        assert!(
            status.unwrap_or_else(|error| panic!("{program}: {error}")).success(),
            "{program} {words:?}"
        );
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // First of all, with the app: nothing else is in its way then.
        self.driver.end();
        if thread::panicking() {
            let log = fs::read_to_string(self.home.path().join(LOG)).unwrap_or_default();
            eprintln!("what the app and its driver said:\n{log}");
        }
    }
}

/// Where pictures are left to be looked at.
pub fn pictures() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let place = target.join("screens");
    fs::create_dir_all(&place).unwrap();
    place
}

/// A port that nothing listens on.
fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A program with all its children; they end when this is dropped.
struct Running(Child);

impl Running {
    fn start(mut command: Command) -> Self {
        let name = command.get_program().to_owned();
        let child = command.process_group(0).spawn();
        Self(child.unwrap_or_else(|error| panic!("{} is needed: {error}", name.display())))
    }

    fn first_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    fn end(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["--", &group]).stderr(Stdio::null()).status();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts a server that says in its first line where it is reached.
fn telling(program: &str, words: &[&str]) -> (Running, String) {
    let mut command = Command::new(program);
    command.args(words).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = Running::start(command);
    let line = server.first_line();
    assert!(!line.is_empty(), "{program} ended as soon as it was started");
    (server, line)
}
