//! The list of a noun that belongs to the kommun as a whole: few enough for one page.

use super::noun::Noun;
use crate::collation::sort_key;
use crate::db::record::{self, Stored};
use crate::register::page::{Action, Line, ListPage};
use crate::texts::Loc;
use crate::web::actor::Actor;
use crate::web::form::Form;
use crate::web::view::{Crumb, Pages};
use crate::web::{App, PageError};

/// Every record of the noun in Swedish order, with some fields of its form as columns.
///
/// # Errors
/// When the person may not read them or the database does not answer.
pub async fn list_of<N: Noun>(
    app: &App,
    actor: &Actor,
    columns: &[&str],
    empty: &str,
) -> Result<ListPage, PageError> {
    if !N::may_read(actor) {
        return Err(PageError::Forbidden);
    }
    let l = actor.l;
    let form = N::form(String::new(), &N::offered(app, actor).await?);
    let mut records = record::all::<N>(app.db.read(), actor.kommun).await?;
    records.sort_by_cached_key(|record| sort_key(&record.data.name(l)));
    let fields = columns.iter().filter_map(|name| form.field(name));
    let heads = form.all_fields().take(1).chain(fields);
    let (title, crumbs) = heading::<N>(l);
    Ok(ListPage {
        shell: actor.shell(app),
        l,
        title,
        crumbs,
        empty: l.t(empty).to_owned(),
        search: None,
        heads: heads.map(|field| form.label(&l, field)).collect(),
        lines: records
            .iter()
            .map(|record| line(l, &form, columns, record))
            .collect(),
        pages: Pages::default(),
        new: N::may_change(actor, None).then(|| Action {
            text: l.t(N::PAGES.new_title).to_owned(),
            href: l.path(&format!("{}/{}", N::PAGES.path, N::PAGES.new)),
        }),
    })
}

fn line<N: Noun>(l: Loc, form: &Form, columns: &[&str], record: &Stored<N>) -> Line {
    let form = form.clone().fill(record.data.values());
    let fields = columns.iter().filter_map(|name| form.field(name));
    Line {
        name: record.data.name(l),
        href: l.path(&N::path(record.id.into())),
        cells: fields.map(|field| form.shown(&l, field)).collect(),
    }
}

/// The last step of the way to the noun's records is the list itself.
fn heading<N: Noun>(l: Loc) -> (String, Vec<Crumb>) {
    let Some(((title, _), before)) = N::PAGES.trail.split_last() else {
        return (String::new(), Vec::new());
    };
    let title = l.t(title);
    (title.to_owned(), Crumb::way(l, before, title))
}
