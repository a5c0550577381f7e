//! Keys on the web: made and taken back by those who say who may sign in. Nobody changes one: another takes its place.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use time::OffsetDateTime;

use super::{Token, TokenId, TokenState, form, secret, store};
use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::organisation;
use crate::register::page::{Action, Line, ListPage, RecordPage};
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Choice, Form};
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub const TOKENS: &str = "/administration/api-nycklar";

pub fn routes() -> Router<App> {
    Router::new()
        .route(TOKENS, get(index).post(create))
        .route("/administration/api-nycklar/ny", get(new))
        .route("/administration/api-nycklar/{id}", get(show))
        .route(
            "/administration/api-nycklar/{id}/aterkallande",
            get(confirm).post(revoke),
        )
}

async fn index(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    let units = offered(&app, &actor).await?;
    let db = app.db.read();
    let (l, used) = (actor.l, store::last_used(db, actor.kommun).await?);
    let mut tokens = record::all::<Token>(db, actor.kommun).await?;
    // Those that can be used come first.
    tokens.sort_by_key(|token| token.data.state(actor.today));
    let heads = [
        "token-name",
        "token-state",
        "token-scopes",
        "token-unit",
        "token-expires-on",
        "token-last-used",
    ];
    Ok(ListPage {
        shell: actor.shell(&app),
        l,
        title: l.t("token-list-title").to_owned(),
        crumbs: crumbs(&actor, None),
        empty: l.t("token-none").to_owned(),
        search: None,
        heads: heads.map(|head| l.t(head).to_owned()).to_vec(),
        lines: tokens
            .iter()
            .map(|token| line(&actor, token, &units, used.get(&token.id).copied()))
            .collect(),
        pages: Pages::default(),
        new: Some(Action {
            text: l.t("token-new").to_owned(),
            href: l.path(&format!("{TOKENS}/ny")),
        }),
    })
}

fn line(
    actor: &Actor,
    token: &Stored<Token>,
    units: &[Choice],
    used: Option<OffsetDateTime>,
) -> Line {
    let l = actor.l;
    let unit = token.data.unit.map(|unit| unit.to_string());
    let unit = unit.and_then(|unit| units.iter().find(|choice| choice.value == unit));
    Line {
        name: token.data.name.clone(),
        href: l.path(&path(token.id)),
        cells: vec![
            l.code(token.data.state(actor.today)),
            l.codes(&token.data.scopes),
            unit.map_or(l.t("account-whole-kommun"), |unit| unit.shown(&l))
                .to_owned(),
            l.date(token.data.expires_on),
            last_used(actor, used),
        ],
    }
}

fn last_used(actor: &Actor, used: Option<OffsetDateTime>) -> String {
    let l = actor.l;
    used.map_or_else(|| l.t("token-never-used").to_owned(), |at| l.instant(at))
}

async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    let units = offered(&app, &actor).await?;
    Ok(new_page(&app, &actor, blank(&units)))
}

/// Makes a key. The page that answers is the only place where it stands.
async fn create(
    State(app): State<App>,
    actor: Actor,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let units = offered(&app, &actor).await?;
    let token = match form::read(&values, &units, actor.today) {
        Ok(token) => token,
        Err(errors) => {
            let form = blank(&units).fill(values).refuse(errors);
            return Ok(refused(new_page(&app, &actor, form)));
        }
    };
    let page = page(&app, &actor, &token, &units);
    let shown = (page, "token-once", ("token-back", TOKENS));
    make(&app, &actor, &token, shown).await
}

/// Registers a key and shows it, once, on a page with what is to be known of that and the way back.
pub(super) async fn make(
    app: &App,
    actor: &Actor,
    token: &Token,
    (mut page, once, (back, path)): (RecordPage, &str, (&str, &str)),
) -> Result<Response, PageError> {
    let secret = secret::make().map_err(|error| PageError::Internal(error.to_string()))?;
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    let id = change.insert(token).await?;
    let digest = secret::digest(&secret);
    store::keep(&**change.tx(), actor.kommun, id, &digest).await?;
    change.commit().await?;
    page.note(actor.l.t(once));
    page.fact("token-secret", secret);
    page.action(back, path);
    Ok((StatusCode::CREATED, page).into_response())
}

async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<RecordPage, PageError> {
    let units = offered(&app, &actor).await?;
    let token = find(&app, &actor, id).await?;
    let used = store::last_used(app.db.read(), actor.kommun).await?;
    let mut page = page(&app, &actor, &token.data, &units);
    let state = token.data.state(actor.today);
    page.fact("token-state", actor.l.code(state));
    page.fact(
        "token-last-used",
        last_used(&actor, used.get(&token.id).copied()),
    );
    if state == TokenState::Valid {
        let path = format!("{}/aterkallande", path(token.id));
        page.action("token-revoke", &path);
    }
    Ok(page)
}

async fn confirm(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let token = valid(&app, &actor, id).await?;
    let back = path(token.id);
    Ok(revoke_page(&app, &actor, &token, (&back, &back), crumbs))
}

/// Asks whether a key is to be taken back: where it is, and where the person goes who does not.
pub(super) fn revoke_page(
    app: &App,
    actor: &Actor,
    token: &Stored<Token>,
    (of, back): (&str, &str),
    crumbs: impl Fn(&Actor, Option<&str>) -> Vec<Crumb>,
) -> FormPage {
    let l = actor.l;
    let title = l.ta("token-revoke-title", "name", &token.data.name);
    let way = crumbs(actor, Some(&title));
    let form = Form::new("token", format!("{of}/aterkallande"))
        .submit("token-revoke")
        .version(i64::from(token.version))
        .cancel(back);
    FormPage::new(actor.shell(app), title, way, form).intro(l.t("token-revoke-lead"))
}

async fn revoke(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
) -> Result<Redirect, PageError> {
    let before = valid(&app, &actor, id).await?;
    let back = path(before.id);
    take_back(&app, &actor, &notices, &before, &back).await
}

/// Takes a key back: it opens nothing from now on.
pub(super) async fn take_back(
    app: &App,
    actor: &Actor,
    notices: &Notices,
    before: &Stored<Token>,
    back: &str,
) -> Result<Redirect, PageError> {
    let after = Token {
        revoked_on: Some(actor.today),
        ..before.data.clone()
    };
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    change.update(before, &after).await?;
    change.commit().await?;
    notices.say("token-revoked");
    Ok(Redirect::to(&actor.l.path(back)))
}

/// The units that a key can be for, for someone who may make keys.
async fn offered(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    organisation::web::units(app, actor).await
}

async fn find(app: &App, actor: &Actor, id: i64) -> Result<Stored<Token>, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    let found = record::find::<Token>(app.db.read(), actor.kommun, TokenId(id)).await?;
    found.ok_or(PageError::NotFound)
}

/// A key that can be taken back.
async fn valid(app: &App, actor: &Actor, id: i64) -> Result<Stored<Token>, PageError> {
    let token = find(app, actor, id).await?;
    if token.data.state(actor.today) == TokenState::Valid {
        Ok(token)
    } else {
        Err(PageError::NotFound)
    }
}

fn path(id: TokenId) -> String {
    format!("{TOKENS}/{id}")
}

fn blank(units: &[Choice]) -> Form {
    form::form(TOKENS.to_owned(), units).cancel(TOKENS)
}

fn new_page(app: &App, actor: &Actor, form: Form) -> FormPage {
    let title = actor.l.t("token-new");
    FormPage::new(actor.shell(app), title, crumbs(actor, Some(title)), form)
        .intro(actor.l.t("token-new-lead"))
}

fn page(app: &App, actor: &Actor, token: &Token, units: &[Choice]) -> RecordPage {
    let way = crumbs(actor, Some(&token.name));
    let form = form::recorded(token, units);
    let mut page = RecordPage::new(actor.shell(app), token.name.clone(), way, form);
    if token.unit.is_none() {
        page.fact("token-unit", actor.l.t("account-whole-kommun"));
    }
    page
}

/// `None` is the list itself.
fn crumbs(actor: &Actor, here: Option<&str>) -> Vec<Crumb> {
    let list = ("token-list-title", TOKENS);
    let above = ("nav-administration", "/administration");
    Crumb::in_list(actor.l, above, list, here)
}
