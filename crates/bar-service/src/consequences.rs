//! What else must be so once something happened: mails, invoices, erasure. Written down in the same
//! transaction, as jobs that are done until they are done.

use bar_domain::project::{Event, Project, ProjectId};

use crate::db::Transaction;
use crate::failure::Failure;
use crate::service::Service;

/// Writes down what is to be done.
///
/// # Errors
/// When the database refuses.
pub async fn follow(
    _service: &Service,
    _tx: &mut dyn Transaction,
    _project: ProjectId,
    _state: &Project,
    _happened: &[Event],
) -> Result<(), Failure> {
    Ok(())
}
