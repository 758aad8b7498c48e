//! The rules of money that comes and goes.

use super::{Facts, Judge, free, room, unless};
use crate::project::limits::{LONGEST_REMARK, MOST_MONEY, MOST_PAYMENTS};
use crate::project::{
    Act, Fact, Invoice, InvoiceId, InvoiceStatus, Money, Refusal, Standing, text,
};

impl<'a> Judge<'a> {
    fn invoice(&self, id: InvoiceId) -> Result<&'a Invoice, Refusal> {
        self.project.invoice(id).ok_or(Refusal::UnknownInvoice)
    }

    /// What PayPal says. It comes early, late and twice, and whatever has ended; so it is only added up.
    pub fn invoice_stands(&self, id: InvoiceId, standing: &Standing) -> Facts {
        self.service("say how an invoice stands")?;
        let invoice = self.invoice(id)?;
        // More than was asked for may have come, but not more than there is.
        let believed = |amount| (0..=MOST_MONEY * 2).contains(&amount);
        if !believed(standing.paid) || !believed(standing.refunded) {
            return Err(Refusal::Amount);
        }
        let told = Standing {
            number: text::some_line(&standing.number)?,
            reference: text::some_line(&standing.reference)?,
            link: standing.link.as_deref().map(text::link).transpose()?,
            ..standing.clone()
        };
        let known = invoice.standing.clone().unwrap_or_default();
        let standing = known.and(&told);
        let same = invoice.standing.as_ref() == Some(&standing);
        Ok(unless(same, Fact::InvoiceStood { invoice: id, standing }))
    }

    pub fn payment(&self, act: &Act) -> Facts {
        let Act::RecordPayment { invoice: id, payment, amount, method, why } = act else {
            return Ok(Vec::new());
        };
        self.studio("record a payment")?;
        let invoice = self.invoice(*id)?;
        self.recordable(invoice, *payment)?;
        if !invoice.is_due() {
            return Err(Refusal::InvoiceSettled { how: stands(invoice) });
        }
        let left = invoice.left();
        if *amount < 1 || *amount > left {
            return Err(Refusal::MoreThanLeft { left: in_words(left, invoice) });
        }
        let (invoice, payment, amount) = (*id, *payment, *amount);
        let (method, why) = how_and_why(method, why)?;
        Ok(vec![Fact::PaymentRecorded { invoice, payment, amount, method, why }])
    }

    pub fn refund(&self, act: &Act) -> Facts {
        let Act::RecordRefund { invoice: id, payment, amount, method, why } = act else {
            return Ok(Vec::new());
        };
        self.studio("record a refund")?;
        let invoice = self.invoice(*id)?;
        self.recordable(invoice, *payment)?;
        let paid = invoice.paid().saturating_sub(invoice.refunded()).max(0);
        if *amount < 1 || *amount > paid {
            return Err(Refusal::MoreThanPaid { paid: in_words(paid, invoice) });
        }
        let (invoice, payment, amount) = (*id, *payment, *amount);
        let (method, why) = how_and_why(method, why)?;
        Ok(vec![Fact::RefundRecorded { invoice, payment, amount, method, why }])
    }

    fn recordable(&self, invoice: &Invoice, id: crate::project::PaymentId) -> Result<(), Refusal> {
        let all = self.project.invoices.iter();
        let mut recorded = all.flat_map(|it| it.payments.iter().chain(&it.refunds));
        free(recorded.any(|it| it.id == id), "payment")?;
        let there = invoice.payments.len() + invoice.refunds.len();
        room(there, MOST_PAYMENTS, "payments", "record the rest as one")
    }

    pub fn invoice_cancelled(&self, id: InvoiceId, reason: &str) -> Facts {
        self.studio("cancel an invoice")?;
        let invoice = self.invoice(id)?;
        match invoice.status() {
            InvoiceStatus::Cancelled => return Ok(Vec::new()),
            InvoiceStatus::PartlyPaid => return Err(Refusal::RefundFirst),
            InvoiceStatus::Paid | InvoiceStatus::Refunded => {
                return Err(Refusal::InvoiceSettled { how: stands(invoice) });
            }
            InvoiceStatus::Draft | InvoiceStatus::Sent => {}
        }
        let reason = text::words(reason, "why it is cancelled", LONGEST_REMARK)?;
        Ok(vec![Fact::InvoiceCancelled { invoice: id, reason }])
    }
}

fn how_and_why(method: &str, why: &str) -> Result<(String, String), Refusal> {
    let method = text::line(method, "how it was paid")?;
    Ok((method, text::words(why, "why it is recorded by hand", LONGEST_REMARK)?))
}

fn in_words(amount: i64, invoice: &Invoice) -> String {
    Money { amount, currency: invoice.amount.currency }.to_string()
}

fn stands(invoice: &Invoice) -> &'static str {
    match invoice.status() {
        InvoiceStatus::Draft => "not sent yet",
        InvoiceStatus::Sent => "sent",
        InvoiceStatus::PartlyPaid => "partly paid",
        InvoiceStatus::Paid => "paid",
        InvoiceStatus::Cancelled => "cancelled",
        InvoiceStatus::Refunded => "refunded",
    }
}
