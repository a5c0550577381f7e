//! `/utlamnanden/nycklar`

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use axum::routing::get;

use crate::account::Permission;
use crate::db::record::{self, Stored};
use crate::register::page::{Action, Line, ListPage, RecordPage};
use crate::token::web::{make, revoke_page, take_back};
use crate::token::{Scope, Token, TokenId, TokenState, form};
use crate::web::actor::Actor;
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::{FormPage, refused};
use crate::web::submitted::Submitted;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub const KEYS: &str = "/utlamnanden/nycklar";

pub fn routes() -> Router<App> {
    Router::new()
        .route(KEYS, get(index).post(create))
        .route("/utlamnanden/nycklar/ny", get(new))
        .route(
            "/utlamnanden/nycklar/{id}/aterkallande",
            get(confirm).post(revoke),
        )
}

/// What the person's own keys can be for.
fn scopes(actor: &Actor) -> Result<Vec<Scope>, PageError> {
    actor.require_somewhere(Permission::ReadDisclosures)?;
    let may = |scope: &Scope| {
        let needed = scope.needs();
        needed.is_some_and(|needed| actor.account.may_somewhere(needed))
    };
    Ok(Scope::OF_PEOPLE.into_iter().filter(may).collect())
}

async fn own(app: &App, actor: &Actor) -> Result<Vec<Stored<Token>>, PageError> {
    let mut tokens = record::all::<Token>(app.db.read(), actor.kommun).await?;
    tokens.retain(|token| token.data.owner == Some(actor.account.id));
    tokens.sort_by_key(|token| token.data.state(actor.today));
    Ok(tokens)
}

async fn index(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    scopes(&actor)?;
    let l = actor.l;
    let heads = [
        "token-name",
        "token-state",
        "token-scopes",
        "token-expires-on",
    ];
    let lines = own(&app, &actor).await?.into_iter().map(|token| {
        let state = token.data.state(actor.today);
        let href = match state {
            TokenState::Valid => l.path(&format!("{KEYS}/{}/aterkallande", token.id)),
            _ => String::new(),
        };
        Line {
            name: token.data.name.clone(),
            href,
            cells: vec![
                l.code(state),
                l.codes(&token.data.scopes),
                l.date(token.data.expires_on),
            ],
        }
    });
    Ok(ListPage {
        shell: actor.shell(&app),
        l,
        title: l.t("own-key-title").to_owned(),
        crumbs: crumbs(&actor, None),
        empty: l.t("own-key-none").to_owned(),
        search: None,
        heads: heads.map(|head| l.t(head).to_owned()).to_vec(),
        lines: lines.collect(),
        pages: Pages::default(),
        new: Some(Action {
            text: l.t("own-key-new").to_owned(),
            href: l.path(&format!("{KEYS}/ny")),
        }),
    })
}

async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    let form = blank(&scopes(&actor)?);
    Ok(new_page(&app, &actor, form))
}

/// Makes a key. The page that answers is the only place where it stands, and nobody but its owner is shown it.
async fn create(
    State(app): State<App>,
    actor: Actor,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let may = scopes(&actor)?;
    let token = match form::read_of(&values, &may, &[], actor.today) {
        Ok(token) => Token {
            owner: Some(actor.account.id),
            ..token
        },
        Err(errors) => {
            let form = blank(&may).fill(values).refuse(errors);
            return Ok(refused(new_page(&app, &actor, form)));
        }
    };
    let way = crumbs(&actor, Some(&token.name));
    let form = form::recorded(&token, &[]);
    let page = RecordPage::new(actor.shell(&app), token.name.clone(), way, form);
    let shown = (page, "own-key-once", ("own-key-back", KEYS));
    make(&app, &actor, &token, shown).await
}

async fn confirm(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let token = valid(&app, &actor, id).await?;
    let of = format!("{KEYS}/{id}");
    Ok(revoke_page(&app, &actor, &token, (&of, KEYS), crumbs))
}

async fn revoke(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
) -> Result<Redirect, PageError> {
    let before = valid(&app, &actor, id).await?;
    take_back(&app, &actor, &notices, &before, KEYS).await
}

/// An own key that can be taken back.
async fn valid(app: &App, actor: &Actor, id: i64) -> Result<Stored<Token>, PageError> {
    scopes(actor)?;
    let found = record::find::<Token>(app.db.read(), actor.kommun, TokenId(id)).await?;
    let own = |token: &Stored<Token>| {
        token.data.owner == Some(actor.account.id)
            && token.data.state(actor.today) == TokenState::Valid
    };
    found.filter(own).ok_or(PageError::NotFound)
}

fn blank(scopes: &[Scope]) -> Form {
    form::of_person(KEYS.to_owned(), scopes).cancel(KEYS)
}

fn new_page(app: &App, actor: &Actor, form: Form) -> FormPage {
    let title = actor.l.t("own-key-new");
    FormPage::new(actor.shell(app), title, crumbs(actor, Some(title)), form)
        .intro(actor.l.t("own-key-lead"))
}

/// `None` is the list itself.
fn crumbs(actor: &Actor, here: Option<&str>) -> Vec<Crumb> {
    let list = ("own-key-title", KEYS);
    Crumb::in_list(actor.l, ("nav-disclosures", "/utlamnanden"), list, here)
}
