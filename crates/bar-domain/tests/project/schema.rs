//! What the service's document says of commands, events and projects is what is written down.

use bar_domain::project::{Command, Event, Format, Project};
use bar_domain::{Finding, song};
use serde_json::{Map, Value};
use ts_rs::{Config, TS as _};
use utoipa::OpenApi;

use super::golden::{COMMANDS, EVENTS, finished};

#[derive(OpenApi)]
#[openapi(components(schemas(Command, Event, Project, song::Command, song::Event, song::Song)))]
struct Document;

/// As much of JSON Schema as the document uses.
struct Schemas(Map<String, Value>);

impl Schemas {
    fn new() -> Self {
        let document = serde_json::to_value(Document::openapi()).unwrap();
        Self(document["components"]["schemas"].as_object().unwrap().clone())
    }

    /// Why a value is not as that schema says.
    fn wrong(&self, schema: &Value, value: &Value) -> Option<String> {
        let schema = schema.as_object().unwrap();
        if let Some(name) = schema.get("$ref") {
            let name = name.as_str().unwrap().trim_start_matches("#/components/schemas/");
            let Some(known) = self.0.get(name) else { return Some(format!("no schema {name}")) };
            return self.wrong(known, value).map(|why| format!("{name}: {why}"));
        }
        if let Some(one_of) = schema.get("oneOf") {
            let wrongs = one_of.as_array().unwrap().iter().map(|it| self.wrong(it, value));
            let wrongs: Vec<_> = wrongs.collect();
            let right = wrongs.iter().filter(|it| it.is_none()).count();
            if right != 1 {
                let whys: Vec<_> = wrongs.into_iter().flatten().collect();
                return Some(format!("{right} are right of: {}", whys.join("; ")));
            }
        }
        if let Some(all_of) = schema.get("allOf") {
            let wrong = all_of.as_array().unwrap().iter().find_map(|it| self.wrong(it, value));
            if wrong.is_some() {
                return wrong;
            }
        }
        let one = schema.get("enum").is_none_or(|it| it.as_array().unwrap().contains(value));
        if !one {
            return Some(format!("{value} is none of {}", schema["enum"]));
        }
        if let Some(types) = schema.get("type")
            && !is_of(types, value)
        {
            return Some(format!("{value} is no {types}"));
        }
        match value {
            Value::Object(fields) => self.wrong_fields(schema, fields),
            Value::Array(items) => {
                let of = schema.get("items")?;
                items.iter().find_map(|it| self.wrong(of, it))
            }
            _ => None,
        }
    }

    fn wrong_fields(
        &self,
        schema: &Map<String, Value>,
        fields: &Map<String, Value>,
    ) -> Option<String> {
        let required = schema.get("required").and_then(Value::as_array);
        let missing =
            required.into_iter().flatten().find(|it| !fields.contains_key(it.as_str().unwrap()));
        if let Some(missing) = missing {
            return Some(format!("{missing} is missing"));
        }
        let known = schema.get("properties").and_then(Value::as_object);
        let other = schema.get("additionalProperties").filter(|it| it.is_object());
        if known.is_none() && other.is_none() {
            return None;
        }
        fields.iter().find_map(|(name, value)| match known.and_then(|it| it.get(name)).or(other) {
            Some(schema) => self.wrong(schema, value).map(|why| format!("{name}: {why}")),
            None => Some(format!("{name} is not in the document")),
        })
    }
}

fn is_of(types: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match types {
        Value::Array(types) => types.iter().any(|it| is(it.as_str().unwrap())),
        one => is(one.as_str().unwrap()),
    }
}

#[track_caller]
fn check<'a>(name: &str, lines: impl Iterator<Item = &'a str>) {
    let schemas = Schemas::new();
    for line in lines {
        let value = serde_json::from_str(line).unwrap();
        assert_eq!(schemas.wrong(&schemas.0[name], &value), None, "{line}");
    }
}

#[test]
fn what_is_written_down_is_as_the_document_says() {
    check("ProjectCommand", COMMANDS.lines());
    check("ProjectEvent", EVENTS.lines());
    check("Project", [serde_json::to_string(&finished().1.project).unwrap().as_str()].into_iter());
    let finding = r#"{"code":"level.clipped","severity":"blocks","message":"It clips.","at":[[1,2]],"fix":null}"#;
    assert!(serde_json::from_str::<Finding>(finding).is_ok());
    check("Finding", [finding].into_iter());
    check("Command", include_str!("../song/golden/commands.jsonl").lines());
    check("Event", include_str!("../song/golden/events.jsonl").lines());
}

#[test]
fn what_is_not_so_is_found() {
    let schemas = Schemas::new();
    let wrong = |from: &str, to: &str| {
        let line = COMMANDS.lines().find(|it| it.contains(from)).unwrap();
        let value = serde_json::from_str(&line.replace(from, to)).unwrap();
        schemas.wrong(&schemas.0["ProjectCommand"], &value)
    };
    assert_eq!(wrong(r#""do":"submit""#, r#""do":"submit""#), None);
    assert!(wrong(r#""do":"submit""#, r#""do":"surrender""#).is_some());
    assert!(wrong(r#""role":"artist""#, r#""role":"owner""#).is_some());
    assert!(wrong(r#""do":"removeSong","song""#, r#""do":"removeSong","songs""#).is_some());
    assert!(wrong(r#""currency":"JPY""#, r#""currency":"jpy""#).is_some());
}

#[test]
fn no_two_things_have_one_name() {
    // utoipa keeps the last of two schemas by one name, so each must be there as what it is.
    let schemas = Schemas::new().0;
    for (name, field) in [("ProjectCommand", "project"), ("Command", "song"), ("Event", "by")] {
        assert!(schemas[name]["properties"].get(field).is_some(), "{name}");
    }
    let first = |name: &str| schemas[name]["oneOf"][0].to_string();
    assert!(first("ProjectAct").contains("openEnquiry") && first("Act").contains("createSong"));
    assert!(first("ProjectFact").contains("projectBegun") && first("Fact").contains("songCreated"));
}

/// The window's types have one name each too, those of a project beside those of its own files.
#[test]
fn what_the_window_calls_otherwise_the_document_does_too() {
    let schemas = Schemas::new().0;
    for (name, taken) in [
        ("AssetFormat", "Format"),
        ("AssetContainer", "Container"),
        ("AssetMeasured", "Measured"),
        ("KeptText", "Kept"),
    ] {
        assert!(schemas.contains_key(name) && !schemas.contains_key(taken), "{name}");
    }
    assert_eq!(Format::ident(&Config::new()), "AssetFormat");
}
