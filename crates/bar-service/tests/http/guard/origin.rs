//! From where somebody asks is what the studio's own proxy says, and nothing that anybody may have written.

use bar_service::http::limits::Often;
use bar_service::settings::Settings;
use reqwest::Method;
use serde_json::json;

use crate::studio::{On, Said, Studio};

/// A studio where one guess a minute may come from one place.
async fn studio(change: impl FnOnce(&mut Settings)) -> Studio {
    let often = Often { guesses: std::num::NonZeroU32::MIN, ..Often::default() };
    Studio::start_with(On::Sqlite, change, often).await
}

/// Whether two who bring these words of where they come from are taken for one.
async fn check(studio: &Studio, one: &str, other: &str, expected: bool) {
    let anybody = studio.anybody();
    let mut last = None;
    for (number, forwarded) in [one, other].into_iter().enumerate() {
        // Of another account each time, since those are counted, too.
        let email = format!("{number}{}@example.org", one.len());
        let guess = json!({"email": email, "password": "a wrong guess", "device": "x"});
        let asked = anybody.request(Method::POST, "/v1/sessions").json(&guess);
        let asked = asked.header("x-forwarded-for", forwarded).send().await.unwrap();
        last = Some(Said::of(asked).await);
    }
    let (status, code) = if expected { (429, "request.too_often") } else { (401, "session.wrong") };
    last.unwrap().refused(status, code);
}

#[tokio::test]
async fn the_word_of_the_studios_proxy_counts() {
    let studio = studio(|settings| settings.proxy = vec!["127.0.0.1".parse().unwrap()]).await;
    for (one, other, expected) in [
        ("1.0.0.1", "1.0.0.2", false),
        ("1.0.1.1", "1.0.1.1", true),
        ("6.6.6.6 ,\t1.0.2.1 ", "7.7.7.7,1.0.2.1", true),
        // One connection of IPv6 is its first 64 bits.
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:2", true),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
        // What does not read ends what is believed.
        ("nonsense, 1.0.3.1", "another, 1.0.3.1", true),
        ("nonsense, 1.0.4.1", "nonsense, 1.0.4.2", false),
        ("1.0.5.1, nonsense", "1.0.5.2, another", true),
    ] {
        check(&studio, one, other, expected).await;
    }
}

#[tokio::test]
async fn nobody_elses_does() {
    check(&studio(|_| {}).await, "1.0.0.1", "1.0.0.2", true).await;
}
