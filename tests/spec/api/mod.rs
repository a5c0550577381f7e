//! What other systems can read, and who they are.

mod afterwards;
mod alike;
pub mod client;
pub mod disclosures;
mod document;
mod examples;
mod findings;
mod holds;
mod hostile;
mod keys;
mod problems;
mod sites;
