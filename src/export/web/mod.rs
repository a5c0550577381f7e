//! `/filer`: the files that were too large to be waited for, each to the person who asked for it and to nobody else.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use futures_util::stream;

use super::page::{Files, One};
use super::{Export, ExportId, Standing, grants, store};
use crate::code::Code;
use crate::disclosure::trace::{self, Act, Deed};
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::notice::Notices;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

mod make;

pub use make::{Format, Pages, Table, Whole, begin, file, unknown};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/filer", get(index))
        .route("/filer/{id}", get(show))
        .route("/filer/{id}/fil", get(fetch))
        .route("/filer/{id}/borttagning", post(remove))
}

fn at(l: Loc, id: ExportId, rest: &str) -> String {
    l.path(&format!("/filer/{id}{rest}"))
}

fn crumbs(actor: &Actor, file: Option<&str>) -> Vec<Crumb> {
    let list = ("export-title", "/filer");
    Crumb::in_list(actor.l, ("own-title", "/konto"), list, file)
}

async fn index(State(app): State<App>, actor: Actor) -> Result<Files, PageError> {
    let mut exports = store::of_person(app.db.read(), (actor.kommun, actor.account.id)).await?;
    exports.retain(|export| is_there(export, &actor));
    Ok(Files {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, None),
        now: actor.now,
        exports,
    })
}

/// Its time is not over, and the person may what they might when they asked.
fn is_there(export: &Export, actor: &Actor) -> bool {
    !export.is_over(actor.now) && export.grants == grants(&actor.account)
}

/// The person's own export.
async fn mine(app: &App, actor: &Actor, id: i64) -> Result<Export, PageError> {
    let person = (actor.kommun, actor.account.id);
    let found = store::find(app.db.read(), person, ExportId(id)).await?;
    found
        .filter(|export| is_there(export, actor))
        .ok_or(PageError::NotFound)
}

async fn show(State(app): State<App>, actor: Actor, Path(id): Path<i64>) -> Result<One, PageError> {
    let export = mine(&app, &actor, id).await?;
    Ok(One {
        shell: actor.shell(&app),
        l: actor.l,
        crumbs: crumbs(&actor, Some(&export.file_name)),
        standing: export.standing(actor.now),
        export,
    })
}

/// The file. That it was fetched is written down where that it was asked for is.
async fn fetch(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let export = mine(&app, &actor, id).await?;
    if export.standing(actor.now) != Standing::Ready {
        return Err(PageError::NotFound);
    }
    if let Ok(act) = Act::from_code(&export.act) {
        let deed = Deed::of(act).detail(&*export.file_name).from(actor.address);
        let tx = app.db.begin_write_together().await?;
        trace::store::note(&*tx, actor.kommun, &actor.account, &deed, actor.now).await?;
        tx.commit().await?;
    }
    let kind = if export.file_name.rsplit('.').next() == Some("csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_LENGTH, export.bytes.to_string()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", export.file_name),
        ),
    ];
    let parts = stream::try_unfold(0, move |after| {
        let app = app.clone();
        async move {
            let part = store::part(app.db.read(), export.id, after).await;
            let part = part.map_err(PageError::from)?;
            Ok::<_, PageError>(part.map(|(number, content)| (Bytes::from(content), number)))
        }
    });
    Ok((headers, Body::from_stream(parts)).into_response())
}

async fn remove(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Path(id): Path<i64>,
) -> Result<Redirect, PageError> {
    let export = mine(&app, &actor, id).await?;
    store::remove(&app.db, (actor.kommun, actor.account.id), export.id).await?;
    notices.say("export-removed");
    Ok(Redirect::to(&actor.l.path("/filer")))
}
