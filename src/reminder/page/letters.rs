//! What is mailed.

use askama::Template;

use super::{AlertItem, Item};
use crate::ledger::verify::Tampering;
use crate::web::view::Loc;

/// One person's mail.
#[derive(Debug, Clone)]
pub struct Digest {
    pub l: Loc,
    pub person: String,
    pub kommun: String,
    pub items: Vec<Item>,
    pub alerts: Vec<AlertItem>,
    /// How many there are about sites that are secret, of which nothing more is said in a letter.
    pub secret: usize,
    /// How many more there are than are written out.
    pub more: usize,
    /// `https://kamera.ekebro.example`
    pub public_url: String,
}

impl Digest {
    pub fn subject(&self) -> String {
        let count = self.items.len() + self.alerts.len() + self.secret + self.more;
        let text = self.l.tn("mail-subject", count);
        format!("{text} – {}", self.kommun)
    }

    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

#[derive(Debug, Template)]
#[template(path = "mail/digest.txt")]
pub struct DigestText<'a> {
    pub digest: &'a Digest,
}

#[derive(Debug, Template)]
#[template(path = "mail/digest.html")]
pub struct DigestHtml<'a> {
    pub digest: &'a Digest,
}

/// The log does not verify: the mail to the dataskyddsombud.
#[derive(Debug, Clone)]
pub struct Alarm {
    pub l: Loc,
    pub person: String,
    pub kommun: String,
    /// Name of the log.
    pub log: String,
    /// What was found, and in which entry first.
    pub found: Vec<(Tampering, u64)>,
    pub public_url: String,
}

impl Alarm {
    pub fn subject(&self) -> String {
        self.l.ta("alarm-subject", "kommun", &self.kommun)
    }

    pub fn line(&self, tampering: &Tampering, idx: &u64) -> String {
        let words = self.l.code(*tampering);
        self.l.ta2("alarm-line", ("idx", idx), ("words", &words))
    }

    pub fn link(&self) -> String {
        format!("{}{}", self.public_url, self.l.path("/logg"))
    }
}

#[derive(Debug, Template)]
#[template(path = "mail/alarm.txt")]
pub struct AlarmText<'a> {
    pub alarm: &'a Alarm,
}

#[derive(Debug, Template)]
#[template(path = "mail/alarm.html")]
pub struct AlarmHtml<'a> {
    pub alarm: &'a Alarm,
}

/// Breaches that nobody has answered: the mail to the manager of a unit.
#[derive(Debug, Clone)]
pub struct Unanswered {
    pub l: Loc,
    pub person: String,
    pub unit: String,
    pub kommun: String,
    pub items: Vec<Item>,
    /// How many there are about sites that are secret, of which nothing more is said in a letter.
    pub secret: usize,
    pub public_url: String,
}

impl Unanswered {
    pub fn subject(&self) -> String {
        let count = self.items.len() + self.secret;
        let text = self.l.tn("unanswered-subject", count);
        format!("{text} – {}", self.unit)
    }

    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    pub fn why(&self) -> String {
        let (unit, kommun) = (&self.unit, &self.kommun);
        self.l
            .ta2("unanswered-why", ("unit", unit), ("kommun", kommun))
    }
}

#[derive(Debug, Template)]
#[template(path = "mail/unanswered.txt")]
pub struct UnansweredText<'a> {
    pub unanswered: &'a Unanswered,
}

#[derive(Debug, Template)]
#[template(path = "mail/unanswered.html")]
pub struct UnansweredHtml<'a> {
    pub unanswered: &'a Unanswered,
}
