//! Assets: what is in the vault, and who may have it.

mod access;

pub use crate::tables::assets::Asset;
pub use access::Access;
