//! Import on the web: a list is uploaded, looked at, and then imported. Nothing is written before that.

use std::time::Duration;

use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::columns::{self, Mapping};
use super::compare::Existing;
use super::page::{Done, Index, Preview, Standing, UnderWay, Uploaded};
use super::store::upload::{Listed, State as UploadState, Upload};
use super::store::{self, mapping, upload};
use super::table::{self, MAX_BYTES};
use super::{form, outcome};
use crate::account::Permission;
use crate::organisation::{self, Kommun};
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::form::{Choice, Form};
use crate::web::submitted::Submitted;
use crate::web::uploaded::Uploaded as Sent;
use crate::web::view::Crumb;
use crate::web::works::{Kind, Ticket};
use crate::web::{App, PageError};

mod look;
mod run;

use look::{blocking, look};

/// How long an import is waited for before its page says how far it has come.
const PATIENCE: Duration = Duration::from_secs(10);

/// The file and the form around it.
const BODY_BYTES: usize = MAX_BYTES + (1 << 20);

pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/import",
            get(index)
                .post(create)
                .layer(DefaultBodyLimit::max(BODY_BYTES)),
        )
        .route("/import/{id}", get(show))
        .route("/import/{id}/problem.csv", get(problems))
        .route("/import/{id}/kolumner", post(remap))
        .route("/import/{id}/inlasning", post(import))
        .route("/import/{id}/borttagning", post(remove))
}

async fn index(State(app): State<App>, actor: Actor) -> Result<Index, PageError> {
    actor.require(Permission::ImportSites, None)?;
    let form = upload_form(&app, &actor).await?;
    upload_page(&app, &actor, form).await
}

async fn upload_form(app: &App, actor: &Actor) -> Result<Form, PageError> {
    let saved = mapping::names(app.db.read(), actor.kommun).await?;
    Ok(form::upload(
        saved
            .into_iter()
            .map(|(id, name)| Choice::name(id, name))
            .collect(),
    ))
}

async fn upload_page(app: &App, actor: &Actor, form: Form) -> Result<Index, PageError> {
    let (db, account) = (app.db.read(), actor.account.id.0);
    let listed = upload::listed(db, actor.kommun, account).await?;
    let line = |one: Listed| {
        let going = run::so_far(app, one.id, one.begun_at, actor.now);
        let state = match going {
            _ if one.imported => Standing::Imported,
            Some(so_far) => Standing::UnderWay(so_far),
            None if one.failed_at.is_some() => Standing::Failed,
            None => Standing::Waiting,
        };
        Uploaded {
            href: path(actor, one.id),
            file: one.file_name,
            at: one.created_at,
            state,
        }
    };
    Ok(Index {
        l: actor.l,
        shell: actor.shell(app),
        form,
        uploads: listed.into_iter().map(line).collect(),
    })
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageError> {
    actor.require(Permission::ImportSites, None)?;
    let sent = Sent::read(body.map_err(|_| PageError::UnknownType)?, "list").await?;
    let db = app.db.read();
    let mapping = match sent.values.first("mapping").parse().ok() {
        Some(id) => mapping::by_id(db, actor.kommun, id)
            .await?
            .unwrap_or_default(),
        None => Mapping::default(),
    };
    let content = sent.content;
    // Read once before it is kept: what cannot be read is not stored.
    let (content, read) = blocking(move || {
        let read = table::read(&content);
        (content, read)
    })
    .await?;
    if let Err(why) = read {
        let why = if sent.file_name.is_empty() {
            Message::new("import-file-missing")
        } else {
            why.message()
        };
        let form = upload_form(&app, &actor).await?.refuse(form::refused(why));
        let page = upload_page(&app, &actor, form).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let tx = app.db.begin_write().await?;
    let account = actor.account.id.0;
    let id = upload::keep(
        &*tx,
        actor.kommun,
        account,
        &sent.file_name,
        content,
        &mapping,
        actor.now,
    )
    .await?;
    tx.commit().await?;
    Ok(Redirect::to(&path(&actor, id)).into_response())
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let upload = mine(&app, &actor, id).await?;
    let (shell, l, crumbs) = (
        actor.shell(&app),
        actor.l,
        crumbs(&actor, &upload.file_name),
    );
    let content = match upload.state {
        UploadState::Imported(outcome) => {
            return Ok(Done {
                shell,
                l,
                crumbs,
                id,
                outcome,
            }
            .into_response());
        }
        UploadState::Waiting { content } => content,
    };
    if let Some(so_far) = run::so_far(&app, id, upload.begun_at, actor.now) {
        let file = upload.file_name;
        return Ok(UnderWay {
            shell,
            l,
            crumbs,
            id,
            file,
            so_far,
        }
        .into_response());
    }
    let (existing, kommun) = register(&app, &actor).await?;
    let looked = look(
        content,
        upload.mapping,
        existing,
        kommun,
        upload.file_name.clone(),
        l,
    )
    .await?;
    Ok(Preview {
        failed: upload.failed,
        shell,
        l,
        crumbs,
        id,
        file: upload.file_name,
        failure: looked
            .found
            .as_ref()
            .err()
            .map(|why| l.message(&why.message())),
        is_nothing: looked
            .found
            .as_ref()
            .is_ok_and(|found| found.changes.is_nothing()),
        outcome: looked.found.ok().map(|found| found.outcome),
        reading: looked.reading,
    }
    .into_response())
}

/// All problems as a file that a spreadsheet opens.
async fn problems(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let upload = mine(&app, &actor, id).await?;
    let outcome = match upload.state {
        UploadState::Imported(outcome) => outcome,
        UploadState::Waiting { content } => {
            let (existing, kommun) = register(&app, &actor).await?;
            let looked = look(
                content,
                upload.mapping,
                existing,
                kommun,
                upload.file_name,
                actor.l,
            )
            .await?;
            looked.found.map_err(|_| PageError::NotFound)?.outcome
        }
    };
    let csv = outcome::csv(&outcome.problems, actor.l)
        .map_err(|error| PageError::Internal(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"problem.csv\"",
        ),
    ];
    Ok((headers, csv).into_response())
}

async fn remap(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    Submitted(values): Submitted,
) -> Result<Redirect, PageError> {
    let upload = mine(&app, &actor, id).await?;
    let UploadState::Waiting { content } = upload.state else {
        return Ok(Redirect::to(&path(&actor, id)));
    };
    let before = upload.mapping;
    let layout = blocking(move || {
        let workbook = table::read(&content).ok()?;
        columns::find(
            &workbook,
            &Mapping {
                columns: [].into(),
                ..before
            },
        )
        .ok()
    })
    .await?;
    let chosen = form::chosen(&values, layout.as_ref());
    let tx = app.db.begin_write().await?;
    upload::remap(&*tx, actor.kommun, actor.account.id.0, id, &chosen.mapping).await?;
    if !chosen.name.is_empty() {
        mapping::keep(&*tx, actor.kommun, &chosen.name, &chosen.mapping).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(&path(&actor, id)))
}

/// Imports the list. A second press of the button finds it under way, or imported, and changes nothing.
async fn import(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Redirect, PageError> {
    let upload = mine(&app, &actor, id).await?;
    let to = path(&actor, id);
    let going = run::so_far(&app, id, upload.begun_at, actor.now);
    if going.is_some() || matches!(upload.state, UploadState::Imported(_)) {
        return Ok(Redirect::to(&to));
    }
    if let Some(ticket) = Ticket::take(&app, Kind::Import, id) {
        let work = tokio::spawn(run::run(app, actor, id, ticket));
        // When the patience is over, the work goes on without us. What went wrong stands on the page of the list.
        let done = tokio::time::timeout(PATIENCE, work).await;
        if let Ok(Ok(Err(error @ PageError::BadRequest(_)))) = done {
            return Err(error);
        }
    }
    Ok(Redirect::to(&to))
}

async fn remove(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Redirect, PageError> {
    mine(&app, &actor, id).await?;
    let tx = app.db.begin_write().await?;
    upload::remove(&*tx, actor.kommun, actor.account.id.0, id).await?;
    tx.commit().await?;
    Ok(Redirect::to(&actor.l.path("/import")))
}

fn path(actor: &Actor, id: i64) -> String {
    actor.l.path(&format!("/import/{id}"))
}

fn crumbs(actor: &Actor, file: &str) -> Vec<Crumb> {
    Crumb::way(actor.l, &[("nav-import", "/import")], file)
}

/// The person's own upload.
async fn mine(app: &App, actor: &Actor, id: i64) -> Result<Upload, PageError> {
    actor.require(Permission::ImportSites, None)?;
    let found = upload::find(app.db.read(), actor.kommun, actor.account.id.0, id).await?;
    found.ok_or(PageError::NotFound)
}

async fn kommun(app: &App, actor: &Actor) -> Result<Kommun, PageError> {
    let found = organisation::store::kommun(app.db.read(), actor.kommun).await?;
    found.ok_or(PageError::NotFound)
}

async fn register(app: &App, actor: &Actor) -> Result<(Existing, Kommun), PageError> {
    let kommun = kommun(app, actor).await?;
    let existing = store::existing(app.db.read(), actor.kommun, &kommun).await?;
    Ok((existing, kommun))
}
