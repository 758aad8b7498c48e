//! Each guess on sound that has the fault, and on sound that tempts.

mod alone;
mod stage;
mod together;
