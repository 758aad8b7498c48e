//! A row as a line of JSON: numbers, texts, nothing, and bytes as `{"hex": "…"}`.

use serde::{Deserialize, Serialize};

use crate::db::{Row, Value};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Cell<'a> {
    Int(i64),
    Text(std::borrow::Cow<'a, str>),
    Bytes { hex: String },
    Null,
}

/// The line of a row, with its end.
pub fn write(row: &Row) -> Result<String, serde_json::Error> {
    let cells = row.0.iter().map(|value| match value {
        Value::Null => Cell::Null,
        Value::Int(value) => Cell::Int(*value),
        Value::Text(text) => Cell::Text(text.as_str().into()),
        Value::Bytes(bytes) => Cell::Bytes { hex: hex(bytes) },
    });
    Ok(serde_json::to_string(&cells.collect::<Vec<_>>())? + "\n")
}

/// The values of a line, if it is one.
pub fn read(line: &str) -> Option<Vec<Value>> {
    let cells: Vec<Cell<'_>> = serde_json::from_str(line).ok()?;
    let values = cells.into_iter().map(|cell| {
        Some(match cell {
            Cell::Null => Value::Null,
            Cell::Int(value) => Value::Int(value),
            Cell::Text(text) => Value::Text(text.into_owned()),
            Cell::Bytes { hex } => Value::Bytes(unhex(&hex)?),
        })
    });
    values.collect()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<_>>>()?;
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some((high * 16 + low) as u8),
        _ => None,
    });
    bytes.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Int),
            any::<String>().prop_map(Value::Text),
            any::<Vec<u8>>().prop_map(Value::Bytes),
        ]
    }

    proptest! {
        #[test]
        fn rows_come_back_as_they_went(row in prop::collection::vec(any_value(), 0..6)) {
            let line = write(&Row(row.clone())).expect("a line");
            prop_assert_eq!(line.matches('\n').count(), 1);
            prop_assert_eq!(read(&line), Some(row));
        }

        #[test]
        fn junk_is_no_row_and_no_panic(line in any::<String>()) {
            let _ = read(&line);
        }
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for line in ["", "{}", "[1.5]", "[true]", r#"[{"hex":"abc"}]"#, r#"[{"hex":"zz"}]"#, "[[]]"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
