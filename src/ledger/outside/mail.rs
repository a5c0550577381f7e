//! The checkpoint of the day as a mail.

use askama::Template;

use super::step::Step;
use crate::ledger::checkpoint::TreeHead;
use crate::texts::Loc;

/// The name under which the step is attached.
pub const ATTACHED: &str = "kontrollpunkt.txt";

/// Plain text: it is a copy to keep, and is read by programs.
#[derive(Debug, Template)]
#[template(path = "mail/checkpoint.txt", escape = "none")]
pub struct CheckpointMail<'a> {
    pub l: Loc,
    pub kommun: &'a str,
    pub public_url: &'a str,
    pub head: &'a TreeHead,
    pub step: &'a Step,
}

impl CheckpointMail<'_> {
    /// # Errors
    /// When the template cannot be filled in.
    pub fn text(&self) -> Result<String, String> {
        self.render().map_err(|error| error.to_string())
    }

    pub fn subject(&self) -> String {
        let size = self.l.number(self.head.size);
        format!(
            "{} – {}",
            self.l.ta("checkpoint-mail-subject", "size", size),
            self.kommun
        )
    }
}
