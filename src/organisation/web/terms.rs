//! `/administration/ord`: the kommun's own words for single texts.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::Kommun;
use crate::organisation::page::{Term, Terms};
use crate::organisation::web::own_kommun;
use crate::texts::terms::{ALLOWED, Own, Wrong, check, original};
use crate::texts::{Lang, Message};
use crate::web::actor::Actor;
use crate::web::change::{change, refuse_stale};
use crate::web::form::Values;
use crate::web::notice::Notices;
use crate::web::submitted::Submitted;
use crate::web::view::Crumb;
use crate::web::{App, PageError};

const PATH: &str = "/administration/ord";

pub async fn edit(State(app): State<App>, actor: Actor) -> Result<Terms, PageError> {
    let kommun = own_kommun(&app, &actor).await?;
    let own = kommun.data.terms.clone();
    let typed = |lang: Lang, id: &str| own.of(lang).get(id).cloned().unwrap_or_default();
    Ok(page(&app, &actor, kommun.version, &typed))
}

pub async fn update(
    State(app): State<App>,
    actor: Actor,
    notices: Notices,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let before = own_kommun(&app, &actor).await?;
    refuse_stale(&before, &values)?;
    let typed = |lang: Lang, id: &str| typed(&values, lang, id);
    let page = page(&app, &actor, before.version, &typed);
    if page.has_errors() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut own = Own::default();
    for lang in Lang::ALL {
        for id in ALLOWED {
            let text = typed(lang, id);
            if !text.is_empty() && text != original(lang, id) {
                own.of_mut(lang).insert(id.to_owned(), text);
            }
        }
    }
    let after = Kommun {
        terms: own,
        ..before.data.clone()
    };
    let author = actor.author();
    let mut change = change(&app, &actor, &author).await?;
    change.update(&before, &after).await?;
    change.commit().await?;
    notices.say("terms-saved");
    Ok(Redirect::to(&actor.l.path(PATH)).into_response())
}

fn typed(values: &Values, lang: Lang, id: &str) -> String {
    let name = format!("{}-{id}", lang.code());
    values.first(&name).trim().to_owned()
}

fn page(app: &App, actor: &Actor, version: i32, typed: &dyn Fn(Lang, &str) -> String) -> Terms {
    let l = actor.l;
    let mut terms = Vec::new();
    for id in ALLOWED {
        for lang in Lang::ALL {
            let text = typed(lang, id);
            let wrong = check(lang, id, &text).err().filter(|_| !text.is_empty());
            terms.push(Term {
                field: format!("{}-{id}", lang.code()),
                lang,
                original: original(lang, id),
                text,
                wrong: wrong.map(message),
            });
        }
    }
    Terms {
        shell: actor.shell(app),
        l,
        crumbs: Crumb::way(
            l,
            &[("nav-administration", "/administration")],
            l.t("terms-title"),
        ),
        version,
        terms,
    }
}

fn message(wrong: Wrong) -> Message {
    match wrong {
        Wrong::NotAllowed => Message::new("terms-not-allowed"),
        Wrong::TooLong => Message::new("terms-too-long"),
        Wrong::Brace => Message::new("terms-brace"),
        Wrong::Variables(wanted) if wanted.is_empty() => Message::new("terms-no-variables"),
        Wrong::Variables(wanted) => Message::new("terms-variables").with("wanted", wanted),
    }
}
