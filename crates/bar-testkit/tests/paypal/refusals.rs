//! What is wrong with a body is named, by field and by PayPal's word for it.

use bar_testkit::paypal::{judge, rules};
use serde_json::{Value, json};

#[test]
fn a_plain_draft_is_taken() {
    assert_eq!(judge(&rules::INVOICE, &draft()), Ok(()));
}

#[test]
fn what_is_wrong_is_named() {
    check("/detail/currency_code", None, "MISSING_REQUIRED_PARAMETER");
    check("/detail/currency_code", Some(json!("POUND")), "INVALID_STRING_LENGTH");
    check("/detail/currency_code", Some(json!("XAU")), "NOT_SUPPORTED");
    check("/detail/invoice_number", Some(json!("x".repeat(26))), "INVALID_STRING_MAX_LENGTH");
    check("/detail/invoice_date", Some(json!("28.11.2026")), "INVALID_PARAMETER_SYNTAX");
    check("/detail/invoice_date", Some(json!("2026-13-01")), "INVALID_PARAMETER_SYNTAX");
    check("/detail/payment_term/term_type", Some(json!("NET_7")), "INVALID_PARAMETER_SYNTAX");
    check("/detail/notes", Some(json!("misspelt")), "UNKNOWN_FIELD");
    check("/items/0/name", None, "MISSING_REQUIRED_PARAMETER");
    check("/items/0/name", Some(json!("x".repeat(201))), "INVALID_STRING_MAX_LENGTH");
    check("/items/0/name", Some(json!(7)), "INVALID_PARAMETER_SYNTAX");
    check("/items/0/quantity", Some(json!("one")), "INVALID_PARAMETER_SYNTAX");
    check("/items/0/unit_amount/value", Some(json!("350,00")), "INVALID_PARAMETER_SYNTAX");
    check("/items/0/unit_amount/value", Some(json!("9".repeat(33))), "INVALID_STRING_LENGTH");
    check("/items", Some(json!(vec![draft()["items"][0].clone(); 101])), "INVALID_ARRAY_MAX_ITEMS");
    let email = "/primary_recipients/0/billing_info/email_address";
    check(email, Some(json!("ana")), "INVALID_PARAMETER_SYNTAX");
    check(email, Some(json!("ana@-example.com")), "INVALID_PARAMETER_SYNTAX");
    check("/configuration/allow_tip", Some(json!("no")), "INVALID_PARAMETER_SYNTAX");
}

/// Puts `value` into a plain draft, or takes what is there away, and sees what is said.
#[track_caller]
fn check(at: &str, value: Option<Value>, issue: &str) {
    let mut body = draft();
    let (parent, name) = at.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    match value {
        Some(value) if parent.is_object() => parent[name] = value,
        Some(value) => parent[name.parse::<usize>().unwrap()] = value,
        None => drop(parent.as_object_mut().unwrap().remove(name)),
    }
    let refused = judge(&rules::INVOICE, &body).unwrap_err();
    assert_eq!((refused.field.as_str(), refused.issue.as_str()), (at, issue));
}

fn draft() -> Value {
    json!({
        "detail": {
            "invoice_number": "B1-7F3K9Q2M", "reference": "a project", "currency_code": "GBP",
            "note": "Mix and master", "payment_term": { "term_type": "DUE_ON_RECEIPT" },
        },
        "invoicer": { "business_name": "Bar One", "email_address": "studio@example.com" },
        "primary_recipients": [{ "billing_info": {
            "name": { "full_name": "Ana Artist" }, "email_address": "ana@example.com",
        }}],
        "items": [{
            "name": "Mix: Song A", "quantity": "1", "unit_of_measure": "QUANTITY",
            "unit_amount": { "currency_code": "GBP", "value": "350.00" },
        }],
        "configuration": { "allow_tip": false, "partial_payment": { "allow_partial_payment": false } },
    })
}
