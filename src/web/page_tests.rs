//! Pages with made-up content: checked for the mistakes that a machine can see, and written to
//! `target/screens/` for the eyes that see the rest.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use askama::Template;
use scraper::{ElementRef, Html, Selector};
use time::macros::datetime;

use super::form::{Choice, Field, Form, Reader, Values, choices};
use super::page::FormPage;
use super::view::{Crumb, Loc, NavItem, Person, Section, Shell};
use crate::site::{PlaceType, Purpose, SpecialTechnology};
use crate::texts::Message;

/// A page, and the name of its picture.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) html: String,
}

impl Sample {
    pub(crate) fn new(name: &'static str, page: &impl Template) -> Self {
        Self {
            name,
            html: page.render().unwrap(),
        }
    }
}

/// A signed-in person's surroundings.
pub(crate) fn shell(l: Loc, path: &str) -> Shell {
    let mut shell = Shell::public(l, "Ekebro kommun", path, datetime!(2026-11-22 13:05 UTC));
    shell.person = Some(Person {
        name: "Åsa Lindqvist".to_owned(),
    });
    shell.stays = Some(43_200);
    shell.nav = Section::ALL
        .into_iter()
        .map(|section| NavItem {
            section,
            waiting: u32::from(section == Section::Reminders) * 3,
        })
        .collect();
    shell
}

fn all(l: Loc) -> Vec<Sample> {
    let mut samples = forms(l);
    samples.extend(crate::about::page::samples(l));
    samples.extend(crate::account::page::samples(l));
    samples.extend(crate::account::auditor::page::samples(l));
    samples.extend(crate::account::own::page::samples(l));
    samples.extend(crate::account::second::page::samples(l));
    samples.extend(crate::assessment::page::samples(l));
    samples.extend(crate::compliance::page::samples(l));
    samples.extend(crate::site::page::samples(l));
    samples.extend(crate::site::confirmation::page::samples(l));
    samples.extend(crate::boundary::page::samples(l));
    samples.extend(crate::site::bulk::page::samples(l));
    samples.extend(crate::site::bulk::undo::page::samples(l));
    samples.extend(crate::saved_view::page::samples(l));
    samples.extend(crate::export::page::samples(l));
    samples.extend(crate::disclosure::page::samples(l));
    samples.extend(crate::organisation::page::samples(l));
    samples.extend(crate::look::page::samples(l));
    samples.extend(crate::history::page::samples(l));
    samples.extend(crate::recorder::page::samples(l));
    samples.extend(crate::register::page::samples(l));
    samples.extend(crate::reminder::page::samples(l));
    samples.extend(crate::webhook::page::samples(l));
    samples.extend(crate::overview::page::samples(l));
    samples.extend(crate::import::page::samples(l));
    samples.extend(crate::disclosure::page::samples(l));
    samples.extend(crate::ledger::page::entry::samples(l));
    samples.extend(crate::ledger::page::samples(l));
    samples.extend(crate::ledger::verifier::page::samples(l));
    samples
}

fn every_kind_of_field() -> Form {
    Form::new("sample", "/bevakningar")
        .cancel("/bevakningar")
        .section(
            "first",
            vec![
                Field::text("name").required(),
                Field::email("email").autocomplete("email"),
                Field::number("storage").unit("sample-hours"),
                Field::date("started_on"),
                Field::select(
                    "unit",
                    vec![
                        Choice::name(1, "Utbildningsförvaltningen"),
                        Choice::name(2, "Tekniska förvaltningen"),
                    ],
                ),
                Field::yes_no_unknown("audio"),
            ],
        )
        .section(
            "second",
            vec![
                Field::radios("place_type", choices::<PlaceType>()),
                Field::checkboxes("purposes", choices::<Purpose>()),
                Field::checkboxes_or_none("technology", choices::<SpecialTechnology>()),
                Field::instant("received_at"),
                Field::textarea("note"),
                Field::file("list", ".xlsx,.csv"),
                Field::hidden("secret"),
            ],
        )
        .version(3)
}

fn form_page(l: Loc, form: Form) -> FormPage {
    FormPage {
        l,
        shell: shell(l, "/bevakningar/ny"),
        crumbs: vec![
            Crumb::link(l.t("nav-sites"), l.path("/bevakningar")),
            Crumb::here("Vallaskolan"),
        ],
        title: "Vallaskolan, skolgården mot Utbildningsförvaltningsvägen".to_owned(),
        intro: "Det som inte besvaras visas som obesvarat, aldrig som nej.".to_owned(),
        form,
    }
}

fn forms(l: Loc) -> Vec<Sample> {
    let typed = Values::default()
        .text("name", "Vallaskolan <script>")
        .text("started_on", "i våras")
        .text("received_at", "2026-10-25")
        .text("received_at-tid", "02.30")
        .text("place_type", "park")
        .text("purposes", "brott")
        .text("technology", "ptz")
        .text("technology", "ingen")
        .text("note", "Rad ett\nrad två");
    let mut reader = Reader::new(&typed);
    reader.date("started_on");
    reader.instant("received_at");
    reader.codes_or_none::<SpecialTechnology>("technology");
    reader.refuse("storage", Message::new("form-required"));
    reader.refuse("audio", Message::new("form-choose"));
    let errors = reader.finish(()).unwrap_err();
    let refused = every_kind_of_field().fill(typed).refuse(errors);
    let mut noticed = form_page(l, every_kind_of_field());
    noticed.shell.frozen = true;
    noticed.shell.as_of = Some(time::macros::date!(2025 - 03 - 31));
    vec![
        Sample::new("form-empty", &noticed),
        Sample::new("form-refused", &form_page(l, refused)),
    ]
}

fn find<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn every_page_is_written_where_it_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
    fs::create_dir_all(&folder).unwrap();
    for l in [Loc::sv(), Loc::en()] {
        for sample in all(l) {
            let name = format!("{}.{}.html", sample.name, l.lang().code());
            fs::write(
                folder.join(name),
                sample.html.replace("\"/static/", "\"static/"),
            )
            .unwrap();
        }
    }
    super::assets::write_to(&folder.join("static"));
}

/// What a reader is told: the blocks of the page's own part, a line each, with the cells of a row between bars. Not the list
/// of every fact, which is folded away on the page of rules and grows with each.
fn told(html: &str) -> String {
    const BLOCKS: &str = "h1, h2, h3, h4, p, li, tr, dt, dd, summary, .govuk-inset-text";
    // What keeps a day in one line is no border between words.
    let page = Html::parse_document(&html.replace("<span class=\"nw\">", ""));
    let words = |element: ElementRef| {
        let words: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
        words.join(" ")
    };
    let blocks = find(&page, "main");
    let selector = Selector::parse(BLOCKS).unwrap();
    let folded = Selector::parse("details dt, details dd").unwrap();
    let mut lines = Vec::new();
    for block in blocks.iter().flat_map(|main| main.select(&selector)) {
        let mut within = block.ancestors().filter_map(ElementRef::wrap);
        if folded.matches(&block) || within.any(|around| selector.matches(&around)) {
            continue;
        }
        let cells = Selector::parse("th, td").unwrap();
        let cells: Vec<String> = block.select(&cells).map(words).collect();
        lines.push(if cells.is_empty() {
            words(block)
        } else {
            cells.join(" | ")
        });
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

#[test]
fn the_pages_of_rules_and_sites_tell_what_they_told() {
    for l in [Loc::sv(), Loc::en()] {
        let mut samples = crate::compliance::page::samples(l);
        samples.extend(crate::site::page::samples(l));
        for sample in samples {
            let name = format!("{}.{}", sample.name, l.lang().code());
            insta::assert_snapshot!(name, told(&sample.html));
        }
    }
}

#[test]
fn every_page_names_its_language_has_one_main_heading_and_a_title() {
    for l in [Loc::sv(), Loc::en()] {
        for sample in all(l) {
            let page = Html::parse_document(&sample.html);
            assert!(page.errors.is_empty(), "{}: {:?}", sample.name, page.errors);
            assert_eq!(
                page.root_element().attr("lang"),
                Some(l.lang().code()),
                "{}",
                sample.name
            );
            assert_eq!(find(&page, "h1").len(), 1, "{}", sample.name);
            let title: String = find(&page, "title")[0].text().collect();
            assert!(!title.starts_with([' ', '–']), "{}: {title}", sample.name);
        }
    }
}

#[test]
fn no_page_holds_inline_style_or_script_or_loads_from_elsewhere() {
    for sample in all(Loc::sv()) {
        let page = Html::parse_document(&sample.html);
        assert!(
            find(
                &page,
                "style, script:not([src]), [style], iframe, object, embed, base"
            )
            .is_empty(),
            "{}",
            sample.name
        );
        for element in find(&page, "*") {
            let handler = element
                .value()
                .attrs()
                .find(|(name, _)| name.starts_with("on"));
            assert_eq!(handler, None, "{}", sample.name);
        }
        let loads = find(
            &page,
            "link[href], script[src], img[src], use[href], source[src]",
        );
        for address in loads
            .iter()
            .filter_map(|e| e.attr("href").or(e.attr("src")))
        {
            // What is built in, and the kommun's own look.
            let is_ours = address.starts_with("/static/") || address.starts_with("/utseende/");
            assert!(
                is_ours && !address.contains("missing"),
                "{}: {address}",
                sample.name
            );
        }
    }
}

#[test]
fn every_control_has_a_label_and_every_reference_within_a_page_leads_somewhere() {
    for sample in all(Loc::sv()) {
        let page = Html::parse_document(&sample.html);
        let mut ids = BTreeSet::new();
        for element in find(&page, "[id]") {
            let id = element.attr("id").unwrap_or_default();
            assert!(ids.insert(id), "{}: the id {id} occurs twice", sample.name);
        }
        for control in find(&page, "input:not([type=hidden]), select, textarea") {
            let id = control.attr("id").unwrap_or_default();
            let labels = find(&page, &format!("label[for=\"{id}\"]"));
            assert_eq!(labels.len(), 1, "{}: labels of {id}", sample.name);
        }
        let described = find(
            &page,
            "[aria-describedby], [aria-labelledby], [aria-controls]",
        );
        let named = described.iter().flat_map(|e| {
            ["aria-describedby", "aria-labelledby", "aria-controls"].map(|a| e.attr(a))
        });
        for id in named.flatten().flat_map(str::split_whitespace) {
            assert!(ids.contains(id), "{}: nothing has the id {id}", sample.name);
        }
        for link in find(&page, "a[href^='#']") {
            let id = link
                .attr("href")
                .unwrap_or_default()
                .trim_start_matches('#');
            assert!(ids.contains(id), "{}: nothing has the id {id}", sample.name);
        }
    }
}

#[test]
fn every_status_symbol_is_hidden_from_readers_and_followed_by_words() {
    for sample in all(Loc::sv()) {
        let page = Html::parse_document(&sample.html);
        for symbol in find(&page, ".o-status__symbol") {
            assert_eq!(symbol.attr("aria-hidden"), Some("true"), "{}", sample.name);
            let around = symbol.parent().and_then(ElementRef::wrap).unwrap();
            assert!(
                !around.text().collect::<String>().trim().is_empty(),
                "{}",
                sample.name
            );
        }
    }
}

#[test]
fn a_table_keeps_its_meaning_where_rows_become_cards() {
    for sample in all(Loc::sv()) {
        let page = Html::parse_document(&sample.html);
        for table in find(&page, "table.o-table--cards") {
            assert_eq!(table.attr("role"), Some("table"), "{}", sample.name);
            for cell in table.select(&Selector::parse("tbody td").unwrap()) {
                assert!(
                    cell.attr("data-l").is_some(),
                    "{}: a cell without the name of its column",
                    sample.name
                );
                assert_eq!(cell.attr("role"), Some("cell"), "{}", sample.name);
            }
        }
    }
}

#[test]
fn a_refused_form_says_so_in_its_title_takes_the_focus_and_keeps_what_was_typed() {
    let sample = forms(Loc::sv()).pop().unwrap();
    let page = Html::parse_document(&sample.html);
    assert!(
        find(&page, "title")[0]
            .text()
            .collect::<String>()
            .starts_with("Fel: ")
    );
    let summary = find(&page, ".govuk-error-summary")[0];
    assert_eq!(
        (summary.attr("autofocus"), summary.attr("tabindex")),
        (Some(""), Some("-1"))
    );
    assert_eq!(
        find(&page, "#name")[0].attr("value"),
        Some("Vallaskolan <script>")
    );
    assert_eq!(find(&page, "#started_on")[0].attr("value"), Some("i våras"));
    assert_eq!(
        find(&page, "#started_on")[0].attr("aria-invalid"),
        Some("true")
    );
    assert_eq!(
        find(&page, "#note")[0].text().collect::<String>(),
        "Rad ett\nrad två"
    );
    assert!(find(&page, "input[name='received_at-forskjutning']").len() == 2);
    assert!(
        find(&page, "input[type=checkbox][value=ptz]")[0]
            .attr("checked")
            .is_some()
    );
}
