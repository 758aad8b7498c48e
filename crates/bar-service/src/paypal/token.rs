//! The token that PayPal wants with every call.

use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::sync::Mutex;

use super::client::read;
use super::{PayPalError, Settings};
use crate::hidden::Hidden;

/// A token is renewed this long before it ends, so that none ends on the way.
const EARLY: Duration = Duration::from_mins(2);

/// The token in use. Whoever asks while it is being renewed waits for the new one.
#[derive(Debug, Default)]
pub struct Token(Mutex<Option<(Hidden, Instant)>>);

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: u64,
}

impl Token {
    /// A token that is good for a while.
    ///
    /// # Errors
    /// When PayPal gives none.
    pub async fn get(
        &self,
        http: &reqwest::Client,
        settings: &Settings,
    ) -> Result<Hidden, PayPalError> {
        let mut kept = self.0.lock().await;
        match &*kept {
            Some((token, until)) if Instant::now() < *until => Ok(token.clone()),
            _ => {
                let (token, life) = ask(http, settings).await?;
                let good_for = life.saturating_sub(EARLY).max(life / 2);
                *kept = Some((token.clone(), Instant::now() + good_for));
                Ok(token)
            }
        }
    }

    /// PayPal does not take this one any more.
    pub async fn forget(&self, token: &Hidden) {
        let mut kept = self.0.lock().await;
        if kept.as_ref().is_some_and(|(it, _)| it == token) {
            *kept = None;
        }
    }
}

async fn ask(
    http: &reqwest::Client,
    settings: &Settings,
) -> Result<(Hidden, Duration), PayPalError> {
    let mut url = settings.base.clone();
    url.set_path("/v1/oauth2/token");
    let asked = http
        .post(url)
        .basic_auth(&settings.client, Some(settings.secret.reveal()))
        .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials");
    let answer = asked.send().await.map_err(|error| PayPalError::Silent(error.without_url()))?;
    let granted: Granted = read(answer).await?;
    Ok((granted.access_token.into(), Duration::from_secs(granted.expires_in)))
}
