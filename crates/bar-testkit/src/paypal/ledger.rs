//! The invoices of the stand-in and what became of them.

use serde_json::{Value, json};
use uuid::Uuid;

use super::refuse::Refused;
use super::rules::{INVOICE, NOTIFICATION, PAYMENT, REFUND};
use super::{judge, money};

/// An invoice as the stand-in keeps it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// PayPal's name for it.
    pub id: String,
    /// The merchant's number of it.
    pub number: String,
    /// One of [`super::rules::STATUSES`].
    pub status: &'static str,
    /// ISO 4217.
    pub currency: String,
    /// What it asks for, in the currency's smallest unit.
    pub total: i64,
    /// What was paid of it.
    pub paid: i64,
    /// What was paid back.
    pub refunded: i64,
    /// How many mails it led to: sent, reminded, cancelled.
    pub mails: u32,
    /// As it was asked for.
    pub body: Value,
    payments: Vec<Value>,
    refunds: Vec<Value>,
    /// Searches that do not find it yet.
    hidden: u32,
    /// As it was shown last, and how many more times that is shown.
    stale: (Option<Value>, u32),
}

/// All invoices.
#[derive(Debug, Default)]
pub struct Ledger {
    invoices: Vec<Kept>,
    /// New invoices are hidden from so many searches.
    pub search_lag: u32,
    /// What changes is hidden from so many reads.
    pub read_lag: u32,
    /// Takes a number twice, which PayPal would not.
    pub takes_doubles: bool,
}

impl Ledger {
    /// Every invoice, oldest first.
    pub fn all(&self) -> &[Kept] {
        &self.invoices
    }

    /// A new draft.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn create(&mut self, body: Value) -> Result<&Kept, Refused> {
        judge::body(&INVOICE, &body)?;
        let currency = body["detail"]["currency_code"].as_str().unwrap_or_default().to_owned();
        let items = body["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        let lines = items.iter().enumerate();
        let lines = lines.map(|(n, item)| money::line(&currency, item, &format!("/items/{n}")));
        let total = lines.sum::<Result<i64, Refused>>()?;
        let number = match body["detail"]["invoice_number"].as_str() {
            Some(number) => number.to_owned(),
            None => format!("{:04}", self.invoices.len() + 1),
        };
        if !self.takes_doubles && self.invoices.iter().any(|kept| kept.number == number) {
            let description = "The invoice number is used already.";
            return Err(Refused::semantics("DUPLICATE_INVOICE_NUMBER", description));
        }
        let name = Uuid::new_v4().simple().to_string().to_uppercase();
        let id = format!("INV2-{}-{}-{}-{}", &name[..4], &name[4..8], &name[8..12], &name[12..16]);
        self.invoices.push(Kept {
            id,
            number,
            status: "DRAFT",
            currency,
            total,
            paid: 0,
            refunded: 0,
            mails: 0,
            body,
            payments: Vec::new(),
            refunds: Vec::new(),
            hidden: self.search_lag,
            stale: (None, 0),
        });
        self.invoices.last().ok_or_else(Refused::unknown)
    }

    /// What a search finds, as far as searching has caught up.
    pub fn search(&mut self, number: &str, reference: &str, base: &str) -> Vec<Value> {
        let mut found = Vec::new();
        for kept in &mut self.invoices {
            if kept.hidden > 0 {
                kept.hidden -= 1;
                continue;
            }
            let matches = kept.number.contains(number)
                && (reference.is_empty() || kept.body["detail"]["reference"] == reference);
            if matches {
                let mut shown = kept.shown(base);
                // A search tells no lines.
                if let Some(shown) = shown.as_object_mut() {
                    shown.remove("items");
                }
                found.push(shown);
            }
        }
        found
    }

    /// As a read shows it.
    ///
    /// # Errors
    /// When there is none.
    pub fn read(&mut self, id: &str, base: &str) -> Result<Value, Refused> {
        let kept = self.find(id)?;
        if let (Some(stale), left @ 1..) = &mut kept.stale {
            *left -= 1;
            return Ok(stale.clone());
        }
        let shown = kept.shown(base);
        kept.stale = (Some(shown.clone()), 0);
        Ok(shown)
    }

    /// Sends a draft to the recipient.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn send(&mut self, id: &str, body: &Value) -> Result<(), Refused> {
        judge::body(&NOTIFICATION, body)?;
        let kept = self.find(id)?;
        if kept.status != "DRAFT" {
            let description = "Only a draft can be sent.";
            return Err(Refused::semantics("INVALID_INVOICE_STATUS", description));
        }
        if kept.total <= 0 {
            let description = "The total must be more than zero.";
            return Err(Refused::semantics("INVALID_TOTAL_AMOUNT", description));
        }
        let email = &kept.body["primary_recipients"][0]["billing_info"]["email_address"];
        kept.status = if email.is_string() { "SENT" } else { "UNPAID" };
        kept.mails += 1;
        self.moved(id)
    }

    /// Cancels what was sent.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn cancel(&mut self, id: &str, body: &Value) -> Result<(), Refused> {
        judge::body(&NOTIFICATION, body)?;
        let kept = self.find(id)?;
        let refusal = match kept.status {
            "DRAFT" => Some("CANNOT_CANCEL_DRAFT_INVOICE"),
            "SCHEDULED" => Some("CANNOT_CANCEL_SCHEDULED_INVOICE"),
            "CANCELLED" => Some("INVOICE_CANCELED_ALREADY"),
            "REFUNDED" | "PARTIALLY_REFUNDED" | "MARKED_AS_REFUNDED" => {
                Some("CANNOT_CANCEL_REFUNDED_INVOICE")
            }
            "PAID" | "PARTIALLY_PAID" | "MARKED_AS_PAID" | "PAYMENT_PENDING" => {
                Some("CANNOT_CANCEL_PAID_INVOICE")
            }
            _ => None,
        };
        if let Some(issue) = refusal {
            return Err(Refused::semantics(issue, "The invoice cannot be cancelled."));
        }
        kept.status = "CANCELLED";
        kept.mails += 1;
        self.moved(id)
    }

    /// Reminds the recipient.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn remind(&mut self, id: &str, body: &Value) -> Result<(), Refused> {
        judge::body(&NOTIFICATION, body)?;
        let kept = self.find(id)?;
        if !kept.can_be_paid() {
            let description = "Only unpaid, sent and partly paid invoices can be reminded of.";
            return Err(Refused::semantics("CANNOT_REMIND_INVOICE", description));
        }
        kept.mails += 1;
        Ok(())
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// When there is none.
    pub fn delete(&mut self, id: &str) -> Result<(), Refused> {
        if self.find(id)?.status != "DRAFT" {
            let description = "Only a draft can be deleted.";
            return Err(Refused::semantics("INVALID_INVOICE_STATUS", description));
        }
        self.invoices.retain(|kept| kept.id != id);
        Ok(())
    }

    /// Writes down a payment that was made elsewhere.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn record_payment(&mut self, id: &str, body: &Value) -> Result<String, Refused> {
        judge::body(&PAYMENT, body)?;
        let kept = self.find(id)?;
        let amount = match &body["amount"] {
            Value::Null => None,
            amount => Some(money::read(&kept.currency, amount, "/amount")?),
        };
        self.pay(id, amount, body["method"].as_str().unwrap_or("OTHER"), "EXTERNAL")
    }

    /// The recipient pays: all that is due, or a part.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn pay(
        &mut self,
        id: &str,
        amount: Option<i64>,
        method: &str,
        kind: &str,
    ) -> Result<String, Refused> {
        let kept = self.find(id)?;
        if !kept.can_be_paid() {
            let description = "Current invoice state does not support payment processing.";
            return Err(Refused::semantics("CANNOT_PROCESS_PAYMENTS", description));
        }
        let due = kept.total - kept.paid;
        let amount = amount.unwrap_or(due);
        if amount <= 0 {
            let description = "Payment amount cannot be zero. Please provide a valid amount.";
            return Err(Refused::schema("/amount/value", "VALUE_CANNOT_BE_ZERO", description));
        }
        if amount > due {
            let description = "Payment amount is greater than the amount due.";
            return Err(Refused::semantics("PAYMENT_AMOUNT_GREATER_THAN_AMOUNT_DUE", description));
        }
        kept.paid += amount;
        kept.status = match (kept.paid < kept.total, kind) {
            (true, _) => "PARTIALLY_PAID",
            (false, "EXTERNAL") => "MARKED_AS_PAID",
            (false, _) => "PAID",
        };
        let payment = format!("EXTR-{}", Uuid::new_v4().simple())[..22].to_uppercase();
        kept.payments.push(json!({
            "type": kind,
            "payment_id": payment,
            "method": method,
            "amount": money::shown(&kept.currency, amount),
        }));
        self.moved(id)?;
        Ok(payment)
    }

    /// Writes down a refund that was made elsewhere.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn record_refund(&mut self, id: &str, body: &Value) -> Result<String, Refused> {
        judge::body(&REFUND, body)?;
        let kept = self.find(id)?;
        let amount = match &body["amount"] {
            Value::Null => None,
            amount => Some(money::read(&kept.currency, amount, "/amount")?),
        };
        self.refund(id, amount, "EXTERNAL")
    }

    /// The merchant pays back: all, or a part.
    ///
    /// # Errors
    /// Whatever PayPal would refuse.
    pub fn refund(&mut self, id: &str, amount: Option<i64>, kind: &str) -> Result<String, Refused> {
        let kept = self.find(id)?;
        if kept.paid == 0 {
            let description = "Current invoice state does not support refunds.";
            return Err(Refused::semantics("CANNOT_PROCESS_REFUNDS", description));
        }
        let left = kept.paid - kept.refunded;
        let amount = amount.unwrap_or(left);
        if amount <= 0 {
            let description = "Refund amount cannot be zero.";
            return Err(Refused::schema("/amount/value", "VALUE_CANNOT_BE_ZERO", description));
        }
        if amount > left {
            let description = "Recorded refunds cannot exceed recorded payments.";
            return Err(Refused::semantics("INVALID_REFUND_AMOUNT", description));
        }
        kept.refunded += amount;
        kept.status = match (kept.refunded < kept.paid, kind) {
            (true, _) => "PARTIALLY_REFUNDED",
            (false, "EXTERNAL") => "MARKED_AS_REFUNDED",
            (false, _) => "REFUNDED",
        };
        let refund = format!("EXTR-{}", Uuid::new_v4().simple())[..22].to_uppercase();
        kept.refunds.push(json!({
            "type": kind,
            "refund_id": refund,
            "method": "OTHER",
            "amount": money::shown(&kept.currency, amount),
        }));
        self.moved(id)?;
        Ok(refund)
    }

    /// The invoice of this id.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(&mut self, id: &str) -> Result<&mut Kept, Refused> {
        self.invoices.iter_mut().find(|kept| kept.id == id).ok_or_else(Refused::unknown)
    }

    fn moved(&mut self, id: &str) -> Result<(), Refused> {
        let lag = self.read_lag;
        self.find(id)?.stale.1 = lag;
        Ok(())
    }
}

impl Kept {
    /// As PayPal shows it.
    #[must_use]
    pub fn shown(&self, base: &str) -> Value {
        let mut shown = self.body.clone();
        shown["id"] = self.id.clone().into();
        shown["status"] = self.status.into();
        shown["detail"]["invoice_number"] = self.number.clone().into();
        if self.status != "DRAFT" {
            let view = format!("{base}/invoice/p/{}", self.id);
            shown["detail"]["metadata"] = json!({ "recipient_view_url": view });
        }
        shown["amount"] = money::shown(&self.currency, self.total);
        shown["due_amount"] = money::shown(&self.currency, self.total - self.paid);
        if !self.payments.is_empty() {
            let paid = money::shown(&self.currency, self.paid);
            shown["payments"] = json!({ "paid_amount": paid, "transactions": self.payments });
        }
        if !self.refunds.is_empty() {
            let refunded = money::shown(&self.currency, self.refunded);
            shown["refunds"] = json!({ "refund_amount": refunded, "transactions": self.refunds });
        }
        let own = format!("{base}/v2/invoicing/invoices/{}", self.id);
        shown["links"] = json!([{ "href": own, "rel": "self", "method": "GET" }]);
        shown
    }

    /// Whether there is anything to pay.
    #[must_use]
    pub fn can_be_paid(&self) -> bool {
        matches!(self.status, "SENT" | "UNPAID" | "PARTIALLY_PAID")
    }
}
