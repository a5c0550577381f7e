//! The nightly verification of the log: levels 2, 3 and 5. What it finds is shown on every page, and the
//! dataskyddsombud is told by mail as long as it is so.

use time::OffsetDateTime;

use super::mail::{Letter, Mailer};
use super::page::Alarm;
use super::run::{RunError, Worked};
use crate::account::{self, Account, Role};
use crate::code::Code;
use crate::ledger::store::LedgerError;
use crate::ledger::verification::Found;
use crate::ledger::verification::run::Task;
use crate::ledger::verify::Verdict;
use crate::ledger::{signing, store};
use crate::texts::Loc;

/// A night's work in one kommun.
#[derive(Debug)]
pub struct Night<'a> {
    pub task: Task,
    pub kommun_name: &'a str,
    pub mailer: Option<&'a Mailer>,
    pub public_url: &'a str,
    pub now: OffsetDateTime,
}

impl Night<'_> {
    /// Verifies the log, signs what no release had signed during the day, and tells the dataskyddsombud when it does
    /// not verify. Counts the entries that were read.
    ///
    /// # Errors
    /// When the log cannot be read or a mail is not taken.
    pub async fn work(&self) -> Result<Worked, RunError> {
        let verified = self.task.run().await.map_err(unreadable)?;
        let Some(found) = verified else {
            return Ok(Worked {
                count: 0,
                remark: "a verification was under way already".to_owned(),
            });
        };
        let mut remarks = Vec::new();
        match found.verdict {
            Verdict::Intact => remarks.extend(self.sign().await?),
            Verdict::NotChecked => return Err(RunError::Other(found.hindered)),
            Verdict::Tampered => {
                for (tampering, idx) in found.bad() {
                    remarks.push(format!("entry {idx}: {}", tampering.code()));
                }
                remarks.extend(self.tell(&found).await?);
            }
        }
        Ok(Worked {
            count: found.size,
            remark: remarks.join("; "),
        })
    }

    /// Signs where the log stands, unless it is signed already.
    async fn sign(&self) -> Result<Option<String>, RunError> {
        let Task {
            db,
            kommun,
            signers,
            ..
        } = &self.task;
        let head = store::head(db.read(), *kommun).await.map_err(unreadable)?;
        let size = head.map_or(0, |head| head.size());
        let Some(last) = size.checked_sub(1) else {
            return Ok(None);
        };
        let signed = async {
            let signer = signers.ready(db, *kommun, self.now).await?;
            signing::covering(db, *kommun, &signer, last, self.now).await
        };
        let refused = signed.await.err();
        Ok(refused.map(|error| format!("not signed: {error}")))
    }

    async fn tell(&self, found: &Found) -> Result<Vec<String>, RunError> {
        let Some(mailer) = self.mailer else {
            return Ok(vec!["nobody was told by mail: no server is set".to_owned()]);
        };
        let people = account::store::all(self.task.db.read(), self.task.kommun).await?;
        let holds = |person: &&Account| person.grants.iter().any(|grant| grant.role == Role::Dpo);
        let (mut told, mut refused) = (0, Vec::new());
        for person in people.iter().filter(holds) {
            let letter = self.letter(person, found)?;
            match mailer.post(person, &letter, self.now).await {
                Ok(()) => told += 1,
                Err(cause) if cause.is_about_the_recipient() => {
                    refused.push(format!("{}: {cause}", person.email));
                }
                Err(cause) => return Err(RunError::Send { sent: told, cause }),
            }
        }
        if told == 0 && refused.is_empty() {
            refused.push("nobody was told by mail: there is no dataskyddsombud".to_owned());
        }
        Ok(refused)
    }

    fn letter(&self, person: &Account, found: &Found) -> Result<Letter, RunError> {
        let alarm = Alarm {
            l: Loc::sv(),
            person: person.name.clone(),
            kommun: self.kommun_name.to_owned(),
            log: found.log.clone(),
            found: found.bad(),
            public_url: self.public_url.to_owned(),
        };
        let id = format!("{}.logg.{}", person.id, self.now.unix_timestamp());
        Letter::alarm(&alarm, id).map_err(|error| RunError::Other(error.to_string()))
    }
}

fn unreadable(error: LedgerError) -> RunError {
    RunError::Other(error.to_string())
}
