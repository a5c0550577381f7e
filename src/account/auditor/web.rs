//! `/granskare`: the dataskyddsombud invites auditors, sees what they have read, and ends it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::form::{self, PATH};
use super::page::{Auditors, Line};
use super::{Period, store};
use crate::account::web::invite::{self, Guest};
use crate::account::{self, AccountId, Permission, session};
use crate::disclosure::trace::{self, Act, Deed};
use crate::organisation;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(index).post(create))
        .route("/granskare/ny", get(new))
        .route("/granskare/{id}/avslut", post(end))
}

async fn index(State(app): State<App>, actor: Actor) -> Result<Auditors, PageError> {
    actor.require(Permission::InviteAuditors, None)?;
    let db = app.db.read();
    let members = account::store::members(db, actor.kommun).await?;
    let periods = store::all(db, actor.kommun).await?;
    let line = |period: Period| {
        let mut members = members.iter();
        let member = members.find(|member| member.account.id == period.account);
        let reviews = member.is_some_and(|member| super::reviews(&member.account));
        Line {
            name: member.map_or_else(String::new, |member| member.account.name.clone()),
            open: reviews && period.until >= actor.today,
            period,
        }
    };
    Ok(Auditors {
        shell: actor.shell(&app),
        l: actor.l,
        lines: periods.into_iter().map(line).collect(),
    })
}

async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    actor.require(Permission::InviteAuditors, None)?;
    let units = organisation::web::units(&app, &actor).await?;
    Ok(page(&app, &actor, form::form(units)))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require(Permission::InviteAuditors, None)?;
    let units = organisation::web::units(&app, &actor).await?;
    let refuse = |errors| {
        let form = form::form(units.clone())
            .fill(values.clone())
            .refuse(errors);
        (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &actor, form)).into_response()
    };
    let (person, until) = match form::read(&values, &units, actor.today) {
        Ok(read) => read,
        Err(errors) => return Ok(refuse(errors)),
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let detail = format!("{} (granskare till {until})", person.name);
    let (account, address) = match invite::let_in(&app, &actor, &mut change, person, detail).await?
    {
        Ok(done) => done,
        Err(taken) => return Ok(refuse(vec![taken])),
    };
    let period = Period {
        account: account.id,
        until,
        invited_by: actor.account.name.clone(),
        invited_at: actor.now,
    };
    store::set(&**change.tx(), actor.kommun, &period).await?;
    change.commit().await?;
    let guest = Guest {
        crumbs: crumbs(&actor, &account.name),
        account,
        until: Some(until),
        back: PATH,
    };
    let page = invite::tell(&app, &actor, guest, address).await;
    Ok((StatusCode::CREATED, page).into_response())
}

/// Before the time is over: it ended yesterday, and so does every session of the person.
async fn end(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
) -> Result<Redirect, PageError> {
    actor.require(Permission::InviteAuditors, None)?;
    let id = AccountId(id);
    let tx = app.db.begin_write().await?;
    let periods = store::all(&*tx, actor.kommun).await?;
    let period = periods.iter().find(|period| period.account == id);
    let period = period.ok_or(PageError::NotFound)?;
    let yesterday = actor.today.previous_day().unwrap_or(actor.today);
    let ended = Period {
        until: yesterday,
        ..period.clone()
    };
    store::set(&*tx, actor.kommun, &ended).await?;
    session::end(&*tx, id, session::Ended::All).await?;
    let deed = Deed::of(Act::PersonChanged)
        .detail(format!("granskare {id} till {yesterday}"))
        .from(actor.address);
    trace::store::note(&*tx, actor.kommun, &actor.account, &deed, actor.now).await?;
    tx.commit().await?;
    notices.say("auditor-ended");
    Ok(Redirect::to(&actor.l.path(PATH)))
}

fn page(app: &App, actor: &Actor, form: Form) -> FormPage {
    let title = actor.l.t("auditor-new");
    FormPage::new(actor.shell(app), title, crumbs(actor, title), form)
        .intro(actor.l.t("auditor-lead"))
}

fn crumbs(actor: &Actor, here: &str) -> Vec<Crumb> {
    Crumb::way(actor.l, &[("auditor-title", PATH)], here)
}
