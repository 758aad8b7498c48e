//! The service over HTTP, on both kinds of database.

mod accounts;
mod deeds;
mod guard;
mod projects;
mod studio;
mod walk;
