//! Answering a notice: whoever was told says why it waits, and everybody who was told is left in peace until then.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::account::Permission;
use crate::db::record;
use crate::reminder::answer::form::{self, Answered};
use crate::reminder::{Notice, NoticeId, store};
use crate::site::Site;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub async fn new(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let notice = own(&app, &actor, id).await?;
    page(&app, &actor, &notice, form::form(&notice, actor.today)).await
}

pub async fn create(
    State(app): State<App>,
    notices: Notices,
    actor: Actor,
    Path(id): Path<i64>,
    Submitted(typed): Submitted,
) -> Result<Response, PageError> {
    let notice = own(&app, &actor, id).await?;
    let answered = Answered {
        by: &actor.account.name,
        on: actor.today,
    };
    let answer = match form::read(&typed, &notice, answered) {
        Ok(answer) => answer,
        Err(errors) => {
            let form = form::form(&notice, actor.today).fill(typed).refuse(errors);
            let page = page(&app, &actor, &notice, form).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    change.insert(&answer).await?;
    let told = match answer.silent_until() {
        Some(day) => {
            store::silence(&**change.tx(), actor.kommun, &notice, day).await?;
            "answer-silent"
        }
        // Nothing is silent past the last day: the answer is on record, and the notice stays on the page of the site.
        None => "answer-kept",
    };
    change.commit().await?;
    if answer.silent_until().is_none() {
        let one = Some(notice.id);
        store::mark_read(&app.db, actor.kommun, actor.account.id, one, actor.now).await?;
    }
    notices.say(told);
    Ok(Redirect::to(&actor.l.path("/paminnelser")).into_response())
}

/// A notice of the person's own that stands open; any other is not there.
async fn own(app: &App, actor: &Actor, id: i64) -> Result<Notice, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    let db = app.db.read();
    let found = store::find(db, actor.kommun, actor.account.id, NoticeId(id)).await?;
    found
        .filter(|notice| notice.open)
        .ok_or(PageError::NotFound)
}

async fn page(
    app: &App,
    actor: &Actor,
    notice: &Notice,
    form: Form,
) -> Result<FormPage, PageError> {
    let l = actor.l;
    let site = record::find::<Site>(app.db.read(), actor.kommun, notice.site).await?;
    let site = site.ok_or(PageError::NotFound)?;
    let rule = actor.rules.get(&notice.policy);
    let rule = rule.map_or(notice.policy.as_str(), |rule| rule.title.get(l.lang()));
    let title = l.t("answer-title");
    let crumbs = Crumb::way(l, &[("reminder-title", "/paminnelser")], title);
    Ok(FormPage::new(actor.shell(app), title, crumbs, form)
        .intro(format!("{}: {rule}", site.data.name)))
}
