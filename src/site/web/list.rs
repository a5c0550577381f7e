//! The list of sites: filters in the address, pages by key, any day.

use axum::extract::{Query, State};
use serde::Deserialize;

use super::listed::List;
use super::offered_units;
use crate::account::Permission;
use crate::code::Code;
use crate::compliance::list::{After, Filter};
use crate::compliance::order::{Column, Order};
use crate::law::Standing;
use crate::organisation::UnitId;
use crate::site::page::{Head, Index};
use crate::web::actor::Actor;
use crate::web::view::Pages;
use crate::web::{App, PageError};

/// Lines on a page of the list.
const LINES: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::site) struct Asked {
    sok: String,
    status: String,
    enhet: String,
    typ: String,
    lage: String,
    /// The column and its direction.
    ordning: String,
    efter: String,
    efter_id: Option<i64>,
    /// Where the page before ended in the column that the list is sorted by.
    efter_nyckel: String,
    /// Only those that can be shown on a map.
    #[serde(skip)]
    pub(super) placed: bool,
}

impl Asked {
    pub(in crate::site) fn filter(&self, actor: &Actor) -> Filter {
        Filter {
            search: self.sok.chars().take(200).collect(),
            releases: actor.account.may(Permission::ReadDisclosures, None),
            numbered: Vec::new(),
            standing: Standing::from_code(&self.status).ok(),
            unit: self.enhet.parse().ok().map(UnitId),
            place_type: Code::from_code(&self.typ).ok(),
            status: Code::from_code(&self.lage).ok(),
            placed: self.placed,
            within: None,
            order: Order::from_code(&self.ordning),
        }
    }

    fn after(&self) -> Option<After> {
        self.efter_id.map(|id| After {
            key: self.efter_nyckel.clone(),
            sort_key: self.efter.clone(),
            id,
        })
    }

    /// The address of the same list, from another line on.
    fn path(&self, actor: &Actor, after: Option<&After>) -> String {
        self.path_to(self.page(), actor, after)
    }

    const fn page(&self) -> &'static str {
        if self.placed {
            "/karta"
        } else {
            "/bevakningar"
        }
    }

    /// The headings of the columns, each with the address of the same list sorted by it.
    fn heads(&self, actor: &Actor) -> Vec<Head> {
        let order = Order::from_code(&self.ordning);
        let shown = [
            Column::Standing,
            Column::Name,
            Column::PlaceType,
            Column::Unit,
            Column::Status,
        ];
        let head = |by: Column| Head {
            text_id: by.text_id(),
            href: self.sorted(actor, order.clicked(by)),
            sorted: (order.by == by).then_some(order.backwards),
        };
        shown.map(head).into()
    }

    fn sorted(&self, actor: &Actor, order: Order) -> String {
        let mut pairs = self.pairs(actor);
        pairs.retain(|(name, _)| *name != "ordning");
        pairs.push(("ordning", order.code()));
        address(self.page(), actor, pairs)
    }

    /// The address of something else about the same sites.
    pub(super) fn path_to(&self, page: &str, actor: &Actor, after: Option<&After>) -> String {
        let mut pairs = self.pairs(actor);
        if let Some(after) = after {
            pairs.push(("efter", after.sort_key.clone()));
            pairs.push(("efter_id", after.id.to_string()));
            pairs.push(("efter_nyckel", after.key.clone()));
        }
        address(page, actor, pairs)
    }

    /// What is asked for, wherever the page begins.
    fn pairs(&self, actor: &Actor) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("sok", self.sok.clone()),
            ("status", self.status.clone()),
            ("enhet", self.enhet.clone()),
            ("typ", self.typ.clone()),
            ("lage", self.lage.clone()),
            ("ordning", self.ordning.clone()),
            (
                "per",
                actor.per.map_or(String::new(), |day| day.to_string()),
            ),
        ];
        if actor.known_then {
            pairs.push(("kand", "da".to_owned()));
        }
        pairs
    }
}

fn address(page: &str, actor: &Actor, mut pairs: Vec<(&'static str, String)>) -> String {
    pairs.retain(|(_, value)| !value.is_empty());
    let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
    actor.l.path(&format!("{page}?{query}"))
}

pub(super) async fn index(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Index, PageError> {
    actor.require_somewhere(Permission::ReadRegister)?;
    let (from, filter) = (actor.viewpoint(&app), asked.filter(&actor));
    let list = List::open(&app, &from).await?;
    let found = list.lines(&filter, asked.after().as_ref(), LINES).await?;
    let pages = Pages {
        first: asked.efter_id.map(|_| asked.path(&actor, None)),
        next: found.next.map(|last| asked.path(&actor, Some(&last))),
        shown: String::new(),
    };
    let units = offered_units(&app, &actor).await?;
    let may_edit = actor.account.may_somewhere(Permission::EditSites);
    Ok(Index {
        heads: asked.heads(&actor),
        shell: actor.shell(&app),
        l: actor.l,
        filter,
        units,
        distribution: list.distribution().await?,
        lines: found.lines,
        pages,
        may_edit,
        known_then: actor.known_then,
    })
}
