//! How the timetable fares, and a run that somebody asks for.

use axum::extract::{Path, State};
use axum::response::Redirect;

use crate::account::Permission;
use crate::code::Code;
use crate::reminder::job::{Job, Wish, health};
use crate::reminder::page::Timetable;
use crate::reminder::store;
use crate::web::actor::Actor;
use crate::web::notice::Notices;
use crate::web::{App, PageError};

/// Runs on the page.
const RUNS: u64 = 50;

pub async fn show(State(app): State<App>, actor: Actor) -> Result<Timetable, PageError> {
    actor.require_somewhere(Permission::ReadTimetable)?;
    let db = app.db.read();
    let states = store::states(db, actor.kommun).await?;
    let runs = store::recent(db, actor.kommun, RUNS).await?;
    let wishes = store::wish::of_kommun(db, actor.kommun).await?;
    let jobs = Job::ALL
        .iter()
        .map(|job| health(*job, &states, &runs, actor.now));
    Ok(Timetable {
        shell: actor.shell(&app),
        l: actor.l,
        jobs: jobs.collect(),
        runs,
        wishes,
        may_run: actor.account.may(Permission::RunJobs, None),
    })
}

/// Asks for a run: the replica that has the timetable makes it, under the lease of the job like any other.
pub async fn create(
    State(app): State<App>,
    notices: Notices,
    actor: Actor,
    Path(job): Path<String>,
) -> Result<Redirect, PageError> {
    actor.require(Permission::RunJobs, None)?;
    let job = Job::from_code(&job).map_err(|_| PageError::NotFound)?;
    ask_for(&app, &actor, job).await?;
    notices.say("timetable-asked");
    Ok(Redirect::to(&actor.l.path("/schemalaggaren")))
}

/// Asks for a run on behalf of someone who may: the caller has looked.
///
/// # Errors
/// When the database does not answer.
pub async fn ask_for(app: &App, actor: &Actor, job: Job) -> Result<(), PageError> {
    let kommun = (!job.is_for_everybody()).then_some(actor.kommun);
    let wish = Wish {
        job,
        at: actor.now,
        by: actor.account.name.clone(),
    };
    store::wish::ask(&app.db, kommun, &wish).await?;
    app.timetable.wake();
    Ok(())
}
