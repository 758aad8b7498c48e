//! A mail server that keeps what it gets, and fails as it is asked to.
//!
//! It speaks as much of SMTP as senders of mail do: `EHLO`, `STARTTLS`, `AUTH PLAIN` and `LOGIN`,
//! `MAIL`, `RCPT`, `DATA`, `RSET`, `NOOP`, `QUIT`.

mod session;
mod tls;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

/// A mail server that answers until it is dropped.
pub struct SmtpServer {
    shared: Arc<Shared>,
    port: u16,
    root: Option<String>,
    serving: JoinHandle<()>,
}

/// A mail that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Who sent it, as told to the server.
    pub from: String,
    /// For whom it is, as told to the server.
    pub to: Vec<String>,
    /// The mail itself, head and body.
    pub text: String,
    /// As whom the sender signed in.
    pub user: Option<String>,
    /// Whether it came encrypted.
    pub encrypted: bool,
}

/// What happens to the next mail instead of what should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpFault {
    /// `451`: come again later.
    Greylisted,
    /// `550`: there is no such person.
    Refused,
    /// `552`, once all of it is there.
    TooLarge,
    /// The connection ends before anything is said.
    CutFirst,
    /// The mail is kept, and the connection ends before that is said.
    CutLast,
    /// The mail is kept, and nothing is ever said.
    SilentLast,
    /// It takes a while.
    Slow(Duration),
}

pub(crate) struct Shared {
    tls: Option<TlsAcceptor>,
    login: Option<(String, String)>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    mails: Vec<Mail>,
    faults: Vec<SmtpFault>,
}

impl SmtpServer {
    /// Starts one that speaks in plain text and lets everybody send.
    ///
    /// # Errors
    /// When there is no port to be had.
    pub async fn start() -> io::Result<Self> {
        Self::begin(None, None).await
    }

    /// Starts one that asks for `STARTTLS`, and then for this user and password.
    ///
    /// # Errors
    /// When there is no port or certificate to be had.
    pub async fn guarded(user: &str, password: &str) -> io::Result<Self> {
        let (acceptor, root) = tls::acceptor()?;
        let login = (user.to_owned(), password.to_owned());
        Self::begin(Some((acceptor, root)), Some(login)).await
    }

    async fn begin(
        tls: Option<(TlsAcceptor, String)>,
        login: Option<(String, String)>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let (tls, root) = tls.unzip();
        let shared = Arc::new(Shared { tls, login, state: Mutex::default() });
        let serving = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, port, root, serving })
    }

    /// Where it answers, on this machine.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The certificate of a [guarded](Self::guarded) one, as PEM.
    #[must_use]
    pub fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// The next mail goes wrong this way. Several wait in line.
    pub fn next(&self, fault: SmtpFault) {
        self.shared.state().faults.push(fault);
    }

    /// What arrived, oldest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.state().mails.clone()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a fault that goes wrong at this point, where one is next.
    fn fault(&self, here: impl Fn(SmtpFault) -> bool) -> Option<SmtpFault> {
        let mut state = self.state();
        let is_here = state.faults.first().is_some_and(|fault| here(*fault));
        is_here.then(|| state.faults.remove(0))
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut sessions = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        // A connection that breaks is the sender's to notice.
        sessions.spawn(async move { drop(session::run(&shared, stream).await) });
        while sessions.try_join_next().is_some() {}
    }
}
