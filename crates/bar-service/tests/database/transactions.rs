//! What a transaction promises.

use std::sync::Arc;

use bar_service::db::{Database, DbError, Value};
use futures::FutureExt;
use futures::future::join_all;

use crate::stage::{Place, stories};

stories! {
    what_is_committed_is_there
    what_is_dropped_never_was
    values_come_back_as_they_went
    parameters_may_come_in_any_order_and_twice
    a_double_is_a_conflict_and_spoils_its_transaction
    nonsense_is_broken
    who_only_reads_cannot_write
    a_reader_sees_one_moment
    a_reader_waits_for_no_writer
    counting_up_together_loses_nothing
    somebody_who_fails_takes_nobody_along
    who_stops_waiting_leaves_nothing_half_done
    it_is_found_again_when_it_is_opened_again
    pokes_are_heard
}

const TABLE: &str = "CREATE TABLE things (
    name TEXT PRIMARY KEY, number BIGINT, bytes BYTEA
)";
const INSERT: &str = "INSERT INTO things (name, number) VALUES ($1, $2)";

async fn with_table(place: &Place) -> Arc<dyn Database> {
    let db = place.open().await;
    let mut transaction = db.begin().await.expect("a transaction");
    transaction.execute(TABLE, &[]).await.expect("a table");
    transaction.commit().await.expect("kept");
    db
}

async fn insert(db: &Arc<dyn Database>, name: &str, number: i64) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    transaction.execute(INSERT, &[name.into(), number.into()]).await?;
    transaction.commit().await
}

async fn names(db: &Arc<dyn Database>) -> Vec<String> {
    let mut transaction = db.read().await.expect("a transaction");
    let rows = transaction.query("SELECT name FROM things ORDER BY number", &[]).await;
    rows.expect("rows").iter().map(|row| row.text(0).expect("a name").to_owned()).collect()
}

async fn what_is_committed_is_there(place: Place) {
    let db = with_table(&place).await;
    insert(&db, "one", 1).await.expect("kept");
    assert_eq!(names(&db).await, ["one"]);
}

async fn what_is_dropped_never_was(place: Place) {
    let db = with_table(&place).await;
    let mut transaction = db.begin().await.expect("a transaction");
    let changed = transaction.execute(INSERT, &["one".into(), Value::Int(1)]).await;
    assert_eq!(changed.expect("a row"), 1);
    assert_eq!(transaction.query("SELECT 1 FROM things", &[]).await.expect("rows").len(), 1);
    drop(transaction);
    insert(&db, "two", 2).await.expect("kept");
    assert_eq!(names(&db).await, ["two"]);
}

async fn values_come_back_as_they_went(place: Place) {
    let db = with_table(&place).await;
    let numbers = [Value::Int(i64::MIN), Value::Int(i64::MAX), Value::Int(0), Value::Null];
    let bytes = [Value::Bytes(vec![]), Value::Bytes((0..=255).collect()), Value::Null];
    let texts = ["", "Jörg’s 🎛️ mix\n\t'\"\\ $1 ?1 %s", "\u{feff}\u{202e}x"];
    let mut transaction = db.begin().await.expect("a transaction");
    for text in texts {
        for number in &numbers {
            for bytes in &bytes {
                let row = [Value::from(text), number.clone(), bytes.clone()];
                let back = transaction.query(
                    "INSERT INTO things VALUES ($1, $2, $3) RETURNING name, number, bytes",
                    &row,
                );
                assert_eq!(back.await.expect("a row")[0].0, row);
                transaction.execute("DELETE FROM things", &[]).await.expect("away");
            }
        }
    }
    let zero = transaction.execute(INSERT, &["a\0b".into(), Value::Null]).await;
    assert!(matches!(zero, Err(DbError::Broken(_))), "{zero:?}");
}

async fn parameters_may_come_in_any_order_and_twice(place: Place) {
    let db = with_table(&place).await;
    insert(&db, "$1", 7).await.expect("kept");
    let mut transaction = db.read().await.expect("a transaction");
    let sql = "SELECT name, name = '$1', CAST($2 AS BIGINT), CAST(sum(number) AS BIGINT), count(*)
         FROM things WHERE number = $2 AND name = $1 AND name = $1 GROUP BY name LIMIT $3";
    let values = ["$1".into(), Value::Int(7), Value::Int(5)];
    let row = transaction.query(sql, &values).await.expect("rows").remove(0).0;
    assert_eq!(row[0], "$1".into());
    assert_eq!(row[1..], [1, 7, 7, 1].map(Value::Int));
}

async fn a_double_is_a_conflict_and_spoils_its_transaction(place: Place) {
    let db = with_table(&place).await;
    insert(&db, "one", 1).await.expect("kept");
    let mut transaction = db.begin().await.expect("a transaction");
    transaction.execute(INSERT, &["two".into(), Value::Int(2)]).await.expect("a row");
    let double = transaction.execute(INSERT, &["one".into(), Value::Int(3)]).await;
    assert!(matches!(double, Err(DbError::Conflict(_))), "{double:?}");
    let more = transaction.execute(INSERT, &["three".into(), Value::Int(3)]).await;
    assert!(matches!(more, Err(DbError::Broken(_))), "{more:?}");
    assert!(transaction.commit().await.is_err(), "nothing of it is kept");
    assert_eq!(names(&db).await, ["one"]);
}

async fn nonsense_is_broken(place: Place) {
    let db = with_table(&place).await;
    for (sql, values) in [
        ("SELEKT 1", vec![]),
        ("SELECT nothing FROM things", vec![]),
        (INSERT, vec![Value::from("too few")]),
        (INSERT, vec!["too".into(), Value::Int(1), Value::Int(1)]),
    ] {
        let mut transaction = db.begin().await.expect("a transaction");
        let answer = transaction.execute(sql, &values).await;
        assert!(matches!(answer, Err(DbError::Broken(_))), "{sql}: {answer:?}");
    }
    insert(&db, "one", 1).await.expect("it goes on");
}

async fn who_only_reads_cannot_write(place: Place) {
    let db = with_table(&place).await;
    let mut transaction = db.read().await.expect("a transaction");
    transaction.execute(INSERT, &["one".into(), Value::Int(1)]).await.expect_err("only reads");
    drop(transaction);
    assert!(names(&db).await.is_empty());
}

async fn a_reader_sees_one_moment(place: Place) {
    let db = with_table(&place).await;
    insert(&db, "one", 1).await.expect("kept");
    let mut reader = db.read().await.expect("a transaction");
    let before = reader.query("SELECT name FROM things", &[]).await.expect("rows");
    insert(&db, "two", 2).await.expect("kept");
    let after = reader.query("SELECT name FROM things", &[]).await.expect("rows");
    assert_eq!(before, after);
    assert_eq!(names(&db).await, ["one", "two"]);
}

async fn a_reader_waits_for_no_writer(place: Place) {
    let db = with_table(&place).await;
    let mut writer = db.begin().await.expect("a transaction");
    writer.execute(INSERT, &["one".into(), Value::Int(1)]).await.expect("a row");
    assert!(names(&db).await.is_empty(), "nothing is seen before it is kept");
    writer.commit().await.expect("kept");
    assert_eq!(names(&db).await, ["one"]);
}

async fn counting_up_together_loses_nothing(place: Place) {
    let db = with_table(&place).await;
    insert(&db, "count", 0).await.expect("kept");
    let one_up = async || {
        let mut transaction = db.begin().await?;
        let sql = format!("SELECT number FROM things WHERE name = $1 {}", db.for_update());
        let count = transaction.query(&sql, &["count".into()]).await?[0].int(0)?;
        let values = [Value::Int(count + 1), "count".into()];
        transaction.execute("UPDATE things SET number = $1 WHERE name = $2", &values).await?;
        transaction.commit().await
    };
    for outcome in join_all((0..100).map(|_| one_up())).await {
        outcome.expect("kept");
    }
    let mut transaction = db.read().await.expect("a transaction");
    let rows = transaction.query("SELECT number FROM things", &[]).await.expect("rows");
    assert_eq!(rows[0].int(0).expect("a number"), 100);
}

async fn somebody_who_fails_takes_nobody_along(place: Place) {
    let db = with_table(&place).await;
    let outcomes = join_all((0..60).map(|n| {
        let (db, name) = (&db, if n % 3 == 0 { "same".to_owned() } else { n.to_string() });
        async move { insert(db, &name, n).await }
    }));
    let kept = outcomes.await.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(kept, 41, "all who are not the same, and one of those");
    assert_eq!(names(&db).await.len(), 41);
}

/// Lets every story be cut off after each of its first steps.
async fn who_stops_waiting_leaves_nothing_half_done(place: Place) {
    let db = with_table(&place).await;
    for steps in 0..40 {
        let story = async {
            let mut transaction = db.begin().await?;
            let name = format!("{steps} a");
            transaction.execute(INSERT, &[name.into(), Value::Int(steps)]).await?;
            tokio::task::yield_now().await;
            let name = format!("{steps} b");
            transaction.execute(INSERT, &[name.into(), Value::Int(steps)]).await?;
            transaction.commit().await
        };
        let mut story = Box::pin(story);
        for _ in 0..steps {
            if story.as_mut().now_or_never().is_some() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    // Whoever holds a lock or a place in line for ever is found here.
    insert(&db, "last", 1000).await.expect("kept");
    let names = names(&db).await;
    assert_eq!(names.len() % 2, 1, "{names:?}");
    for pair in names[..names.len() - 1].chunks(2) {
        assert_eq!(pair[0].split(' ').next(), pair[1].split(' ').next(), "{names:?}");
    }
}

async fn it_is_found_again_when_it_is_opened_again(place: Place) {
    let db = with_table(&place).await;
    insert(&db, "one", 1).await.expect("kept");
    drop(db);
    assert_eq!(names(&place.open().await).await, ["one"]);
}

async fn pokes_are_heard(place: Place) {
    let db = place.open().await;
    let (mut one, mut two) = (db.pokes(), db.pokes());
    db.poke("project 7");
    assert_eq!(one.recv().await.expect("a poke"), "project 7");
    assert_eq!(two.recv().await.expect("a poke"), "project 7");
}
