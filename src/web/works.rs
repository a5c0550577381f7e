//! Long work that somebody asked for on a page of this server: it goes on when they leave the page, and the page says how
//! far it has come.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::web::App;

/// What is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A list is written into the register.
    Import,
    /// A recorder is asked.
    Recorder,
}

/// How far a work has come: `done` of `whole`, which is 0 until it is known.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    whole: AtomicUsize,
}

impl Progress {
    pub fn expect(&self, whole: usize) {
        self.whole.store(whole, Ordering::Relaxed);
    }

    pub fn one_more(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    pub fn so_far(&self) -> (usize, usize) {
        let whole = self.whole.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed), whole)
    }
}

/// What is under way here, by kind and id.
#[derive(Debug, Default)]
pub struct Works(Mutex<HashMap<(Kind, i64), Arc<Progress>>>);

impl Works {
    fn all(&self) -> MutexGuard<'_, HashMap<(Kind, i64), Arc<Progress>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far a work has come; `None` when it is not under way here.
    pub fn so_far(&self, kind: Kind, id: i64) -> Option<(usize, usize)> {
        self.all()
            .get(&(kind, id))
            .map(|progress| progress.so_far())
    }
}

/// Held by whoever does the work. The work is over when it is dropped, however it ended.
#[derive(Debug)]
pub struct Ticket {
    app: App,
    key: (Kind, i64),
    pub progress: Arc<Progress>,
}

impl Ticket {
    /// `None` when the same work is under way.
    pub fn take(app: &App, kind: Kind, id: i64) -> Option<Self> {
        let mut all = app.works.all();
        let key = (kind, id);
        if all.contains_key(&key) {
            return None;
        }
        let progress = Arc::new(Progress::default());
        all.insert(key, Arc::clone(&progress));
        drop(all);
        Some(Self {
            app: app.clone(),
            key,
            progress,
        })
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.app.works.all().remove(&self.key);
    }
}
