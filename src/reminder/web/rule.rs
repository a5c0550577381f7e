//! How the kommun wants to be told: decided by whoever decides on rules, read by everybody who is told.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::account::Permission;
use crate::reminder::page::{RuleLine, Rules};
use crate::reminder::rule::form::{self, Decided};
use crate::reminder::store;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::Form;
use crate::web::notice::Notices;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

pub const PAGE: &str = "/paminnelser/regler";

pub async fn index(State(app): State<App>, actor: Actor) -> Result<Rules, PageError> {
    actor.require_somewhere(Permission::ReadNotices)?;
    let l = actor.l;
    let decided = store::rule::of_kommun(app.db.read(), actor.kommun).await?;
    let line = |rule: &crate::reminder::rule::NoticeRule| RuleLine {
        title: match actor.rules.get(&rule.policy) {
            Some(policy) => policy.title.get(l.lang()).to_owned(),
            None => l.t("notice-rule-all").to_owned(),
        },
        rule: rule.clone(),
    };
    Ok(Rules {
        shell: actor.shell(&app),
        l,
        crumbs: Crumb::way(
            l,
            &[("reminder-title", "/paminnelser")],
            l.t("notice-rule-title"),
        ),
        lines: decided.in_effect().into_iter().map(line).collect(),
        may_decide: actor.account.may(Permission::DecideOnRules, None),
    })
}

pub async fn new(State(app): State<App>, actor: Actor) -> Result<FormPage, PageError> {
    actor.require(Permission::DecideOnRules, None)?;
    let form = form::form(&actor.rules, actor.l.lang());
    Ok(page(&app, &actor, form))
}

pub async fn create(
    State(app): State<App>,
    notices: Notices,
    actor: Actor,
    Submitted(typed): Submitted,
) -> Result<Response, PageError> {
    actor.require(Permission::DecideOnRules, None)?;
    let decided = Decided {
        by: &actor.account.name,
        on: actor.today,
    };
    let rule = match form::read(&typed, &actor.rules, decided) {
        Ok(rule) => rule,
        Err(errors) => {
            let form = form::form(&actor.rules, actor.l.lang());
            let page = page(&app, &actor, form.fill(typed).refuse(errors));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    change.insert(&rule).await?;
    change.commit().await?;
    notices.say("saved");
    Ok(Redirect::to(&actor.l.path(PAGE)).into_response())
}

fn page(app: &App, actor: &Actor, form: Form) -> FormPage {
    let l = actor.l;
    let title = l.t("notice-rule-new");
    let crumbs = Crumb::way(
        l,
        &[
            ("reminder-title", "/paminnelser"),
            ("notice-rule-title", PAGE),
        ],
        title,
    );
    FormPage::new(actor.shell(app), title, crumbs, form).intro(l.t("notice-rule-lead"))
}
