//! `PostgreSQL`: any number of instances of the service on one database.

mod connect;
mod listen;
mod patience;
mod refused;
mod tell;
mod transaction;
mod value;

use async_trait::async_trait;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio::sync::broadcast;
use tokio::task::AbortHandle;

use self::connect::Address;
pub use self::connect::is_asked_to_encrypt;
use self::patience::PATIENCE;
use self::refused::not_lent;
use self::tell::Mouth;
use self::transaction::{Kind, Session};
use super::{Database, DbError, OpenError, Row, Transaction, Value, schema};

/// Connections of one instance: with more, the server's processes only take turns on its processors.
const MOST: usize = 8;

/// A database on a server.
pub struct Postgres {
    address: Address,
    pool: Pool,
    pokes: broadcast::Sender<String>,
    listens: AbortHandle,
    mouth: Mouth,
}

impl Postgres {
    /// Connects to the server, and brings the tables up to date while every other instance waits.
    ///
    /// # Errors
    /// When the address cannot be read, the server does not answer, or a newer program made the
    /// tables.
    pub async fn open(address: &str) -> Result<Self, OpenError> {
        let address = Address::read(address)?;
        let mouth = Mouth::start(pool(&address.hasty(), 1)?);
        let pool = pool(&address, MOST)?;
        let pokes = super::poke_sender();
        let listens = listen::start(address.clone(), pokes.clone()).await?;
        let database = Self { address, pool, pokes, listens, mouth };
        database.migrate().await?;
        Ok(database)
    }

    async fn migrate(&self) -> Result<(), OpenError> {
        let mut transaction = self.session(Kind::Upgrade).await?;
        // Another instance that starts at the same time may take long.
        transaction.execute("SET LOCAL lock_timeout = '5min'", &[]).await?;
        transaction.execute("SET LOCAL statement_timeout = 0", &[]).await?;
        transaction.query("SELECT 1 FROM pg_advisory_xact_lock(4827401)", &[]).await?;
        schema::migrate(transaction.as_mut()).await?;
        Ok(transaction.commit().await?)
    }

    async fn session(&self, kind: Kind) -> Result<Box<dyn Transaction>, DbError> {
        let connection = self.pool.get().await.map_err(not_lent)?;
        Ok(Box::new(Session::new(connection, kind, self.address.tls.clone())))
    }
}

#[async_trait]
impl Database for Postgres {
    async fn begin(&self) -> Result<Box<dyn Transaction>, DbError> {
        self.session(Kind::Write).await
    }

    async fn read(&self) -> Result<Box<dyn Transaction>, DbError> {
        self.session(Kind::Read).await
    }

    async fn look(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        self.session(Kind::Look).await?.query(sql, values).await
    }

    fn for_update(&self) -> &'static str {
        "FOR UPDATE"
    }

    fn skip_locked(&self) -> &'static str {
        "FOR UPDATE SKIP LOCKED"
    }

    fn poke(&self, what: &str) {
        self.mouth.tell(what);
    }

    fn pokes(&self) -> broadcast::Receiver<String> {
        self.pokes.subscribe()
    }
}

/// Connections that are lent, so many at most.
fn pool(address: &Address, most: usize) -> Result<Pool, DbError> {
    // What is closed is not lent again; a test before each loan would cost a way there and back.
    let manners = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(address.config.clone(), address.tls.clone(), manners);
    Pool::builder(manager)
        .max_size(most)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(PATIENCE))
        .build()
        .map_err(|error| DbError::Broken(error.into()))
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listens.abort();
    }
}
