//! A stand-in for PayPal: invoicing, tokens and signed webhooks, on a port of its own.
//!
//! It refuses what PayPal's published schemas refuse, keeps what it was told, and fails as it is
//! asked to. It pays nobody.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
//! use bar_testkit::paypal::{Call, Fault, StandIn};
//! let paypal = StandIn::start().await?;
//! paypal.next(Call::Create, Fault::SilentAfter);
//! assert!(paypal.base().starts_with("http://127.0.0.1:"));
//! # Ok(()) }
//! ```

mod desk;
mod fault;
mod hook;
mod judge;
mod ledger;
mod money;
mod page;
mod refuse;
pub mod rules;
mod server;
mod signer;
mod tokens;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::{Timestamp, Unit};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use fault::{Call, Fault};
pub use hook::Hook;
pub use judge::body as judge;
pub use ledger::Kept;
pub use refuse::Refused;
pub use signer::{Flaw, SUBJECT, Signer};

use hook::Told;
use ledger::Ledger;
use tokens::Tokens;

/// The webhook's id, as PayPal gives one to every subscription.
pub const WEBHOOK: &str = "5GP028458E2496506";

/// A stand-in for PayPal that answers until it is dropped.
pub struct StandIn {
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    base: String,
    client: String,
    secret: String,
    state: Mutex<State>,
    flaw: Flaw,
    signer: OnceLock<Signer>,
}

#[derive(Default)]
struct State {
    ledger: Ledger,
    tokens: Tokens,
    faults: Vec<(Call, Fault)>,
    calls: Vec<Call>,
    told: Vec<Told>,
    posts_to: Option<String>,
}

impl StandIn {
    /// Starts one on a free port of this machine.
    ///
    /// # Errors
    /// When there is no port to be had.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(0).await
    }

    /// Starts one whose certificate for webhooks has a flaw.
    ///
    /// # Errors
    /// When there is no port to be had.
    pub async fn start_with(flaw: Flaw) -> io::Result<Self> {
        Self::begin(0, flaw).await
    }

    /// Starts one on this port of this machine.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        Self::begin(port, Flaw::None).await
    }

    async fn begin(port: u16, flaw: Flaw) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let shared = Arc::new(Shared {
            base: format!("http://{}", listener.local_addr()?),
            client: "stand-in-client".to_owned(),
            secret: "stand-in-secret".to_owned(),
            state: Mutex::default(),
            flaw,
            signer: OnceLock::new(),
        });
        let serving = tokio::spawn(server::serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, serving })
    }

    /// Where it answers.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.shared.base
    }

    /// The client id and secret that it gives tokens for.
    #[must_use]
    pub fn credentials(&self) -> (&str, &str) {
        (&self.shared.client, &self.shared.secret)
    }

    /// The root of the certificate that its webhooks are signed with, as DER.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        self.shared.signer().root()
    }

    /// The next such call goes wrong this way. Several wait in line.
    pub fn next(&self, call: Call, fault: Fault) {
        self.shared.state().faults.push((call, fault));
    }

    /// New invoices are not found by their first searches, so many each.
    pub fn search_lags(&self, searches: u32) {
        self.shared.state().ledger.search_lag = searches;
    }

    /// What changes is not seen by the next reads, so many.
    pub fn reads_lag(&self, reads: u32) {
        self.shared.state().ledger.read_lag = reads;
    }

    /// Takes the same invoice number more than once, which PayPal does not.
    pub fn takes_doubles(&self) {
        self.shared.state().ledger.takes_doubles = true;
    }

    /// How long new tokens are good for.
    pub fn tokens_live(&self, life: Duration) {
        self.shared.state().tokens.live(life);
    }

    /// No token is good any more.
    pub fn expire_tokens(&self) {
        self.shared.state().tokens.expire();
    }

    /// How often this was asked for, whatever became of it.
    #[must_use]
    pub fn count(&self, call: Call) -> usize {
        self.shared.state().calls.iter().filter(|made| **made == call).count()
    }

    /// Every invoice, oldest first.
    #[must_use]
    pub fn invoices(&self) -> Vec<Kept> {
        self.shared.state().ledger.all().to_vec()
    }

    /// The recipient pays, all that is due or a part, in the currency's smallest unit.
    ///
    /// # Errors
    /// What PayPal would tell the payer.
    pub fn pay(&self, id: &str, amount: Option<i64>) -> Result<(), Refused> {
        self.shared.pay(id, amount)
    }

    /// The merchant pays back on PayPal's own page, all or a part.
    ///
    /// # Errors
    /// What PayPal would tell the merchant.
    pub fn refund(&self, id: &str, amount: Option<i64>) -> Result<(), Refused> {
        self.shared.refund(id, amount)
    }

    /// Takes the webhooks that wait to be posted: to post them late, twice, or not at all.
    #[must_use]
    pub fn hooks(&self) -> Vec<Hook> {
        let told = std::mem::take(&mut self.shared.state().told);
        told.into_iter().map(|told| self.shared.signed(told)).collect()
    }

    /// Posts every webhook there from now on, as soon as there is one, once.
    pub fn post_hooks_to(&self, url: &str) {
        self.shared.state().posts_to = Some(url.to_owned());
    }

    /// A webhook about an invoice that says it came at this time.
    ///
    /// # Errors
    /// When there is no such invoice.
    pub fn hook_at(&self, event: &str, id: &str, time: &str) -> Result<Hook, Refused> {
        let (event, time) = (event.to_owned(), time.to_owned());
        Ok(self.shared.signed(Told { event, kept: self.shared.invoice(id)?, time }))
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn signer(&self) -> &Signer {
        self.signer.get_or_init(|| Signer::new(self.flaw))
    }

    fn invoice(&self, id: &str) -> Result<Kept, Refused> {
        self.state().ledger.find(id).cloned()
    }

    fn pay(&self, id: &str, amount: Option<i64>) -> Result<(), Refused> {
        self.state().ledger.pay(id, amount, "PAYPAL", "PAYPAL")?;
        self.tell("INVOICING.INVOICE.PAID", id);
        Ok(())
    }

    fn refund(&self, id: &str, amount: Option<i64>) -> Result<(), Refused> {
        self.state().ledger.refund(id, amount, "PAYPAL")?;
        self.tell("INVOICING.INVOICE.REFUNDED", id);
        Ok(())
    }

    fn signed(&self, told: Told) -> Hook {
        Hook::new(told, self.signer(), WEBHOOK, &self.base)
    }

    fn tell(&self, event: &str, id: &str) {
        let Ok(kept) = self.invoice(id) else { return };
        let now = Timestamp::now().round(Unit::Second).unwrap_or_else(|_| Timestamp::now());
        let told = Told { event: event.to_owned(), kept, time: now.to_string() };
        let posts_to = self.state().posts_to.clone();
        match posts_to {
            // Best effort: the receiver must live with webhooks that are lost.
            Some(url) => {
                let hook = self.signed(told);
                drop(tokio::spawn(async move { hook.post(&url).await }));
            }
            None => self.state().told.push(told),
        }
    }
}
