//! What the journal promises.

use std::sync::Arc;

use bar_domain::song::Time;
use bar_service::db::{Database, DbError, Value};
use bar_service::tables::journal::{
    Answered, Damage, Fault, Head, Moved, NewEvent, answered, append, events_after, keep_answer,
    keep_snapshot, lock_project, moved_since, projects_after, set_members, snapshot, verify,
};
use bar_service::tables::meta;
use futures::future::join_all;
use uuid::Uuid;

use crate::stage::{Place, stories};

stories! {
    events_are_numbered_by_project_and_read_page_by_page
    a_new_project_is_made_once_however_many_come
    many_who_append_at_once_make_one_chain
    nothing_is_appended_to_an_old_head
    a_command_is_answered_once
    a_snapshot_takes_the_place_of_the_one_before
    what_moved_is_told_in_order_to_who_is_or_was_in_it
    whatever_is_changed_behind_the_journal_is_found
    an_epoch_lasts_until_another_begins
}

const ONE: Uuid = Uuid::from_u128(1);
const TWO: Uuid = Uuid::from_u128(2);

fn event(n: u64) -> NewEvent {
    NewEvent { version: 1, event: format!(r#"{{"n":{n}}}"#) }
}

async fn happen(
    db: &Arc<dyn Database>,
    project: Uuid,
    count: u64,
    at: i64,
) -> Result<Head, DbError> {
    let mut tx = db.begin().await?;
    let head = lock_project(&mut *tx, &**db, project, Time(at)).await?;
    let events: Vec<_> = (1..=count).map(|n| event(head.seq + n)).collect();
    let head = append(&mut *tx, project, &head, &events, None, Time(at)).await?;
    tx.commit().await?;
    Ok(head)
}

async fn numbers(db: &Arc<dyn Database>, project: Uuid, after: u64, limit: u32) -> Vec<u64> {
    let mut tx = db.read().await.expect("a transaction");
    let page = events_after(&mut *tx, project, after, limit).await.expect("events");
    assert!(page.iter().all(|kept| kept.event == event(kept.seq).event && kept.version == 1));
    page.iter().map(|kept| kept.seq).collect()
}

async fn damage(db: &Arc<dyn Database>, project: Uuid) -> Option<(u64, Fault)> {
    let mut tx = db.read().await.expect("a transaction");
    let damage = verify(&mut *tx, project).await.expect("an answer");
    damage.map(|Damage { project: which, seq, fault }| {
        assert_eq!(which, project);
        (seq, fault)
    })
}

async fn events_are_numbered_by_project_and_read_page_by_page(place: Place) {
    let db = place.open().await;
    happen(&db, ONE, 3, 10).await.expect("kept");
    happen(&db, TWO, 2, 10).await.expect("kept");
    happen(&db, ONE, 1200, 20).await.expect("kept");
    assert_eq!(numbers(&db, ONE, 0, 2).await, [1, 2]);
    assert_eq!(numbers(&db, ONE, 2, 3).await, [3, 4, 5]);
    assert_eq!(numbers(&db, ONE, 1200, 500).await, [1201, 1202, 1203]);
    assert!(numbers(&db, ONE, 1203, 500).await.is_empty());
    assert!(numbers(&db, ONE, u64::MAX, 500).await.is_empty());
    assert_eq!(numbers(&db, TWO, 0, 500).await, [1, 2]);
    assert_eq!(damage(&db, ONE).await, None);
    let mut tx = db.read().await.expect("a transaction");
    assert_eq!(projects_after(&mut *tx, None, 9).await.expect("projects"), [ONE, TWO]);
    assert_eq!(projects_after(&mut *tx, Some(ONE), 9).await.expect("projects"), [TWO]);
}

async fn a_new_project_is_made_once_however_many_come(place: Place) {
    let db = place.open().await;
    for outcome in join_all((0..12).map(|_| happen(&db, ONE, 0, 10))).await {
        assert_eq!(outcome.expect("held"), Head::first(ONE, Time(10)));
    }
}

async fn many_who_append_at_once_make_one_chain(place: Place) {
    let db = place.open().await;
    let projects = [ONE, TWO];
    let all = (0..60).map(|n| happen(&db, projects[n % 2], n as u64 % 3, n as i64));
    for outcome in join_all(all).await {
        outcome.expect("kept");
    }
    for project in projects {
        assert_eq!(numbers(&db, project, 0, 500).await, (1..=30).collect::<Vec<_>>());
        assert_eq!(damage(&db, project).await, None);
    }
}

async fn nothing_is_appended_to_an_old_head(place: Place) {
    let db = place.open().await;
    let old = happen(&db, ONE, 1, 10).await.expect("kept");
    happen(&db, ONE, 1, 10).await.expect("kept");
    for events in [vec![event(2)], vec![]] {
        let mut tx = db.begin().await.expect("a transaction");
        let refused = append(&mut *tx, ONE, &old, &events, None, Time(0)).await;
        assert!(matches!(refused, Err(DbError::Conflict(_))), "{refused:?}");
    }
}

async fn a_command_is_answered_once(place: Place) {
    let db = place.open().await;
    let id = Uuid::from_u128(9);
    let answer = Answered { body_hash: [7; 32], reply: "{}".into() };
    let mut tx = db.begin().await.expect("a transaction");
    assert_eq!(answered(&mut *tx, ONE, id).await.expect("an answer"), None);
    keep_answer(&mut *tx, ONE, id, &answer).await.expect("kept");
    tx.commit().await.expect("kept");
    let mut tx = db.begin().await.expect("a transaction");
    assert_eq!(answered(&mut *tx, ONE, id).await.expect("an answer"), Some(answer.clone()));
    assert_eq!(answered(&mut *tx, TWO, id).await.expect("an answer"), None);
    let again = keep_answer(&mut *tx, ONE, id, &answer).await;
    assert!(matches!(again, Err(DbError::Conflict(_))), "{again:?}");
}

async fn a_snapshot_takes_the_place_of_the_one_before(place: Place) {
    let db = place.open().await;
    let mut tx = db.begin().await.expect("a transaction");
    assert_eq!(snapshot(&mut *tx, ONE).await.expect("an answer"), None);
    keep_snapshot(&mut *tx, ONE, 500, "old").await.expect("kept");
    keep_snapshot(&mut *tx, ONE, 1000, "new").await.expect("kept");
    assert_eq!(snapshot(&mut *tx, ONE).await.expect("an answer"), Some((1000, "new".into())));
}

async fn what_moved_is_told_in_order_to_who_is_or_was_in_it(place: Place) {
    let db = place.open().await;
    let [ann, bob] = [Uuid::from_u128(100), Uuid::from_u128(200)];
    let takes_part = async |project, members: &[(Uuid, &str)]| {
        let mut tx = db.begin().await.expect("a transaction");
        set_members(&mut *tx, project, members).await.expect("members");
        tx.commit().await.expect("kept");
    };
    let moved = async |of, at, after, limit| {
        let mut tx = db.read().await.expect("a transaction");
        moved_since(&mut *tx, of, Time(at), after, limit).await.expect("an answer")
    };
    let is = |project, head, at, left| Moved { project, head, moved_at: Time(at), left };
    let nil = Uuid::nil();

    happen(&db, ONE, 1, 20).await.expect("kept");
    takes_part(ONE, &[(ann, "artist"), (bob, "engineer")]).await;
    happen(&db, TWO, 2, 10).await.expect("kept");
    takes_part(TWO, &[(ann, "artist")]).await;
    let three = Uuid::from_u128(3);
    happen(&db, three, 3, 20).await.expect("kept");

    let all = [is(TWO, 2, 10, false), is(ONE, 1, 20, false), is(three, 3, 20, false)];
    assert_eq!(moved(None, 0, nil, 9).await, all);
    assert_eq!(moved(None, 0, nil, 2).await, all[..2]);
    assert_eq!(moved(None, 20, ONE, 9).await, all[2..]);
    assert_eq!(moved(None, 20, nil, 9).await, all[1..]);
    assert_eq!(moved(Some(ann), 0, nil, 9).await, all[..2]);
    assert_eq!(moved(Some(ann), 10, TWO, 9).await, all[1..2]);
    assert_eq!(moved(Some(bob), 0, nil, 9).await, all[1..2]);

    // Bob is taken out, and is not told how it goes on. A clock that is set back moves nothing back.
    happen(&db, ONE, 1, 5).await.expect("kept");
    takes_part(ONE, &[(ann, "studio")]).await;
    happen(&db, ONE, 1, 30).await.expect("kept");
    assert_eq!(moved(Some(bob), 0, nil, 9).await, [is(ONE, 0, 20, true)]);
    assert_eq!(moved(Some(ann), 10, TWO, 9).await, [is(ONE, 3, 30, false)]);
    takes_part(ONE, &[(ann, "studio"), (bob, "engineer")]).await;
    assert_eq!(moved(Some(bob), 0, nil, 9).await, [is(ONE, 3, 30, false)]);
}

async fn whatever_is_changed_behind_the_journal_is_found(place: Place) {
    let db = place.open().await;
    happen(&db, ONE, 1100, 10).await.expect("kept");
    let forged = Head::first(ONE, Time(0)).next(1, "{}");
    let (text, hash) = (Value::from("{}"), Value::from(forged.hash));
    let harms: [(&str, Vec<Value>, u64, Fault); 8] = [
        (
            "UPDATE events SET event = $2 WHERE project = $1 AND seq = 700",
            vec![text.clone()],
            700,
            Fault::Altered,
        ),
        (
            "UPDATE events SET version = 2 WHERE project = $1 AND seq = 1100",
            vec![],
            1100,
            Fault::Altered,
        ),
        (
            "UPDATE events SET hash = $2 WHERE project = $1 AND seq = 1",
            vec![hash.clone()],
            1,
            Fault::Altered,
        ),
        ("DELETE FROM events WHERE project = $1 AND seq = 500", vec![], 500, Fault::Missing),
        ("DELETE FROM events WHERE project = $1 AND seq > 500", vec![], 501, Fault::Missing),
        ("UPDATE projects SET head = 1099 WHERE project = $1", vec![], 1100, Fault::Added),
        ("DELETE FROM projects WHERE project = $1", vec![], 1, Fault::Added),
        (
            "UPDATE projects SET hash = $2 WHERE project = $1",
            vec![hash.clone()],
            1100,
            Fault::Altered,
        ),
    ];
    for (sql, more, seq, fault) in harms {
        let mut tx = db.begin().await.expect("a transaction");
        let values = [vec![ONE.into()], more].concat();
        assert!(tx.execute(sql, &values).await.expect("harm") > 0, "{sql}");
        let found = verify(&mut *tx, ONE).await.expect("an answer").expect("damage");
        assert_eq!((found.seq, found.fault), (seq, fault), "{sql}: {found}");
        assert_eq!(projects_after(&mut *tx, None, 9).await.expect("projects"), [ONE]);
    }
    assert_eq!(damage(&db, ONE).await, None, "none of it was kept");
}

async fn an_epoch_lasts_until_another_begins(place: Place) {
    let db = place.open().await;
    let mut tx = db.begin().await.expect("a transaction");
    let epoch = meta::epoch(&mut *tx).await.expect("an epoch");
    assert_eq!(meta::epoch(&mut *tx).await.expect("an epoch"), epoch);
    let next = meta::begin_epoch(&mut *tx).await.expect("an epoch");
    assert_ne!(next, epoch);
    assert_eq!(meta::epoch(&mut *tx).await.expect("an epoch"), next);
}
