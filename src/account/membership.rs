//! Letting people in and changing what they may do. Each stands in the history of the kommun, with an entry in its log.

use super::people::Member;
use super::{Account, AccountId, store};
use crate::register::{Change, ChangeError, RecordKind};

/// Adds a person who may sign in. `password_hash` may be [`store::NO_PASSWORD`].
///
/// # Errors
/// When the address is taken or the database does not answer.
pub async fn add(
    change: &mut Change<'_>,
    person: &Account,
    password_hash: &str,
) -> Result<AccountId, ChangeError> {
    let (kommun, at) = (change.author().kommun, change.at());
    let id = store::add(&**change.tx(), kommun, person, password_hash, at).await?;
    let member = Member {
        account: Account {
            id,
            email: store::normal_email(&person.email),
            ..person.clone()
        },
        active: true,
    };
    change.note(
        RecordKind::Person,
        id.0,
        None,
        serde_json::to_value(member)?,
    );
    Ok(id)
}

/// Replaces the name, the roles in the kommun, and whether the person may sign in; writes nothing when nothing differs.
///
/// # Errors
/// When the database does not answer.
pub async fn replace(
    change: &mut Change<'_>,
    before: &Member,
    after: &Member,
) -> Result<(), ChangeError> {
    if before == after {
        return Ok(());
    }
    store::change(&**change.tx(), change.author().kommun, after).await?;
    let (old, new) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    change.note(RecordKind::Person, after.account.id.0, Some(old), new);
    Ok(())
}
