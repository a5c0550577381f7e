//! `/logga-in/kod`: the second factor, asked for after the password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use tower_sessions::Session;

use super::enter::{HALF, HALF_WAY, HalfWay, Newcomer, Origin, Way, come_in, told_of_stranger};
use crate::account::AccountId;
use crate::account::second::form;
use crate::account::second::web::{fits, wrong};
use crate::web::form::Form;
use crate::web::page::FormPage;
use crate::web::submitted::Submitted;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    session: Session,
) -> Result<Response, PageError> {
    match half_way(&app, &session).await? {
        Some(_) => Ok(page(&app, &visitor, form::ask()).into_response()),
        None => Ok(Redirect::to(&visitor.l.path("/logga-in")).into_response()),
    }
}

pub async fn take(
    State(app): State<App>,
    visitor: Visitor,
    origin: Origin,
    session: Session,
    Submitted(values): Submitted,
) -> Result<Response, PageError> {
    let Some(half) = half_way(&app, &session).await? else {
        return Ok(Redirect::to(&visitor.l.path("/logga-in")).into_response());
    };
    // A million codes, and five of them a minute: nobody gets far.
    let who = format!("code of {}", half.account);
    if !app.sign_in.allows(&who, origin.address) {
        return Err(PageError::TooMany);
    }
    let refuse = |errors| {
        let page = page(&app, &visitor, form::ask().refuse(errors));
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let typed = match form::read(&values) {
        Ok(typed) => typed,
        Err(errors) => return Ok(refuse(errors)),
    };
    let account = AccountId(half.account);
    if !fits(&app, account, &typed).await? {
        told_of_stranger(&app, &origin, Some(account), "fel kod").await?;
        return Ok(refuse(vec![wrong()]));
    }
    let newcomer = Newcomer {
        account,
        kommun: half.kommun,
        way: Way::Password,
    };
    session.remove::<HalfWay>(HALF).await?;
    come_in(&app, &session, &origin, newcomer, false).await?;
    Ok(Redirect::to(&half.to).into_response())
}

/// Who has shown a password a short while ago.
async fn half_way(app: &App, session: &Session) -> Result<Option<HalfWay>, PageError> {
    let half: Option<HalfWay> = session.get(HALF).await?;
    let now = app.clock.now().unix_timestamp();
    Ok(half.filter(|half| now - half.at <= HALF_WAY.whole_seconds()))
}

fn page(app: &App, visitor: &Visitor, form: Form) -> FormPage {
    let l = visitor.l;
    FormPage::new(
        visitor.shell(app),
        l.t("second-ask-title"),
        Vec::new(),
        form,
    )
    .intro(l.t("second-ask-lead"))
}
