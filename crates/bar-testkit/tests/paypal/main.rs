//! The stand-in for PayPal refuses what PayPal refuses.

mod refusals;
mod schemas;
