//! The timetable: which function runs when.
//!
//! The scheduler ticks in UTC, has no memory and keeps nothing from running twice at a time; so a tick only means "do
//! what is due and not yet done". What is done for which day stands in the database, a lease keeps replicas apart, and
//! a tick that never came is caught up at the next one or at start.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use sea_orm::DbErr;
use tokio_cron_scheduler::{Job as Tick, JobScheduler, JobSchedulerError};

use crate::code::Code;
use crate::compliance::store::{Judgement, ensure_fresh};
use crate::ledger::verification::run::Task;
use crate::organisation::{self, KommunId};
use crate::recorder::store::access;
use crate::reminder::RunDay;
use crate::reminder::backup::{self, Copies};
use crate::reminder::checkpoint::{self, Outside};
use crate::reminder::cleaning;
use crate::reminder::desk;
use crate::reminder::job::{Job, Run, RunOutcome};
use crate::reminder::mail::Mailer;
use crate::reminder::nightly::Night;
use crate::reminder::recorders;
use crate::reminder::run::{self, Round, RunError, Worked};
use crate::reminder::store::{self, Lease};
use crate::reminder::webhooks;
use crate::ruling;
use crate::web::App;
use crate::webhook::send;

/// What this replica sees to.
#[derive(Debug, Clone)]
pub enum Share {
    /// Everything; with several such replicas one at a time runs a job.
    Timetable {
        mailer: Option<Mailer>,
        outside: Box<Outside>,
        /// Where the copy of every night goes; without it none is made.
        copies: Option<Copies>,
    },
    /// Only its own memory: another replica has the timetable.
    OwnMemory,
}

/// The running timetable.
pub struct Timetable {
    scheduler: JobScheduler,
}

impl Timetable {
    /// Ticks no more. A job under way is left to end with the process: whatever it did not do is still due.
    pub async fn stop(mut self) {
        if let Err(error) = self.scheduler.shutdown().await {
            tracing::warn!(%error, "the timetable did not stop as it should");
        }
    }
}

/// Starts the timetable, and catches up in the background on what was missed.
///
/// # Errors
/// When the scheduler does not start.
pub async fn start(app: &App, share: Share) -> Result<Timetable, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    let own = app.clone();
    let forget = Tick::new_async("30 0/10 * * * *", move |_, _| {
        let app = own.clone();
        Box::pin(async move {
            app.sign_in.forget_idle();
            app.wrong_keys.forget_idle();
        })
    })?;
    scheduler.add(forget).await?;
    if let Share::Timetable {
        mailer,
        outside,
        copies,
    } = share
    {
        let mut jobs = Jobs::new(app.clone(), mailer).showing(*outside);
        jobs.copies = copies;
        let jobs = Arc::new(jobs);
        app.timetable.begin(app.clock.now());
        for job in Job::ALL {
            let jobs = Arc::clone(&jobs);
            let tick = Tick::new_async(job.cron(), move |_, _| {
                let jobs = Arc::clone(&jobs);
                Box::pin(async move { jobs.tick(*job).await })
            })?;
            scheduler.add(tick).await?;
        }
        let asked = Arc::clone(&jobs);
        // What another replica was asked for.
        let look = Tick::new_async("20 * * * * *", move |_, _| {
            let jobs = Arc::clone(&asked);
            Box::pin(async move { jobs.tick_asked().await })
        })?;
        scheduler.add(look).await?;
        let own = app.clone();
        tokio::spawn(async move {
            jobs.tick_all().await;
            loop {
                own.timetable.asked().await;
                jobs.tick_asked().await;
            }
        });
    }
    scheduler.start().await?;
    Ok(Timetable { scheduler })
}

/// The jobs and what they work on.
#[derive(Debug)]
pub struct Jobs {
    app: App,
    mailer: Option<Mailer>,
    outside: Option<Outside>,
    copies: Option<Copies>,
}

impl Jobs {
    pub const fn new(app: App, mailer: Option<Mailer>) -> Self {
        Self {
            app,
            mailer,
            outside: None,
            copies: None,
        }
    }

    /// Copies the register every night as well.
    #[must_use]
    pub fn copying(mut self, copies: Copies) -> Self {
        self.copies = Some(copies);
        self
    }

    /// Sees to the checkpoint of the day as well.
    #[must_use]
    pub fn showing(mut self, outside: Outside) -> Self {
        self.outside = Some(outside);
        self
    }

    /// Every job once, in order.
    pub async fn tick_all(&self) {
        for job in Job::ALL {
            self.tick(*job).await;
        }
    }

    /// The jobs that people have asked for.
    pub async fn tick_asked(&self) {
        match store::wish::asked(self.app.db.read()).await {
            Ok(jobs) => {
                for job in jobs {
                    self.tick(job).await;
                }
            }
            Err(error) => tracing::error!(%error, "what was asked for could not be read"),
        }
    }

    /// Does what is due of a job, unless another run of it is under way somewhere.
    pub async fn tick(&self, job: Job) {
        if let Err(error) = self.try_tick(job).await {
            tracing::error!(job = job.code(), %error, "a job could not be looked at");
        }
    }

    async fn try_tick(&self, job: Job) -> Result<(), DbErr> {
        let db = &self.app.db;
        let off = match job {
            Job::Mail => self.mailer.is_none(),
            Job::Checkpoint => self.outside.is_none(),
            Job::Backup => self.copies.is_none(),
            _ => false,
        };
        if off {
            store::wish::forget(db, job).await?;
            return store::forget(db, job).await;
        }
        let Some(lease) = Lease::take(db, job).await? else {
            return Ok(());
        };
        let done = self.everywhere(job, &lease).await;
        lease.release().await?;
        done
    }

    async fn everywhere(&self, job: Job, lease: &Lease) -> Result<(), DbErr> {
        let db = &self.app.db;
        store::look(db, job, self.app.clock.now()).await?;
        let wishes = store::wish::of_job(db.read(), job).await?;
        let wish = |number: i64| {
            let wish = wishes.iter().find(|(kommun, _)| *kommun == number);
            wish.map_or("", |(_, wish)| wish.by.as_str())
        };
        if job.is_for_everybody() {
            self.run(job, None, wish(0), lease).await?;
            return Ok(());
        }
        for (number, kommun) in organisation::store::kommuner(db.read()).await? {
            let id = KommunId::acting_for(number).unveiled();
            let kommun = (id, kommun.name.as_str());
            match self.run(job, Some(kommun), wish(number), lease).await {
                // One mail server for all: while it is down every further kommun would wait for it in vain.
                Ok(Some(RunOutcome::Failed)) if job == Job::Mail => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(job = job.code(), kommun = number, %error, "a run could not be written down");
                }
            }
        }
        Ok(())
    }

    /// Runs a job if it is due or somebody asked for it, and writes down how it went. A job that fails, even by panic,
    /// stops no other.
    async fn run(
        &self,
        job: Job,
        kommun: Option<(KommunId, &str)>,
        asked_by: &str,
        lease: &Lease,
    ) -> Result<Option<RunOutcome>, DbErr> {
        let (db, now, today) = (&self.app.db, self.app.clock.now(), self.app.clock.today());
        let id = kommun.map(|(id, _)| id);
        let last = store::done_for(db.read(), job, id).await?;
        let due = job.is_due(last, now) && self.may_follow(job, id).await?;
        let due = due && self.has_work(job, id).await?;
        if !due && asked_by.is_empty() {
            return Ok(None);
        }
        let day = RunDay { today, last };
        let begun = store::Due {
            day: today,
            missed: day.missed(),
            asked_by,
        };
        let number = store::begin(db, job, id, begun, now).await?;
        let done = AssertUnwindSafe(self.work(job, kommun, lease, day))
            .catch_unwind()
            .await
            .unwrap_or_else(|cause| Err(RunError::Other(panicked(cause.as_ref()))));
        if let Err(error) = &done {
            tracing::error!(job = job.code(), %error, "a job failed");
        }
        let (outcome, count, message) = match done {
            Ok(done) if done.remark.is_empty() => (RunOutcome::Done, done.count, done.remark),
            Ok(done) => (RunOutcome::Partly, done.count, done.remark),
            Err(error) => (RunOutcome::Failed, 0, error.to_string()),
        };
        let ended = Run {
            job,
            for_day: today,
            started_at: now,
            finished_at: Some(self.app.clock.now()),
            outcome,
            missed: day.missed(),
            count: i64::try_from(count).unwrap_or(i64::MAX),
            message,
            asked_by: asked_by.to_owned(),
        };
        store::finish(db, number, id, &ended).await?;
        Ok(Some(outcome))
    }

    /// What is not done daily is done when something waits.
    async fn has_work(&self, job: Job, kommun: Option<KommunId>) -> Result<bool, DbErr> {
        match (job, kommun) {
            (Job::Webhooks, Some(kommun)) => {
                send::anything_waits(&self.app.db, kommun, self.app.clock.now()).await
            }
            _ => Ok(true),
        }
    }

    /// Mail follows the notices of the day: were it sent before them, they would wait until tomorrow. Notices follow
    /// the recorders' answers of the night for the same reason, but no longer than until the morning.
    async fn may_follow(&self, job: Job, kommun: Option<KommunId>) -> Result<bool, DbErr> {
        let (db, now) = (self.app.db.read(), self.app.clock.now());
        let before = match (job, kommun) {
            (Job::Mail, _) => Job::Notices,
            (Job::Notices, Some(kommun)) if !Job::waits_no_longer(now) => {
                if access::all(db, kommun).await?.is_empty() {
                    return Ok(true);
                }
                Job::RecorderChecks
            }
            _ => return Ok(true),
        };
        let done = store::done_for(db, before, kommun).await?;
        Ok(done == Some(self.app.clock.today()))
    }

    async fn work(
        &self,
        job: Job,
        kommun: Option<(KommunId, &str)>,
        lease: &Lease,
        day: RunDay,
    ) -> Result<Worked, RunError> {
        let app = &self.app;
        let Some((id, name)) = kommun else {
            return match job {
                Job::Backup => self.back_up(lease, day).await,
                _ => cleaning::clean_up(&self.app.db, self.app.clock).await,
            };
        };
        let rules = ruling::store::rules(app.db.read(), id, &app.policies, day.today).await?;
        let by = Judgement {
            policies: &rules,
            today: day.today,
        };
        let round = Round {
            db: &app.db,
            kommun: id,
            kommun_name: name,
            by,
            now: app.clock.now(),
            lease,
            public_url: &app.public_url,
        };
        match (job, &self.mailer) {
            (Job::RecorderChecks, _) => recorders::check_all(&round, &app.asking).await,
            (Job::Webhooks, _) => webhooks::send(&round, &app.asking).await,
            (Job::Standing, _) => {
                ensure_fresh(&app.db, id, by).await?;
                Ok(Worked::default())
            }
            (Job::Notices, _) => {
                let made = run::notices(&round, day.last).await?;
                let told = desk::round::tell(&round).await?;
                Ok(Worked::well(made.count + told))
            }
            (Job::Mail, Some(mailer)) => run::mail(&round, mailer, &app.public_url).await,
            (Job::Verification, mailer) => {
                let night = Night {
                    task: Task {
                        db: app.db.clone(),
                        kommun: id,
                        signers: app.signers.clone(),
                        trusted: app.trusted.clone(),
                        clock: app.clock,
                        started_by: String::new(),
                    },
                    kommun_name: name,
                    mailer: mailer.as_ref(),
                    public_url: &app.public_url,
                    now: app.clock.now(),
                };
                night.work().await
            }
            (Job::Checkpoint, mailer) => match &self.outside {
                Some(outside) => {
                    checkpoint::show(&round, outside, mailer.as_ref(), &app.public_url).await
                }
                None => Ok(Worked::default()),
            },
            (Job::Mail, None) | (Job::CleanUp | Job::Backup, _) => Ok(Worked::default()),
        }
    }

    async fn back_up(&self, lease: &Lease, day: RunDay) -> Result<Worked, RunError> {
        let Some(copies) = &self.copies else {
            return Ok(Worked::default());
        };
        let all = organisation::store::kommuner(self.app.db.read()).await?;
        let kommuner = all
            .iter()
            .map(|(number, _)| KommunId::acting_for(*number).unveiled());
        let kommuner: Vec<KommunId> = kommuner.collect();
        let night = backup::Night {
            db: &self.app.db,
            copies,
            kommuner: &kommuner,
            lease,
            now: self.app.clock.now(),
            today: day.today,
        };
        night.work().await
    }
}

fn panicked(cause: &(dyn std::any::Any + Send)) -> String {
    let text = cause
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| cause.downcast_ref::<String>().cloned());
    format!("it panicked: {}", text.unwrap_or_default())
}
