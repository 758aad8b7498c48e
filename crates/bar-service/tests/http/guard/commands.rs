//! Every kind of command on a project of others, as the document describes them.

use bar_domain::project::{Act, ProjectId};
use bar_protocol::{Answer, Outcome};
use serde_json::{Map, Value, json};

use super::document::document;
use super::stage::{OTHERS, Stage, Who, Whose};
use crate::deeds::*;
use crate::studio::Person;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_command_anothers_project_is_to_command_none() {
    let stage = Stage::set().await;
    let studio = stage.person(Who::Studio);
    let heads = async || [head(studio, PROJECT).await, head(studio, OTHERS).await];
    let before = heads().await;
    let (acts, mut wrong) = (every_act(), Vec::new());
    for who in [Who::OtherArtist, Who::OtherEngineer, Who::Removed] {
        for act in &acts {
            let of = async |whose| push_to(stage.person(who), Stage::project(whose), act).await;
            // What begins a project would begin one, where there is none.
            if matches!(act, Act::OpenEnquiry { .. } | Act::CreateProject { .. }) {
                for whose in [Whose::Own, Whose::Others] {
                    assert_eq!(of(whose).await.0, Outcome::Refused, "{who:?}: {act:?}");
                }
                continue;
            }
            let nothing = of(Whose::Unknown).await;
            for whose in [Whose::Own, Whose::Others] {
                let theirs = of(whose).await;
                if theirs != nothing || theirs.0 != Outcome::Refused {
                    wrong.push(format!(
                        "{who:?}, {act:?}: {theirs:?} of {whose:?}, {nothing:?} of nothing"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(heads().await, before, "nothing happened");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_does_what_is_the_services_own() {
    let stage = Stage::set().await;
    for name in ["assetArrived", "join", "expireQuote", "invoiceStands"] {
        let act = act(&document(), name);
        for who in [Who::Artist, Who::Engineer, Who::Studio] {
            let (outcome, why, _) = push_to(stage.person(who), PROJECT, &act).await;
            let code = why.split(':').next().unwrap();
            assert_eq!(
                (outcome, code),
                (Outcome::Refused, "project.not_yours"),
                "{who:?}: {act:?}"
            );
        }
    }
}

async fn head(somebody: &Person, project: ProjectId) -> u64 {
    let page: Value = somebody.get(&format!("/v1/projects/{project}/events")).await.as_(200);
    page["head"].as_u64().unwrap()
}

async fn push_to(somebody: &Person, project: ProjectId, act: &Act) -> (Outcome, String, u64) {
    let Answer { outcome, seq, refusal, .. } =
        somebody.push(vec![pushed_to(project, act.clone())]).await.remove(0);
    let why = refusal.map(|it| format!("{}: {}", it.code, it.sentence)).unwrap_or_default();
    (outcome, why, seq)
}

/// One of each kind that the document knows.
fn every_act() -> Vec<Act> {
    let document = document();
    let kinds = document["components"]["schemas"]["ProjectAct"]["oneOf"].as_array().unwrap();
    kinds.iter().map(|kind| read(&least(&document, kind))).collect()
}

fn act(document: &Value, name: &str) -> Act {
    let kinds = document["components"]["schemas"]["ProjectAct"]["oneOf"].as_array().unwrap();
    let named = |kind: &&Value| kind["properties"]["do"]["enum"][0] == json!(name);
    read(&least(document, kinds.iter().find(named).unwrap()))
}

fn read(json: &Value) -> Act {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// The least that a schema takes.
fn least(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return least(document, document.pointer(&reference[1..]).unwrap());
    }
    if let Some(one) = schema["oneOf"].get(0).or(schema["enum"].get(0)) {
        return if schema["oneOf"].is_array() { least(document, one) } else { one.clone() };
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| least(document, part));
        let fields = parts.flat_map(|part| part.as_object().cloned().unwrap_or_default());
        return Value::Object(fields.collect());
    }
    match schema["type"].as_str() {
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten();
            let field = |name: &Value| {
                let name = name.as_str().unwrap();
                (name.to_owned(), least(document, &schema["properties"][name]))
            };
            Value::Object(required.map(field).collect::<Map<_, _>>())
        }
        Some("string") => json!(match (schema["format"].as_str(), schema["pattern"].as_str()) {
            (Some("uuid"), _) => "00000000-0000-0000-0000-000000000001".to_owned(),
            (Some("date"), _) => "2026-03-31".to_owned(),
            (_, Some("^[0-9a-f]{64}$")) => "0".repeat(64),
            (_, Some("^[A-Z]{3}$")) => "EUR".to_owned(),
            _ => "x".repeat(schema["minLength"].as_u64().unwrap_or(1) as usize),
        }),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("boolean") => json!(false),
        Some("array") => json!([]),
        _ => Value::Null,
    }
}
