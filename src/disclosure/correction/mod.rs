//! A correction (rättelse): a new release that points at the old one and says why. Both can be read for ever.

pub mod form;
pub mod web;
