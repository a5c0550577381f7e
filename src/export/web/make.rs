//! A table as a file: at once when it is short, else as work that goes on when whoever asked for it leaves the page.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::response::{IntoResponse, Redirect, Response};
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;

use super::at;
use crate::code::Code;
use crate::disclosure::trace::Act;
use crate::export::store::{self, Begun, Step};
use crate::export::{AT_ONCE, Export, ExportId, Person, Standing, grants};
use crate::web::actor::Actor;
use crate::web::csv::{self, Rows};
use crate::web::{App, PageError, xlsx};

/// Longer tables than this are not waited for.
const SHORT: usize = 5_000;
/// Nor is what takes longer than this.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is written down how far a file has come.
const EVERY: Duration = Duration::from_secs(1);
/// A file is kept in parts of about this size.
const PART_BYTES: usize = 1 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    /// The cells of these columns are written as numbers.
    Xlsx(&'static [usize]),
}

/// What is asked for as a file.
#[derive(Debug, Clone)]
pub struct Table {
    /// Of the file, without its ending.
    pub name: String,
    pub headings: Vec<String>,
    pub format: Format,
    /// What the trace is told when a file that had to be waited for is fetched.
    pub act: Option<Act>,
}

impl Table {
    pub fn csv(name: impl Into<String>, headings: Vec<String>, act: Option<Act>) -> Self {
        Self {
            name: name.into(),
            headings,
            format: Format::Csv,
            act,
        }
    }

    fn file_name(&self) -> String {
        let ending = match self.format {
            Format::Csv => "csv",
            Format::Xlsx(_) => "xlsx",
        };
        format!("{}.{ending}", self.name)
    }
}

/// Rows that have not been read yet.
pub type Pages = Pin<Box<dyn Stream<Item = Result<Rows, PageError>> + Send>>;

/// How many rows there are, asked for only when they are many; 0 when that is not known.
pub type Whole = Pin<Box<dyn Future<Output = Result<u64, PageError>> + Send>>;

/// Nobody knows how many rows there are.
pub fn unknown() -> Whole {
    Box::pin(async { Ok(0) })
}

/// The file, or the page that says how far it has come.
///
/// # Errors
/// When the rows cannot be read, or the person has too much under way.
pub async fn file(
    app: App,
    actor: Actor,
    table: Table,
    mut pages: Pages,
    whole: Whole,
) -> Result<Response, PageError> {
    // What is read goes on when this request has ended.
    app.db.read().look_up().await;
    let person = (actor.kommun, actor.account.id);
    let address = actor.l.path(actor.asked_for());
    let mut under_way = store::of_person(app.db.read(), person).await?;
    under_way.retain(|one| one.standing(actor.now) == Standing::UnderWay);
    let same = |one: &&Export| one.address == address;
    if let Some(export) = under_way.iter().find(same) {
        return Ok(Redirect::to(&at(actor.l, export.id, "")).into_response());
    }
    let mut patience = pin!(tokio::time::sleep(PATIENCE));
    let mut rows = Rows::new();
    while rows.len() <= SHORT {
        tokio::select! {
            page = pages.next() => match page {
                Some(page) => rows.extend(page?),
                None => return at_once(table, rows).await,
            },
            () = &mut patience => break,
        }
    }
    if under_way.len() >= AT_ONCE {
        return Err(PageError::Closed("error-export-too-many"));
    }
    let begun = Begun {
        address,
        file_name: table.file_name(),
        grants: grants(&actor.account),
        act: table.act.map(|act| act.code().to_owned()),
        whole: whole.await?,
        at: actor.now,
    };
    let id = begin(&app, person, begun, table, (rows, pages)).await?;
    Ok(Redirect::to(&at(actor.l, id, "")).into_response())
}

/// Begins a file of rows that have been read, and of pages that have not: it goes on by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    app: &App,
    person: Person,
    begun: Begun,
    table: Table,
    (rows, pages): (Rows, Pages),
) -> Result<ExportId, PageError> {
    let id = store::begin(&app.db, person, begun).await?;
    let app = app.clone();
    tokio::spawn(Making { app, person, id }.run(table, rows, pages));
    Ok(id)
}

async fn at_once(table: Table, rows: Rows) -> Result<Response, PageError> {
    match table.format {
        Format::Csv => {
            let rows = futures_util::stream::once(async { Ok(rows) });
            Ok(csv::file(&table.name, table.headings, rows))
        }
        Format::Xlsx(numbers) => xlsx::file(&table.name, table.headings, rows, numbers).await,
    }
}

/// A file that is being made.
struct Making {
    app: App,
    person: Person,
    id: ExportId,
}

/// Why no more is made of it.
enum Ended {
    /// Nobody waits for it any more.
    Removed,
    Failed(PageError),
}

impl From<sea_orm::DbErr> for Ended {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl Making {
    async fn run(self, table: Table, first: Rows, pages: Pages) {
        let done = AtomicU64::new(0);
        let (parts, made) = mpsc::channel(2);
        let out = Out {
            parts,
            bytes: PART_BYTES,
        };
        let work = write(table, first, pages, &done, out);
        let (mut work, mut keep) = (pin!(work), pin!(self.keep(made, &done)));
        let kept = tokio::select! {
            biased;
            // Whoever keeps it is heard out, also when it failed: a step that is left half taken holds the right to write.
            worked = &mut work => match (worked, keep.await) {
                (Err(error), Ok(())) => Err(Ended::Failed(error)),
                (_, kept) => kept,
            },
            kept = &mut keep => kept,
        };
        let last = match kept {
            Ok(()) => self.step(&done, Vec::new(), (true, false)).await,
            Err(Ended::Removed) => return,
            Err(Ended::Failed(error)) => {
                tracing::error!(%error, "a file could not be made");
                self.step(&done, Vec::new(), (false, true)).await
            }
        };
        if let Err(Ended::Failed(error)) = last {
            tracing::error!(%error, "what became of a file could not be written down");
        }
    }

    /// Keeps what is made of the file, and writes down how far it has come.
    async fn keep(&self, mut made: mpsc::Receiver<Vec<u8>>, done: &AtomicU64) -> Result<(), Ended> {
        let mut tick = tokio::time::interval(EVERY);
        loop {
            let part = tokio::select! {
                part = made.recv() => match part {
                    Some(part) => vec![part],
                    None => return Ok(()),
                },
                _ = tick.tick() => Vec::new(),
            };
            self.step(done, part, (false, false)).await?;
        }
    }

    async fn step(
        &self,
        done: &AtomicU64,
        parts: Vec<Vec<u8>>,
        (finished, failed): (bool, bool),
    ) -> Result<(), Ended> {
        let step = Step {
            done: done.load(Ordering::Relaxed),
            parts,
            finished,
            failed,
        };
        let now = self.app.clock.now();
        let there = store::go_on(&self.app.db, self.person, self.id, step, now).await?;
        if there { Ok(()) } else { Err(Ended::Removed) }
    }
}

/// Where a file goes, and in parts of what size.
struct Out {
    parts: mpsc::Sender<Vec<u8>>,
    bytes: usize,
}

/// Writes the table, part by part, and counts its rows.
async fn write(
    table: Table,
    first: Rows,
    mut pages: Pages,
    done: &AtomicU64,
    Out { parts, bytes }: Out,
) -> Result<(), PageError> {
    let count = |rows: &Rows| {
        done.fetch_add(u64::try_from(rows.len()).unwrap_or(0), Ordering::Relaxed);
    };
    count(&first);
    // Whoever takes the parts ends this when there is nobody to take them for.
    match table.format {
        Format::Csv => {
            let mut part = csv::beginning(table.headings)?;
            part.extend(csv::written(first)?);
            while let Some(rows) = pages.next().await {
                let rows = rows?;
                count(&rows);
                part.extend(csv::written(rows)?);
                if part.len() >= bytes {
                    parts.send(std::mem::take(&mut part)).await.ok();
                }
            }
            parts.send(part).await.ok();
        }
        Format::Xlsx(numbers) => {
            let mut all = first;
            while let Some(rows) = pages.next().await {
                let rows = rows?;
                count(&rows);
                all.extend(rows);
            }
            let book = xlsx::written(table.headings, all, numbers).await?;
            for part in book.chunks(bytes) {
                parts.send(part.to_vec()).await.ok();
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Reader, Xlsx};

    #[tokio::test]
    async fn a_workbook_in_parts_is_a_workbook() {
        let row = |number: usize| vec![format!("Torg {number}"), number.to_string()];
        let pages = [
            (2..2_000).map(row).collect(),
            (2_000..3_000).map(row).collect(),
        ];
        let pages = Box::pin(futures_util::stream::iter(pages.map(Ok)));
        let table = Table {
            name: "lista".into(),
            headings: vec!["Namn".into(), "Brister".into()],
            format: Format::Xlsx(&[1]),
            act: None,
        };
        let (done, (parts, mut made)) = (AtomicU64::new(0), mpsc::channel(100));
        let first = vec![row(0), row(1)];
        let out = Out {
            parts,
            bytes: 8_192,
        };
        write(table, first, pages, &done, out).await.unwrap();
        let mut book = Vec::new();
        let mut number = 0;
        while let Some(part) = made.recv().await {
            assert!(part.len() <= 8_192);
            book.extend(part);
            number += 1;
        }
        assert!(number > 1, "one part proves nothing");
        assert_eq!(done.into_inner(), 3_000);
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(book)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(sheet.height(), 3_001);
        assert_eq!(sheet.get((3_000, 0)).unwrap().to_string(), "Torg 2999");
    }
}
