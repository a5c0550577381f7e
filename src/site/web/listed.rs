//! The lines of the list of sites on any day: the same for the page and for the API.

use std::collections::HashMap;
use std::sync::Arc;

use crate::compliance::Viewpoint;
use crate::compliance::list::{self, After, Distribution, Filter, Line};
use crate::compliance::order::Order;
use crate::compliance::passed::{Key, Standings};
use crate::compliance::store::{self, Fresh, Judgement, numbers};
use crate::db::{record, seen};
use crate::law::Standing;
use crate::organisation::{Unit, UnitId};
use crate::register;
use crate::web::{App, PageError};

/// Lines that are in memory at a time when another day is filtered.
const CHUNK: u64 = 500;

/// Some lines, and where to go on when there are more.
#[derive(Debug)]
pub struct Lines {
    pub lines: Vec<Line>,
    pub next: Option<After>,
}

/// The sites as they stand on the day that is looked at.
#[derive(Debug)]
pub struct List<'a> {
    app: &'a App,
    from: &'a Viewpoint,
    stand: Stand,
}

/// Where it is known how each site stands.
#[derive(Debug)]
enum Stand {
    /// In the cache of today.
    Today(Option<Fresh>),
    Another(Arc<Standings>),
}

impl<'a> List<'a> {
    /// # Errors
    /// When the database does not answer.
    pub async fn open(app: &'a App, from: &'a Viewpoint) -> Result<Self, PageError> {
        let stand = if from.as_of == from.today {
            Stand::Today(store::ensure_fresh(&app.db, from.kommun, by(from)).await?)
        } else {
            Stand::Another(standings(app, from).await?)
        };
        Ok(Self { app, from, stand })
    }

    /// The lines after `after`, at most `limit`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lines(
        &self,
        filter: &Filter,
        after: Option<&After>,
        limit: usize,
    ) -> Result<Lines, PageError> {
        let (db, kommun) = (self.app.db.read(), self.from.kommun);
        let filter = self.narrowed(filter).await?;
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut lines = match &self.stand {
            Stand::Today(_) => list::lines(db, kommun, &filter, after, most).await?,
            Stand::Another(found) => {
                on_another_day(self.app, self.from, found, &filter, after, limit).await?
            }
        };
        let more = lines.len() > limit;
        lines.truncate(limit);
        let last = lines.last().filter(|_| more);
        let next = last.map(|line| line.place(filter.order));
        Ok(Lines { lines, next })
    }

    /// How many lines there are; 0 where all would have to be read to know it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self, filter: &Filter) -> Result<u64, PageError> {
        let (db, kommun) = (self.app.db.read(), self.from.kommun);
        let filter = self.narrowed(filter).await?;
        let by_the_day = filter.standing.is_some() || self.from.known_then;
        match &self.stand {
            Stand::Another(_) if by_the_day => Ok(0),
            _ => Ok(list::count(db, kommun, &filter).await?),
        }
    }

    /// The filter with what it asks for found out.
    async fn narrowed(&self, filter: &Filter) -> Result<Filter, PageError> {
        let (db, kommun) = (self.app.db.read(), self.from.kommun);
        Ok(Filter {
            within: self.from.unit,
            numbered: numbers::sites(db, kommun, &filter.search, filter.releases).await?,
            ..filter.clone()
        })
    }

    /// How many sites of the kommun have each standing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn distribution(&self) -> Result<Distribution, PageError> {
        let (db, kommun) = (self.app.db.read(), self.from.kommun);
        match &self.stand {
            Stand::Today(fresh) => Ok(self.app.counted.distribution(db, kommun, *fresh).await?),
            Stand::Another(found) => Ok(found.distribution(&seen::unseen(db, kommun).await?)),
        }
    }
}

fn by(from: &Viewpoint) -> Judgement<'_> {
    Judgement {
        policies: &from.rules,
        today: from.as_of,
    }
}

/// Another day is computed, not cached with today: every site is judged, then filtered.
async fn on_another_day(
    app: &App,
    from: &Viewpoint,
    found: &Standings,
    filter: &Filter,
    after: Option<&After>,
    limit: usize,
) -> Result<Vec<Line>, PageError> {
    let units = unit_names(app, from).await?;
    // What was known then can have had another name, unit or status than it has now.
    let query = match found {
        Standings::Known(_) => Filter {
            placed: filter.placed,
            within: filter.within,
            ..Filter::default()
        },
        Standings::Recorded(_) => Filter {
            standing: None,
            order: Order::default(),
            ..filter.clone()
        },
    };
    // By name a page is read as far as it goes; by what the day itself says all lines have to be seen first.
    let by_name = filter.order == Order::default();
    let (mut shown, mut place) = (Vec::new(), after.filter(|_| by_name).cloned());
    loop {
        let chunk = list::lines(app.db.read(), from.kommun, &query, place.as_ref(), CHUNK).await?;
        let whole = u64::try_from(chunk.len()).is_ok_and(|lines| lines == CHUNK);
        place = chunk.last().map(|line| line.place(query.order));
        shown.extend(
            chunk
                .into_iter()
                .filter_map(|line| stand(line, found, filter, &units)),
        );
        if !whole || (by_name && shown.len() > limit) {
            break;
        }
    }
    if !by_name {
        sort(&mut shown, filter.order, after);
    }
    Ok(shown)
}

/// The lines after `after` in an order, as the query of today gives them.
fn sort(lines: &mut Vec<Line>, order: Order, after: Option<&After>) {
    lines.sort_by_cached_key(|line| line.place(order));
    if order.backwards {
        lines.reverse();
    }
    if let Some(after) = after {
        lines.retain(|line| {
            let place = line.place(order);
            if order.backwards {
                place < *after
            } else {
                place > *after
            }
        });
    }
}

/// A line as it was on the day, if it is asked for.
fn stand(
    mut line: Line,
    found: &Standings,
    filter: &Filter,
    units: &HashMap<UnitId, String>,
) -> Option<Line> {
    match found {
        Standings::Recorded(found) => {
            let summary = found.get(&line.id)?;
            let wanted = |standing: Standing| standing == summary.standing;
            line.stand(summary);
            filter.standing.is_none_or(wanted).then_some(line)
        }
        Standings::Known(found) => {
            let site = found.get(&line.id).filter(|site| site.fits(filter))?;
            line.was(site, site.unit.and_then(|unit| units.get(&unit)).cloned());
            Some(line)
        }
    }
}

async fn unit_names(app: &App, from: &Viewpoint) -> Result<HashMap<UnitId, String>, PageError> {
    let units = record::all::<Unit>(app.db.read(), from.kommun).await?;
    Ok(units
        .into_iter()
        .map(|unit| (unit.id, unit.data.name))
        .collect())
}

/// The standing of every site on the day asked about; judged once, and remembered until something is written.
async fn standings(app: &App, from: &Viewpoint) -> Result<Arc<Standings>, PageError> {
    // Of every site: the lines and the counts are of those that are seen.
    let (db, kommun) = (app.db.read(), from.kommun.unveiled());
    let key = Key {
        kommun,
        day: from.as_of,
        rules: from.rules.digest(),
        written: register::store::written(db, kommun).await?,
        known_then: from.known_then,
    };
    if let Some(standings) = app.passed.find(&key) {
        return Ok(standings);
    }
    let standings = Arc::new(if from.known_then {
        Standings::Known(store::summaries_then(db, kommun, by(from)).await?)
    } else {
        Standings::Recorded(store::summaries(db, kommun, by(from)).await?)
    });
    app.passed.remember(key, &standings);
    Ok(standings)
}
