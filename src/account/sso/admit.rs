//! From what a provider says of somebody to an account with its roles.

use super::store::{self, Kept};
use super::{Identity, SsoError};
use crate::account::people::{Member, administrator_remains};
use crate::account::{self, Account, AccountId, Grant, membership};
use crate::register::{Change, ChangeError};

/// Finds the account, or makes it, and gives it the roles of its groups. What comes of it is to be committed also when the person
/// does not come in: somebody who is in no group any more has lost the roles.
///
/// # Errors
/// When the database does not answer.
pub async fn admit(
    change: &mut Change<'_>,
    kept: &Kept,
    identity: &Identity,
) -> Result<Result<AccountId, SsoError>, ChangeError> {
    let kommun = change.author().kommun;
    let wanted = kept.provider.grants(&identity.groups);
    let known = store::known(&**change.tx(), kept.id, &identity.subject).await?;
    let id = match known {
        Some(id) => id,
        None => match by_address(change, identity).await? {
            Ok(Some(id)) => {
                remember(change, kept, identity, id).await?;
                id
            }
            Ok(None) => return create(change, kept, identity, wanted.unwrap_or_default()).await,
            Err(error) => return Ok(Err(error)),
        },
    };
    let Some(before) = account::store::member(&**change.tx(), kommun, id).await? else {
        return Ok(Err(SsoError::Closed));
    };
    if !before.active {
        return Ok(Err(SsoError::Closed));
    }
    let after = match wanted {
        Some(grants) if grants != before.account.grants => {
            with_grants(change, &before, grants).await?
        }
        _ => before,
    };
    if after.account.grants.is_empty() {
        return Ok(Err(SsoError::NoRole));
    }
    Ok(Ok(id))
}

/// An account of this kommun alone: a provider speaks for no other kommun's people, and for nobody by an address that it has
/// not verified itself.
async fn by_address(
    change: &Change<'_>,
    identity: &Identity,
) -> Result<Result<Option<AccountId>, SsoError>, ChangeError> {
    if identity.email.is_empty() {
        return Ok(Err(SsoError::NoAddress));
    }
    let tx = &**change.tx();
    let Some(id) = account::store::by_email(tx, &identity.email).await? else {
        return Ok(Ok(None));
    };
    if !identity.email_verified {
        return Ok(Err(SsoError::AddressTaken));
    }
    let own = change.author().kommun.number();
    let kommuner = account::store::kommuner_of(tx, id).await?;
    Ok(if kommuner == [own] {
        Ok(Some(id))
    } else {
        Err(SsoError::AddressTaken)
    })
}

async fn create(
    change: &mut Change<'_>,
    kept: &Kept,
    identity: &Identity,
    grants: Vec<Grant>,
) -> Result<Result<AccountId, SsoError>, ChangeError> {
    if grants.is_empty() {
        return Ok(Err(SsoError::NoRole));
    }
    let person = Account {
        id: AccountId(0),
        email: identity.email.clone(),
        name: identity.name.chars().take(100).collect(),
        grants,
    };
    let id = membership::add(change, &person, account::store::NO_PASSWORD).await?;
    remember(change, kept, identity, id).await?;
    Ok(Ok(id))
}

async fn remember(
    change: &Change<'_>,
    kept: &Kept,
    identity: &Identity,
    id: AccountId,
) -> Result<(), ChangeError> {
    store::remember(&**change.tx(), kept.id, &identity.subject, id, change.at()).await?;
    Ok(())
}

/// The last administrator keeps that role, whatever the groups say: otherwise nobody could ever mend them.
async fn with_grants(
    change: &mut Change<'_>,
    before: &Member,
    grants: Vec<Grant>,
) -> Result<Member, ChangeError> {
    let mut after = before.clone();
    after.account.grants = grants;
    let members = account::store::members(&**change.tx(), change.author().kommun).await?;
    if !administrator_remains(&members, &after) {
        let kept = before.account.grants.iter().filter(|grant| {
            grant.role == account::Role::Administrator && !after.account.grants.contains(grant)
        });
        let kept: Vec<Grant> = kept.copied().collect();
        after.account.grants.extend(kept);
    }
    membership::replace(change, before, &after).await?;
    Ok(after)
}
