//! The list of sites: filters in the address, pages by key, any day.

use std::sync::Arc;

use axum::extract::{Query, State};
use serde::Deserialize;

use super::offered_units;
use crate::account::Permission;
use crate::code::Code;
use crate::compliance;
use crate::compliance::list::{self, After, Filter};
use crate::compliance::passed::{Key, Standings};
use crate::compliance::store::Judgement;
use crate::law::Standing;
use crate::organisation::UnitId;
use crate::register;
use crate::site::page::Index;
use crate::web::actor::Actor;
use crate::web::form::Choice;
use crate::web::view::Pages;
use crate::web::{App, PageError};

/// Lines on a page of the list.
const LINES: u64 = 50;
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    sok: String,
    status: String,
    enhet: String,
    typ: String,
    lage: String,
    efter: String,
    efter_id: Option<i64>,
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter {
            search: self.sok.chars().take(200).collect(),
            standing: Standing::from_code(&self.status).ok(),
            unit: self.enhet.parse().ok().map(UnitId),
            place_type: Code::from_code(&self.typ).ok(),
            status: Code::from_code(&self.lage).ok(),
        }
    }

    fn after(&self) -> Option<After> {
        self.efter_id.map(|id| After {
            sort_key: self.efter.clone(),
            id,
        })
    }

    /// The address of the same list, from another line on.
    fn path(&self, actor: &Actor, after: Option<&After>) -> String {
        let mut pairs: Vec<(&str, String)> = vec![
            ("sok", self.sok.clone()),
            ("status", self.status.clone()),
            ("enhet", self.enhet.clone()),
            ("typ", self.typ.clone()),
            ("lage", self.lage.clone()),
            (
                "per",
                actor.per.map_or(String::new(), |day| day.to_string()),
            ),
        ];
        if actor.known_then {
            pairs.push(("kand", "da".to_owned()));
        }
        if let Some(after) = after {
            pairs.push(("efter", after.sort_key.clone()));
            pairs.push(("efter_id", after.id.to_string()));
        }
        pairs.retain(|(_, value)| !value.is_empty());
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        actor.l.path(&format!("/bevakningar?{query}"))
    }
}

pub(super) async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (db, filter) = (app.db.read(), asked.filter());
    let (mut lines, distribution) = if actor.per.is_some_and(|day| day != actor.today) {
        on_another_day(&app, &actor, &filter, asked.after().as_ref()).await?
    } else {
        let by = Judgement {
            policies: &actor.rules,
            today: actor.today,
        };
        compliance::store::ensure_fresh(&app.db, actor.kommun, by).await?;
        let lines =
            list::lines(db, actor.kommun, &filter, asked.after().as_ref(), LINES + 1).await?;
        (lines, list::distribution(db, actor.kommun).await?)
    };
    let more = lines.len() as u64 > LINES;
    lines.truncate(usize::try_from(LINES).unwrap_or(usize::MAX));
    let last = lines.last().filter(|_| more).map(|line| After {
        sort_key: line.sort_key.clone(),
        id: line.id.0,
    });
    let pages = Pages {
        first: asked.efter_id.map(|_| asked.path(&actor, None)),
        next: last.map(|last| asked.path(&actor, Some(&last))),
        shown: String::new(),
    };
    let units = offered_units(&app, &actor).await?;
    let may_edit = actor.account.may_somewhere(Permission::EditSites);
    Ok(Index {
        shell: actor.shell(&app),
        l: actor.l,
        filter,
        units,
        distribution,
        lines,
        pages,
        may_edit,
        known_then: actor.known_then,
    })
}

/// Another day is computed, not cached with today: every site is judged, then filtered.
async fn on_another_day(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    after: Option<&After>,
) -> Result<(Vec<list::Line>, list::Distribution), PageError> {
    let found = standings(app, actor).await?;
    let units = offered_units(app, actor).await?;
    // What was known then can have had another name, unit or status than it has now.
    let query = match *found {
        Standings::Known(_) => Filter::default(),
        Standings::Recorded(_) => Filter {
            standing: None,
            ..filter.clone()
        },
    };
    let lines = list::lines(app.db.read(), actor.kommun, &query, after, u64::MAX >> 1).await?;
    let mut shown: Vec<list::Line> = lines
        .into_iter()
        .filter_map(|line| stand(line, &found, filter, &units, actor))
        .collect();
    shown.truncate(usize::try_from(LINES + 1).unwrap_or(usize::MAX));
    Ok((shown, found.distribution()))
}

/// A line as it was on the day, if it is asked for.
fn stand(
    mut line: list::Line,
    found: &Standings,
    filter: &Filter,
    units: &[Choice],
    actor: &Actor,
) -> Option<list::Line> {
    match found {
        Standings::Recorded(found) => {
            let summary = found.get(&line.id)?;
            let wanted = |standing| standing == summary.standing;
            line.stand(summary);
            filter.standing.is_none_or(wanted).then_some(line)
        }
        Standings::Known(found) => {
            let site = found.get(&line.id).filter(|site| site.fits(filter))?;
            let unit = site.unit.map(|unit| unit.to_string());
            let named = units
                .iter()
                .find(|choice| Some(&choice.value) == unit.as_ref());
            line.was(site, named.map(|choice| choice.shown(&actor.l).to_owned()));
            Some(line)
        }
    }
}

/// The standing of every site on the day asked about; judged once, and remembered until something is written.
async fn standings(app: &App, actor: &Actor) -> Result<Arc<Standings>, PageError> {
    let (db, rules) = (app.db.read(), actor.rules_then(app));
    let by = Judgement {
        policies: &rules,
        today: actor.as_of(),
    };
    let key = Key {
        kommun: actor.kommun,
        day: by.today,
        rules: rules.digest(),
        written: register::store::written(db, actor.kommun).await?,
        known_then: actor.known_then,
    };
    if let Some(standings) = app.passed.find(&key) {
        return Ok(standings);
    }
    let standings = Arc::new(if actor.known_then {
        Standings::Known(compliance::store::summaries_then(db, actor.kommun, by).await?)
    } else {
        Standings::Recorded(compliance::store::summaries(db, actor.kommun, by).await?)
    });
    app.passed.remember(key, &standings);
    Ok(standings)
}
