//! The disclosure desk: from "which cameras saw the place then?" to the public log.

mod afterwards;
mod coverage;
mod drafts;
mod files;
mod grounds;
mod growing;
mod open;
mod servers;
mod trace;
