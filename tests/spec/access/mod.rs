//! Who comes in, who may open what, and what one kommun sees of another: nothing.

mod asvs;
mod auditor;
mod doors;
mod headers;
mod hostile;
mod house;
mod isolation;
mod notices;
mod providers;
mod second;
mod secrecy;
mod secrets;
mod single;
mod staying;
mod strangers;
mod trace;
mod unsent;
