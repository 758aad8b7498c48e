//! What PayPal's published schemas ask of the bodies that we send, in our own words.
//!
//! Only fields that Bar One uses stand here. The stand-in refuses all others, which PayPal would
//! overlook: a misspelt field would otherwise look as if it had worked.

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text with at least and at most so many characters.
    Text(usize, usize),
    /// `true` or `false`.
    Truth,
    /// `2026-11-28`.
    Date,
    /// An e-mail address.
    Email,
    /// Three letters of ISO 4217.
    Currency,
    /// A decimal number as a text, of at most so many characters.
    Decimal(usize),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// At most so many of one shape.
    List(usize, &'static Shape),
    /// These fields and no others.
    Object(&'static [Field]),
}

/// A field of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// Whether nothing goes without it.
    pub required: bool,
    /// What it must be.
    pub shape: Shape,
}

const fn must(name: &'static str, shape: Shape) -> Field {
    Field { name, required: true, shape }
}

const fn may(name: &'static str, shape: Shape) -> Field {
    Field { name, required: false, shape }
}

/// What an invoice can stand at.
pub const STATUSES: &[&str] = &[
    "DRAFT",
    "SENT",
    "SCHEDULED",
    "PAID",
    "MARKED_AS_PAID",
    "CANCELLED",
    "REFUNDED",
    "PARTIALLY_PAID",
    "PARTIALLY_REFUNDED",
    "MARKED_AS_REFUNDED",
    "UNPAID",
    "PAYMENT_PENDING",
];

const TERMS: &[&str] = &[
    "DUE_ON_RECEIPT",
    "DUE_ON_DATE_SPECIFIED",
    "NET_10",
    "NET_15",
    "NET_30",
    "NET_45",
    "NET_60",
    "NET_90",
    "NO_DUE_DATE",
];

const METHODS: &[&str] = &[
    "BANK_TRANSFER",
    "CASH",
    "CHECK",
    "CREDIT_CARD",
    "DEBIT_CARD",
    "PAYPAL",
    "WIRE_TRANSFER",
    "OTHER",
];

const MONEY: Shape =
    Shape::Object(&[must("currency_code", Shape::Currency), must("value", Shape::Decimal(32))]);

const NAME: Shape = Shape::Object(&[
    may("given_name", Shape::Text(0, 140)),
    may("surname", Shape::Text(0, 140)),
    may("full_name", Shape::Text(0, 300)),
]);

const TERM: Shape =
    Shape::Object(&[may("term_type", Shape::OneOf(TERMS)), may("due_date", Shape::Date)]);

const DETAIL: Shape = Shape::Object(&[
    must("currency_code", Shape::Currency),
    // The schema allows 127; the errors of the same document, and searching, 25.
    may("invoice_number", Shape::Text(0, 25)),
    may("reference", Shape::Text(0, 120)),
    may("note", Shape::Text(0, 4000)),
    may("terms_and_conditions", Shape::Text(0, 4000)),
    may("memo", Shape::Text(0, 500)),
    may("invoice_date", Shape::Date),
    may("payment_term", TERM),
]);

const INVOICER: Shape = Shape::Object(&[
    may("business_name", Shape::Text(0, 300)),
    may("name", NAME),
    may("email_address", Shape::Email),
    may("website", Shape::Text(0, 2048)),
    may("tax_id", Shape::Text(0, 100)),
    may("additional_notes", Shape::Text(0, 400)),
    may("logo_url", Shape::Text(0, 2000)),
]);

const BILLING: Shape = Shape::Object(&[
    may("business_name", Shape::Text(0, 300)),
    may("name", NAME),
    may("email_address", Shape::Email),
    may("additional_info", Shape::Text(0, 40)),
]);

const RECIPIENT: Shape = Shape::Object(&[may("billing_info", BILLING)]);

const ITEM: Shape = Shape::Object(&[
    must("name", Shape::Text(0, 200)),
    must("quantity", Shape::Decimal(14)),
    must("unit_amount", MONEY),
    may("description", Shape::Text(0, 1000)),
    may("item_date", Shape::Date),
    may("unit_of_measure", Shape::OneOf(&["QUANTITY", "HOURS", "AMOUNT"])),
]);

const CONFIGURATION: Shape = Shape::Object(&[
    may("tax_calculated_after_discount", Shape::Truth),
    may("tax_inclusive", Shape::Truth),
    may("allow_tip", Shape::Truth),
    may(
        "partial_payment",
        Shape::Object(&[
            may("allow_partial_payment", Shape::Truth),
            may("minimum_amount_due", MONEY),
        ]),
    ),
]);

/// `POST /v2/invoicing/invoices`; `invoice` in the schemas.
pub const INVOICE: Shape = Shape::Object(&[
    must("detail", DETAIL),
    may("invoicer", INVOICER),
    may("primary_recipients", Shape::List(100, &RECIPIENT)),
    may("items", Shape::List(100, &ITEM)),
    may("configuration", CONFIGURATION),
]);

/// `POST …/send`, `/cancel` and `/remind`; `notification` in the schemas.
pub const NOTIFICATION: Shape = Shape::Object(&[
    may("subject", Shape::Text(0, 4000)),
    may("note", Shape::Text(0, 4000)),
    may("send_to_invoicer", Shape::Truth),
    may("send_to_recipient", Shape::Truth),
]);

/// `POST …/payments`; `payment_detail` in the schemas.
pub const PAYMENT: Shape = Shape::Object(&[
    must("method", Shape::OneOf(METHODS)),
    may("payment_id", Shape::Text(0, 22)),
    may("payment_date", Shape::Date),
    may("note", Shape::Text(0, 2000)),
    may("amount", MONEY),
]);

/// `POST …/refunds`; `refund_detail` in the schemas.
pub const REFUND: Shape = Shape::Object(&[
    must("method", Shape::OneOf(METHODS)),
    may("refund_date", Shape::Date),
    may("amount", MONEY),
]);

/// `POST /v2/invoicing/search-invoices`; `search_data` in the schemas.
pub const SEARCH: Shape = Shape::Object(&[
    may("invoice_number", Shape::Text(0, 25)),
    may("reference", Shape::Text(0, 120)),
    may("status", Shape::List(5, &Shape::OneOf(STATUSES))),
    may("currency_code", Shape::Currency),
]);
