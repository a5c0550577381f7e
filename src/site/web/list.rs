//! The list of sites: filters in the address, pages by key, any day.

use axum::extract::{Query, State};
use serde::Deserialize;

use super::offered_units;
use crate::account::Permission;
use crate::code::Code;
use crate::compliance;
use crate::compliance::list::{self, After, Filter};
use crate::compliance::store::Judgement;
use crate::law::Standing;
use crate::organisation::UnitId;
use crate::site::page::Index;
use crate::web::actor::Actor;
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

/// Another day is computed, not cached: every site is judged, then filtered.
async fn on_another_day(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    after: Option<&After>,
) -> Result<(Vec<list::Line>, list::Distribution), PageError> {
    let (db, rules) = (app.db.read(), actor.rules_then(app));
    let by = Judgement {
        policies: &rules,
        today: actor.as_of(),
    };
    let (mut lines, mut distribution) = (Vec::new(), list::Distribution::default());
    if actor.known_then {
        let known = compliance::store::summaries_then(db, actor.kommun, by).await?;
        known
            .values()
            .for_each(|site| distribution.add(site.summary.standing, 1));
        let units = offered_units(app, actor).await?;
        lines = list::lines(db, actor.kommun, &Filter::default(), after, u64::MAX >> 1).await?;
        lines.retain_mut(|line| {
            let found = known.get(&line.id).filter(|site| site.fits(filter));
            found.is_some_and(|site| {
                let unit = site.unit.map(|unit| unit.to_string());
                let named = units
                    .iter()
                    .find(|choice| Some(&choice.value) == unit.as_ref());
                line.was(site, named.map(|choice| choice.shown(&actor.l).to_owned()));
                true
            })
        });
    } else {
        let found = compliance::store::summaries(db, actor.kommun, by).await?;
        found
            .values()
            .for_each(|summary| distribution.add(summary.standing, 1));
        let everything = Filter {
            standing: None,
            ..filter.clone()
        };
        lines.extend(list::lines(db, actor.kommun, &everything, after, u64::MAX >> 1).await?);
        lines.retain_mut(|line| {
            let summary = found.get(&line.id);
            let wanted = |summary: &&compliance::Summary| {
                filter
                    .standing
                    .is_none_or(|wanted| wanted == summary.standing)
            };
            summary.filter(wanted).is_some_and(|summary| {
                line.stand(summary);
                true
            })
        });
    }
    lines.truncate(usize::try_from(LINES + 1).unwrap_or(usize::MAX));
    Ok((lines, distribution))
}
