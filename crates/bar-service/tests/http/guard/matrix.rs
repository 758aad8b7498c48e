//! Every operation × everybody × whose thing it is about: who gets what, and learns what from being refused.

use reqwest::Method;
use reqwest::header::HeaderMap;

use super::document::{Operation, operations};
use super::stage::{EVERYBODY, Stage, Who, Whose};
use super::table::{Row, TABLE};
use crate::studio::Said;

#[test]
fn the_table_has_every_operation_and_gives_strangers_nothing() {
    let operations = operations();
    for operation in &operations {
        let name = operation.name();
        let row =
            row_of(&name).unwrap_or_else(|| panic!("who gets what from {name}? Say it in TABLE"));
        let (_, anonymous) = row.gets[0];
        assert_eq!(
            anonymous[0] == 401,
            operation.is_for_the_signed_in(),
            "{name}: the document differs"
        );
        if operation.path.contains('{') {
            let whose: Vec<_> = row.gets.iter().map(|(whose, _)| *whose).collect();
            assert_eq!(whose, [Whose::Own, Whose::Others, Whose::Unknown], "{name}");
        }
        let Some((_, unknown)) = row.gets.iter().find(|(whose, _)| *whose == Whose::Unknown) else {
            continue;
        };
        for (whose, gets) in row.gets {
            for who in EVERYBODY.into_iter().filter(|who| is_stranger(*who, *whose)) {
                assert_eq!(gets[who as usize], unknown[who as usize], "{name}: {who:?}, {whose:?}");
            }
        }
    }
    let known: Vec<String> = operations.iter().map(Operation::name).collect();
    for row in TABLE {
        assert!(
            known.iter().any(|name| name == row.operation),
            "{} is no operation",
            row.operation
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_what_the_table_says_and_no_refusal_tells_more() {
    let stage = Stage::set().await;
    let mut wrong = Vec::new();
    for operation in operations() {
        let name = operation.name();
        let Some(row) = row_of(&name) else { continue };
        for who in EVERYBODY {
            let mut answers = Vec::new();
            for (whose, gets) in row.gets {
                let said = stage.ask(&operation, who, *whose).await;
                let (status, expected) = (said.status.as_u16(), gets[who as usize]);
                if status != expected {
                    wrong.push(format!(
                        "{name}: {who:?} of {whose:?}: {status}, not {expected}: {}",
                        said.text()
                    ));
                }
                if !operation.knows(status) {
                    wrong.push(format!("{name}: the document does not know {status}"));
                }
                answers.push(said);
            }
            // The last one is about what there is not.
            if let Some((unknown, others)) = answers.split_last() {
                let alike = others.iter().filter(|said| said.status.as_u16() >= 400);
                for said in alike.filter(|said| said.status == unknown.status) {
                    if told(said) != told(unknown) {
                        wrong.push(format!(
                            "{name}: {who:?} is refused in other words than of nothing: {}",
                            said.text()
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_is_looked_at_before_what_is_asked() {
    let stage = Stage::set().await;
    for operation in operations() {
        let Some(row) = row_of(&operation.name()) else { continue };
        for (whose, gets) in row.gets {
            let path = stage.path(&operation.path, *whose).await;
            for who in
                [Who::Anonymous, Who::Expired].into_iter().filter(|who| gets[*who as usize] == 401)
            {
                let request = stage.person(who).request(operation.method.clone(), &path);
                let request = request.header("content-type", "application/json").body("{");
                let said = Said::of(request.send().await.unwrap()).await;
                assert_eq!(said.status, 401, "{}: {who:?}: {}", operation.name(), said.text());
                assert_eq!(said.headers["www-authenticate"], "Bearer");
            }
            if operation.method == Method::GET {
                for who in EVERYBODY {
                    let request = stage.person(who).request(Method::HEAD, &path);
                    let status = request.send().await.unwrap().status();
                    assert_eq!(status, gets[who as usize], "HEAD {path}: {who:?}");
                }
            }
        }
    }
}

fn row_of(operation: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.operation == operation)
}

/// Whether somebody has nothing to do with it.
fn is_stranger(who: Who, whose: Whose) -> bool {
    match whose {
        Whose::Own => !matches!(who, Who::Artist | Who::Engineer | Who::Studio),
        Whose::Others => who != Who::Studio,
        Whose::Unknown => true,
    }
}

/// All that somebody learns from an answer.
fn told(said: &Said) -> (u16, HeaderMap, &[u8]) {
    let mut headers = said.headers.clone();
    headers.remove("date");
    (said.status.as_u16(), headers, &said.body)
}
