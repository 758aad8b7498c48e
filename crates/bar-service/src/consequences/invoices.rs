//! Invoices are sent by PayPal, where the studio has it.

use bar_domain::project::{self, Fact, Invoice, InvoiceId, Money, Project};

use super::Happening;
use crate::failure::Failure;
use crate::paypal::{self, Bill, Line};
use crate::service::Service;
use crate::tables::accounts;

/// Writes down what PayPal is to be asked for.
pub async fn bill(service: &Service, happening: &mut Happening<'_>) -> Result<(), Failure> {
    if !service.has_paypal {
        return Ok(());
    }
    for event in happening.events {
        if let Fact::InvoiceMade { invoice, .. } = &event.fact {
            make(service, happening, *invoice).await?;
        }
    }
    for invoice in cancelled(happening.before, happening.after) {
        let of = (happening.project.0, invoice.0);
        paypal::job::cancel(happening.tx, of, service.now()).await?;
        happening.work.jobs = true;
    }
    Ok(())
}

async fn make(
    service: &Service,
    happening: &mut Happening<'_>,
    id: InvoiceId,
) -> Result<(), Failure> {
    let project = happening.after;
    let owner = accounts::get(happening.tx, project.owner).await?;
    let made = project.invoice(id).zip(owner).map(|(invoice, owner)| {
        let to = (owner.name.as_str(), owner.email.as_str());
        Bill::new(id.0, to, &project.about.title, &lines(project, invoice))
    });
    let bill = match made {
        Some(Ok(bill)) => bill,
        Some(Err(error)) => {
            // The studio sees an invoice that was not sent, and records how it is paid.
            tracing::warn!(error = &error as &dyn std::error::Error, "PayPal cannot be asked");
            return Ok(());
        }
        None => return Ok(()),
    };
    let of = (happening.project.0, id.0);
    paypal::job::begin(happening.tx, of, &bill, service.now()).await?;
    happening.work.jobs = true;
    Ok(())
}

/// What the quote lists, each with its price.
fn lines(project: &Project, invoice: &Invoice) -> Vec<Line> {
    let quote = project.quote(invoice.quote);
    let lines = quote.into_iter().flat_map(|quote| &quote.terms.lines);
    let currency = invoice.amount.currency;
    let line = |line: &project::Line| {
        let song = line.song.and_then(|id| project.song(id)).map(|it| it.song.title.as_str());
        let what = match song {
            Some(song) => format!("{}: {song}", line.text),
            None => line.text.clone(),
        };
        Line { what, amount: Money { amount: line.amount, currency } }
    };
    lines.map(line).collect()
}

fn cancelled(before: &Project, after: &Project) -> Vec<InvoiceId> {
    let was = |id| before.invoice(id).is_some_and(|invoice| invoice.cancelled);
    let now = after.invoices.iter().filter(|invoice| invoice.cancelled && !was(invoice.id));
    now.map(|invoice| invoice.id).collect()
}
