//! The service over HTTP, on both kinds of database.

mod accounts;
mod studio;
