//! `PostgreSQL` for tests: one server that all tests of a run share, or a server of a test's own.
//!
//! It needs the programs of `PostgreSQL`, which `cargo xtask test` installs. Who is root runs it as
//! the user `postgres`, since it refuses to run as root.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::{CommandExt, parent_id};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longer than a server takes on any machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a server as long as the run of tests goes on, and leaves nothing behind.
const KEEPER: &str = r#"
run=$1; folder=$2; shift 2
"$@" &
while [ -d "/proc/$run" ] && kill -0 $! 2>/dev/null; do sleep 1; done
kill -QUIT $! 2>/dev/null; wait
rm -rf "$folder"
"#;

/// An empty database. It is gone when this is dropped.
pub struct Database {
    server: PathBuf,
    name: String,
}

/// A server of a test's own, to be maltreated. It ends when this is dropped.
pub struct Server {
    folder: TempDir,
    child: Option<Child>,
}

/// An empty database on the server of this run of tests, which the first one to ask starts.
///
/// The run is known by the process that started this one: it is the same for all tests, also where
/// each is a process of its own. The server forgets at a power cut, and is all the faster.
///
/// # Errors
/// When there is no `PostgreSQL`, or it does not answer.
pub fn database() -> io::Result<Database> {
    let run = parent_id().to_string();
    let folder = std::env::temp_dir().join(format!("bar-one-tests-{run}"));
    fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    if !answers(&folder)? {
        make(&folder, &[])?;
        let mut keeper = command(&folder, "sh")?;
        keeper.args(["-c", KEEPER, "keeper", &run]).arg(&folder).arg(program("postgres"));
        keeper.args(arguments(&folder)).args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        // What ends a test must not end it.
        keeper.process_group(0).spawn()?;
        wait_for(&folder)?;
    }
    drop(lock);
    Database::make(&folder)
}

impl Database {
    fn make(server: &Path) -> io::Result<Self> {
        let mut name = [0; 8];
        io::Read::read_exact(&mut File::open("/dev/urandom")?, &mut name)?;
        let name = format!("test_{:016x}", u64::from_le_bytes(name));
        tell(server, &format!("CREATE DATABASE {name} TEMPLATE template0"))?;
        Ok(Self { server: server.to_owned(), name })
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        let host = self.server.display().to_string().replace('/', "%2F");
        format!("postgres://app@{host}/{}", self.name)
    }

    /// Its address through a proxy before [`Database::socket`].
    #[must_use]
    pub fn url_through(&self, proxy: SocketAddr) -> String {
        format!("postgres://app@{proxy}/{}", self.name)
    }

    /// Where its server listens.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.server.join(".s.PGSQL.5432")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The server may be gone, and everything with it.
        let _ = tell(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

impl Server {
    /// Starts one that keeps what it said, also through a power cut.
    ///
    /// # Errors
    /// When there is no `PostgreSQL`, or it does not answer.
    pub fn start() -> io::Result<Self> {
        let folder = TempDir::with_prefix("bar-one-")?;
        make(folder.path(), &["--wal-segsize=1"])?;
        let mut server = Self { folder, child: None };
        server.start_again()?;
        Ok(server)
    }

    /// An empty database on it.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn database(&self) -> io::Result<Database> {
        Database::make(self.folder.path())
    }

    /// Ends it at once, in the midst of whatever it does (SIGKILL).
    ///
    /// # Errors
    /// When there is nothing to end.
    pub fn kill(&mut self) -> io::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Starts it again where it was killed. It waits until it answers.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn start_again(&mut self) -> io::Result<()> {
        let folder = self.folder.path();
        let mut postgres = command(folder, program("postgres"))?;
        self.child = Some(postgres.args(arguments(folder)).process_group(0).spawn()?);
        wait_for(folder)
    }
}

impl Server {
    /// Lets no file of it grow beyond so many bytes, as a disk does that is full; or any again.
    ///
    /// # Errors
    /// When there is no server, or no `prlimit`.
    pub fn limit_files(&self, most: Option<u64>) -> io::Result<()> {
        let id = self.child.as_ref().map(Child::id).ok_or(io::ErrorKind::NotFound)?;
        let most = most.map_or("unlimited".to_owned(), |most| most.to_string());
        let limit = |id: &str| {
            let mut prlimit = command(self.folder.path(), "prlimit")?;
            prlimit.args(["--pid", id, &format!("--fsize={most}:")]).status()
        };
        // What is begun later takes over from the first.
        if !limit(&id.to_string())?.success() {
            return Err(io::Error::other("prlimit limits no file: it comes with util-linux"));
        }
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"))?;
        // Those that ended meanwhile need no limit.
        children.split_whitespace().try_for_each(|child| limit(child).map(drop))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // In one go, with all its processes. If it is gone there is nothing to wait for.
            let _ = Command::new("kill").args(["-QUIT", &child.id().to_string()]).status();
            let _ = child.wait();
        }
    }
}

/// Makes what a server keeps in `folder`.
fn make(folder: &Path, more: &[&str]) -> io::Result<()> {
    if fs::metadata(folder)?.uid() == 0 {
        let (user, group) = user()?;
        std::os::unix::fs::chown(folder, Some(user), Some(group))?;
    }
    let _ = fs::remove_dir_all(folder.join("data"));
    let mut initdb = command(folder, program("initdb"))?;
    initdb.args(["-U", "app", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
    initdb.args(more);
    succeed(initdb.arg("-D").arg(folder.join("data")))
}

fn arguments(folder: &Path) -> Vec<PathBuf> {
    let words = ["-c", "listen_addresses=", "-c", "max_connections=300", "-k"];
    let words = words.into_iter().map(PathBuf::from);
    words.chain([folder.to_owned(), "-D".into(), folder.join("data")]).collect()
}

fn wait_for(folder: &Path) -> io::Result<()> {
    let start = Instant::now();
    while !answers(folder)? {
        if start.elapsed() > PATIENCE {
            return Err(io::Error::other("the database server does not answer"));
        }
    }
    Ok(())
}

fn answers(folder: &Path) -> io::Result<bool> {
    let mut ready = Command::new(program("pg_isready"));
    ready.args(["-q", "-U", "app", "-d", "postgres", "-h"]).arg(folder);
    Ok(ready.status()?.success())
}

fn tell(folder: &Path, sql: &str) -> io::Result<()> {
    let mut psql = Command::new(program("psql"));
    psql.args(["-q", "-X", "-U", "app", "-d", "postgres", "-c", sql, "-h"]).arg(folder);
    succeed(&mut psql)
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    let words = String::from_utf8_lossy(&output.stderr);
    output.status.success().then_some(()).ok_or_else(|| io::Error::other(words.into_owned()))
}

/// A program as whoever owns `folder`, who says nothing and reads nothing.
fn command(folder: &Path, program: impl AsRef<OsStr>) -> io::Result<Command> {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let owner = fs::metadata(folder)?;
    if owner.uid() != fs::metadata("/proc/self")?.uid() {
        command.uid(owner.uid()).gid(owner.gid());
    }
    Ok(command)
}

/// The user that the package of `PostgreSQL` brought.
fn user() -> io::Result<(u32, u32)> {
    let number = |which| {
        let output = Command::new("id").args([which, "postgres"]).output()?;
        let number = String::from_utf8_lossy(&output.stdout).trim().parse();
        number.map_err(|_| io::Error::other("there is no user `postgres`: install PostgreSQL"))
    };
    Ok((number("-u")?, number("-g")?))
}

/// Debian keeps the programs of the server off the `PATH`, by version.
fn program(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let programs = versions.map(|version| version.path().join("bin").join(name));
    let newest = programs.filter(|program| program.exists()).max_by_key(|program| {
        let version = program.iter().nth(4).and_then(|version| version.to_str());
        version.and_then(|version| version.parse::<u32>().ok())
    });
    newest.unwrap_or_else(|| name.into())
}
