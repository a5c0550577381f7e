//! The assessment step by step: each step is a section of the form, and what was answered is kept at each.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{SIGNED, found};
use crate::account::Permission;
use crate::assessment::form::{self, STEPS};
use crate::assessment::{Assessment, store};
use crate::db::record::{self, Stored};
use crate::site::web::crumbs;
use crate::site::{Site, SiteId};
use crate::web::actor::Actor;
use crate::web::change::{change, replace, version_seen};
use crate::web::form::{Errors, Form};
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::{App, PageError};

/// Which of the two buttons was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Then {
    sluta: bool,
}

/// A draft that the person may write in, with its site.
async fn writable(
    app: &App,
    actor: &Actor,
    id: i64,
) -> Result<(Stored<Assessment>, Stored<Site>), PageError> {
    let (assessment, site) = found(app, actor, id).await?;
    actor.require(Permission::EditSites, site.data.unit)?;
    if assessment.data.is_signed() {
        return Err(PageError::Closed(SIGNED));
    }
    Ok((assessment, site))
}

fn at(id: i64, step: &str) -> String {
    format!("/bedomningar/{id}/steg/{step}")
}

/// Where the talk goes on after a step.
fn next(id: i64, step: &str) -> String {
    let mut steps = STEPS.iter().map(|(code, _)| *code);
    steps.find(|code| *code == step);
    steps.next().map_or_else(
        || format!("/bedomningar/{id}/dokument"),
        |step| at(id, step),
    )
}

fn form_of(id: i64, step: &str) -> Result<Form, PageError> {
    let here = at(id, step);
    let form = form::step(here.clone(), step).ok_or(PageError::NotFound)?;
    Ok(form
        .submit("assessment-step-next")
        .instead(format!("{here}?sluta=true"), "assessment-step-stop")
        .cancel(format!("/bedomningar/{id}/dokument")))
}

pub(super) async fn step(
    State(app): State<App>,
    actor: Actor,
    Path((id, step)): Path<(i64, String)>,
) -> Result<FormPage, PageError> {
    let (assessment, site) = writable(&app, &actor, id).await?;
    let form = form_of(id, &step)?
        .fill(form::values(&assessment.data))
        .version(i64::from(assessment.version));
    Ok(page(&app, &actor, &site, &step, form))
}

pub(super) async fn answered(
    State(app): State<App>,
    actor: Actor,
    Path((id, step)): Path<(i64, String)>,
    Query(then): Query<Then>,
    Submitted(typed): Submitted,
) -> Result<Response, PageError> {
    let (before, site) = writable(&app, &actor, id).await?;
    let form = form_of(id, &step)?;
    let values = form::over(form::values(&before.data), &form, &typed);
    match form::read(&values, before.data.clone()) {
        Ok(after) => {
            replace(&app, &actor, before, &typed, after).await?;
            let to = if then.sluta {
                format!("/bedomningar/{id}/dokument")
            } else {
                next(id, &step)
            };
            Ok(Redirect::to(&actor.l.path(&to)).into_response())
        }
        Err(errors) => {
            let errors = asked_here(&form, errors);
            let form = form.version(version_seen(&typed));
            let form = form.fill(values).refuse(errors);
            let page = page(&app, &actor, &site, &step, form);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What contradicts another step is said where it was typed.
fn asked_here(form: &Form, mut errors: Errors) -> Errors {
    let first = form.all_fields().next().map(|field| field.name);
    for error in &mut errors {
        if let (None, Some(first)) = (form.field(&error.field), first) {
            first.clone_into(&mut error.field);
        }
    }
    errors
}

fn page(app: &App, actor: &Actor, site: &Stored<Site>, step: &str, form: Form) -> FormPage {
    let l = actor.l;
    let number = STEPS.iter().position(|(code, _)| *code == step);
    let number = number.map_or(0, |place| place + 1);
    let title = l.ta2(
        "assessment-step-title",
        ("number", &number),
        ("of", &STEPS.len()),
    );
    let crumbs = crumbs(actor, &title, Some(site));
    let intro = match step {
        "intresse" => l.t("assessment-step-interests"),
        "integritet" => l.t("assessment-step-privacy"),
        "avvagning" => l.t("assessment-step-weighing"),
        _ => l.t("assessment-step-intro"),
    };
    FormPage::new(actor.shell(app), title, crumbs, form).intro(intro)
}

async fn site(app: &App, actor: &Actor, id: i64) -> Result<Stored<Site>, PageError> {
    let site = record::find::<Site>(app.db.read(), actor.kommun, SiteId(id))
        .await?
        .ok_or(PageError::NotFound)?;
    actor.require(Permission::EditSites, site.data.unit)?;
    Ok(site)
}

/// What the steps are, before a draft is begun.
pub(super) async fn begin(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
) -> Result<FormPage, PageError> {
    let site = site(&app, &actor, id).await?;
    let l = actor.l;
    let form = Form::new("assessment", format!("/bevakningar/{id}/bedomningar/steg"))
        .submit("assessment-step-begin")
        .cancel(format!("/bevakningar/{id}"));
    let title = l.t("assessment-steps");
    let crumbs = crumbs(&actor, title, Some(&site));
    let page = FormPage::new(actor.shell(&app), title, crumbs, form);
    Ok(page.intro(l.t("assessment-steps-intro")))
}

/// Goes on with the draft of the site, or begins one that takes over the reasoning of the latest version.
pub(super) async fn begun(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<i64>,
    Submitted(_): Submitted,
) -> Result<Response, PageError> {
    let site = site(&app, &actor, id).await?;
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    let latest = store::latest(&**change.tx(), actor.kommun, site.id).await?;
    let draft = latest.as_ref().filter(|latest| !latest.data.is_signed());
    let draft = if let Some(draft) = draft {
        draft.id
    } else {
        let latest = latest.as_ref().map(|latest| &latest.data);
        let mut draft = Assessment::draft(site.id, latest);
        if latest.is_none() {
            draft.incidents.clone_from(&site.data.incidents);
        }
        change.insert(&draft).await?
    };
    change.commit().await?;
    let first = STEPS.first().map_or("", |(code, _)| code);
    Ok(Redirect::to(&actor.l.path(&at(draft.0, first))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Message;
    use crate::web::form::FieldError;

    #[test]
    fn the_talk_goes_through_every_step_and_ends_at_the_document() {
        let mut steps = vec!["om".to_owned()];
        while let Some(step) = next(7, steps.last().unwrap()).strip_prefix("/bedomningar/7/steg/") {
            steps.push(step.to_owned());
        }
        assert_eq!(steps.len(), STEPS.len());
        assert_eq!(next(7, steps.last().unwrap()), "/bedomningar/7/dokument");
    }

    #[test]
    fn what_contradicts_another_step_is_said_in_the_step_that_is_open() {
        let form = form_of(7, "om").unwrap();
        let errors = vec![FieldError {
            field: "next_review_on".into(),
            message: Message::new("assessment-review-before-made"),
        }];
        assert_eq!(asked_here(&form, errors)[0].field, "kind");
    }
}
