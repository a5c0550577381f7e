//! The checkpoint of the day: the anchor entry, and everybody outside the house who is shown it.

use std::path::PathBuf;

use lettre::message::Mailbox;
use sea_orm::DbErr;

use super::mail::{Dispatch, Mailer};
use super::run::{Round, RunError, Worked};
use crate::account::{self, Account, Role};
use crate::ledger::checkpoint::TreeHead;
use crate::ledger::keys;
use crate::ledger::note::Note;
use crate::ledger::outside::daily::{self, DailyError, Parties};
use crate::ledger::outside::mail::{ATTACHED, CheckpointMail};
use crate::texts::Loc;

/// Where the log is signed, and who is shown what was signed.
#[derive(Debug, Clone)]
pub struct Outside {
    /// The directory of the signers.
    pub signer: PathBuf,
    pub parties: Parties,
}

/// Writes the anchor entry of the day and shows its checkpoint to each party that has not seen it.
///
/// # Errors
/// When the log cannot be signed, or a party could not be shown it: the others have been, and it is tried again at the
/// next look.
pub async fn show(
    round: &Round<'_>,
    outside: &Outside,
    mailer: Option<&Mailer>,
    public_url: &str,
) -> Result<Worked, RunError> {
    let (db, kommun, at) = (round.db, round.kommun, round.now);
    let signer = keys::ready(db, kommun, &outside.signer, at).await;
    let signer = signer.map_err(|error| RunError::Other(error.to_string()))?;
    let daily = daily::Round {
        db,
        kommun,
        signer: &signer,
        at,
    };
    let note = daily.publish().await.map_err(other)?;
    let mut shown = 0;
    let mut failed = Vec::new();
    let mut count = |done: Result<bool, DailyError>| match done {
        Ok(done) => shown += u64::from(done),
        Err(error) => failed.push(error.to_string()),
    };
    if let Some(authority) = &outside.parties.authority {
        round.hold().await?;
        count(daily.stamp(&note, authority).await);
    }
    for witness in &outside.parties.witnesses {
        round.hold().await?;
        count(daily.cosign(&note, witness).await);
    }
    let mut remark = String::new();
    if let Some(mailer) = mailer {
        let letters = Letters {
            round,
            daily: &daily,
            mailer,
            public_url,
        };
        let sent = letters.send(&outside.parties.mail_to, &note).await?;
        shown += sent.count;
        remark = sent.remark;
    }
    if failed.is_empty() {
        return Ok(Worked {
            count: shown,
            remark,
        });
    }
    failed.push(remark);
    failed.retain(|line| !line.is_empty());
    Err(RunError::Other(failed.join("; ")))
}

fn other(error: DailyError) -> RunError {
    RunError::Other(error.to_string())
}

struct Letters<'a> {
    round: &'a Round<'a>,
    daily: &'a daily::Round<'a>,
    mailer: &'a Mailer,
    public_url: &'a str,
}

impl Letters<'_> {
    /// One letter to each: dataskyddsombud, granskare, and the addresses that the operator named. What is mailed next
    /// continues from this as soon as somebody has got it.
    async fn send(&self, named: &[String], checkpoint: &Note) -> Result<Worked, RunError> {
        let Some(step) = self.daily.to_mail(checkpoint).await.map_err(other)? else {
            return Ok(Worked::default());
        };
        let head = TreeHead::parse(checkpoint.text());
        let head = head.map_err(|error| RunError::Other(error.to_string()))?;
        let mail = CheckpointMail {
            l: Loc::sv(),
            kommun: self.round.kommun_name,
            public_url: self.public_url,
            head: &head,
            step: &step,
        };
        let text = mail.text().map_err(RunError::Other)?;
        let (subject, attachment) = (mail.subject(), step.to_string());
        let letter = Dispatch {
            subject: &subject,
            text: &text,
            file: ATTACHED,
            attachment: &attachment,
        };
        let (mut sent, mut refused) = (0, Vec::new());
        for (address, to) in self.recipients(named).await? {
            self.round.hold().await?;
            let to = match to {
                Ok(to) => to,
                Err(error) => {
                    refused.push(format!("{address}: {error}"));
                    continue;
                }
            };
            match self.mailer.send_letter(to, &letter, self.round.now).await {
                Ok(()) => sent += 1,
                Err(cause) if cause.is_about_the_recipient() => {
                    refused.push(format!("{address}: {cause}"));
                }
                // Nobody is sent it twice by the next try, except those who got it before the server failed.
                Err(cause) => return Err(RunError::Send { sent, cause }),
            }
        }
        if sent > 0 {
            self.daily.mailed(&step).await.map_err(other)?;
        }
        Ok(Worked {
            count: sent,
            remark: refused.join("; "),
        })
    }

    async fn recipients(
        &self,
        named: &[String],
    ) -> Result<Vec<(String, Result<Mailbox, lettre::address::AddressError>)>, DbErr> {
        let people = account::store::all(self.round.db.read(), self.round.kommun).await?;
        let periods = account::auditor::store::all(self.round.db.read(), self.round.kommun).await?;
        let today = self.round.by.today;
        let over = |person: &Account| {
            let mut own = periods.iter().filter(|period| period.account == person.id);
            own.any(|period| period.until < today) && !is_dpo(person)
        };
        let people = people
            .into_iter()
            .filter(|person| watches(person) && !over(person));
        let own = people.map(|person| {
            let mailbox = person.email.parse();
            let mailbox = mailbox.map(|address| Mailbox::new(Some(person.name), address));
            (person.email, mailbox)
        });
        let others = named
            .iter()
            .map(|address| (address.clone(), address.parse::<Mailbox>()));
        Ok(own.chain(others).collect())
    }
}

fn is_dpo(person: &Account) -> bool {
    person.grants.iter().any(|grant| grant.role == Role::Dpo)
}

/// Whose task it is to notice when the log is not what it was.
fn watches(person: &Account) -> bool {
    let mut roles = person.grants.iter().map(|grant| grant.role);
    roles.any(|role| matches!(role, Role::Dpo | Role::Auditor))
}
