//! The directory of engineers.

use bar_domain::song::{ActorId, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An engineer, as the directory lists them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EngineerCard {
    /// Names the engineer for good.
    pub id: ActorId,
    /// What others call them.
    pub name: String,
    /// In a line.
    pub headline: String,
    /// What they look like.
    pub picture: Option<Media>,
    /// What they work on.
    pub genres: Vec<String>,
    /// What they offer.
    pub offerings: Vec<Offered>,
}

/// An engineer's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Engineer {
    /// Names the engineer for good.
    pub id: ActorId,
    /// What others call them.
    pub name: String,
    /// What it says.
    pub page: EngineerPage,
    /// Whether everybody sees it.
    pub published: bool,
    /// When it last changed.
    pub changed_at: Time,
}

/// What an engineer's page says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EngineerPage {
    /// In a line.
    #[schema(max_length = 200)]
    pub headline: String,
    /// At length.
    #[schema(max_length = 4000)]
    pub about: String,
    /// What they look like.
    pub picture: Option<Media>,
    /// What they worked on.
    #[schema(max_items = 100)]
    pub credits: Vec<String>,
    /// What they work on.
    #[schema(max_items = 100)]
    pub genres: Vec<String>,
    /// What they offer.
    #[schema(max_items = 100)]
    pub offerings: Vec<Offered>,
    /// What they sound like.
    #[schema(max_items = 100)]
    pub examples: Vec<Example>,
    /// How they like to get files.
    #[schema(max_length = 4000)]
    pub file_preferences: String,
}

/// Something that an engineer offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Offered {
    /// What: mixing, mastering, vocal tuning, …
    #[schema(min_length = 1, max_length = 200)]
    pub what: String,
    /// From which price on, as a guide.
    pub from: GuidePrice,
    /// How many days it usually takes.
    #[schema(maximum = 3650)]
    pub days: u16,
}

/// A price as a guide: it binds nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuidePrice {
    /// In the currency's minor unit.
    #[schema(minimum = 0)]
    pub minor: u32,
    /// Its ISO 4217 code.
    #[schema(pattern = "^[A-Z]{3}$")]
    pub currency: String,
}

/// Something to listen to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Example {
    /// What people call it.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Before.
    pub before: Option<Media>,
    /// After.
    pub after: Media,
}

/// A public file of an engineer's page, which was put under this name before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Media {
    /// The BLAKE3 hash of its bytes, in 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
    /// Its media type.
    #[schema(max_length = 100)]
    pub kind: String,
}

/// Says whether everybody sees an engineer's page, as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    /// Whether.
    pub published: bool,
}
