//! Assets: what is in the vault, who may have it, and its end.

mod access;
mod download;
mod erase;
mod headers;
mod range;

pub use crate::tables::assets::Asset;
pub use access::Access;
pub use download::{AssetError, Assets};
pub use erase::{EraseError, Erased};
