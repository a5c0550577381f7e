//! Who comes in, who may open what, and what one kommun sees of another: nothing.

mod doors;
mod house;
mod isolation;
mod second;
mod single;
