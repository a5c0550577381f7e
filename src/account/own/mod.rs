//! A person's own account: roles, password, second factor, and where they are signed in.

pub mod form;
pub mod page;
pub mod web;
