//! Everybody who comes in comes in here, by whatever way they showed who they are.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use tower_sessions::{Expiry, Session};

use crate::account::sso::{self, ProviderId, SignInRule};
use crate::account::{AccountId, Role, auditor, second, store};
use crate::disclosure::trace::{self, Act, Deed};
use crate::organisation::KommunId;
use crate::texts::Message;
use crate::web::actor::{SEEN, SIGNED_IN, SignedIn};
use crate::web::unsent::WAS;
use crate::web::visitor::address;
use crate::web::{App, PageError};

/// Longest name of a browser that is kept.
const AGENT: usize = 200;
/// Key of who is half-way in.
pub const HALF: &str = "half-way-in";
/// How long a sign-in that was only begun is remembered.
pub const HALF_WAY: time::Duration = time::Duration::minutes(10);

/// From where a request comes.
#[derive(Debug, Clone)]
pub struct Origin {
    pub address: IpAddr,
    /// What the browser calls itself.
    pub agent: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let agent = parts.headers.get(USER_AGENT);
        let agent = agent
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default();
        Ok(Self {
            address: address(parts),
            agent: agent.chars().take(AGENT).collect(),
        })
    }
}

/// How somebody has shown who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Password,
    /// With a link, which is used up by it.
    Link,
    Provider(ProviderId),
}

impl Way {
    /// What the trace says of it.
    const fn in_words(self) -> &'static str {
        match self {
            Self::Password => "lösenord",
            Self::Link => "länk",
            Self::Provider(_) => "enkel inloggning",
        }
    }

    const fn is_local(self) -> bool {
        !matches!(self, Self::Provider(_))
    }
}

/// Somebody who has shown who they are.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer {
    pub account: AccountId,
    pub kommun: i64,
    pub way: Way,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    In,
    /// The code of the second factor is asked for.
    Code,
    /// The kommun wants another way.
    Refused(Message),
}

/// Somebody of whom the code is still to come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HalfWay {
    pub account: i64,
    pub kommun: i64,
    pub to: String,
    pub at: i64,
}

/// Lets somebody in, asks for the second factor, or says that the kommun wants another way.
///
/// # Errors
/// When the database or the session does not answer.
pub async fn enter(
    app: &App,
    session: &Session,
    origin: &Origin,
    newcomer: Newcomer,
    to: &str,
) -> Result<Next, PageError> {
    let kommun = KommunId::acting_for(newcomer.kommun);
    let db = app.db.read();
    let rule = sso::store::rule_of(db, kommun).await?;
    if !newcomer.way.is_local() {
        come_in(app, session, origin, newcomer, false).await?;
        return Ok(Next::In);
    }
    if !may_use_a_password(app, kommun, &rule, newcomer.account).await? {
        return Ok(Next::Refused(Message::new("sign-in-single-only")));
    }
    if let Some(account) = store::find(db, kommun, newcomer.account).await?
        && account
            .grants
            .iter()
            .all(|grant| grant.role == Role::Auditor)
        && auditor::store::is_over(db, kommun, account.id, app.clock.today()).await?
    {
        return Ok(Next::Refused(Message::new("auditor-over-for-you")));
    }
    let factor = second::store::find(db, newcomer.account).await?;
    if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
        let half = HalfWay {
            account: newcomer.account.0,
            kommun: newcomer.kommun,
            to: to.to_owned(),
            at: app.clock.now().unix_timestamp(),
        };
        session.cycle_id().await?;
        session.set_expiry(Some(Expiry::OnInactivity(HALF_WAY)));
        session.insert(HALF, half).await?;
        return Ok(Next::Code);
    }
    let account = store::find(db, kommun, newcomer.account).await?;
    let enrol = account.is_some_and(|account| rule.demands_second_factor(&account));
    come_in(app, session, origin, newcomer, enrol).await?;
    Ok(Next::In)
}

/// The session from now on. `enrol`: nothing opens before a second factor is there.
///
/// # Errors
/// When the session does not answer.
pub async fn come_in(
    app: &App,
    session: &Session,
    origin: &Origin,
    newcomer: Newcomer,
    enrol: bool,
) -> Result<(), PageError> {
    // A new id at sign-in: a session that someone planted beforehand is worth nothing.
    session.cycle_id().await?;
    session.set_expiry(None::<Expiry>);
    let signed_in = SignedIn {
        account: newcomer.account.0,
        kommun: newcomer.kommun,
        provider: match newcomer.way {
            Way::Provider(id) => Some(id.0),
            Way::Password | Way::Link => None,
        },
        at: app.clock.now().unix_timestamp(),
        address: origin.address.to_string(),
        agent: origin.agent.clone(),
        enrol,
    };
    // When a page was last seen is told of who was here before.
    session.remove::<i64>(SEEN).await?;
    session.remove::<i64>(WAS).await?;
    session.insert(SIGNED_IN, signed_in).await?;
    let kommun = KommunId::acting_for(newcomer.kommun);
    let deed = Deed::of(Act::SignedIn).detail(newcomer.way.in_words());
    told(app, origin, kommun, newcomer.account, deed).await
}

/// Writes down what somebody did on the way in or out, or of their own account.
///
/// # Errors
/// When the database does not answer.
pub async fn told(
    app: &App,
    origin: &Origin,
    kommun: KommunId,
    account: AccountId,
    deed: Deed,
) -> Result<(), PageError> {
    let person = store::member(app.db.read(), kommun, account).await?;
    let name = person.map_or(String::new(), |member| member.account.name);
    let deed = deed.from(origin.address);
    let tx = app.db.begin_write_together().await?;
    trace::store::note_of(&*tx, kommun, (account, &name), &deed, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Writes down that somebody was not let in. An address that nobody has is told to the first kommun of the installation, without what
/// was typed, which may be a password: and so the work is the same whether or not there is such an account.
///
/// # Errors
/// When the database does not answer.
pub async fn told_of_stranger(
    app: &App,
    origin: &Origin,
    known: Option<AccountId>,
    why: &str,
) -> Result<(), PageError> {
    let db = app.db.read();
    let account = known.unwrap_or(AccountId(0));
    let own = store::kommuner_of(db, account).await?;
    let kommuner = crate::organisation::store::kommuner(db).await?;
    let first = kommuner.first().map(|(number, _)| *number);
    let Some(kommun) = own.first().copied().or(first) else {
        return Ok(());
    };
    let deed = Deed::of(Act::SignInRefused).detail(why);
    told(app, origin, KommunId::acting_for(kommun), account, deed).await
}

/// Where single sign-on is demanded, one local account is left as a way in: that of the administrator of the whole kommun who has
/// been one the longest.
async fn may_use_a_password(
    app: &App,
    kommun: KommunId,
    rule: &SignInRule,
    account: AccountId,
) -> Result<bool, PageError> {
    if !rule.single_sign_on_required {
        return Ok(true);
    }
    let members = store::members(app.db.read(), kommun).await?;
    let administrators = members.iter().filter(|member| member.is_administrator());
    let first = administrators.map(|member| member.account.id).min();
    Ok(first == Some(account))
}
