//! The stand-in for PayPal refuses what PayPal refuses.

#![expect(clippy::unwrap_used, reason = "a test whose words are not there should stop")]

mod refusals;
mod schemas;
