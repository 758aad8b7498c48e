//! Passwords: argon2id, with as many at once as fit into memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use tokio::task;

use crate::failure::{Failure, Refusal};
use crate::service::Service;

/// Characters of the shortest password that is taken.
pub const SHORTEST: usize = 10;
/// Bytes of the longest one that is looked at.
const LONGEST: usize = 1000;
/// How long somebody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// Hashed at once, by 19 MiB each.
const AT_ONCE: usize = 4;

/// Those that are tried first, by length 10 and up; shorter ones are refused anyway.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "12345678910",
    "123456789a",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "1234567891",
    "iloveyou123",
    "administrator",
    "letmein123",
    "welcome123",
    "abcdefghij",
    "abcd123456",
    "asdfghjkl1",
    "changeme123",
    "0987654321",
    "9876543210",
    "1111111111",
    "0000000000",
    "michael123",
    "football123",
];

/// Hashes and compares passwords.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    /// Of nobody: compared with where there is no account, so that this takes as long.
    nobody: String,
    compared: Arc<AtomicU64>,
}

impl Passwords {
    /// With what OWASP's Password Storage Cheat Sheet asks for at least: 19 MiB, 2 passes, 1 lane.
    ///
    /// # Errors
    /// When a hash cannot be made.
    pub fn new() -> Result<Self, Failure> {
        let params =
            Params::new(19 * 1024, 2, 1, None).map_err(|error| Failure::Password(error.into()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, "nobody's password")?;
        Ok(Self {
            argon2,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            nobody,
            compared: Arc::default(),
        })
    }

    /// The hash to keep of a new password.
    ///
    /// # Errors
    /// When it is easily guessed, or cannot be hashed.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        let characters = password.chars().count();
        if characters < SHORTEST {
            return Err(Refusal::ShortPassword { least: SHORTEST }.into());
        }
        if password.len() > LONGEST {
            return Err(Refusal::TooLarge { most: LONGEST }.into());
        }
        if COMMON.contains(&password.to_lowercase().as_str()) {
            return Err(Refusal::CommonPassword.into());
        }
        let argon2 = self.argon2.clone();
        self.in_turn(move || hash(&argon2, &password)).await
    }

    /// Whether it is the password that was kept; takes as long where none was.
    ///
    /// # Errors
    /// When too many are compared at once.
    pub async fn is(&self, password: String, kept: Option<String>) -> Result<bool, Failure> {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobody.clone());
        let (argon2, compared) = (self.argon2.clone(), self.compared.clone());
        let same = move || {
            let kept = PasswordHash::new(&kept).map_err(|error| Failure::Password(error.into()))?;
            let password = password.as_bytes().get(..LONGEST.min(password.len()));
            let same = argon2.verify_password(password.unwrap_or_default(), &kept).is_ok();
            compared.fetch_add(1, Ordering::Relaxed);
            Ok(same)
        };
        Ok(self.in_turn(same).await? && known)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned());
        let turn = turn.await.map_err(|_| Refusal::Busy)?;
        task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(|error| Failure::Ended(error.into()))?
    }
}

impl Service {
    /// How many passwords were compared since the start, those of nobody among them.
    #[must_use]
    pub fn passwords_compared(&self) -> u64 {
        self.passwords.compared.load(Ordering::Relaxed)
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, Failure> {
    let hash = argon2.hash_password(password.as_bytes()).map_err(Failure::Password)?;
    Ok(hash.to_string())
}
