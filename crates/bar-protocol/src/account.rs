//! People who can sign in.

use bar_domain::song::{ActorId, Role, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Names the person for good.
    pub id: ActorId,
    /// What others call them.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// As what they act.
    pub role: Role,
    /// Since when.
    pub created_at: Time,
}

/// Asks for an account. Without an invitation it is that of an artist.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAccount {
    /// What others will call them.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Where they get mail.
    #[schema(min_length = 3, max_length = 254)]
    pub email: String,
    /// At least 10 characters.
    #[schema(min_length = 10, max_length = 1000)]
    pub password: String,
    /// The secret of an invitation, or the first-run token of the service.
    pub invitation: Option<String>,
    /// What to call the device that it is asked for on; it is signed in at once.
    #[schema(max_length = 200)]
    pub device: String,
}

/// Changes the password. All other devices are signed out.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPassword {
    /// The one until now.
    #[schema(max_length = 1000)]
    pub current: String,
    /// The one from now on: at least 10 characters.
    #[schema(min_length = 10, max_length = 1000)]
    pub new: String,
}

/// Sets a new password by a secret that was mailed. All devices are signed out.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResetPassword {
    /// The secret.
    #[schema(max_length = 200)]
    pub secret: String,
    /// The one from now on: at least 10 characters.
    #[schema(min_length = 10, max_length = 1000)]
    pub new: String,
}

/// Asks for a mail with a secret that sets a new password.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Forgot {
    /// Where the account gets mail.
    #[schema(max_length = 254)]
    pub email: String,
}

macro_rules! secret {
    ($($type:ident)*) => {$(
        // Passwords stay out of logs.
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), " {…}"))
            }
        }
    )*};
}
pub(crate) use secret;

secret! { Forgot NewAccount NewPassword ResetPassword }
