//! The list of sites: filters in the address, pages by key, any day.

use axum::extract::{Query, State};
use serde::Deserialize;

use super::{judgement, offered_units};
use crate::account::Permission;
use crate::code::Code;
use crate::compliance;
use crate::compliance::list::{self, After, Filter};
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
        lines_on_another_day(&app, &actor, &filter, asked.after().as_ref()).await?
    } else {
        compliance::store::ensure_fresh(&app.db, actor.kommun, judgement(&app, &actor)).await?;
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
    })
}

/// Another day is computed, not cached: every site is judged, then filtered.
async fn lines_on_another_day(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    after: Option<&After>,
) -> Result<(Vec<list::Line>, list::Distribution), PageError> {
    let db = app.db.read();
    let standing = compliance::store::summaries(db, actor.kommun, judgement(app, actor)).await?;
    let mut distribution = list::Distribution::default();
    for summary in standing.values() {
        distribution.add(summary.standing, 1);
    }
    let everything = Filter {
        standing: None,
        ..filter.clone()
    };
    let mut lines = list::lines(db, actor.kommun, &everything, after, i64::MAX as u64).await?;
    lines.retain_mut(|line| {
        let Some(found) = standing.get(&line.id) else {
            return false;
        };
        line.stand(found);
        filter
            .standing
            .is_none_or(|wanted| wanted == found.standing)
    });
    lines.truncate(usize::try_from(LINES + 1).unwrap_or(usize::MAX));
    Ok((lines, distribution))
}
