//! Mails arrive at a real server, whatever goes wrong on the way.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use bar_domain::song::Time;
use bar_service::clock::{Clock, SystemClock};
use bar_service::db::{self, Database};
use bar_service::hidden::Hidden;
use bar_service::jobs::Worker;
use bar_service::mail::{Letter, MailSettings, Post, Round, Security, deliver, job, queue};
use bar_service::tables::{jobs, outbox};
use bar_testkit::postgres;
use bar_testkit::smtp::{SmtpFault, SmtpServer};
use tempfile::TempDir;
use uuid::Uuid;

use crate::samples::{NOW, all, ana, studio};

const PROJECT: Uuid = Uuid::from_u128(7);
const MINUTE: i64 = 60_000;

/// An outbox, a way out, and a clock that is moved on.
struct Story {
    db: Arc<dyn Database>,
    post: Post,
    now: Time,
    _place: Box<dyn Any>,
}

impl Story {
    async fn with(server: &SmtpServer) -> Self {
        Self::over(settings(server.port(), Security::Plain, None)).await
    }

    async fn over(settings: MailSettings) -> Self {
        let folder = TempDir::new().unwrap();
        let address = folder.path().join("service.db");
        Self::begin(settings, address.to_str().unwrap(), folder).await
    }

    /// In the database at this address, which lasts as long as `place` does.
    async fn begin(settings: MailSettings, address: &str, place: impl Any) -> Self {
        let db = db::open(address).await.unwrap();
        let post = Post::new(settings.patient_for(Duration::from_millis(500))).unwrap();
        Self { db, post, now: NOW, _place: Box::new(place) }
    }

    async fn queue(&self, key: &str, letter: &Letter) -> bool {
        let mut transaction = self.db.begin().await.unwrap();
        let (to, about) = (ana(), (PROJECT, key));
        let queued = queue(transaction.as_mut(), about, &to, letter, self.now).await.unwrap();
        transaction.commit().await.unwrap();
        queued
    }

    async fn queue_one(&self) {
        assert!(self.queue("mix/2/ana", &all("Night Drive")[6]).await);
    }

    async fn deliver(&self) -> Round {
        deliver(self.db.as_ref(), &self.post, self.now).await.unwrap()
    }

    /// Delivers when there is something to do, until there is nothing; counts the rounds.
    async fn until_done(&mut self) -> usize {
        for rounds in 1..100 {
            match self.deliver().await.next {
                Some(then) => self.now = then.max(self.now),
                None => return rounds,
            }
        }
        panic!("there is always something left to do");
    }

    /// To whom a mail goes, and what it says.
    async fn said_of(&self, key: &str) -> [String; 2] {
        let mut tx = self.db.read().await.unwrap();
        let sql = "SELECT address, letter FROM outbox WHERE key = $1";
        let rows = tx.query(sql, &[key.into()]).await.unwrap();
        [0, 1].map(|column| rows[0].text(column).unwrap().to_owned())
    }

    async fn failed(&self) -> Vec<String> {
        let mut transaction = self.db.read().await.unwrap();
        let failed = outbox::all_failed(transaction.as_mut()).await.unwrap();
        failed.into_iter().map(|it| format!("{} {}", it.key, it.why)).collect()
    }
}

fn settings(port: u16, security: Security, login: Option<(String, Hidden)>) -> MailSettings {
    MailSettings::new(("127.0.0.1", port), security, login, studio()).unwrap()
}

#[tokio::test]
async fn every_letter_arrives() {
    let server = SmtpServer::start().await.unwrap();
    let story = Story::with(&server).await;
    let letters = all("Night Drive");
    for (n, letter) in letters.iter().enumerate() {
        assert!(story.queue(&format!("letter/{n}"), letter).await);
    }
    let round = story.deliver().await;
    assert_eq!(round, Round { sent: letters.len(), ..Round::default() });
    let mails = server.mails();
    assert_eq!(mails.len(), letters.len());
    for mail in &mails {
        assert_eq!(
            (mail.from.as_str(), mail.to.as_slice()),
            ("studio@example.com", &["ana@example.com".to_owned()][..])
        );
        assert!(mail.text.contains("From: \"Bar One\" <studio@example.com>"), "{}", mail.text);
        assert!(mail.text.contains("text/plain") && mail.text.contains("text/html"));
    }
}

#[tokio::test]
async fn a_key_is_queued_and_sent_once() {
    let server = SmtpServer::start().await.unwrap();
    let story = Story::with(&server).await;
    story.queue_one().await;
    assert!(!story.queue("mix/2/ana", &all("Another")[6]).await);
    assert_eq!(story.deliver().await.sent, 1);
    assert!(!story.queue("mix/2/ana", &all("Another")[6]).await, "also once it was sent");
    assert_eq!(story.deliver().await, Round::default());
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn what_was_not_kept_is_not_sent() {
    let server = SmtpServer::start().await.unwrap();
    let story = Story::with(&server).await;
    let mut transaction = story.db.begin().await.unwrap();
    let key = (PROJECT, "mix/2/ana");
    queue(transaction.as_mut(), key, &ana(), &all("Night")[6], NOW).await.unwrap();
    drop(transaction);
    assert_eq!(story.deliver().await, Round::default());
}

#[tokio::test]
async fn whatever_passes_leads_to_one_mail() {
    check(&[SmtpFault::Greylisted], 2, 1).await;
    check(&[SmtpFault::Greylisted, SmtpFault::Greylisted, SmtpFault::Greylisted], 4, 1).await;
    check(&[SmtpFault::CutFirst], 2, 1).await;
    check(&[SmtpFault::Slow(Duration::from_millis(50))], 1, 1).await;
    check(&[SmtpFault::Slow(Duration::from_secs(2))], 2, 1).await;
}

#[tokio::test]
async fn where_the_answer_got_lost_it_comes_twice_under_one_name() {
    for fault in [SmtpFault::CutLast, SmtpFault::SilentLast] {
        let mails = check(&[fault], 2, 2).await;
        let name = |text: &str| {
            text.lines().find(|it| it.starts_with("Message-ID:")).map(str::to_owned).unwrap()
        };
        assert_eq!(name(&mails[0]), name(&mails[1]));
    }
}

/// One mail, with faults on the way: after how many rounds all is done, and how often it arrived.
async fn check(faults: &[SmtpFault], rounds: usize, arrived: usize) -> Vec<String> {
    let server = SmtpServer::start().await.unwrap();
    let mut story = Story::with(&server).await;
    story.queue_one().await;
    for fault in faults {
        server.next(*fault);
    }
    assert_eq!(story.until_done().await, rounds, "{faults:?}");
    assert!(story.failed().await.is_empty(), "{faults:?}");
    let mails: Vec<String> = server.mails().into_iter().map(|mail| mail.text).collect();
    assert_eq!(mails.len(), arrived, "{faults:?}");
    mails
}

#[tokio::test]
async fn what_is_refused_fails_at_once_and_holds_nobody_up() {
    for (fault, code) in [(SmtpFault::Refused, "550"), (SmtpFault::TooLarge, "552")] {
        let server = SmtpServer::start().await.unwrap();
        let story = Story::with(&server).await;
        story.queue("a", &all("Night")[6]).await;
        story.queue("b", &all("Night")[8]).await;
        server.next(fault);
        let round = story.deliver().await;
        assert_eq!(round, Round { sent: 1, failed: 1, ..Round::default() });
        assert_eq!(story.failed().await, [format!("a {code}")]);
        assert_eq!(story.said_of("a").await, ["", ""], "what was said to whom is kept");
        assert_eq!(server.mails().len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_asked_less_and_less_and_given_up_after_days() {
    let server = SmtpServer::start().await.unwrap();
    let mut story = Story::with(&server).await;
    drop(server);
    story.queue("a", &all("Night")[6]).await;
    story.queue("b", &all("Night")[8]).await;
    let round = story.deliver().await;
    assert_eq!((round.put_off, round.next), (2, Some(Time(NOW.0 + MINUTE))));
    story.until_done().await;
    assert_eq!(story.failed().await, ["a not reached", "b not reached"]);
    let days = (story.now.0 - NOW.0) / (24 * 60 * MINUTE);
    assert!((3..=5).contains(&days), "{days}");
}

#[tokio::test]
async fn two_who_deliver_at_once_send_each_mail_once() {
    let server = SmtpServer::start().await.unwrap();
    let place = postgres::database().unwrap();
    let way = || settings(server.port(), Security::Plain, None);
    share_the_work(&server, Story::with(&server).await).await;
    share_the_work(&server, Story::begin(way(), &place.url(), place).await).await;
}

async fn share_the_work(server: &SmtpServer, story: Story) {
    let before = server.mails().len();
    for n in 0..25 {
        story.queue(&format!("letter/{n}"), &all("Night")[6]).await;
    }
    let (a, b) = tokio::join!(story.deliver(), story.deliver());
    assert_eq!(a.sent + b.sent, 25);
    assert_eq!(server.mails().len() - before, 25);
}

#[tokio::test]
async fn a_mail_whose_sender_died_is_sent_by_the_next() {
    let server = SmtpServer::start().await.unwrap();
    let mut story = Story::with(&server).await;
    story.queue_one().await;
    let mut transaction = story.db.begin().await.unwrap();
    let until = Time(NOW.0 + 20 * MINUTE);
    let skip = story.db.skip_locked();
    assert_eq!(outbox::claim(transaction.as_mut(), NOW, until, 10, skip).await.unwrap().len(), 1);
    transaction.commit().await.unwrap();
    assert_eq!(story.deliver().await, Round { next: Some(until), ..Round::default() });
    story.now = until;
    assert_eq!(story.deliver().await.sent, 1);
}

#[tokio::test]
async fn over_starttls_with_a_password() {
    let server = SmtpServer::guarded("studio", "canary").await.unwrap();
    let login = || Some(("studio".to_owned(), Hidden::from("canary")));
    let root = server.root().unwrap().as_bytes();
    let trusting = settings(server.port(), Security::StartTls, login()).trusting(root);
    let story = Story::over(trusting).await;
    story.queue_one().await;
    assert_eq!(story.deliver().await.sent, 1);
    let mail = &server.mails()[0];
    assert_eq!((mail.user.as_deref(), mail.encrypted), (Some("studio"), true));
}

#[tokio::test]
async fn no_password_goes_to_a_server_that_nobody_trusts_or_that_does_not_encrypt() {
    let guarded = SmtpServer::guarded("studio", "canary").await.unwrap();
    let plain = SmtpServer::start().await.unwrap();
    for port in [guarded.port(), plain.port()] {
        let login = Some(("studio".to_owned(), Hidden::from("canary")));
        let story = Story::over(settings(port, Security::StartTls, login)).await;
        story.queue_one().await;
        assert_eq!(story.deliver().await.put_off, 1);
    }
    assert!(guarded.mails().is_empty() && plain.mails().is_empty());
}

#[tokio::test]
async fn a_wrong_password_puts_off_and_throws_nothing_away() {
    let server = SmtpServer::guarded("studio", "right").await.unwrap();
    let login = Some(("studio".to_owned(), Hidden::from("wrong")));
    let root = server.root().unwrap().as_bytes();
    let trusting = settings(server.port(), Security::StartTls, login).trusting(root);
    let story = Story::over(trusting).await;
    story.queue_one().await;
    let round = story.deliver().await;
    assert_eq!((round.put_off, round.failed), (1, 0));
}

#[tokio::test]
async fn what_is_erased_leaves_nothing() {
    let server = SmtpServer::start().await.unwrap();
    let story = Story::with(&server).await;
    story.queue_one().await;
    let mut transaction = story.db.begin().await.unwrap();
    outbox::erase(transaction.as_mut(), PROJECT).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(story.deliver().await, Round::default());
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn delivering_that_was_given_up_begins_anew_with_the_service() {
    let server = SmtpServer::start().await.unwrap();
    let story = Story::with(&server).await;
    let begin = async || {
        let mut tx = story.db.begin().await.unwrap();
        job::begin(tx.as_mut(), NOW).await.unwrap();
        let due = jobs::claim(tx.as_mut(), &*story.db, &[job::KIND], NOW, NOW, 9).await.unwrap();
        let [job] = &due[..] else { panic!("there is one: {due:?}") };
        assert!(jobs::give_up(tx.as_mut(), job, NOW, "the database was away").await.unwrap());
        tx.commit().await.unwrap();
    };
    begin().await;
    begin().await;
}

#[tokio::test]
async fn a_worker_delivers_what_is_queued_while_it_works() {
    let server = SmtpServer::start().await.unwrap();
    let mut story = Story::with(&server).await;
    story.now = SystemClock.now();
    let mut tx = story.db.begin().await.unwrap();
    job::begin(tx.as_mut(), story.now).await.unwrap();
    tx.commit().await.unwrap();

    let post = Post::new(settings(server.port(), Security::Plain, None)).unwrap();
    let clock = Arc::new(SystemClock);
    let kind = job::Delivery { db: story.db.clone(), clock: clock.clone(), post };
    let worker = Worker { db: story.db.clone(), clock, kinds: vec![Arc::new(kind)] };
    let working = tokio::spawn(worker.run(std::future::pending()));
    story.queue_one().await;
    job::hasten(story.db.as_ref(), SystemClock.now()).await.unwrap();
    let arrives = async {
        while server.mails().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), arrives).await.unwrap();
    working.abort();
}
