//! Calls of PayPal's Invoicing interface, version 2.

use std::mem;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, Response, StatusCode, redirect};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::Complaint;
use super::token::Token;
use super::wire::{self, Found, Invoice};
use super::{Bill, PayPalError, PayPalId, Settings, SettingsError};

/// Bytes of an answer that are read.
const MOST: usize = 4 << 20;
/// Invoices on a page of what was found.
const PAGE: usize = 100;
/// Pages that are looked through. A number leads to one invoice, so this is never reached.
const PAGES: usize = 5;
const INVOICES: &str = "/v2/invoicing/invoices";

/// A way to ask PayPal.
#[derive(Debug)]
pub struct PayPal {
    http: reqwest::Client,
    settings: Settings,
    token: Token,
}

impl PayPal {
    /// Sets it up. Nothing is asked yet.
    ///
    /// # Errors
    /// When this machine has no certificates to know PayPal by.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let http = reqwest::Client::builder()
            .connect_timeout(settings.patience.min(Duration::from_secs(10)))
            .timeout(settings.patience)
            .redirect(redirect::Policy::none())
            .user_agent(concat!("bar-service/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(SettingsError::Client)?;
        Ok(Self { http, settings, token: Token::default() })
    }

    /// Every invoice of this number. A new one may not be found for a while.
    ///
    /// # Errors
    /// When PayPal does not say.
    pub async fn search(&self, number: &str) -> Result<Vec<Invoice>, PayPalError> {
        let mut found = Vec::new();
        for page in 1..=PAGES {
            let path = format!("/v2/invoicing/search-invoices?page={page}&page_size={PAGE}");
            let body = json!({ "invoice_number": number });
            let items = self.call::<Found>(Method::POST, &path, Some(&body)).await?.items;
            let is_last = items.len() < PAGE;
            // PayPal also finds numbers that only contain this one.
            found.extend(items.into_iter().filter(|it| it.detail.invoice_number == number));
            if is_last {
                break;
            }
        }
        Ok(found)
    }

    /// Makes a draft. Nobody hears of it.
    ///
    /// # Errors
    /// When PayPal does not, or may have: see [`PayPalError::may_have_happened`].
    pub async fn create(&self, bill: &Bill) -> Result<Invoice, PayPalError> {
        let body = wire::draft(bill, &self.settings.from);
        self.call(Method::POST, INVOICES, Some(&body)).await
    }

    /// Reads an invoice.
    ///
    /// # Errors
    /// When PayPal does not say, or has none.
    pub async fn read(&self, id: &PayPalId) -> Result<Invoice, PayPalError> {
        self.call(Method::GET, &format!("{INVOICES}/{id}"), None).await
    }

    /// Sends a draft to the artist.
    ///
    /// # Errors
    /// When PayPal does not, or may have.
    pub async fn send(&self, id: &PayPalId) -> Result<(), PayPalError> {
        self.tell(id, "send", &json!({ "send_to_recipient": true })).await
    }

    /// Reminds the artist of it.
    ///
    /// # Errors
    /// When PayPal does not, or may have.
    pub async fn remind(&self, id: &PayPalId) -> Result<(), PayPalError> {
        self.tell(id, "remind", &json!({})).await
    }

    /// Tells the artist that it need not be paid any more.
    ///
    /// # Errors
    /// When PayPal does not, or may have.
    pub async fn cancel(&self, id: &PayPalId) -> Result<(), PayPalError> {
        self.tell(id, "cancel", &json!({ "send_to_recipient": true })).await
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When PayPal does not, or may have.
    pub async fn delete(&self, id: &PayPalId) -> Result<(), PayPalError> {
        self.ask(Method::DELETE, &format!("{INVOICES}/{id}"), None).await.map(drop)
    }

    async fn tell(&self, id: &PayPalId, what: &str, body: &Value) -> Result<(), PayPalError> {
        self.ask(Method::POST, &format!("{INVOICES}/{id}/{what}"), Some(body)).await.map(drop)
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, PayPalError> {
        read(self.ask(method, path, body).await?).await
    }

    /// Asks, once more with a new token where the old one is not taken: nothing happened then.
    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response, PayPalError> {
        let url = self.settings.base.join(path).unwrap_or_else(|_| self.settings.base.clone());
        let mut again = true;
        loop {
            let token = self.token.get(&self.http, &self.settings).await?;
            let mut request = self.http.request(method.clone(), url.clone());
            request = request.bearer_auth(token.reveal()).header("Prefer", "return=representation");
            if let Some(body) = body {
                request = request.json(body);
            }
            let answer = request.send().await;
            let answer = answer.map_err(|error| PayPalError::Silent(error.without_url()))?;
            if answer.status() != StatusCode::UNAUTHORIZED {
                return good(answer).await;
            }
            self.token.forget(&token).await;
            if !mem::take(&mut again) {
                return Err(PayPalError::Token);
            }
        }
    }
}

/// The answer, where it is one.
async fn good(answer: Response) -> Result<Response, PayPalError> {
    let status = answer.status();
    match status.as_u16() {
        200..=299 => Ok(answer),
        401 => Err(PayPalError::Credentials),
        404 => Err(PayPalError::Unknown),
        429 => Err(PayPalError::TooOften { wait: wait(&answer) }),
        400..=499 => {
            let complaint: Complaint =
                serde_json::from_slice(&body(answer).await?).unwrap_or_else(|_| Complaint {
                    name: status.to_string(),
                    debug_id: String::new(),
                    details: Vec::new(),
                });
            Err(PayPalError::Refused(complaint))
        }
        status => Err(PayPalError::Trouble { status }),
    }
}

/// Reads an answer that is one.
pub(super) async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, PayPalError> {
    let answer = good(answer).await?;
    serde_json::from_slice(&body(answer).await?).map_err(PayPalError::Unreadable)
}

/// At most [`MOST`] bytes of it: what is longer does not read.
async fn body(mut answer: Response) -> Result<BytesMut, PayPalError> {
    let mut whole = BytesMut::new();
    let silent = |error: reqwest::Error| PayPalError::Silent(error.without_url());
    while let Some(piece) = answer.chunk().await.map_err(silent)? {
        if whole.len() + piece.len() > MOST {
            break;
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole)
}

fn wait(answer: &Response) -> Option<Duration> {
    let seconds = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}
