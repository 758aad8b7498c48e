//! The clock leaps by a year, and back.

use bar_domain::project::{Act, Offering, PaymentId, Project, ProjectId, Stage};
use bar_domain::song::{Time, VersionKind};
use bar_protocol::{Changes, Refresh, Session};
use bar_service::settings::Settings;
use bar_testkit::smtp::SmtpServer;
use serde_json::Value;
use uuid::Uuid;

use super::insisting::until;
use super::once::{all_there_once, nothing_is_broken};
use super::two::{beside, often, two};
use crate::deeds::*;
use crate::studio::{Person, Studio, outside};

const DAY: i64 = 24 * 60 * 60 * 1000;
const YEAR: i64 = 365 * DAY;
const OTHER: ProjectId = ProjectId(Uuid::from_u128(0xb));

async fn quoted(studio: &Studio, ana: &Person, ed: &Person) {
    ana.does(create(Some(named(ed)))).await.does(describe(&[Offering::Mixing])).await;
    ana.does(add_song()).await.does(version(ROUGH, VersionKind::Rough, file(1))).await;
    studio.arrive(1).await;
    ana.does(Act::Submit).await;
    ed.does(draw(studio.running.service.now())).await;
}

/// A project whose mix is approved: its files are to be erased some time.
async fn completed(studio: &Studio, sal: &Person, ana: &Person, ed: &Person) {
    quoted(studio, ana, ed).await;
    ana.does(accept()).await;
    let (method, why) = ("bank transfer".into(), "no PayPal here".into());
    let payment = PaymentId(Uuid::from_u128(0x61));
    sal.does(Act::RecordPayment { invoice: INVOICE, payment, amount: 40_000, method, why }).await;
    ed.does(version(MIX_1, VersionKind::Mix { number: 1 }, file(2))).await;
    studio.arrive(2).await;
    ana.does(Act::ApproveMix { song: SONG, version: MIX_1 }).await;
    assert_eq!(ana.sees().await.state.stage(), Stage::Completed);
}

async fn changes(person: &Person, cursor: &str) -> Changes {
    person.get(&format!("/v1/changes?cursor={cursor}")).await.as_(200)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_ahead_and_back_nobody_is_erased_and_everything_goes_on() {
    let server = SmtpServer::start().await.unwrap();
    let address = format!("smtp://127.0.0.1:{}?tls=none", server.port());
    let mails = |settings: &mut Settings| {
        settings.smtp = Some(address);
        settings.mail_from = Some("Studio <mail@studio.example>".into());
    };
    let studio = Studio::start_at(Some(outside().await), mails, often).await;
    let (studio, beside) = beside(studio).await;
    let sal = studio.sal().await;
    let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
    completed(&studio, &sal, &ana, &ed).await;
    let today = studio.running.service.now();
    let mut told = vec![ana.tells(1).await];

    studio.goes_to(Time(today.0 + YEAR));
    ana.get("/v1/changes").await.refused(401, "session.ended");
    // However late it seems to be, the artist is warned first, and then somebody has to look at it.
    for days in [30, 7, 1] {
        let ana = studio.signs_in("Ana").await;
        let warned = |it: &Project| it.retention.reminded.last().is_some_and(|it| it.days == days);
        ana.waits_for("a reminder", warned).await;
        let retention = ana.sees().await.state.retention;
        let next = retention.next_reminder().map(|next| next.at).or(retention.due());
        studio.goes_to(Time(next.expect("it comes").0 + 1));
    }
    let (later, sal_later) = (studio.signs_in("Ana").await, studio.signs_in("Sal").await);
    sal_later.waits_for_stop().await;
    let erasing: Value = sal_later.get("/v1/erasing").await.as_(200);
    let why = erasing["stopped"].as_str().unwrap();
    assert!(why.contains("the clock of the service leapt by 39"), "{why}");
    told.push(later.tells(2).await);
    let ahead = changes(&later, "").await;

    studio.goes_to(today);
    // Who was signed in then is again, and who signed in since still is.
    for person in [&ana, &later] {
        person.get("/v1/accounts/me").await.is(200);
    }
    told.push(ana.tells(3).await);
    let heard = changes(&ana, &ahead.cursor).await;
    assert_eq!(heard.projects[0].head, ana.sees().await.seq, "what moved since is told");
    let last = changes(&ana, &heard.cursor).await;
    assert!(!last.more && last.cursor <= ahead.cursor, "and from now on by this clock");
    let other = pushed_to(OTHER, create(None));
    ana.insists(&[other]).await;
    let heard = changes(&ana, &last.cursor).await;
    assert!(heard.projects.iter().any(|it| it.project == OTHER), "{heard:?}");
    all_there_once(&ana, &told).await;
    assert_eq!(ana.sees().await.state.stage(), Stage::Completed, "nobody is erased");

    // Mails do not wait for a year.
    let arrived = server.mails().len();
    let asked = serde_json::json!({"email": "ana@example.org"});
    studio.anybody().post("/v1/accounts/forgot", &asked).await.is(202);
    until("a mail", async || {
        studio.goes_to(Time(studio.running.service.now().0 + 1000));
        let told = server.mails().into_iter().skip(arrived);
        let mut about = told.filter(|it| it.text.contains("password"));
        about.next().map(drop)
    })
    .await;

    // The studio looks at it, and nothing is due.
    sal.post("/v1/erasing/go-on", &()).await.is(204);
    let erasing: Value = sal.get("/v1/erasing").await.as_(200);
    assert_eq!((&erasing["stopped"], &erasing["due"]), (&Value::Null, &0.into()));
    assert_eq!(ana.sees().await.state.stage(), Stage::Completed, "nobody is erased");
    nothing_is_broken(&beside.other.service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_is_doubted_after_a_long_rest() {
    let studio = Studio::start(crate::studio::On::Sqlite).await;
    studio.later(3 * DAY);
    let mut studio = studio.restart().await;
    assert!(studio.running.service.may_erase().await.unwrap(), "a studio rests over the weekend");
    for rest in [30 * DAY, -40 * DAY] {
        studio.later(rest);
        studio = studio.restart().await;
        assert!(!studio.running.service.may_erase().await.unwrap(), "after {rest} ms");
        // What the clock says now is not believed because it was said once.
        studio = studio.restart().await;
        assert!(!studio.running.service.may_erase().await.unwrap(), "after {rest} ms, again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_word_of_the_studio_counts_at_every_instance() {
    let (studio, beside) = two().await;
    studio.sal().await;
    studio.goes_to(Time(studio.running.service.now().0 + YEAR));
    let services = [&studio.running.service, &beside.other.service];
    for service in services {
        assert!(!service.may_erase().await.unwrap());
    }
    let sal = studio.signs_in("Sal").await.through(studio.running.address);
    sal.post("/v1/erasing/go-on", &()).await.is(204);
    // Each knows then that its clock is right, also when the word does not count any more: a day after it was
    // given, which is no day after the clock was looked at.
    let given = studio.running.service.now();
    for wait in [0, DAY] {
        studio.goes_to(Time(given.0 + wait));
        for service in services {
            assert!(service.may_erase().await.unwrap(), "after {wait} ms");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quote_that_was_over_for_a_while_says_so() {
    let studio = Studio::start_on(crate::studio::On::Sqlite, |_| {}, often).await;
    let sal = studio.sal().await;
    let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
    quoted(&studio, &ana, &ed).await;
    let today = studio.running.service.now();
    studio.goes_to(Time(today.0 + YEAR));
    let later = studio.signs_in("Ana").await;
    later.waits_for("its end", |project| project.open_quote().is_none()).await;
    studio.goes_to(today);
    let said = ana.push(vec![pushed(accept())]).await.remove(0).refusal.expect("it is over");
    assert!(said.code.starts_with("quote.") && said.sentence.len() > 10, "{said:?}");
    // A new one is drawn, and taken.
    let quote = bar_domain::project::QuoteId(Uuid::from_u128(0x92));
    let Act::DrawQuote { terms, .. } = draw(today) else { unreachable!() };
    ed.does(Act::DrawQuote { quote, terms }).await;
    ana.does(Act::AcceptQuote { quote, invoice: INVOICE }).await;
}

/// A refresh token from the future that was replaced there counts no longer than any other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_was_replaced_in_the_future_is_not_good_for_a_year() {
    let studio = Studio::start_on(crate::studio::On::Sqlite, |_| {}, often).await;
    let ana = studio.artist("Ana").await;
    let today = studio.running.service.now();
    let before = ana.session.clone().expect("signed in").refresh;
    studio.goes_to(Time(today.0 + 30 * DAY));
    let refresh = |token: &str| Refresh { refresh: token.to_owned() };
    let anybody = studio.anybody();
    let new: Session = anybody.post("/v1/sessions/refresh", &refresh(&before)).await.as_(200);
    studio.goes_to(today);
    anybody.post("/v1/sessions/refresh", &refresh(&before)).await.refused(401, "session.ended");
    anybody
        .post("/v1/sessions/refresh", &refresh(&new.refresh))
        .await
        .refused(401, "session.ended");
}
