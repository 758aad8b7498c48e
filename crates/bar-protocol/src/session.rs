//! Being signed in, device by device.

use bar_domain::song::Time;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Account;
use crate::account::secret;

/// Asks to be signed in.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    /// Where the account gets mail.
    #[schema(max_length = 254)]
    pub email: String,
    /// Its password.
    #[schema(max_length = 1000)]
    pub password: String,
    /// What to call this device in the list of devices.
    #[schema(max_length = 200)]
    pub device: String,
}

/// Asks to stay signed in.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Refresh {
    /// The last refresh token of this device.
    #[schema(max_length = 200)]
    pub refresh: String,
}

/// A device is signed in.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Names it for good.
    pub id: Uuid,
    /// Opaque: what to send as `Authorization: Bearer …`.
    pub token: String,
    /// Until when the token counts.
    pub expires_at: Time,
    /// Opaque, once only: brings a new token and a new one of these.
    pub refresh: String,
    /// Until when that counts.
    pub refresh_expires_at: Time,
    /// Who is signed in.
    pub account: Account,
}

/// A device of mine that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Names its session for good.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Since when it is signed in.
    pub created_at: Time,
    /// When it was last heard of, to within an hour.
    pub seen_at: Time,
    /// Whether it is the one that asks.
    pub current: bool,
}

secret! { SignIn Refresh Session }
