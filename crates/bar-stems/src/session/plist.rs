//! Property lists of unknown origin: what stands at the top of one, with limits on size and depth.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Unread;

/// Most bytes of a plist: real ones have a few thousand.
const MOST_BYTES: u64 = 8 << 20;
/// Most values in one. A binary plist can refer to a value from many places, and so say in a few
/// bytes what has no end.
const MOST_VALUES: u32 = 200_000;
/// Most values within each other.
const DEEPEST: u8 = 32;

/// What stands at the top of a property list.
pub(super) struct Plist(HashMap<String, Value>);

/// A value, as far as anybody asks.
enum Value {
    Text(String),
    Number(f64),
    List(Vec<Value>),
    Map(HashMap<String, Value>),
    /// Neither.
    Other,
}

/// Reads a property list, as XML or binary.
pub(super) fn read(path: &Path) -> Result<Plist, Unread> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unread::TooLarge);
    }
    plist::from_reader(Cursor::new(bytes)).map_err(|_| Unread::Damaged)
}

impl Plist {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.text()
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        match self.0.get(key)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The texts of a list.
    pub(super) fn list(&self, key: &str) -> Option<Vec<&str>> {
        let Value::List(values) = self.0.get(key)? else { return None };
        Some(values.iter().filter_map(Value::text).collect())
    }
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Plist {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let left = Cell::new(MOST_VALUES);
        match (Limited { depth: 0, left: &left }).deserialize(deserializer)? {
            Value::Map(map) => Ok(Self(map)),
            _ => Err(D::Error::custom("not a dictionary")),
        }
    }
}

/// Reads a value while there may be more.
#[derive(Clone, Copy)]
struct Limited<'a> {
    depth: u8,
    left: &'a Cell<u32>,
}

impl Limited<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let left = self.left.get().checked_sub(1).filter(|_| self.depth < DEEPEST);
        self.left.set(left.ok_or_else(|| E::custom("more than a property list should hold"))?);
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Limited<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self.deeper()?)
    }
}

impl<'de> Visitor<'de> for Limited<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value of a property list")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element_seed(self)? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Value, A::Error> {
        let mut map = HashMap::new();
        while let Some(key) = values.next_key::<String>()? {
            map.insert(key, values.next_value_seed(self)?);
        }
        Ok(Value::Map(map))
    }
}
