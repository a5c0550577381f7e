//! What other systems can read, and who they are.

pub mod client;
mod disclosures;
mod document;
mod examples;
mod findings;
mod hostile;
mod keys;
mod problems;
mod sites;
