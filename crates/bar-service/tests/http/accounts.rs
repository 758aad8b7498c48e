//! Accounts, sessions and invitations.

use std::num::NonZeroU32;

use bar_protocol::{Account, Device, Session};
use bar_service::http::limits::Often;
use serde_json::{Value, json};

use crate::studio::{On, Person, Studio, password, stories};

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;

async fn sign_in(anybody: &Person, name: &str, password: &str) -> crate::studio::Said {
    let email = format!("{}@example.org", name.to_lowercase());
    let asked = json!({"email": email, "password": password, "device": "Phone"});
    anybody.post("/v1/sessions", &asked).await
}

async fn refresh(anybody: &Person, token: &str) -> crate::studio::Said {
    anybody.post("/v1/sessions/refresh", &json!({"refresh": token})).await
}

stories! {
    async fn the_first_run_token_makes_the_studio_once(studio: Studio) {
        let token = studio.running.first_run.clone();
        let sal = studio.sal().await;
        let me: Account = sal.get("/v1/accounts/me").await.as_(200);
        assert_eq!((me.name.as_str(), &me), ("Sal", sal.account()));
        let again = json!({
            "name": "Eve", "email": "eve@example.org", "password": "eve's long password",
            "invitation": token, "device": "Laptop",
        });
        studio.anybody().post("/v1/accounts", &again).await.refused(410, "invitation.gone");
        let studio = studio.restart().await;
        assert_eq!(studio.running.first_run, None);
    }

    async fn who_signs_in_is_known_until_they_sign_out(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let anybody = studio.anybody();
        anybody.get("/v1/accounts/me").await.refused(401, "session.missing");
        sign_in(&anybody, "Ana", "another password").await.refused(401, "session.wrong");
        sign_in(&anybody, "Nobody", "another password").await.refused(401, "session.wrong");
        let phone: Session = sign_in(&anybody, "ANA", &password("Ana")).await.as_(201);
        let phone = studio.anybody().on(phone);
        let devices: Vec<Device> = ana.get("/v1/sessions").await.as_(200);
        let names: Vec<_> = devices.iter().map(|it| (it.name.as_str(), it.current)).collect();
        assert_eq!(names, [("Phone", false), ("Laptop", true)]);
        ana.delete(&format!("/v1/sessions/{}", devices[0].id)).await.is(204);
        phone.get("/v1/accounts/me").await.refused(401, "session.ended");
        ana.get("/v1/accounts/me").await.is(200);
        // A device of somebody else is none.
        let ben = studio.artist("Ben").await;
        ben.delete(&format!("/v1/sessions/{}", devices[1].id)).await.refused(404, "not_found");
    }

    async fn a_token_lasts_an_hour_and_is_refreshed(studio: Studio) {
        let ana = studio.artist("Ana").await;
        studio.later(HOUR + 1);
        ana.get("/v1/accounts/me").await.refused(401, "session.ended");
        let first = ana.session.clone().unwrap().refresh;
        let second: Session = refresh(&studio.anybody(), &first).await.as_(200);
        ana.clone().with_token(&second.token).get("/v1/accounts/me").await.is(200);
        // The answer was lost: the app asks again with what it has.
        let third: Session = refresh(&studio.anybody(), &first).await.as_(200);
        ana.clone().with_token(&third.token).get("/v1/accounts/me").await.is(200);
        studio.later(DAY);
        let fourth: Session = refresh(&studio.anybody(), &third.refresh).await.as_(200);
        // Long after, the old one is a copy: whoever has it, nobody stays signed in.
        studio.later(DAY);
        refresh(&studio.anybody(), &third.refresh).await.refused(401, "session.ended");
        refresh(&studio.anybody(), &fourth.refresh).await.refused(401, "session.ended");
    }

    async fn a_refresh_token_that_was_used_twice_signs_the_device_out(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let first = ana.session.clone().unwrap().refresh;
        // Somebody who copied it is faster, twice.
        let second: Session = refresh(&studio.anybody(), &first).await.as_(200);
        let third: Session = refresh(&studio.anybody(), &second.refresh).await.as_(200);
        refresh(&studio.anybody(), &first).await.refused(401, "session.ended");
        ana.clone().with_token(&third.token).get("/v1/accounts/me").await.refused(401, "session.ended");
        refresh(&studio.anybody(), &third.refresh).await.refused(401, "session.ended");
        refresh(&studio.anybody(), "nonsense").await.refused(401, "session.ended");
    }

    async fn a_second_chance_ends_a_moment_after_the_first(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let first = ana.session.clone().unwrap().refresh;
        refresh(&studio.anybody(), &first).await.is(200);
        studio.later(50_000);
        refresh(&studio.anybody(), &first).await.is(200);
        studio.later(50_000);
        refresh(&studio.anybody(), &first).await.refused(401, "session.ended");
    }

    async fn a_device_that_is_away_for_ninety_days_is_signed_out(studio: Studio) {
        let ana = studio.artist("Ana").await;
        studio.later(90 * DAY);
        let token = ana.session.clone().unwrap().refresh;
        refresh(&studio.anybody(), &token).await.refused(401, "session.ended");
    }

    async fn a_new_password_signs_the_other_devices_out(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let phone: Session =
            sign_in(&studio.anybody(), "Ana", &password("Ana")).await.as_(201);
        let change = |current: &str| json!({"current": current, "new": "a longer new password"});
        let path = "/v1/accounts/me/password";
        ana.post(path, &change("not it")).await.refused(401, "session.wrong");
        ana.post(path, &change(&password("Ana"))).await.is(204);
        ana.get("/v1/accounts/me").await.is(200);
        ana.clone().with_token(&phone.token).get("/v1/accounts/me").await.is(401);
        sign_in(&studio.anybody(), "Ana", &password("Ana")).await.is(401);
        sign_in(&studio.anybody(), "Ana", "a longer new password").await.is(201);
    }

    async fn a_reset_secret_counts_once_and_for_an_hour(studio: Studio) {
        let ana = studio.artist("Ana").await;
        let reset = |secret: &str| json!({"secret": secret, "new": "a longer new password"});
        let path = "/v1/accounts/reset";
        let old = studio.running.service.reset_secret(ana.account()).await.unwrap();
        let new = studio.running.service.reset_secret(ana.account()).await.unwrap();
        studio.anybody().post(path, &reset(&old)).await.refused(410, "invitation.gone");
        studio.anybody().post(path, &reset(&new)).await.is(204);
        studio.anybody().post(path, &reset(&new)).await.refused(410, "invitation.gone");
        ana.get("/v1/accounts/me").await.is(401);
        sign_in(&studio.anybody(), "Ana", "a longer new password").await.is(201);
        let late = studio.running.service.reset_secret(ana.account()).await.unwrap();
        studio.later(HOUR);
        studio.anybody().post(path, &reset(&late)).await.refused(410, "invitation.gone");
    }

    async fn the_studio_asks_engineers_in(studio: Studio) {
        let sal = studio.sal().await;
        let ana = studio.artist("Ana").await;
        sal.post("/v1/invitations", &json!({"role": "service"})).await.refused(422, "request.unfit");
        let invite = json!({"role": "engineer"});
        ana.post("/v1/invitations", &invite).await.refused(403, "role.not_yours");
        let made: Value = sal.post("/v1/invitations", &invite).await.as_(201);
        let look = json!({"secret": made["secret"]});
        let seen: Value = studio.anybody().post("/v1/invitations/look", &look).await.as_(200);
        assert_eq!((&seen["by"], &seen["role"]), (&json!("Sal"), &json!("engineer")));
        let ed = studio.engineer(&sal, "Ed").await;
        assert_eq!(ed.account().role, bar_domain::song::Role::Engineer);
        let list: Vec<Value> = sal.get("/v1/invitations").await.as_(200);
        assert_eq!(list.iter().map(|it| it["taken"] == json!(true)).collect::<Vec<_>>(), [true, false]);
        assert!(list.iter().all(|it| it["secret"].is_null()), "a secret is told once");
        let path = format!("/v1/invitations/{}", made["id"].as_str().unwrap());
        ana.delete(&path).await.refused(404, "not_found");
        sal.delete(&path).await.is(204);
        studio.anybody().post("/v1/invitations/look", &look).await.refused(410, "invitation.gone");
    }

    async fn what_cannot_be_an_account_is_refused_in_a_sentence(studio: Studio) {
        let _ana = studio.artist("Ana").await;
        let asked = |name: &str, email: &str, password: &str| {
            json!({"name": name, "email": email, "password": password, "device": "x"})
        };
        let good = "a long password";
        let anybody = studio.anybody();
        for (asked, status, code) in [
            (asked("Ana", "ANA@example.org", good), 409, "account.email_taken"),
            (asked("", "b@example.org", good), 422, "account.name"),
            (asked(&"x".repeat(201), "b@example.org", good), 422, "account.name"),
            (asked("Ben", "b@localhost", good), 422, "account.email"),
            (asked("Ben", "b@example.org\r\nBcc: c@example.org", good), 422, "account.email"),
            (asked("Ben", "b@example.org", "short"), 422, "account.short_password"),
            (asked("Ben", "b@example.org", "Password123"), 422, "account.common_password"),
            (json!({"name": "Ben"}), 422, "request.unfit"),
            (json!({"name": "Ben", "email": "b@example.org", "password": good, "device": "x", "role": "studio"}), 422, "request.unfit"),
        ] {
            anybody.post("/v1/accounts", &asked).await.refused(status, code);
        }
    }
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let often = Often { guesses_of: NonZeroU32::new(3).unwrap(), ..Often::default() };
    let studio = Studio::start_with(On::Sqlite, |_| {}, often).await;
    let _ana = studio.artist("Ana").await;
    for _ in 0..3 {
        sign_in(&studio.anybody(), "Ana", "a wrong guess").await.refused(401, "session.wrong");
    }
    let said = sign_in(&studio.anybody(), "Ana", &password("Ana")).await;
    said.refused(429, "request.too_often");
    assert!(said.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() <= 60);
    // Somebody else is not hindered by it.
    sign_in(&studio.anybody(), "Ben", "a wrong guess").await.refused(401, "session.wrong");
}

#[tokio::test]
async fn a_studio_says_how_often_one_address_may_ask() {
    let once_a_second = |settings: &mut bar_service::settings::Settings| {
        settings.requests_per_second = NonZeroU32::new(1);
    };
    let studio = Studio::start_with(On::Sqlite, once_a_second, Often::default()).await;
    let anybody = studio.anybody();
    for _ in 0..10 {
        anybody.get("/health").await.is(200);
    }
    // A second may pass in the midst, and lets one more through.
    for _ in 0..10 {
        let said = anybody.get("/health").await;
        if said.status != 200 {
            return said.refused(429, "request.too_often");
        }
    }
    panic!("nobody was stopped");
}

#[tokio::test]
async fn a_studio_may_be_by_invitation() {
    let by_invitation =
        |settings: &mut bar_service::settings::Settings| settings.by_invitation = true;
    let studio = Studio::start_with(On::Sqlite, by_invitation, Often::default()).await;
    let sal = studio.sal().await;
    let asked = json!({"name": "Ana", "email": "ana@example.org", "password": "a long password", "device": "x"});
    studio.anybody().post("/v1/accounts", &asked).await.refused(403, "account.by_invitation");
    let made: Value = sal.post("/v1/invitations", &json!({"role": "artist"})).await.as_(201);
    let mut invited = asked;
    invited["invitation"] = made["secret"].clone();
    studio.anybody().post("/v1/accounts", &invited).await.is(201);
}

#[tokio::test]
async fn what_a_killed_service_was_at_is_thrown_away_at_the_start() {
    use std::fs::{self, File};
    let studio = Studio::start(On::Sqlite).await;
    let scratch = studio.chosen.data.join("scratch");
    for name in ["old", "young"] {
        fs::create_dir(scratch.join(name)).unwrap();
        fs::write(scratch.join(name).join("Rough.wav"), "half of it").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(25);
    File::open(scratch.join("old")).unwrap().set_modified(long_ago).unwrap();
    let _studio = studio.restart().await;
    assert!(!scratch.join("old").exists(), "nobody is at it any more");
    assert!(scratch.join("young/Rough.wav").exists(), "somebody may be");
}

#[tokio::test]
async fn a_second_service_and_another_key_are_refused() {
    use bar_service::clock::SystemClock;
    use bar_service::start::{Ground, PartError, StartError, start_on};
    let ground = || Ground::new(std::sync::Arc::new(SystemClock));
    let studio = Studio::start(On::Sqlite).await;
    let second = start_on(&studio.chosen, ground()).await;
    assert!(matches!(second, Err(StartError::InUse(_))));
    let mut chosen = studio.chosen.clone();
    studio.running.stop().await;
    chosen.key = Some([9; 32]);
    let other = start_on(&chosen, ground()).await;
    assert!(matches!(other, Err(StartError::Part(PartError::OtherKey))));
}
