//! What the things of a project are named by. All of it is given from outside: `UUIDv7` for ids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::song::ids::ids;

ids! {
    ProjectId: "Names a project for good.";
    QuoteId: "Names a quote for good.";
    InvoiceId: "Names an invoice for good.";
    PaymentId: "Names a payment or a refund that was recorded by hand for good.";
    StemSetId: "Names a set of stems for good.";
    StemId: "Names a stem for good.";
    MessageId: "Names a message for good.";
}
