//! `objektiv serve`: web, API and timetable.

use std::net::SocketAddr;

use anyhow::Context;
use axum::ServiceExt;
use axum::extract::Request;
use tokio::net::TcpListener;

use super::{Verdict, open, output, policies};
use crate::account::{link, store};
use crate::config::{RegisterArgs, ServeArgs};
use crate::db::Db;
use crate::jobs::{self, Share};
use crate::reminder::mail::Mailer;
use crate::web::{App, router};

/// # Errors
/// When the register cannot be opened or the address is taken.
pub async fn run(register: &RegisterArgs, serve: &ServeArgs) -> anyhow::Result<Verdict> {
    let share = share(serve)?;
    let db = open(register).await?;
    let listener = TcpListener::bind(serve.listen).await.with_context(|| {
        format!(
            "{} cannot be listened on; is another Objektiv running? Choose another with --listen",
            serve.listen
        )
    })?;
    let address = listener.local_addr()?;
    let public_url = serve
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    let app = App::new(
        db.clone(),
        register.clock(),
        policies(register)?,
        public_url.trim_end_matches('/').to_owned(),
    )
    .asking(serve.asking.asking());
    output::line(&format!("Objektiv: {}", app.public_url))?;
    invite_first_administrator(&app).await?;
    let timetable = jobs::start(&app, share)
        .await
        .context("the timetable could not be started")?;
    serve_on(listener, app).await?;
    timetable.stop().await;
    db.close().await?;
    Ok(Verdict::Fine)
}

/// What this replica sees to beside the web.
fn share(serve: &ServeArgs) -> anyhow::Result<Share> {
    if serve.no_scheduler {
        return Ok(Share::OwnMemory);
    }
    let mailer = Mailer::new(&serve.mail)?;
    Ok(Share::Timetable { mailer })
}

/// Serves until the process is told to stop, and answers what was under way.
///
/// # Errors
/// When the listener fails.
pub async fn serve_on(listener: TcpListener, app: App) -> anyhow::Result<()> {
    let service = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(
        router::service(app),
    );
    axum::serve(listener, service)
        .with_graceful_shutdown(told_to_stop())
        .await?;
    Ok(())
}

/// Prints the link for the first administrator where nobody can sign in yet. It is shown here and nowhere else.
async fn invite_first_administrator(app: &App) -> anyhow::Result<()> {
    let db: &Db = &app.db;
    if store::anyone(db.read()).await? {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    let path = link::make(&*tx, None, app.clock.now()).await?;
    tx.commit().await?;
    output::line(&format!(
        "The register is empty. The first administrator begins here (once, within 48 hours): {}{path}",
        app.public_url
    ))
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM is not listened for");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! { _ = interrupt => {}, () = terminate => {} }
}
