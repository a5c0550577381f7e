//! `kvitto.html`: a receipt that can be read by anybody and verifies itself in a browser, without network. One file.

pub mod page;
