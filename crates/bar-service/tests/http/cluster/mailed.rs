//! Letters arrive once, though two instances deliver them.

use std::collections::BTreeMap;

use bar_domain::project::{Act, InvoiceId, Offering, PaymentId, Project};
use bar_domain::song::{Time, VersionKind};
use bar_service::settings::Settings;
use bar_testkit::smtp::{SmtpFault, SmtpServer};
use uuid::Uuid;

use super::insisting::until;
use super::two::{beside, often};
use crate::deeds::*;
use crate::studio::{Studio, outside};

const MINUTE: i64 = 60 * 1000;
const LETTERS: [(&str, &str); 3] = [
    ("ana@example.org", "A quote for Harbour"),
    ("ana@example.org", "Harbour Lights: Mix 1 is there"),
    ("ed@example.org", "Harbour Lights: notes on Mix 1"),
];

/// How often each letter arrived at whom.
fn letters(server: &SmtpServer) -> BTreeMap<(String, String), usize> {
    let mut letters = BTreeMap::new();
    for mail in server.mails() {
        let subject = mail.text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap();
        *letters.entry((mail.to.join(" "), subject.to_owned())).or_default() += 1;
    }
    letters
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_letters_of_a_project_arrive_once() {
    let server = SmtpServer::start().await.unwrap();
    let address = format!("smtp://127.0.0.1:{}?tls=none", server.port());
    let mails = |settings: &mut Settings| {
        settings.smtp = Some(address);
        settings.mail_from = Some("Studio <mail@studio.example>".into());
    };
    // The first ones are not taken at once.
    server.next(SmtpFault::Greylisted);
    server.next(SmtpFault::CutFirst);
    let studio = Studio::start_at(Some(outside().await), mails, often).await;
    let (studio, _beside) = beside(studio).await;
    let sal = studio.sal().await;
    let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
    ana.does(create(Some(named(&ed)))).await.does(describe(&[Offering::Mixing])).await;
    ana.does(add_song()).await.does(version(ROUGH, VersionKind::Rough, file(1))).await;
    studio.arrive(1).await;
    ana.does(Act::Submit).await;
    ed.does(draw(studio.running.service.now())).await;
    ana.does(accept()).await;
    sal.does(paid(INVOICE)).await;
    ed.does(version(MIX_1, VersionKind::Mix { number: 1 }, file(2))).await;
    studio.arrive(2).await;
    ana.does(write_note(1, MIX_1)).await.does(submit_round(MIX_1)).await;

    // The clock goes on while they are on their way: both look for work again and again.
    until("the last letter", async || {
        studio.goes_to(Time(studio.running.service.now().0 + MINUTE / 4));
        let arrived = letters(&server);
        LETTERS.iter().all(|(to, about)| arrived.contains_key(&letter(to, about))).then_some(())
    })
    .await;
    for _ in 0..8 {
        studio.goes_to(Time(studio.running.service.now().0 + 2 * MINUTE));
        let state: Project = ana.sees().await.state;
        assert_eq!(state.messages, []);
    }
    let once: BTreeMap<_, _> = LETTERS.iter().map(|(to, about)| (letter(to, about), 1)).collect();
    assert_eq!(letters(&server), once);
}

fn letter(to: &str, about: &str) -> (String, String) {
    (to.to_owned(), about.to_owned())
}

fn paid(invoice: InvoiceId) -> Act {
    let (method, why) = ("bank transfer".into(), "no PayPal here".into());
    let payment = PaymentId(Uuid::from_u128(0x61));
    Act::RecordPayment { invoice, payment, amount: 40_000, method, why }
}
