//! Each table's SQL, written once for both kinds of database.

pub mod invoices;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod meta;
