//! A network that fails: a TCP proxy whose faults are the same for the same seed.

use std::io;
use std::net::SocketAddr;
use std::ops::Range;
#[cfg(unix)]
use std::path::PathBuf;
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

/// Where a server is.
enum Target {
    Tcp(SocketAddr),
    #[cfg(unix)]
    Socket(PathBuf),
}

/// Stands between clients and a server. It ends when this is dropped.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepts: JoinHandle<()>,
}

type Reads = Box<dyn AsyncRead + Send + Unpin>;
type Writes = Box<dyn AsyncWrite + Send + Unpin>;

struct Shared {
    target: Target,
    seed: u64,
    faults: Mutex<Faults>,
    gone: AtomicBool,
    connections: AtomicU64,
    broken: AtomicU64,
    /// Counts how often everything was cut.
    cut: watch::Sender<u64>,
    /// Whether nothing is carried.
    silent: watch::Sender<bool>,
}

impl Proxy {
    /// Stands before `target`, on a free port of this computer. Nothing goes wrong yet.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(target: SocketAddr, seed: u64) -> io::Result<Self> {
        Self::before(Target::Tcp(target), seed).await
    }

    /// Stands before a server that listens at a socket of this computer.
    ///
    /// # Errors
    /// When there is no free port.
    #[cfg(unix)]
    pub async fn start_at_socket(target: PathBuf, seed: u64) -> io::Result<Self> {
        Self::before(Target::Socket(target), seed).await
    }

    async fn before(target: Target, seed: u64) -> io::Result<Self> {
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
            silent: watch::Sender::new(false),
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

    /// Carries nothing any more, without a word to either end, or goes on where it was.
    pub fn set_silent(&self, silent: bool) {
        self.shared.silent.send_replace(silent);
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
        // Listened to before it is asked, so that no connection slips through.
        let cut = shared.cut.subscribe();
        if !shared.gone.load(Ordering::SeqCst) {
            tokio::spawn(carry(client, shared.clone(), cut));
        }
    }
}

async fn carry(client: TcpStream, shared: Arc<Shared>, mut cut: watch::Receiver<u64>) {
    let number = shared.connections.fetch_add(1, Ordering::SeqCst);
    let faults = shared.faults.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (up, down) = faults.of(&mut Random::new(shared.seed ^ number.wrapping_mul(0x9E37_79B9)));
    let Ok((mut from_server, mut to_server)) = shared.target.connect().await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let silent = || shared.silent.subscribe();
    let ways = async {
        let broke = tokio::select! {
            broke = pipe(&mut from_client, &mut to_server, up, faults.slow, silent()) => broke,
            broke = pipe(&mut from_server, &mut to_client, down, Duration::ZERO, silent()) => broke,
        };
        shared.broken.fetch_add(u64::from(broke), Ordering::SeqCst);
        if broke && faults.silent {
            // Neither end hears of the other any more, nor that it is gone.
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = ways => {}
        // Where the proxy is gone, so is this.
        _ = cut.changed() => {}
    }
}

impl Target {
    async fn connect(&self) -> io::Result<(Reads, Writes)> {
        Ok(match self {
            Self::Tcp(address) => {
                let (from, to) = TcpStream::connect(address).await?.into_split();
                (Box::new(from), Box::new(to))
            }
            #[cfg(unix)]
            Self::Socket(path) => {
                let (from, to) = tokio::net::UnixStream::connect(path).await?.into_split();
                (Box::new(from), Box::new(to))
            }
        })
    }
}

impl Faults {
    /// After how many bytes the two directions of the next connection break off.
    fn of(&self, random: &mut Random) -> (Option<u64>, Option<u64>) {
        let mut within = |range: &Range<u64>| {
            let length = range.end.checked_sub(range.start).filter(|length| *length > 0);
            let place = random.bits();
            length.map(|length| range.start + place % length)
        };
        let (up, down) = (within(&self.up), within(&self.down));
        let breaks = random.bits() % 100 < u64::from(self.breaks);
        (up.filter(|_| breaks), down.filter(|_| breaks))
    }
}

/// Carries bytes until one end closes; says whether it broke off.
async fn pipe(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    mut left: Option<u64>,
    slow: Duration,
    mut silent: watch::Receiver<bool>,
) -> bool {
    let mut piece = vec![0; 4096];
    loop {
        if left == Some(0) {
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
        // Where the proxy is gone, so is this.
        let _ = silent.wait_for(|silent| !silent).await;
        if !slow.is_zero() {
            tokio::time::sleep(slow).await;
        }
        if to.write_all(&piece[..read]).await.is_err() {
            return false;
        }
        left = left.map(|left| left - read as u64);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    /// What is sent at once is read at once: nothing unread resets a connection.
    const SHORT: usize = 300;

    /// Answers whatever it gets, byte by byte.
    async fn echo() -> (SocketAddr, JoinHandle<()>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serves = async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (mut from, mut to) = stream.into_split();
                tokio::spawn(async move { tokio::io::copy(&mut from, &mut to).await });
            }
        };
        (address, tokio::spawn(serves))
    }

    /// How many bytes come back of those that are sent; nothing where the end of them never comes.
    async fn back(proxy: &Proxy) -> Option<usize> {
        let (mut from, mut to) =
            TcpStream::connect(proxy.address()).await.expect("a connection").into_split();
        tokio::spawn(async move {
            // It may break off.
            let _ = to.write_all(&[7; SHORT]).await;
        });
        let mut heard = Vec::new();
        let end = timeout(Duration::from_millis(300), from.read_to_end(&mut heard)).await;
        // Reset is the end, too.
        end.is_ok().then_some(heard.len())
    }

    fn breaks(of_a_hundred: u8, up: Range<u64>, down: Range<u64>) -> Faults {
        Faults { breaks: of_a_hundred, up, down, ..Faults::default() }
    }

    async fn many(seed: u64, faults: &Faults) -> (Vec<Option<usize>>, u64) {
        let (target, _serves) = echo().await;
        let proxy = Proxy::start(target, seed).await.expect("a proxy");
        proxy.fail(faults.clone());
        let mut all = Vec::new();
        for _ in 0..6 {
            all.push(back(&proxy).await);
        }
        (all, proxy.broken())
    }

    #[tokio::test]
    async fn it_breaks_off_where_it_is_told() {
        let down = breaks(100, 0..0, 100..200);
        let (all, broken) = many(1, &down).await;
        assert!(all.iter().all(|it| it.is_some_and(|it| (100..200).contains(&it))), "{all:?}");
        assert_eq!(broken, 6);
        assert_eq!(many(1, &down).await.0, all, "the same seed, the same faults");
        assert_ne!(many(2, &down).await.0, all);
        let (all, _) = many(1, &breaks(100, 50..51, 0..0)).await;
        assert!(all.iter().all(|it| it.is_some_and(|it| it <= 50)), "{all:?}");
    }

    #[tokio::test]
    async fn what_is_silent_is_not_closed() {
        let silent = Faults { silent: true, ..breaks(100, 0..0, 100..101) };
        let (all, broken) = many(1, &silent).await;
        assert_eq!((all, broken), (vec![None; 6], 6));
        // Without a fault all of it comes back, and its end.
        assert_eq!(many(1, &breaks(0, 0..9, 0..9)).await, (vec![Some(SHORT); 6], 0));
    }

    #[tokio::test]
    async fn what_was_sent_in_silence_comes_after_it() {
        let (target, _serves) = echo().await;
        let proxy = Proxy::start(target, 1).await.expect("a proxy");
        let mut stream = TcpStream::connect(proxy.address()).await.expect("a connection");
        proxy.set_silent(true);
        stream.write_all(b"hello").await.expect("sent");
        let mut heard = [0; 5];
        let silence = timeout(Duration::from_millis(200), stream.read_exact(&mut heard)).await;
        assert!(silence.is_err(), "{heard:?}");
        proxy.set_silent(false);
        stream.read_exact(&mut heard).await.expect("heard");
        assert_eq!(&heard, b"hello");
    }

    #[tokio::test]
    async fn it_goes_and_comes_back() {
        let (target, _serves) = echo().await;
        let proxy = Proxy::start(target, 1).await.expect("a proxy");
        let mut stream = TcpStream::connect(proxy.address()).await.expect("a connection");
        stream.write_all(b"hello").await.expect("sent");
        let mut heard = [0; 5];
        stream.read_exact(&mut heard).await.expect("heard");
        proxy.set_gone(true);
        assert_eq!(stream.read(&mut heard).await.unwrap_or(0), 0, "it is cut");
        assert_eq!(back(&proxy).await, Some(0), "nobody is there");
        proxy.set_gone(false);
        proxy.fail(breaks(100, 0..0, 9..10));
        assert_eq!(back(&proxy).await, Some(9));
    }
}
