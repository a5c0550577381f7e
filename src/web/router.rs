//! Every route of every slice, and what stands around them all.

use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router};
use tower::{Layer, Service, ServiceBuilder};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::account::session;
use crate::db::look::looking;
use crate::web::actor::Actor;
use crate::web::api::document::{self, Document};
use crate::web::api::problem;
use crate::web::{App, PageError, assets, error, health, language, proxy, security, unsent};

/// How long what is left of a session is kept. It opens nothing after `actor::IDLE`; what was typed too late waits in it.
const SESSION_KEPT: time::Duration = time::Duration::days(7);
/// Largest body of an ordinary form. Uploads raise it on their own routes.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The same for pages whose script hashes files: its hashing is WebAssembly.
pub const POLICY_WITH_HASHING: &str = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
                                       img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
                                       frame-ancestors 'none'; base-uri 'none'";

/// The application as a service: language first, then the routes.
pub fn service(
    app: App,
) -> impl Service<
    Request,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone {
    let proxies = app.proxies.clone();
    let routes = router(app);
    let take = move |request| proxy::take_address(language::take_language(request), &proxies);
    tower::util::MapRequestLayer::new(take).layer(routes)
}

/// What other systems ask, and the document that describes it: an operation cannot be in one and not in the other.
pub fn api() -> (Router<App>, OpenApi) {
    let v1 = OpenApiRouter::new()
        .merge(document::routes())
        .merge(crate::site::api::routes())
        .merge(crate::compliance::api::routes())
        .merge(crate::ledger::api::routes())
        .merge(crate::disclosure::api::routes())
        .merge(crate::hold::api::routes())
        .merge(crate::recorder::api::routes());
    OpenApiRouter::with_openapi(document::beginning())
        .nest(document::ROOT, v1)
        .split_for_parts()
}

pub fn router(app: App) -> Router {
    let sessions = sessions(&app);
    let is_https = app.is_https();
    let (api, document) = api();
    let pages = Router::new()
        .merge(crate::overview::web::routes())
        .merge(crate::about::web::routes())
        .merge(crate::account::web::routes())
        .merge(crate::site::web::routes())
        .merge(crate::saved_view::web::routes())
        .merge(crate::basemap::web::routes())
        .merge(crate::boundary::web::routes())
        .merge(crate::history::web::routes())
        .merge(crate::disclosure::web::routes())
        .merge(crate::ledger::web::routes())
        .merge(crate::export::web::routes())
        .merge(crate::import::web::routes())
        .merge(crate::compliance::web::routes())
        .merge(crate::ruling::web::routes())
        .merge(crate::camera::web::routes())
        .merge(crate::permit::web::routes())
        .merge(crate::assessment::web::routes())
        .merge(crate::signage::web::routes())
        .merge(crate::retention::web::routes())
        .merge(crate::recorder::web::routes())
        .merge(crate::hold::web::routes())
        .merge(crate::incident::web::routes())
        .merge(crate::access_request::web::routes())
        .merge(crate::organisation::web::routes())
        .merge(crate::look::web::routes())
        .merge(crate::reminder::web::routes())
        .merge(crate::webhook::web::routes())
        .merge(crate::token::web::routes())
        .merge(crate::token::own::web::routes())
        .route(unsent::PATH, get(unsent::show).post(unsent::discard))
        .layer(timeout())
        // Footage that is hashed on its way may take its time.
        .merge(crate::disclosure::draft::web::summing::routes())
        // Named, so that it is below the layers that write its page: merging routers loses an unnamed one.
        .fallback(nowhere)
        .layer(axum::middleware::from_fn(unsent::keep))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(sessions)
        .layer(CsrfLayer::new().with_rejection_response(|_| PageError::CrossOrigin.into_response()))
        .layer(axum::middleware::from_fn_with_state(
            app.clone(),
            error::explain,
        ));
    let around = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new());
    let others = assets::routes()
        .merge(health::routes())
        .merge(security::routes())
        .merge(crate::ledger::outside::web::routes())
        .merge(api.layer(Extension(Document::written(&document))))
        .layer(timeout());
    headers(pages.merge(others), is_https)
        .layer(axum::middleware::from_fn(look))
        .layer(around)
        .layer(axum::middleware::from_fn(problem::explain))
        .with_state(app)
}

/// There is no such page, also for whoever is signed in: then it says who they are and where they can go.
async fn nowhere(_: Result<Actor, PageError>) -> PageError {
    PageError::NotFound
}

/// What a page or a small form reads goes over one connection. Not what is sent in a stream: that may take as long as it takes.
async fn look(request: Request, next: Next) -> axum::response::Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if request.method().is_safe() || is_form {
        looking(next.run(request)).await
    } else {
        next.run(request).await
    }
}

fn timeout() -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, ANSWER_WITHIN)
}

fn sessions(app: &App) -> SessionManagerLayer<session::Store> {
    let store = session::Store {
        db: app.db.clone(),
        clock: app.clock,
    };
    SessionManagerLayer::new(store)
        // Browsers refuse `__Host-` without https; on loopback there is none.
        .with_name(if app.is_https() {
            "__Host-objektiv"
        } else {
            "objektiv"
        })
        .with_secure(app.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(SESSION_KEPT))
}

/// The matched path, never the address: a link can hold a key.
fn span<B>(request: &axum::http::Request<B>) -> tracing::Span {
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map_or("", |path| path.as_str());
    tracing::info_span!("request", method = %request.method(), route)
}

fn panicked(cause: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let text = cause
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| cause.downcast_ref::<String>().cloned());
    PageError::Internal(format!("a handler panicked: {}", text.unwrap_or_default())).into_response()
}

fn headers(router: Router<App>, is_https: bool) -> Router<App> {
    let always = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(self)",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    let router = always.into_iter().fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::if_not_present(
            name,
            HeaderValue::from_static(value),
        ))
    });
    // Once over HTTPS, always: for a year from the last visit.
    let secure = is_https.then(|| HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    let router = router.layer(SetResponseHeaderLayer::if_not_present(
        header::STRICT_TRANSPORT_SECURITY,
        move |_: &Response<_>| secure.clone(),
    ));
    // A page of the register is nobody else's: shared computers keep no copy.
    router.layer(SetResponseHeaderLayer::if_not_present(
        header::CACHE_CONTROL,
        |_: &Response<_>| Some(HeaderValue::from_static("no-store")),
    ))
}
