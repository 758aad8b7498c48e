//! What can be asked of the stand-in, and what can go wrong with it.

use std::time::Duration;

/// A call of PayPal's interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// `POST /v1/oauth2/token`
    Token,
    /// `POST /v2/invoicing/invoices`
    Create,
    /// `POST /v2/invoicing/search-invoices`
    Search,
    /// `GET /v2/invoicing/invoices/{id}`
    Read,
    /// `DELETE /v2/invoicing/invoices/{id}`
    Delete,
    /// `POST /v2/invoicing/invoices/{id}/send`
    Send,
    /// `POST /v2/invoicing/invoices/{id}/cancel`
    Cancel,
    /// `POST /v2/invoicing/invoices/{id}/remind`
    Remind,
    /// `POST /v2/invoicing/invoices/{id}/payments`
    RecordPayment,
    /// `POST /v2/invoicing/invoices/{id}/refunds`
    RecordRefund,
    /// `GET /v1/notifications/certs/{name}`
    Certificate,
}

/// What happens to a call instead of what should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is followed, and never answered.
    SilentAfter,
    /// It is not followed, and never answered.
    SilentBefore,
    /// It is followed, and the connection cut.
    CutAfter,
    /// It is not followed, and the connection cut.
    CutBefore,
    /// It is followed, and told to have failed.
    BrokenAfter,
    /// It is not followed: `500`.
    Broken,
    /// It is not followed: `503`.
    Unavailable,
    /// It is not followed: `429`, and when to come again, in seconds.
    TooMany(u64),
    /// The token is said to have expired: `401`.
    Expired,
    /// It is followed, after a while.
    Slow(Duration),
    /// It is followed, and answered with a page for people.
    Gibberish,
}

impl Call {
    /// The call that this request is, and the id in it.
    pub(super) fn of<'a>(method: &str, path: &'a str) -> Option<(Self, &'a str)> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let call = match (method, parts.as_slice()) {
            ("POST", ["v1", "oauth2", "token"]) => (Self::Token, ""),
            ("GET", ["v1", "notifications", "certs", name]) => (Self::Certificate, *name),
            ("POST", ["v2", "invoicing", "search-invoices"]) => (Self::Search, ""),
            ("POST", ["v2", "invoicing", "invoices"]) => (Self::Create, ""),
            ("GET", ["v2", "invoicing", "invoices", id]) => (Self::Read, *id),
            ("DELETE", ["v2", "invoicing", "invoices", id]) => (Self::Delete, *id),
            ("POST", ["v2", "invoicing", "invoices", id, what]) => match *what {
                "send" => (Self::Send, *id),
                "cancel" => (Self::Cancel, *id),
                "remind" => (Self::Remind, *id),
                "payments" => (Self::RecordPayment, *id),
                "refunds" => (Self::RecordRefund, *id),
                _ => return None,
            },
            _ => return None,
        };
        Some(call)
    }
}

impl Fault {
    /// Whether the call is followed all the same.
    pub(super) fn follows(self) -> bool {
        matches!(
            self,
            Self::SilentAfter
                | Self::CutAfter
                | Self::BrokenAfter
                | Self::Slow(_)
                | Self::Gibberish
        )
    }
}
