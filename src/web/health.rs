//! What a supervisor asks: is it alive, can it serve, and how does the timetable fare?

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sea_orm::{ConnectionTrait, DbErr};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::db::Db;
use crate::reminder::metrics::Gauges;
use crate::reminder::pulse::Pulse;
use crate::reminder::store;
use crate::web::App;

/// How long the database may take before it is called away, or busy.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long what was found is told again: whoever asks often makes nothing be written.
const KNOWN_FOR: Duration = Duration::from_secs(5);

pub fn routes() -> Router<App> {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
}

/// For the listener of its own: nothing here is for the people who use the register.
pub fn metrics(app: App) -> Router {
    Router::new().route("/metrics", get(scrape)).with_state(app)
}

async fn live() -> &'static str {
    "ok\n"
}

/// 503 when pages could not be served or saved, or when the timetable of this replica stands still: then it helps to
/// start it anew. A job that fails is told of and no reason to take the pages away.
async fn ready(State(app): State<App>) -> (StatusCode, String) {
    let database = app.probe.look(&app.db).await;
    let since = app.timetable.since();
    let mut lines = vec![format!("database: {}", database.words())];
    let mut serves = database != Database::Away && database != Database::ReadOnly;
    match pulse(&app).await {
        Ok(pulse) => {
            lines.extend(pulse.lines(since));
            serves &= since.is_none() || !pulse.is_silent(since);
        }
        Err(_) => serves = false,
    }
    let (status, first) = if serves {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready")
    };
    lines.insert(0, first.to_owned());
    (status, lines.join("\n") + "\n")
}

async fn scrape(State(app): State<App>) -> Response {
    let database = app.probe.look(&app.db).await;
    let pulse = pulse(&app).await.ok();
    let gauges = Gauges {
        pulse: pulse.as_ref(),
        since: app.timetable.since(),
        readable: database != Database::Away,
        writable: matches!(database, Database::Fine | Database::Busy),
    };
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    match gauges.text() {
        Ok(text) => (kind, text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn pulse(app: &App) -> Result<Pulse, DbErr> {
    Ok(Pulse {
        jobs: store::pulses(app.db.read()).await?,
        leases: store::held(&app.db).await?,
        now: app.clock.now(),
        today: app.clock.today(),
    })
}

/// What was last found of the database.
#[derive(Debug, Default)]
pub struct Probe(Mutex<Option<(Instant, Database)>>);

impl Probe {
    async fn look(&self, db: &Db) -> Database {
        let mut last = self.0.lock().await;
        if let Some((at, found)) = *last
            && at.elapsed() < KNOWN_FOR
        {
            return found;
        }
        let found = Database::of(db).await;
        *last = Some((Instant::now(), found));
        found
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Database {
    Fine,
    /// It answers, and another change is being written.
    Busy,
    /// It answers and takes no changes: a full disk, a standby.
    ReadOnly,
    Away,
}

impl Database {
    async fn of(db: &Db) -> Self {
        let answered = timeout(PATIENCE, db.read().execute_unprepared("SELECT 1")).await;
        if !matches!(answered, Ok(Ok(_))) {
            return Self::Away;
        }
        match timeout(PATIENCE, db.try_write()).await {
            Ok(Ok(())) => Self::Fine,
            Ok(Err(error)) => {
                tracing::error!(%error, "the database takes no changes");
                Self::ReadOnly
            }
            Err(_) => Self::Busy,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Busy => "busy with another change",
            Self::ReadOnly => "takes no changes",
            Self::Away => "does not answer",
        }
    }
}
