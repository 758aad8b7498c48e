//! Sums of money, in the smallest unit that PayPal knows of a currency.

use serde_json::{Value, json};

use super::refuse::Refused;

/// What PayPal takes, and with how many decimals.
const CURRENCIES: &[(&str, u32)] = &[
    ("AUD", 2),
    ("BRL", 2),
    ("CAD", 2),
    ("CHF", 2),
    ("CNY", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HKD", 2),
    ("HUF", 0),
    ("ILS", 2),
    ("JPY", 0),
    ("MXN", 2),
    ("MYR", 2),
    ("NOK", 2),
    ("NZD", 2),
    ("PHP", 2),
    ("PLN", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("THB", 2),
    ("TWD", 0),
    ("USD", 2),
];

/// Prices go up to a million.
const MOST: i128 = 1_000_000;

/// Decimals of a currency; `None` where PayPal does not take it.
pub fn decimals(currency: &str) -> Option<u32> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map(|(_, decimals)| *decimals)
}

/// As it stands in a body.
pub fn shown(currency: &str, minor: i64) -> Value {
    let value = match decimals(currency).unwrap_or(2) {
        0 => minor.to_string(),
        _ => format!("{}.{:02}", minor / 100, minor % 100),
    };
    json!({ "currency_code": currency, "value": value })
}

/// Reads a sum that must be in this currency.
///
/// # Errors
/// Where it is in another one, has too many decimals, or is out of bounds.
pub fn read(currency: &str, money: &Value, at: &str) -> Result<i64, Refused> {
    if money["currency_code"] != currency {
        let description = "All amounts must have the currency of the invoice.";
        return Err(Refused::schema(at, "INVALID_CURRENCY_CODE", description));
    }
    let places = decimals(currency).unwrap_or(2);
    let text = money["value"].as_str().unwrap_or_default();
    let value = scaled(text, places).filter(|value| value.abs() <= MOST * 10_i128.pow(places));
    let wrong = || {
        let description = format!("At most a million, with at most {places} decimals.");
        Refused::schema(&format!("{at}/value"), "INVALID_DECIMAL_VALUE", description)
    };
    value.and_then(|value| i64::try_from(value).ok()).ok_or_else(wrong)
}

/// What a line costs. Quantities have up to five decimals.
///
/// # Errors
/// Where either is out of bounds.
pub fn line(currency: &str, item: &Value, at: &str) -> Result<i64, Refused> {
    let price = read(currency, &item["unit_amount"], &format!("{at}/unit_amount"))?;
    let quantity = item["quantity"].as_str().unwrap_or_default();
    let quantity = scaled(quantity, 5).filter(|many| many.abs() <= MOST * 100_000);
    let cost = quantity.map(|many| (many * i128::from(price) + 50_000) / 100_000);
    cost.and_then(|cost| i64::try_from(cost).ok()).ok_or_else(|| {
        let description = "At most a million, with at most five decimals.";
        Refused::schema(&format!("{at}/quantity"), "INVALID_DECIMAL_VALUE", description)
    })
}

/// A decimal number times ten to the power of `places`.
fn scaled(text: &str, places: u32) -> Option<i128> {
    let (sign, number) = text.strip_prefix('-').map_or((1, text), |number| (-1, number));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > places as usize {
        return None;
    }
    let digits = format!("{whole}{part:0<width$}", width = places as usize);
    digits.parse::<i128>().ok().map(|value| sign * value)
}
