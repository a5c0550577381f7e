//! The sight of whoever asks (`account::sight`), as conditions of queries. Every query about sites or what belongs to them
//! has one of them, through `record::of` or by name.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, DbErr};

use crate::account::sight::Reach;
use crate::code::Code;
use crate::organisation::KommunId;
use crate::site::{Marking, SiteId};

/// The rows of the table of sites that are seen.
pub fn sites(kommun: KommunId) -> Condition {
    let sight = kommun.sight();
    let unit = || Expr::col(("site", "unit_id"));
    let marking = || Expr::col(("site", "marking"));
    let border = match sight.sites {
        Reach::Everywhere => Condition::all(),
        Reach::Nowhere => Condition::all().add(Expr::value(false)),
        own @ Reach::OwnUnits(..) => Condition::all().add(unit().in_subquery(units(kommun, own))),
    };
    let open = || marking().lt(Marking::Whole.level());
    match sight.secret {
        Reach::Everywhere => border,
        Reach::Nowhere => border.add(open()),
        own @ Reach::OwnUnits(..) => border.add(
            Condition::any()
                .add(open())
                .add(unit().in_subquery(units(kommun, own))),
        ),
    }
}

/// The rows of another table whose site is seen.
pub fn at_sites(kommun: KommunId, site_id: Expr) -> Condition {
    let sight = kommun.sight();
    let all = Condition::all();
    if sight.sites != Reach::Everywhere {
        return all.add(site_id.in_subquery(of(kommun, sites(kommun))));
    }
    match sight.secret {
        Reach::Everywhere => all,
        // Those that are hidden are few, and an index knows them.
        Reach::Nowhere | Reach::OwnUnits(..) => {
            all.add(site_id.not_in_subquery(hidden(kommun, sight.secret, Marking::Whole)))
        }
    }
}

/// The sites that are marked at least so, but those in the units that are within reach.
fn hidden(kommun: KommunId, reach: Reach, from: Marking) -> SelectStatement {
    let unit = || Expr::col(("site", "unit_id"));
    let marked = Expr::col(("site", "marking")).gte(from.level());
    let marked = Condition::all().add(marked);
    let hidden = match reach {
        Reach::Everywhere => marked.add(Expr::value(false)),
        Reach::Nowhere => marked,
        own @ Reach::OwnUnits(..) => marked.add(
            Condition::any()
                .add(unit().is_null())
                .add(unit().not_in_subquery(units(kommun, own))),
        ),
    };
    of(kommun, hidden)
}

fn of(kommun: KommunId, which: Condition) -> SelectStatement {
    Query::select()
        .column(("site", "id"))
        .from("site")
        .and_where(Expr::col(("site", "kommun_id")).eq(kommun.number()))
        .cond_where(which)
        .to_owned()
}

/// The units within reach of an account.
fn units(kommun: KommunId, reach: Reach) -> SelectStatement {
    let (account, roles) = match reach {
        Reach::OwnUnits(account, roles) => (account.0, roles),
        // No account has this number.
        Reach::Nowhere | Reach::Everywhere => (0, crate::account::sight::Roles::default()),
    };
    let codes = roles.iter().map(Code::code);
    Query::select()
        .column(("account_role", "unit_id"))
        .from("account_role")
        .and_where(Expr::col(("account_role", "account_id")).eq(account))
        .and_where(Expr::col(("account_role", "kommun_id")).eq(kommun.number()))
        .and_where(Expr::col(("account_role", "unit_id")).is_not_null())
        .and_where(Expr::col(("account_role", "role")).is_in(codes))
        .to_owned()
}

/// The rows of the table of recorders that are seen: not those that keep footage of hidden sites alone.
pub fn recorders(kommun: KommunId) -> Condition {
    let sight = kommun.sight();
    if sight.recorders == Reach::Everywhere {
        return Condition::all();
    }
    let used_at = |which: Condition| {
        Query::select()
            .column(("camera", "recorder_id"))
            .from("camera")
            .and_where(Expr::col(("camera", "kommun_id")).eq(kommun.number()))
            .and_where(Expr::col(("camera", "recorder_id")).is_not_null())
            .cond_where(which)
            .to_owned()
    };
    let site = || Expr::col(("camera", "site_id"));
    let of_seen = used_at(at_sites(kommun, site()))
        .and_where(Expr::col(("camera", "recorder_id")).equals(("recorder", "id")))
        .to_owned();
    let of_seen = Expr::exists(of_seen);
    if sight.sites != Reach::Everywhere {
        return Condition::all().add(of_seen);
    }
    let hidden = hidden(kommun, sight.secret, Marking::Whole);
    let of_hidden = used_at(Condition::all().add(site().in_subquery(hidden)));
    Condition::any()
        .add(Expr::col(("recorder", "id")).not_in_subquery(of_hidden))
        .add(of_seen)
}

/// Those of some sites whose details are secret for whoever asks.
///
/// # Errors
/// When the database does not answer.
pub async fn concealed(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    sites: impl IntoIterator<Item = SiteId>,
) -> Result<BTreeSet<SiteId>, DbErr> {
    let details = kommun.sight().details;
    if details == Reach::Everywhere {
        return Ok(BTreeSet::new());
    }
    let asked: BTreeSet<i64> = sites.into_iter().map(i64::from).collect();
    if asked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut query = hidden(kommun, details, Marking::Details);
    query.and_where(Expr::col(("site", "id")).is_in(asked));
    numbers(db, &query).await
}

/// The sites of the kommun that whoever asks does not see, whoever they are of.
///
/// # Errors
/// When the database does not answer.
pub async fn unseen(
    db: &impl ConnectionTrait,
    kommun: KommunId,
) -> Result<BTreeSet<SiteId>, DbErr> {
    let sight = kommun.sight();
    if sight.sites == Reach::Everywhere {
        if sight.secret == Reach::Everywhere {
            return Ok(BTreeSet::new());
        }
        return numbers(db, &hidden(kommun, sight.secret, Marking::Whole)).await;
    }
    numbers(db, &of(kommun, sites(kommun).not())).await
}

/// Rows of cameras whose place is told to whoever asks.
pub fn placed(kommun: KommunId, site_id: Expr) -> Condition {
    match kommun.sight().details {
        Reach::Everywhere => Condition::all(),
        reach => {
            Condition::all().add(site_id.not_in_subquery(hidden(kommun, reach, Marking::Details)))
        }
    }
}

async fn numbers(
    db: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<BTreeSet<SiteId>, DbErr> {
    let rows = db.query_all(query).await?;
    let ids = rows.iter().map(|row| row.try_get::<i64>("", "id"));
    Ok(ids
        .collect::<Result<BTreeSet<i64>, _>>()?
        .into_iter()
        .map(SiteId)
        .collect())
}
