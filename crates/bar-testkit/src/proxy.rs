//! A network that fails: a TCP proxy whose faults are the same for the same seed.

use std::io;
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::random::Random;

/// What goes wrong with the connections that begin from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// How many of a hundred connections break off.
    pub breaks: u8,
    /// After how many bytes towards the server they do. Empty: never on this side.
    pub up: Range<u64>,
    /// After how many bytes towards the client.
    pub down: Range<u64>,
    /// How long each piece of at most 4 KiB takes on its way up.
    pub slow: Duration,
    /// Whether what breaks off stays silent instead of being closed, as when a cable is pulled.
    pub silent: bool,
}

/// Stands between clients and a server. It ends when this is dropped.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepts: JoinHandle<()>,
}

struct Shared {
    target: SocketAddr,
    seed: u64,
    faults: Mutex<Faults>,
    gone: AtomicBool,
    connections: AtomicU64,
    broken: AtomicU64,
    /// Counts how often everything was cut.
    cut: watch::Sender<u64>,
}

/// Where one direction of a connection breaks off.
#[derive(Debug, Clone, Copy)]
struct Break {
    after: Option<u64>,
    silent: bool,
}

impl Proxy {
    /// Stands before `target`, on a free port of this computer. Nothing goes wrong yet.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(target: SocketAddr, seed: u64) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            target,
            seed,
            faults: Mutex::default(),
            gone: AtomicBool::new(false),
            connections: AtomicU64::new(0),
            broken: AtomicU64::new(0),
            cut: watch::Sender::new(0),
        });
        let accepts = tokio::spawn(accept(listener, shared.clone()));
        Ok(Self { address, shared, accepts })
    }

    /// Where clients connect to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What goes wrong with connections from now on.
    pub fn fail(&self, faults: Faults) {
        *self.shared.faults.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// Cuts every connection there is.
    pub fn cut(&self) {
        self.shared.cut.send_modify(|times| *times += 1);
    }

    /// Cuts every connection and takes none, or takes them again.
    pub fn set_gone(&self, gone: bool) {
        self.shared.gone.store(gone, Ordering::SeqCst);
        self.cut();
    }

    /// How many connections broke off by a fault.
    #[must_use]
    pub fn broken(&self) -> u64 {
        self.shared.broken.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepts.abort();
        self.cut();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        if shared.gone.load(Ordering::SeqCst) {
            continue;
        }
        tokio::spawn(carry(client, shared.clone()));
    }
}

async fn carry(client: TcpStream, shared: Arc<Shared>) {
    let number = shared.connections.fetch_add(1, Ordering::SeqCst);
    let faults = shared.faults.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (up, down) = faults.of(&mut Random::new(shared.seed ^ number.wrapping_mul(0x9E37_79B9)));
    let mut cut = shared.cut.subscribe();
    cut.mark_unchanged();
    let Ok(server) = TcpStream::connect(shared.target).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let ways = async {
        tokio::select! {
            broke = pipe(from_client, to_server, up, faults.slow) => broke,
            broke = pipe(from_server, to_client, down, Duration::ZERO) => broke,
        }
    };
    tokio::select! {
        broke = ways => { shared.broken.fetch_add(u64::from(broke), Ordering::SeqCst); }
        _ = cut.changed() => {}
    }
}

impl Faults {
    /// Where the two directions of the next connection break off.
    fn of(&self, random: &mut Random) -> (Break, Break) {
        let mut within = |range: &Range<u64>| {
            let length = range.end.checked_sub(range.start).filter(|length| *length > 0);
            let place = random.bits();
            length.map(|length| range.start + place % length)
        };
        let (up, down) = (within(&self.up), within(&self.down));
        let breaks = random.bits() % 100 < u64::from(self.breaks);
        let side =
            |after: Option<u64>| Break { after: after.filter(|_| breaks), silent: self.silent };
        (side(up), side(down))
    }
}

/// Carries bytes until one end closes; says whether it broke off.
async fn pipe(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    at: Break,
    slow: Duration,
) -> bool {
    let mut left = at.after;
    let mut piece = vec![0; 4096];
    loop {
        if left == Some(0) {
            if at.silent {
                std::future::pending::<()>().await;
            }
            return true;
        }
        let most = left.map_or(piece.len(), |left| piece.len().min(left as usize));
        let Ok(read) = from.read(&mut piece[..most]).await else { return false };
        if read == 0 {
            // The other direction may still have something to say.
            if to.shutdown().await.is_ok() {
                std::future::pending::<()>().await;
            }
            return false;
        }
        if !slow.is_zero() {
            tokio::time::sleep(slow).await;
        }
        if to.write_all(&piece[..read]).await.is_err() {
            return false;
        }
        left = left.map(|left| left - read as u64);
    }
}
