//! Each table's SQL, written once for both kinds of database.

pub mod invoices;
pub mod keys;
