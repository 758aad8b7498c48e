//! Tokens that were given out.

use std::time::{Duration, Instant};

use uuid::Uuid;

/// Tokens and until when they are good.
#[derive(Debug)]
pub struct Tokens {
    given: Vec<(String, Instant)>,
    life: Duration,
}

impl Default for Tokens {
    fn default() -> Self {
        // As long as PayPal's live for.
        Self { given: Vec::new(), life: Duration::from_hours(9) }
    }
}

impl Tokens {
    /// A new one, and for how many seconds it is good.
    pub fn issue(&mut self) -> (String, u64) {
        let token = format!("A21AA{}", Uuid::new_v4().simple());
        self.given.push((token.clone(), Instant::now() + self.life));
        (token, self.life.as_secs())
    }

    /// Whether it is good.
    pub fn holds(&self, token: &str) -> bool {
        self.given.iter().any(|(given, until)| given == token && Instant::now() < *until)
    }

    /// How long new ones are good for.
    pub fn live(&mut self, life: Duration) {
        self.life = life;
    }

    /// None is good any more.
    pub fn expire(&mut self) {
        self.given.clear();
    }
}
