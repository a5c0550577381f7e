//! The link with which somebody chooses a password: by mail to that person alone, where mail is sent; else shown once, on
//! the page of whoever made it, to be handed on.

use std::time::Duration;

use time::Date;

use crate::account::page::{InvitationMail, Invited};
use crate::account::{Account, link, membership, store};
use crate::db::{WriteTx, is_taken};
use crate::disclosure::trace::{self, Act, Deed};
use crate::register::{Change, ChangeError};
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::form::FieldError;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

/// How long whoever invites waits for the mail server; then the link is shown.
const PATIENCE: Duration = Duration::from_secs(15);

/// Whom a link is for, and the page that tells of it.
#[derive(Debug)]
pub struct Guest {
    pub account: Account,
    /// The last day, of somebody who is let in for a time.
    pub until: Option<Date>,
    pub crumbs: Vec<Crumb>,
    /// Path to go on to.
    pub back: &'static str,
}

/// Makes the account, writes down who made it, and gives it with the address of its link; or says that the e-mail address is
/// somebody's already. `detail` is what the trace says of it.
///
/// # Errors
/// When there is no randomness or the database does not answer.
pub async fn let_in(
    app: &App,
    actor: &Actor,
    change: &mut Change<'_>,
    person: Account,
    detail: String,
) -> Result<Result<(Account, String), FieldError>, PageError> {
    let id = match membership::add(change, &person, store::NO_PASSWORD).await {
        Ok(id) => id,
        Err(ChangeError::Db(error)) if is_taken(&error) => {
            return Ok(Err(FieldError {
                field: "email".to_owned(),
                message: Message::new("account-email-taken"),
            }));
        }
        Err(error) => return Err(error.into()),
    };
    let deed = Deed::of(Act::PersonChanged)
        .detail(detail)
        .from(actor.address);
    let tx = change.tx();
    trace::store::note(&**tx, actor.kommun, &actor.account, &deed, actor.now).await?;
    let account = Account { id, ..person };
    let address = address(app, actor, tx, &account).await?;
    Ok(Ok((account, address)))
}

/// Makes the whole address of the link in the transaction that lets the person in.
///
/// # Errors
/// When there is no randomness or the database does not answer.
pub async fn address(
    app: &App,
    actor: &Actor,
    tx: &WriteTx,
    guest: &Account,
) -> Result<String, PageError> {
    let path = link::make(&**tx, Some(guest.id), actor.now)
        .await
        .map_err(|error| PageError::Internal(error.to_string()))?;
    Ok(format!("{}{}", app.public_url, actor.l.path(&path)))
}

/// Sends the link, once what lets the person in stands fast; the page says where it went, or shows it.
pub async fn tell(app: &App, actor: &Actor, guest: Guest, address: String) -> Invited {
    let mut page = Invited {
        shell: actor.shell(app),
        l: actor.l,
        crumbs: guest.crumbs,
        name: guest.account.name.clone(),
        email: guest.account.email.clone(),
        link: None,
        failed: false,
        back: guest.back,
    };
    let Some(mailer) = &app.mailer else {
        page.link = Some(address);
        return page;
    };
    let mail = InvitationMail {
        l: actor.l,
        person: guest.account.name.clone(),
        inviter: actor.account.name.clone(),
        kommun: actor.kommun_name.clone(),
        until: guest.until,
        link: address,
    };
    let sent = match mail.letter(guest.account.id, actor.now) {
        Ok(letter) => {
            let sending = mailer.post(&guest.account, &letter, actor.now);
            match tokio::time::timeout(PATIENCE, sending).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Err("the mail server did not answer in time".to_owned()),
            }
        }
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = sent {
        // Whom it was for, and never the link.
        tracing::warn!(account = %guest.account.id, %error, "a link could not be mailed");
        page.failed = true;
        page.link = Some(mail.link);
    }
    page
}
