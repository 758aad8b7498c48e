//! The rules of the stand-in are those of PayPal's schemas, where these lie beside the checkout.

use std::fs;
use std::path::Path;

use bar_testkit::paypal::rules::{self, Field, Shape};
use serde_json::{Map, Value};

const SPEC: &str = "../../../shared/specs/paypal_invoicing_v2.json";

/// Where the schemas say one thing in one place and another in the next, we take the narrower.
const NARROWER: &[&str] = &["invoice.detail.invoice_number"];

#[test]
fn the_rules_are_those_of_the_published_schemas() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SPEC);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("nothing to compare with: {} is not there", path.display());
        return;
    };
    let spec: Value = serde_json::from_str(&text).unwrap();
    let compared = Comparison { schemas: &spec["components"]["schemas"] };
    let bodies = [
        ("invoice", &rules::INVOICE),
        ("notification", &rules::NOTIFICATION),
        ("payment_detail", &rules::PAYMENT),
        ("refund_detail", &rules::REFUND),
        ("search_data", &rules::SEARCH),
    ];
    let mut fields = 0;
    for (name, shape) in bodies {
        fields += compared.shape(name, shape, &compared.schemas[name]);
    }
    assert!(fields > 60, "only {fields} fields were compared");
    let statuses: Vec<&str> = words(&compared.schemas["invoice_status"]);
    assert_eq!(statuses, rules::STATUSES);
}

struct Comparison<'a> {
    schemas: &'a Value,
}

impl Comparison<'_> {
    /// Compares, and counts the fields.
    fn shape(&self, at: &str, shape: &Shape, schema: &Value) -> usize {
        let schema = self.resolved(schema);
        let number = |name: &str| schema.get(name).and_then(Value::as_u64).map(|it| it as usize);
        let pattern = schema.get("pattern").and_then(Value::as_str);
        let kind = schema.get("type").and_then(Value::as_str).unwrap_or("object");
        match shape {
            Shape::Text(least, most) => {
                assert_eq!(kind, "string", "{at}");
                assert_eq!(number("minLength").unwrap_or(0), *least, "{at}");
                if NARROWER.contains(&at) {
                    assert!(number("maxLength").unwrap() > *most, "{at} is not narrower any more");
                } else {
                    assert_eq!(number("maxLength"), Some(*most), "{at}");
                }
            }
            Shape::Decimal(most) => assert_eq!(number("maxLength"), Some(*most), "{at}"),
            Shape::Truth => assert_eq!(kind, "boolean", "{at}"),
            Shape::Date => assert_eq!(
                pattern,
                Some("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])$"),
                "{at}"
            ),
            Shape::Email => {
                assert_eq!((number("minLength"), number("maxLength")), (Some(3), Some(254)));
                assert_eq!(pattern, Some(r#"^.+@[^"\-].+$"#), "{at}");
            }
            Shape::Currency => {
                assert_eq!((number("minLength"), number("maxLength")), (Some(3), Some(3)), "{at}");
            }
            Shape::OneOf(ours) => assert_eq!(words(&Value::Object(schema)), *ours, "{at}"),
            Shape::List(most, of) => {
                assert_eq!(number("maxItems"), Some(*most), "{at}");
                return self.shape(&format!("{at}[]"), of, &schema["items"]);
            }
            Shape::Object(fields) => {
                assert_eq!(kind, "object", "{at}");
                return fields.iter().map(|field| self.field(at, field, &schema)).sum();
            }
        }
        0
    }

    fn field(&self, at: &str, field: &Field, schema: &Map<String, Value>) -> usize {
        let at = format!("{at}.{}", field.name);
        let theirs = schema["properties"].get(field.name);
        let theirs = theirs.unwrap_or_else(|| panic!("{at} is not in the schema"));
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.is_some_and(|names| names.iter().any(|name| name == field.name));
        assert_eq!(required, field.required, "{at}");
        1 + self.shape(&at, &field.shape, theirs)
    }

    /// A schema with its references and parts put together.
    fn resolved(&self, schema: &Value) -> Map<String, Value> {
        let mut whole = Map::new();
        let parts = schema["allOf"].as_array().into_iter().flatten();
        let named = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next());
        for part in named.map(|name| &self.schemas[name]).into_iter().chain(parts) {
            merge(&mut whole, self.resolved(part));
        }
        if let Some(own) = schema.as_object() {
            merge(&mut whole, own.clone());
        }
        whole
    }
}

fn merge(whole: &mut Map<String, Value>, part: Map<String, Value>) {
    for (name, value) in part {
        match (whole.get_mut(&name), value) {
            (Some(Value::Object(before)), Value::Object(more)) => before.extend(more),
            (Some(Value::Array(before)), Value::Array(more)) => before.extend(more),
            (_, value) => drop(whole.insert(name, value)),
        }
    }
}

fn words(schema: &Value) -> Vec<&str> {
    schema["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}
