//! Holds a body to the [rules](super::rules).

use serde_json::Value;

use super::money;
use super::refuse::Refused;
use super::rules::{Field, Shape};

/// Judges a whole body.
///
/// # Errors
/// The first field that breaks a rule.
pub fn body(shape: &Shape, value: &Value) -> Result<(), Refused> {
    judge(shape, value, "")
}

fn judge(shape: &Shape, value: &Value, at: &str) -> Result<(), Refused> {
    match *shape {
        Shape::Object(fields) => object(fields, value, at),
        Shape::List(most, of) => list(most, of, value, at),
        Shape::Truth if value.is_boolean() => Ok(()),
        Shape::Truth => Err(syntax(at)),
        Shape::Text(least, most) => text(value, at).and_then(|text| length(text, least, most, at)),
        Shape::Date => text(value, at).and_then(|text| hold(is_date(text), at)),
        Shape::Email => {
            let text = text(value, at)?;
            length(text, 3, 254, at)?;
            hold(is_email(text), at)
        }
        Shape::Currency => {
            let text = text(value, at)?;
            length(text, 3, 3, at)?;
            match money::decimals(text) {
                Some(_) => Ok(()),
                None => {
                    Err(Refused::schema(at, "NOT_SUPPORTED", "Currency code is not supported."))
                }
            }
        }
        Shape::Decimal(most) => {
            let text = text(value, at)?;
            length(text, 1, most, at)?;
            hold(is_decimal(text), at)
        }
        Shape::OneOf(words) => hold(words.contains(&text(value, at)?), at),
    }
}

fn object(fields: &[Field], value: &Value, at: &str) -> Result<(), Refused> {
    let Some(object) = value.as_object() else {
        return Err(syntax(at));
    };
    for field in fields {
        let at = format!("{at}/{}", field.name);
        match object.get(field.name) {
            Some(value) => judge(&field.shape, value, &at)?,
            None if field.required => {
                let issue = "MISSING_REQUIRED_PARAMETER";
                return Err(Refused::schema(&at, issue, "A required field is missing."));
            }
            None => {}
        }
    }
    match object.keys().find(|name| fields.iter().all(|field| field.name != *name)) {
        Some(name) => {
            let at = format!("{at}/{name}");
            Err(Refused::schema(&at, "UNKNOWN_FIELD", "The stand-in does not know this field."))
        }
        None => Ok(()),
    }
}

fn list(most: usize, of: &Shape, value: &Value, at: &str) -> Result<(), Refused> {
    let Some(items) = value.as_array() else {
        return Err(syntax(at));
    };
    if items.len() > most {
        let issue = "INVALID_ARRAY_MAX_ITEMS";
        return Err(Refused::schema(at, issue, format!("At most {most} items are supported.")));
    }
    items.iter().enumerate().try_for_each(|(n, item)| judge(of, item, &format!("{at}/{n}")))
}

fn text<'a>(value: &'a Value, at: &str) -> Result<&'a str, Refused> {
    value.as_str().ok_or_else(|| syntax(at))
}

fn length(text: &str, least: usize, most: usize, at: &str) -> Result<(), Refused> {
    let characters = text.chars().count();
    if characters > most && least == 0 {
        let description = format!("The length should be at most {most} characters.");
        return Err(Refused::schema(at, "INVALID_STRING_MAX_LENGTH", description));
    }
    if !(least..=most).contains(&characters) {
        let description = format!("The length should be between {least} and {most}.");
        return Err(Refused::schema(at, "INVALID_STRING_LENGTH", description));
    }
    Ok(())
}

fn hold(right: bool, at: &str) -> Result<(), Refused> {
    if right { Ok(()) } else { Err(syntax(at)) }
}

fn syntax(at: &str) -> Refused {
    let description = "The value does not conform to the expected format.";
    Refused::schema(at, "INVALID_PARAMETER_SYNTAX", description)
}

/// `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])$`
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.is_ascii() && text.parse::<jiff::civil::Date>().is_ok()
}

/// `^.+@[^"\-].+$`
fn is_email(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let mut behind = text[at + 1..].chars();
        let begins = behind.next().is_some_and(|first| first != '"' && first != '-');
        at > 0 && begins && behind.next().is_some()
    })
}

/// `^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$`
fn is_decimal(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, part)) => (whole.is_empty() || digits(whole)) && digits(part),
        None => digits(number),
    }
}
