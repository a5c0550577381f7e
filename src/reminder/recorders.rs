//! Every night each recorder that can be asked tells what it still has.

use futures_util::stream::{self, StreamExt};

use super::alert::{AlertKind, Failure, menders};
use super::run::{Round, RunError, Worked};
use super::store::alert;
use crate::account::{self, AccountId};
use crate::db::record;
use crate::recorder::ask::Asking;
use crate::recorder::check::RecorderCheck;
use crate::recorder::store::access;
use crate::recorder::{Recorder, round as recorder};
use crate::register::{Author, Change, ChangeError};

/// Recorders that are asked at the same time: most of the time of an answer is waiting.
const AT_ONCE: usize = 8;

/// Asks all of them and keeps what they said. One that tells nothing is a check that saw nothing, on its page, and is
/// told to those who can mend it.
///
/// # Errors
/// When the register does not answer, or another replica has taken over; what was kept stays kept.
pub async fn check_all(round: &Round<'_>, asking: &Asking) -> Result<Worked, RunError> {
    let (db, kommun, now) = (round.db, round.kommun, round.now);
    let all = access::all(db.read(), kommun).await?;
    if all.is_empty() {
        return Ok(Worked::default());
    }
    let people = account::store::all(db.read(), kommun).await?;
    let menders = menders(&people);
    let questions = all.iter().map(|kept| {
        let when = (now, round.by.today);
        recorder::ask(db, kommun, kept, asking, round.by.policies, when)
    });
    let questions: Vec<_> = questions.collect();
    let mut answers = stream::iter(questions).buffer_unordered(AT_ONCE);
    let (mut told, mut silent) = (0, Vec::new());
    while let Some(check) = answers.next().await {
        let check = check?;
        round.hold().await?;
        keep(round, &check).await?;
        if let Some(name) = tell(round, &check, &menders).await? {
            silent.push(name);
        } else {
            told += 1;
        }
    }
    silent.sort();
    let remark = if silent.is_empty() {
        String::new()
    } else {
        format!("did not tell what they have: {}", silent.join(", "))
    };
    Ok(Worked {
        count: told,
        remark,
    })
}

async fn keep(round: &Round<'_>, check: &RecorderCheck) -> Result<(), RunError> {
    let author = Author {
        kommun: round.kommun,
        account: None,
        name: "Objektiv".to_owned(),
    };
    let kept = async {
        let mut change = Change::begin(round.db, &author, round.now, round.by).await?;
        recorder::keep(&mut change, check).await?;
        change.commit().await?;
        Ok(())
    };
    let kept: Result<(), ChangeError> = kept.await;
    kept.map_err(|error| RunError::Other(error.to_string()))
}

/// Tells those who can mend it that a recorder is silent, and takes that back when it speaks again. Its name, if it is
/// silent.
async fn tell(
    round: &Round<'_>,
    check: &RecorderCheck,
    menders: &[AccountId],
) -> Result<Option<String>, RunError> {
    let (db, kommun, kind) = (round.db, round.kommun, AlertKind::RecorderSilent);
    let subject = check.recorder.0;
    if check.failure.is_empty() {
        alert::lower(db, kommun, kind, subject, round.now).await?;
        return Ok(None);
    }
    let known = record::find::<Recorder>(db.read(), kommun, check.recorder).await?;
    let name = known.map_or_else(|| subject.to_string(), |known| known.data.name);
    let failure = Failure {
        kind,
        subject,
        name,
        detail: check.failure.clone(),
    };
    alert::raise(db, kommun, &failure, menders, round.by.today).await?;
    Ok(Some(failure.name))
}
