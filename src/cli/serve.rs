//! `objektiv serve`: web, API and timetable.

use std::net::SocketAddr;

use anyhow::Context;
use axum::ServiceExt;
use axum::extract::Request;
use tokio::net::TcpListener;

use super::{Verdict, open_or_begin, output, policies, providers};
use crate::account::{link, store};
use crate::basemap::Basemap;
use crate::config::{BasemapArgs, OutsideArgs, RegisterArgs, ServeArgs};
use crate::db::Db;
use crate::export;
use crate::jobs::{self, Share};
use crate::ledger::outside::bracket::Trusted;
use crate::ledger::outside::daily::Parties;
use crate::ledger::outside::party::{Authority, PartyError, Roots, Witness};
use crate::ledger::signers::Signers;
use crate::organisation::{self, KommunId};
use crate::reminder::backup::Copies;
use crate::reminder::checkpoint::Outside;
use crate::reminder::mail::Mailer;
use crate::web::{App, health, router};

async fn basemap(asked: &BasemapArgs) -> anyhow::Result<Option<Basemap>> {
    let Some(from) = &asked.basemap else {
        return Ok(None);
    };
    let basemap = Basemap::open(from, &asked.basemap_source, asked.basemap_zoom);
    Ok(Some(basemap.await.context("--basemap")?))
}

/// # Errors
/// When the register cannot be opened or the address is taken.
pub async fn run(register: &RegisterArgs, serve: &ServeArgs) -> anyhow::Result<Verdict> {
    let mailer = Mailer::new(&serve.mail)?;
    let share = share(register, serve, mailer.clone())?;
    // A fault in the kommun's own rules stops the start before anything is opened or made.
    let policies = policies(register)?;
    let db = open_or_begin(register).await?;
    let listener = listen(serve.listen, "--listen").await?;
    let metrics = match serve.metrics {
        Some(address) => Some(listen(address, "--metrics").await?),
        None => None,
    };
    let address = listener.local_addr()?;
    let public_url = serve
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    let app = App::signing(
        db.clone(),
        register.clock(),
        policies,
        public_url.trim_end_matches('/').to_owned(),
        Signers::below(serve.signer.directory(register.clock().is_frozen())),
    )
    .asking(serve.asking.asking())
    .behind(&serve.proxies)
    .reached_at(serve.security_contact.clone())
    .trusting(trusted(&serve.outside)?)
    .taking_footage(serve.footage_bytes_max)
    .drawing_on(basemap(&serve.basemap).await?)
    .mailing(mailer);
    let providers = serve.providers.as_deref();
    providers::bring(&app, providers, &crate::config::variable).await?;
    output::line(&format!("Objektiv: {}", app.public_url))?;
    if let Some(listener) = metrics {
        output::line(&format!(
            "Metrics: http://{}/metrics",
            listener.local_addr()?
        ))?;
        tell_metrics(listener, &app);
    }
    look_at_signers(&app).await?;
    forget_files(&app).await?;
    invite_first_administrator(&app).await?;
    let timetable = jobs::start(&app, share)
        .await
        .context("the timetable could not be started")?;
    serve_on(listener, app).await?;
    timetable.stop().await;
    db.close().await?;
    Ok(Verdict::Fine)
}

async fn listen(address: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "{address} cannot be listened on; is another Objektiv running? Choose another with {flag}"
        )
    })
}

/// Answers until the process ends: a scrape under way is worth no waiting.
fn tell_metrics(listener: TcpListener, app: &App) {
    let routes = health::metrics(app.clone());
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "metrics are no longer told");
        }
    });
}

/// What this replica sees to beside the web.
fn share(
    register: &RegisterArgs,
    serve: &ServeArgs,
    mailer: Option<Mailer>,
) -> anyhow::Result<Share> {
    let frozen = register.clock().is_frozen();
    if serve.no_scheduler {
        return Ok(Share::OwnMemory);
    }
    let outside = Box::new(Outside {
        signer: serve.signer.directory(frozen),
        parties: parties(&serve.outside)?,
    });
    let copies = serve.copies.backup_to.clone().map(|directory| Copies {
        database: register.database.clone(),
        signer: serve.signer.directory(frozen),
        directory,
        keep: serve.copies.backup_keep,
    });
    Ok(Share::Timetable {
        mailer,
        outside,
        copies,
    })
}

/// Who is shown the checkpoint of each day.
fn parties(named: &OutsideArgs) -> anyhow::Result<Parties> {
    let roots = named.tsa_ca.as_deref();
    let authority = named.tsa.as_deref();
    let witnesses = named.witnesses.iter();
    Ok(Parties {
        authority: authority
            .map(|url| Authority::new(url, roots))
            .transpose()?,
        witnesses: witnesses
            .map(|witness| Witness::parse(witness))
            .collect::<Result<_, _>>()?,
        mail_to: named.checkpoint_to.clone(),
    })
}

/// Who is trusted to say when the logs were seen: those who are shown them.
fn trusted(named: &OutsideArgs) -> Result<Trusted, PartyError> {
    let roots = named.tsa_ca.as_deref().map(Roots::read).transpose()?;
    let witnesses = named.witnesses.iter();
    Ok(Trusted {
        roots: roots.unwrap_or_default(),
        witnesses: witnesses
            .map(|witness| Ok(Witness::parse(witness)?.key))
            .collect::<Result<_, PartyError>>()?,
    })
}

/// Says of every log that cannot be signed why not, and what to do. The register can be read and written all the
/// same; releases then say that they are not signed.
async fn look_at_signers(app: &App) -> anyhow::Result<()> {
    for (number, kommun) in organisation::store::kommuner(app.db.read()).await? {
        let id = KommunId::acting_for(number).unveiled();
        let now = app.clock.now();
        if let Err(error) = app.signers.catch_up(&app.db, id, now).await {
            tracing::error!(kommun = number, %error, "the log cannot be signed");
            output::line(&format!(
                "{}: the log cannot be signed: {error}",
                kommun.name
            ))?;
        }
    }
    Ok(())
}

/// Removes files whose time is over, and what was made of those that were under way when this server stopped.
async fn forget_files(app: &App) -> anyhow::Result<()> {
    let tx = app.db.begin_write().await?;
    export::store::clean_up(&*tx, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Serves until the process is told to stop, and answers what was under way.
///
/// # Errors
/// When the listener fails.
pub async fn serve_on(listener: TcpListener, app: App) -> anyhow::Result<()> {
    let service = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(
        router::service(app.clone()),
    );
    axum::serve(listener, service)
        .with_graceful_shutdown(told_to_stop())
        .await?;
    // What was recorded last is signed after its answer.
    app.signers.finish().await;
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
