//! Signing in at a provider: out to it, and back with its answer.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tower_sessions::{Expiry, Session};

use super::enter::{HALF_WAY, Newcomer, Origin, Way, enter, told};
use super::{Back, safe_return};
use crate::account::page::{SignInPage, SignedOut};
use crate::account::sso::admit::admit;
use crate::account::sso::ask::{Asker, Begun, PATIENCE};
use crate::account::sso::store::{self, Kept};
use crate::account::sso::{Identity, ProviderId, SsoError, web::unlocked};
use crate::account::{AccountId, form};
use crate::compliance::store::Judgement;
use crate::disclosure::trace::{Act, Deed};
use crate::organisation::KommunId;
use crate::register::{Author, Change};
use crate::web::actor::SignedIn;
use crate::web::form::FieldError;
use crate::web::visitor::Visitor;
use crate::web::{App, PageError};

/// Key of the sign-in that was begun.
const BEGUN: &str = "begun-at-provider";
/// Key of the token that the provider wants to see when the person signs out there.
const ID_TOKEN: &str = "id-token";

pub async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    origin: Origin,
    session: Session,
    Path(id): Path<i64>,
    Query(Back { till }): Query<Back>,
) -> Result<Response, PageError> {
    if !app.sign_in.allows_address(origin.address) {
        return Err(PageError::TooMany);
    }
    let offered = store::offered(app.db.read()).await?;
    let kept = offered.into_iter().find(|kept| kept.id == ProviderId(id));
    let kept = kept.ok_or(PageError::NotFound)?;
    let secret = unlocked(&app, &kept)?;
    let to = safe_return(&visitor, &till);
    match asker(&app, &kept, &secret).begin(kept.kommun, to).await {
        Ok((url, begun)) => {
            session.set_expiry(Some(Expiry::OnInactivity(HALF_WAY)));
            session.insert(BEGUN, begun).await?;
            Ok(Redirect::to(&url).into_response())
        }
        Err(error) => refused(&app, &visitor, &error).await,
    }
}

/// What a provider sends somebody back with.
#[derive(Deserialize)]
pub struct Answer {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
    /// Who answers (RFC 9207), where the provider says so.
    iss: Option<String>,
}

pub async fn finish(
    State(app): State<App>,
    visitor: Visitor,
    origin: Origin,
    session: Session,
    Query(answer): Query<Answer>,
) -> Result<Response, PageError> {
    // Looked for before it is taken: who has begun nothing writes nothing.
    let begun = match session.get_value(BEGUN).await? {
        Some(_) => session.remove::<Begun>(BEGUN).await?,
        None => None,
    };
    let now = app.clock.now().unix_timestamp();
    let begun = begun
        .filter(|begun| begun.state == answer.state && now - begun.at <= PATIENCE.whole_seconds());
    let Some(begun) = begun else {
        return refused(&app, &visitor, &SsoError::State).await;
    };
    let (to, kommun) = (begun.to.clone(), begun.kommun);
    match identified(&app, begun, answer).await? {
        Ok((kept, identity)) => {
            let account = match admitted(&app, &kept, &identity).await? {
                Ok(account) => account,
                Err(error) => {
                    refused_of(&app, &origin, kept.kommun, &error).await?;
                    return refused(&app, &visitor, &error).await;
                }
            };
            let newcomer = Newcomer {
                account,
                kommun: kept.kommun,
                way: Way::Provider(kept.id),
            };
            enter(&app, &session, &origin, newcomer, &to).await?;
            session.insert(ID_TOKEN, identity.id_token).await?;
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            refused_of(&app, &origin, kommun, &error).await?;
            refused(&app, &visitor, &error).await
        }
    }
}

async fn refused_of(
    app: &App,
    origin: &Origin,
    kommun: i64,
    error: &SsoError,
) -> Result<(), PageError> {
    let why: String = error.to_string().chars().take(200).collect();
    let deed = Deed::of(Act::SignInRefused).detail(why);
    told(
        app,
        origin,
        KommunId::acting_for(kommun),
        AccountId(0),
        deed,
    )
    .await
}

async fn identified(
    app: &App,
    begun: Begun,
    answer: Answer,
) -> Result<Result<(Kept, Identity), SsoError>, PageError> {
    if !answer.error.is_empty() {
        return Ok(Err(SsoError::Denied(answer.error)));
    }
    let kommun = KommunId::acting_for(begun.kommun);
    let kept = store::find(app.db.read(), kommun, ProviderId(begun.provider)).await?;
    let Some(kept) = kept.filter(|kept| kept.provider.active) else {
        return Ok(Err(SsoError::State));
    };
    if answer.iss.is_some_and(|iss| iss != kept.provider.issuer) {
        return Ok(Err(SsoError::NotAProvider("another one answers".into())));
    }
    let secret = unlocked(app, &kept)?;
    let identity = asker(app, &kept, &secret).finish(begun, answer.code).await;
    Ok(identity.map(|identity| (kept, identity)))
}

async fn admitted(
    app: &App,
    kept: &Kept,
    identity: &Identity,
) -> Result<Result<AccountId, SsoError>, PageError> {
    let author = Author {
        kommun: KommunId::acting_for(kept.kommun),
        account: None,
        name: kept.provider.name.clone(),
    };
    let by = Judgement {
        policies: &app.policies,
        today: app.clock.today(),
    };
    let mut change = Change::begin(&app.db, &author, app.clock.now(), by).await?;
    let done = admit(&mut change, kept, identity).await?;
    change.commit().await?;
    Ok(done)
}

/// Where the person can sign out at the provider as well; nothing when they came in another way.
pub async fn signed_out(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    was: Option<&SignedIn>,
) -> Result<Option<SignedOut>, PageError> {
    let Some((was, id)) = was.and_then(|was| Some((was, was.provider?))) else {
        return Ok(None);
    };
    let kommun = KommunId::acting_for(was.kommun);
    let kept = store::find(app.db.read(), kommun, ProviderId(id)).await?;
    let token: Option<String> = session.get(ID_TOKEN).await?;
    let (Some(kept), Some(token)) = (kept, token) else {
        return Ok(None);
    };
    let end = asker(app, &kept, "").sign_out(&token).await;
    Ok(end.map(|end| SignedOut {
        shell: visitor.shell(app),
        l: visitor.l,
        provider: kept.provider.name,
        end,
    }))
}

fn asker<'a>(app: &'a App, kept: &'a Kept, secret: &'a str) -> Asker<'a> {
    Asker {
        discovered: &app.discovered,
        loopback: app.asking.loopback,
        id: kept.id,
        provider: &kept.provider,
        secret,
        public_url: &app.public_url,
        now: app.clock.now(),
    }
}

/// Back at the way in, with what is wrong. What the provider wrote stands in the program's log alone.
async fn refused(app: &App, visitor: &Visitor, error: &SsoError) -> Result<Response, PageError> {
    tracing::warn!(%error, "single sign-on");
    let wrong = FieldError {
        field: String::new(),
        message: error.message(),
    };
    let form = form::sign_in(&visitor.l.path("/")).refuse(vec![wrong]);
    let page = SignInPage::new(app, visitor, form, providers(app).await?);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The ways in that are not local: names and numbers.
pub async fn providers(app: &App) -> Result<Vec<(i64, String)>, PageError> {
    let offered = store::offered(app.db.read()).await?;
    let named = |kept: Kept| (kept.id.0, kept.provider.name);
    Ok(offered.into_iter().map(named).collect())
}
