//! Takes mails from the outbox to the mail server.

use std::time::Duration;

use bar_domain::song::Time;
use uuid::Uuid;

use super::{Address, Letter, Post, PostError, message};
use crate::db::{Database, DbError, Transaction};
use crate::tables::outbox::{self, Due};

/// Mails that are taken at once.
const BATCH: i64 = 10;
/// Nobody else takes them meanwhile. Longer than a batch can take with a server that hardly answers.
const LEASE: Duration = Duration::from_mins(20);
/// How long to wait after each attempt. A server that greets by sending away lets in after minutes.
const WAITS: [Duration; 6] = [
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(20),
    Duration::from_hours(1),
    Duration::from_hours(3),
    Duration::from_hours(8),
];
/// The attempts of four days.
const ATTEMPTS: i64 = 16;

/// What became of the mails that were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// The server has them.
    pub sent: usize,
    /// They are tried again.
    pub put_off: usize,
    /// They will never be sent.
    pub failed: usize,
    /// When there is something to do again.
    pub next: Option<Time>,
}

/// What is to be noted of a mail.
enum Outcome {
    Sent,
    PutOff(String),
    Failed(String),
}

/// Writes a mail down, to be sent when this transaction is kept. `false` where it was before: `key` says
/// what it is about and for whom, as in `mix/…/…`. Mails of no project have the project `nil`.
///
/// # Errors
/// When the database refuses.
pub async fn queue(
    db: &mut dyn Transaction,
    (project, key): (Uuid, &str),
    to: &Address,
    letter: &Letter,
    now: Time,
) -> Result<bool, DbError> {
    let broken = |error: serde_json::Error| DbError::Broken(error.into());
    let to = serde_json::to_string(to).map_err(broken)?;
    let letter = serde_json::to_string(letter).map_err(broken)?;
    outbox::add(db, (project, key), (&to, &letter), now).await
}

/// Hands over what is due. May be run at any time, by any number at once.
///
/// # Errors
/// When the database refuses. What the mail server does is told in [`Round`].
pub async fn deliver(db: &dyn Database, post: &Post, now: Time) -> Result<Round, DbError> {
    let mut round = Round::default();
    loop {
        let mut transaction = db.begin().await?;
        let skip = db.skip_locked();
        let due = outbox::claim(transaction.as_mut(), now, later(now, LEASE), BATCH, skip).await?;
        transaction.commit().await?;
        let is_last = due.len() < BATCH as usize;
        let mut is_reached = true;
        for mail in due {
            let outcome = if is_reached {
                try_one(post, &mail, now, &mut is_reached).await
            } else {
                Outcome::PutOff("not reached".to_owned())
            };
            round.note(db, &mail, outcome, now).await?;
        }
        if is_last || !is_reached {
            break;
        }
    }
    let mut transaction = db.read().await?;
    round.next = outbox::next(transaction.as_mut()).await?;
    Ok(round)
}

async fn try_one(post: &Post, mail: &Due, now: Time, is_reached: &mut bool) -> Outcome {
    let read = serde_json::from_str::<Address>(&mail.address)
        .and_then(|to| Ok((to, serde_json::from_str::<Letter>(&mail.letter)?)));
    let Ok((to, letter)) = read else { return Outcome::Failed("unreadable".to_owned()) };
    let page = letter.page(post.from().name());
    let key = (mail.project, mail.key.as_str());
    let Ok(message) = message(&page, (post.from(), &to), key, now) else {
        return Outcome::Failed("unreadable".to_owned());
    };
    match post.send(message).await {
        Ok(()) => Outcome::Sent,
        Err(error) => {
            tracing::warn!(%error, "a mail did not leave");
            // Whatever is wrong with the way there is wrong for all others too.
            *is_reached = matches!(error, PostError::Later(_) | PostError::Refused(_));
            match error {
                PostError::Refused(code) => Outcome::Failed(code.to_string()),
                PostError::Later(code) | PostError::Login(code) => {
                    Outcome::PutOff(code.to_string())
                }
                PostError::Unreachable(_) | PostError::Silent => {
                    Outcome::PutOff("not reached".to_owned())
                }
            }
        }
    }
}

impl Round {
    async fn note(
        &mut self,
        db: &dyn Database,
        mail: &Due,
        outcome: Outcome,
        now: Time,
    ) -> Result<(), DbError> {
        let mut transaction = db.begin().await?;
        let to = transaction.as_mut();
        match outcome {
            Outcome::Sent => {
                outbox::sent(to, mail).await?;
                self.sent += 1;
            }
            Outcome::PutOff(why) if mail.attempts < ATTEMPTS => {
                let wait = WAITS[(mail.attempts as usize).saturating_sub(1).min(WAITS.len() - 1)];
                outbox::put_off(to, mail, later(now, wait), &why).await?;
                self.put_off += 1;
            }
            Outcome::PutOff(why) | Outcome::Failed(why) => {
                outbox::failed(to, mail, &why).await?;
                self.failed += 1;
            }
        }
        transaction.commit().await
    }
}

fn later(time: Time, wait: Duration) -> Time {
    Time(time.0.saturating_add(wait.as_millis() as i64))
}
