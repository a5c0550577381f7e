//! Finding sites and changing what was found: order, saved views, files, several at once.

mod bulk;
mod order;
mod shown;
mod undo;
