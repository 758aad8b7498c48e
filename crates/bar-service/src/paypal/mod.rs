//! Invoices that PayPal sends, and what it says became of them.
//!
//! PayPal has no way to ask for the same invoice twice and get one. So an invoice has a number of ours
//! and is written down before PayPal hears of it; [`advance`] then takes one step after the other, each
//! of which may be cut off anywhere and is then found out about by searching for the number. What PayPal
//! says, in a webhook or when asked, is read anew before anything is done about it.

mod advance;
mod bill;
mod client;
mod error;
pub mod job;
mod name;
mod settings;
mod standing;
mod token;
pub mod webhook;
mod wire;

pub use advance::{Next, SETTLES, Step, advance};
pub use bill::{Bill, Line, NotBillable};
pub use client::PayPal;
pub use error::{AdvanceError, Complaint, PayPalError};
pub use name::{PayPalId, number};
pub use settings::{LIVE, SANDBOX, Settings, SettingsError};
pub use standing::{Standing, Status};
