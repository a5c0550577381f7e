//! The people of the kommun on the web.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use crate::account::form::people as form;
use crate::account::people::{Member, administrator_remains};
use crate::account::web::invite::{self, Guest};
use crate::account::{Account, AccountId, Permission, membership, second, session, store};
use crate::code::Code;
use crate::disclosure::trace::{self, Act, Deed};
use crate::ledger;
use crate::organisation;
use crate::register::page::{Action, Line, ListPage};
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::{change, version_seen};
use crate::web::form::{Choice, FieldError, Form};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

const PEOPLE: &str = "/administration/personer";

pub fn routes() -> Router<App> {
    Router::new()
        .route(PEOPLE, get(index).post(create))
        .route("/administration/personer/nytt", get(new))
        .route("/administration/personer/{id}", axum::routing::post(update))
        .route("/administration/personer/{id}/andra", get(edit))
}

async fn index(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    let units = offered(&app, &actor).await?;
    let l = actor.l;
    let members = store::members(app.db.read(), actor.kommun).await?;
    Ok(ListPage {
        shell: actor.shell(&app),
        l,
        title: l.t("account-list-title").to_owned(),
        crumbs: crumbs(&actor, "account-list-title", &[]),
        empty: String::new(),
        search: None,
        heads: [
            "account-name",
            "account-email",
            "account-roles",
            "account-active",
        ]
        .map(|id| l.t(id).to_owned())
        .to_vec(),
        lines: members
            .iter()
            .map(|member| line(&actor, member, &units))
            .collect(),
        pages: Pages::default(),
        new: Some(Action {
            text: l.t("account-new").to_owned(),
            href: l.path("/administration/personer/nytt"),
        }),
    })
}

fn line(actor: &Actor, member: &Member, places: &[Choice]) -> Line {
    let l = actor.l;
    let account = &member.account;
    let roles = account.grants.iter().map(|grant| {
        let unit = grant.unit.map(|unit| unit.to_string());
        let place = unit.and_then(|unit| places.iter().find(|place| place.value == unit));
        let role = l.t(&grant.role.text_id()).to_owned();
        place.map_or(role.clone(), |place| {
            format!("{role} ({})", place.shown(&l))
        })
    });
    Line {
        name: account.name.clone(),
        href: l.path(&format!("{PEOPLE}/{}/andra", account.id)),
        cells: vec![
            account.email.clone(),
            roles.collect::<Vec<_>>().join(", "),
            l.yes_no(Some(member.active)).to_owned(),
        ],
    }
}

async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    let places = offered(&app, &actor).await?;
    Ok(new_page(&app, &actor, new_form(&places)))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let places = offered(&app, &actor).await?;
    let refuse = |errors| {
        let form = new_form(&places).fill(values.clone()).refuse(errors);
        let page = new_page(&app, &actor, form);
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let account = match form::read_new(&values, &places) {
        Ok(account) => account,
        Err(errors) => return Ok(refuse(errors)),
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let name = account.name.clone();
    let (account, address) = match invite::let_in(&app, &actor, &mut change, account, name).await? {
        Ok(done) => done,
        Err(taken) => return Ok(refuse(vec![taken])),
    };
    change.commit().await?;
    let page = invite::tell(&app, &actor, guest(&actor, account), address).await;
    Ok((StatusCode::CREATED, page).into_response())
}

async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let places = offered(&app, &actor).await?;
    let members = store::members(app.db.read(), actor.kommun).await?;
    let member = member(&members, id)?;
    let form = edit_form(id, &places)
        .fill(form::values(member))
        .version(member.version());
    Ok(edit_page(&app, &actor, &member.account, form))
}

async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let places = offered(&app, &actor).await?;
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    // Two administrators who take each other's role away in the same moment wait for one another here.
    ledger::append::lock(change.tx(), actor.kommun).await?;
    let members = store::members(&**change.tx(), actor.kommun).await?;
    let before = member(&members, id)?;
    let refuse = |errors| {
        let form = edit_form(id, &places)
            .fill(values.clone())
            .version(version_seen(&values))
            .refuse(errors);
        let page = edit_page(&app, &actor, &before.account, form);
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let after = match form::read(&values, &places, before.clone()) {
        Ok(after) => after,
        Err(errors) => return Ok(refuse(errors)),
    };
    if before.version() != version_seen(&values) {
        return Err(PageError::Stale);
    }
    if !administrator_remains(&members, &after) {
        return Ok(refuse(vec![wrong("roles", "account-last-administrator")]));
    }
    membership::replace(&mut change, before, &after).await?;
    let id = after.account.id;
    let deed = Deed::of(Act::PersonChanged)
        .detail(&*after.account.name)
        .from(actor.address);
    trace::store::note(
        &**change.tx(),
        actor.kommun,
        &actor.account,
        &deed,
        actor.now,
    )
    .await?;
    if form::drops_factor(&values) {
        second::store::remove(&**change.tx(), id).await?;
    }
    if form::drops_factor(&values) || form::wants_link(&values) || !after.active {
        // Whoever is signed in as this person is out.
        session::end(&**change.tx(), id, session::Ended::All).await?;
    }
    let address = if form::wants_link(&values) && after.active {
        Some(invite::address(&app, &actor, change.tx(), &after.account).await?)
    } else {
        None
    };
    change.commit().await?;
    if let Some(address) = address {
        let page = invite::tell(&app, &actor, guest(&actor, after.account), address).await;
        return Ok(page.into_response());
    }
    notices.say("saved");
    Ok(Redirect::to(&actor.l.path(PEOPLE)).into_response())
}

fn guest(actor: &Actor, account: Account) -> Guest {
    Guest {
        crumbs: crumbs(actor, &account.name, &[("account-list-title", PEOPLE)]),
        account,
        until: None,
        back: PEOPLE,
    }
}

/// Where roles can be held, for someone who may give them.
async fn offered(app: &App, actor: &Actor) -> Result<Vec<Choice>, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    Ok(form::offered(organisation::web::units(app, actor).await?))
}

fn member(members: &[Member], id: i64) -> Result<&Member, PageError> {
    members
        .iter()
        .find(|member| member.account.id == AccountId(id))
        .ok_or(PageError::NotFound)
}

fn new_form(places: &[Choice]) -> Form {
    form::form(PEOPLE.to_owned(), places, true).cancel(PEOPLE)
}

fn edit_form(id: i64, places: &[Choice]) -> Form {
    form::form(format!("{PEOPLE}/{id}"), places, false).cancel(PEOPLE)
}

fn new_page(app: &App, actor: &Actor, form: Form) -> FormPage {
    let crumbs = crumbs(actor, "account-new", &[("account-list-title", PEOPLE)]);
    FormPage::new(actor.shell(app), actor.l.t("account-new"), crumbs, form)
        .intro(actor.l.t("account-new-lead"))
}

fn edit_page(app: &App, actor: &Actor, account: &Account, form: Form) -> FormPage {
    let title = actor.l.ta("account-edit", "name", &account.name);
    let crumbs = crumbs(actor, &title, &[("account-list-title", PEOPLE)]);
    FormPage::new(actor.shell(app), title, crumbs, form).intro(account.email.clone())
}

/// `here` is the id of a text, or a text of its own.
fn crumbs(actor: &Actor, here: &str, between: &[(&str, &str)]) -> Vec<Crumb> {
    let above = [&[("nav-administration", "/administration")], between].concat();
    Crumb::way(actor.l, &above, actor.l.t(here))
}

fn wrong(field: &str, id: &'static str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        message: Message::new(id),
    }
}
