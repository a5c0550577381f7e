//! What is answered in a step, and what is written down of it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use time::OffsetDateTime;

use super::{Open, own, path, recorded};
use crate::code::Code;
use crate::db::WriteTx;
use crate::disclosure::Disclosure;
use crate::disclosure::draft::{Step, Typed, answered, complete, merged, store};
use crate::disclosure::form::{self, AWARE, REQUEST_KEY, with_box};
use crate::disclosure::step::{self, By};
use crate::disclosure::web::clerk::Clerk;
use crate::disclosure::web::counter::{meant, settle};
use crate::disclosure::web::to_release;
use crate::ledger::{EntryKind, NewEntry};
use crate::site::SiteId;
use crate::web::actor::Actor;
use crate::web::form::{Errors, Field, Form, Values};
use crate::web::notice::Notices;
use crate::web::page::refused;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

pub(super) async fn update(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path((id, step)): Path<(i64, String)>,
    Submitted(typed): Submitted,
) -> Result<Response, PageError> {
    let step = Step::from_code(&step).map_err(|_| PageError::NotFound)?;
    let mut open = match own(&app, &actor, id).await {
        Err(PageError::NotFound) => return recorded(&app, &actor, id).await,
        other => other?,
    };
    if step == Step::Review {
        return record(app, actor, notices, open, &typed).await;
    }
    let asked = step.of(open.form(&actor));
    let values = merged(&open.values, &asked, &typed);
    let (told, wrong) = form::so_far(&values, open.desk.id, &open.desk.cameras, actor.now);
    let mut errors = wrong.clone();
    errors.retain(|error| asked.all_fields().any(|field| field.name == error.field));
    // What is written in the log is asked about before it is.
    let asks = errors.is_empty() && typed.first(AWARE) != "ja";
    if asks {
        errors = form::personnummer(&told, &asked);
    }
    open.values = answered(values, step, errors.is_empty());
    let whole = open.form(&actor);
    let complete = complete(&open.values, &whole, &wrong);
    let clerk = Clerk::of(&app, &actor);
    let by = clerk.by(&open.draft.request_key);
    let entries = complete.into_iter();
    let entries = entries.filter_map(|kind| entry(kind, &told, by)).collect();
    save(&app, &actor, &open, entries).await?;
    if errors.is_empty() {
        let next = path(actor.l, open.draft.id, &format!("/{}", step.next().code()));
        return Ok(Redirect::to(&next).into_response());
    }
    let mut form = open.step_form(&whole, step);
    if asks {
        form = with_box(form);
    }
    let form = form.refuse(errors);
    Ok(refused(open.page(&app, &actor, step, form, whole)))
}

fn entry(kind: EntryKind, told: &Disclosure, by: By<'_>) -> Option<NewEntry> {
    match kind {
        EntryKind::Request => Some(step::request(told, by)),
        EntryKind::Assessment => Some(step::assessment(told, by)),
        EntryKind::Decision => Some(step::decision(told, by)),
        _ => None,
    }
}

/// The draft and the entries of what is complete of it, in one transaction.
async fn save(
    app: &App,
    actor: &Actor,
    open: &Open,
    entries: Vec<NewEntry>,
) -> Result<(), PageError> {
    let tx = app.db.begin_write().await?;
    let (kommun, person, typed) = (actor.kommun, &actor.account, Typed::new(&open.values));
    if !store::save(&*tx, kommun, &open.draft, person, &typed, actor.now).await? {
        return Err(PageError::Stale);
    }
    let by = By::of(person, &open.draft.request_key);
    step::store::write(&tx, (kommun, open.desk.id), by, entries, actor.now).await?;
    Ok(tx.commit().await?)
}

/// Writes down a request that is complete as soon as anything is kept of it: that somebody asked is registered when it
/// comes in (OSL 5:1), whatever becomes of the rest.
pub(in crate::disclosure) async fn note_request(
    tx: &WriteTx,
    actor: &Actor,
    site: SiteId,
    (values, key): (&Values, &str),
) -> Result<(), PageError> {
    let Some(told) = request(values, site, actor.now) else {
        return Ok(());
    };
    let by = By::of(&actor.account, key);
    let entries = vec![step::request(&told, by)];
    step::store::write(tx, (actor.kommun, site), by, entries, actor.now).await?;
    Ok(())
}

/// What was typed of who asks, if it is complete and holds nothing that is asked about first.
fn request(values: &Values, site: SiteId, now: OffsetDateTime) -> Option<Disclosure> {
    let asked = form::about_the_request();
    let (told, wrong) = form::so_far(values, site, &[], now);
    let is_asked = |name: &str| asked.all_fields().any(|field| field.name == name);
    let complete = wrong.iter().all(|error| !is_asked(&error.field));
    let meant = values.first(AWARE) == "ja" || form::personnummer(&told, &asked).is_empty();
    (complete && meant).then_some(told)
}

/// The last step: through the same door as the page with every question.
async fn record(
    app: App,
    actor: Actor,
    notices: Notices,
    mut open: Open,
    typed: &Values,
) -> Result<Response, PageError> {
    let aware = typed.first(AWARE);
    open.values = open.values.without(AWARE).text(AWARE, aware);
    let key = open.draft.request_key.clone();
    let clerk = Clerk::of(&app, &actor);
    match settle(&app, &clerk, &open.desk, &open.values, &key).await? {
        Ok(recorded) => {
            let said = "disclosure-recorded";
            Ok(to_release(&actor, &notices, recorded.id, said))
        }
        Err(why) => {
            let form = why.asked(review_form(&open, false));
            let whole = open.form(&actor).refuse(why.errors);
            Ok(refused(open.page(&app, &actor, Step::Review, form, whole)))
        }
    }
}

/// What would be said if it were recorded now, and whether it can be recorded all the same.
pub(super) fn looked_through(app: &App, actor: &Actor, open: &Open) -> (Errors, bool) {
    let read = form::read(&open.values, open.desk.id, &open.desk.cameras, actor.now);
    let clerk = Clerk::of(app, actor);
    let meant = meant(&clerk, &open.desk.place, &open.values, read);
    meant.map_or_else(|why| (why.errors, why.asks), |_| (Vec::new(), false))
}

pub(super) fn review_form(open: &Open, asks: bool) -> Form {
    let action = format!(
        "/utlamnanden/utkast/{}/{}",
        open.draft.id,
        Step::Review.code()
    );
    let form = Form::new("disclosure", action)
        .submit("disclosure-submit")
        .cancel("/utlamnanden")
        .section("", vec![Field::hidden(REQUEST_KEY)]);
    if asks { with_box(form) } else { form }
}
