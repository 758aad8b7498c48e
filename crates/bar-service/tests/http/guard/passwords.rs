//! Passwords are kept as argon2id keeps them, and who has no account waits as long as who has one.

use bar_service::tables::accounts;
use serde_json::json;

use crate::studio::{On, Studio};

#[tokio::test]
async fn a_password_is_kept_as_owasp_asks_for() {
    let studio = Studio::start(On::Sqlite).await;
    let ana = studio.artist("Ana").await;
    let mut tx = studio.running.service.db.read().await.unwrap();
    let kept = accounts::password(&mut *tx, ana.account().id).await.unwrap().unwrap();
    let [_, kind, version, cost, salt, hash]: [&str; 6] =
        kept.split('$').collect::<Vec<_>>().try_into().unwrap();
    assert_eq!((kind, version), ("argon2id", "v=19"));
    let costs: Vec<u32> =
        cost.split(',').map(|it| it.split_once('=').unwrap().1.parse().unwrap()).collect();
    assert!(costs[0] >= 19 * 1024 && costs[1] >= 2 && costs[2] >= 1, "{cost}");
    // 16 bytes of salt and 32 of hash, in base64.
    assert!(salt.len() >= 22 && hash.len() >= 43, "{kept}");
}

#[tokio::test]
async fn an_unknown_address_costs_as_much_work_as_a_known_one() {
    let studio = Studio::start(On::Sqlite).await;
    studio.artist("Ana").await;
    for (email, status) in [("ana@example.org", 401), ("nobody@example.org", 401), ("", 401)] {
        let before = studio.running.service.passwords_compared();
        let asked = json!({"email": email, "password": "a wrong guess", "device": "x"});
        studio.anybody().post("/v1/sessions", &asked).await.refused(status, "session.wrong");
        assert_eq!(studio.running.service.passwords_compared(), before + 1, "{email}");
    }
}
