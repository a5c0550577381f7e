//! `/administration/inloggning`: by which providers people sign in, and what the kommun asks of them.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use zeroize::Zeroizing;

use super::ask::Asker;
use super::store::{self, Kept};
use super::{PATH, Provider, ProviderId, SsoError, form};
use crate::account::Permission;
use crate::organisation::{self, UnitId};
use crate::recorder::ask::secret::Locker;
use crate::register::RecordKind;
use crate::register::page::{Action, Line, ListPage, RecordPage};
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Choice, ChoiceText, Errors, FieldError, Form, Values};
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(index).post(create))
        .route("/administration/inloggning/ny", get(new))
        .route(
            "/administration/inloggning/regler",
            get(rule).post(set_rule),
        )
        .route("/administration/inloggning/{id}", get(edit).post(update))
}

async fn index(State(app): State<App>, actor: Actor) -> Result<ListPage, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    let l = actor.l;
    let kept = store::all(app.db.read(), actor.kommun).await?;
    let line = |kept: Kept| Line {
        href: l.path(&format!("{PATH}/{}", kept.id)),
        cells: vec![
            kept.provider.issuer,
            l.yes_no(Some(kept.provider.active)).to_owned(),
            l.t(if kept.from_file {
                "provider-set-in-file"
            } else {
                "provider-set-here"
            })
            .to_owned(),
        ],
        name: kept.provider.name,
    };
    Ok(ListPage {
        shell: actor.shell(&app),
        l,
        title: l.t("provider-title").to_owned(),
        crumbs: crumbs(&actor, None),
        empty: l.t("provider-none").to_owned(),
        search: None,
        heads: [
            "provider-name",
            "provider-issuer",
            "provider-active",
            "provider-set",
        ]
        .map(|id| l.t(id).to_owned())
        .to_vec(),
        lines: kept.into_iter().map(line).collect(),
        pages: Pages::default(),
        new: Some(Action {
            text: l.t("provider-new").to_owned(),
            href: l.path("/administration/inloggning/ny"),
        }),
    })
}

async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    let form = form::form(PATH.to_owned()).fill(Values::default().text("active", "ja"));
    Ok(page(&app, &actor, actor.l.t("provider-new"), form))
}

async fn create(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    let form = form::form(PATH.to_owned());
    let provider = match read(&app, &actor, &values, None).await? {
        Ok(provider) => provider,
        Err(errors) => return Ok(refused(&app, &actor, "provider-new", form, values, errors)),
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let id = store::add(&**change.tx(), actor.kommun, &provider).await?;
    if provider.secret_set_at.is_some() {
        let locked = locked(&app, &actor, id, values.first("secret"))?;
        store::set_secret(&**change.tx(), actor.kommun, id, &locked).await?;
    }
    change.note(RecordKind::IdentityProvider, id.0, None, told(&provider)?);
    change.commit().await?;
    notices.say("saved");
    Ok(Redirect::to(&actor.l.path(PATH)).into_response())
}

async fn edit(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let kept = administered(&app, &actor, id).await?;
    let units = named(&organisation::web::units(&app, &actor).await?);
    let title = kept.provider.name.clone();
    let values = form::values(&kept.provider, &units);
    if kept.from_file {
        return Ok(in_file(&app, &actor, title, values).into_response());
    }
    let form = form::form(format!("{PATH}/{id}")).fill(values);
    Ok(page(&app, &actor, &title, form).into_response())
}

/// A provider as it stands in the installation's file, to be read.
fn in_file(app: &App, actor: &Actor, title: String, values: Values) -> RecordPage {
    let way = crumbs(actor, Some(&title));
    let mut page = RecordPage::new(actor.shell(app), title, way, form::shown().fill(values));
    page.note(actor.l.t("error-provider-in-file"));
    page
}

async fn update(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let before = administered(&app, &actor, id).await?;
    if before.from_file {
        return Err(PageError::Closed("error-provider-in-file"));
    }
    let form = form::form(format!("{PATH}/{id}"));
    let provider = match read(&app, &actor, &values, Some(&before)).await? {
        Ok(provider) => provider,
        Err(errors) => return Ok(refused(&app, &actor, "provider-edit", form, values, errors)),
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    store::replace(&**change.tx(), actor.kommun, before.id, &provider).await?;
    if provider.secret_set_at != before.provider.secret_set_at {
        let locked = locked(&app, &actor, before.id, values.first("secret"))?;
        store::set_secret(&**change.tx(), actor.kommun, before.id, &locked).await?;
    }
    if provider != before.provider {
        let old = told(&before.provider)?;
        change.note(
            RecordKind::IdentityProvider,
            id,
            Some(old),
            told(&provider)?,
        );
    }
    change.commit().await?;
    notices.say("saved");
    Ok(Redirect::to(&actor.l.path(PATH)).into_response())
}

async fn rule(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    let rule = store::rule_of(app.db.read(), actor.kommun).await?;
    let form = form::rule_form().fill(form::rule_values(&rule));
    Ok(rule_page(&app, &actor, form))
}

async fn set_rule(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    let providers = store::all(app.db.read(), actor.kommun).await?;
    let can = providers.iter().any(|kept| kept.provider.active);
    let after = match form::read_rule(&values, can) {
        Ok(after) => after,
        Err(errors) => {
            let page = rule_page(&app, &actor, form::rule_form().fill(values).refuse(errors));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let before = store::rule_of(&**change.tx(), actor.kommun).await?;
    if before != after {
        store::set_rule(&**change.tx(), actor.kommun, &after).await?;
        let json = |rule| serde_json::to_value(rule).map_err(crate::register::ChangeError::from);
        let (number, old) = (actor.kommun.number(), json(&before)?);
        change.note(RecordKind::SignInRule, number, Some(old), json(&after)?);
    }
    change.commit().await?;
    notices.say("saved");
    Ok(Redirect::to(&actor.l.path("/administration")).into_response())
}

/// The units of the kommun by name, from what a form offers.
pub fn named(units: &[Choice]) -> Vec<(UnitId, String)> {
    let unit = |choice: &Choice| match &choice.text {
        ChoiceText::Name(name) => Some((UnitId(choice.value.parse().ok()?), name.clone())),
        ChoiceText::Id(_) => None,
    };
    units.iter().filter_map(unit).collect()
}

/// The secret of a provider, to be shown to it alone.
///
/// # Errors
/// When it was locked with another key.
pub fn unlocked(app: &App, kept: &Kept) -> Result<Zeroizing<String>, PageError> {
    if kept.secret.is_empty() {
        return Ok(Zeroizing::new(String::new()));
    }
    let bound = store::bound_to(kept.kommun, kept.id);
    Locker::open(&app.asking.key_file)
        .and_then(|locker| locker.unlock(&kept.secret, &bound))
        .map_err(|error| PageError::Internal(error.to_string()))
}

fn locked(app: &App, actor: &Actor, id: ProviderId, secret: &str) -> Result<String, PageError> {
    let bound = store::bound_to(actor.kommun.number(), id);
    Locker::open(&app.asking.key_file)
        .and_then(|locker| locker.lock(secret, &bound))
        .map_err(|error| PageError::Internal(error.to_string()))
}

/// What was typed; one that people shall sign in by is asked who it is before it is kept.
async fn read(
    app: &App,
    actor: &Actor,
    values: &Values,
    before: Option<&Kept>,
) -> Result<Result<Provider, Errors>, PageError> {
    let units = named(&organisation::web::units(app, actor).await?);
    let mut provider = match form::read(values, &units) {
        Ok(provider) => provider,
        Err(errors) => return Ok(Err(errors)),
    };
    let wrong = |field: &str, message| {
        vec![FieldError {
            field: field.to_owned(),
            message,
        }]
    };
    let new_secret = !values.first("secret").is_empty();
    provider.secret_set_at = if new_secret {
        Some(actor.now.unix_timestamp())
    } else {
        before.and_then(|kept| kept.provider.secret_set_at)
    };
    // A secret that is there was given to the provider that is there, and is not shown to another.
    let moved = before.is_some_and(|kept| kept.provider.issuer != provider.issuer);
    if moved && !new_secret && provider.secret_set_at.is_some() {
        return Ok(Err(wrong("secret", Message::new("provider-secret-needed"))));
    }
    if provider.active
        && let Err(error) = answers(app, &provider).await
    {
        return Ok(Err(wrong("issuer", error.message())));
    }
    Ok(Ok(provider))
}

/// Asks a provider who it is.
///
/// # Errors
/// When it does not answer, or is another.
pub async fn answers(app: &App, provider: &Provider) -> Result<(), SsoError> {
    let asker = Asker {
        discovered: &super::ask::Discovered::default(),
        loopback: app.asking.loopback,
        id: ProviderId(0),
        provider,
        secret: "",
        public_url: &app.public_url,
        now: app.clock.now(),
    };
    asker.metadata(true).await.map(|_| ())
}

async fn administered(app: &App, actor: &Actor, id: i64) -> Result<Kept, PageError> {
    actor.require(Permission::ManagePeople, None)?;
    let found = store::find(app.db.read(), actor.kommun, ProviderId(id)).await?;
    found.ok_or(PageError::NotFound)
}

fn told(provider: &Provider) -> Result<serde_json::Value, PageError> {
    serde_json::to_value(provider).map_err(|error| PageError::Internal(error.to_string()))
}

fn refused(
    app: &App,
    actor: &Actor,
    title: &str,
    form: Form,
    values: Values,
    errors: Errors,
) -> Response {
    // What was typed is kept, but for the secret.
    let form = form.fill(values.without("secret")).refuse(errors);
    let page = page(app, actor, actor.l.t(title), form);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn page(app: &App, actor: &Actor, title: &str, form: Form) -> FormPage {
    let back = format!("{}{}", app.public_url, super::RETURN_PATH);
    FormPage::new(actor.shell(app), title, crumbs(actor, Some(title)), form).intro(actor.l.ta(
        "provider-lead",
        "address",
        back,
    ))
}

fn rule_page(app: &App, actor: &Actor, form: Form) -> FormPage {
    let l = actor.l;
    let title = l.t("sign-in-rule-title");
    let crumbs = Crumb::way(l, &[("nav-administration", "/administration")], title);
    FormPage::new(actor.shell(app), title, crumbs, form).intro(l.t("sign-in-rule-lead"))
}

fn crumbs(actor: &Actor, here: Option<&str>) -> Vec<Crumb> {
    let list = ("provider-title", PATH);
    let above = ("nav-administration", "/administration");
    Crumb::in_list(actor.l, above, list, here)
}
