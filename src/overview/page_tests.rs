use super::page::{Action, Item, Overview, Panel};
use super::{Due, Place, Timeline, UnitLine};
use crate::web::view::{Loc, Shell, Symbol};
use askama::Template;
use scraper::{Html, Selector};
use time::Date;
use time::macros::date;

fn item(symbol: Option<Symbol>, title: &str, detail: &str, day: Option<Date>) -> Item {
    Item {
        symbol,
        title: title.into(),
        href: "/bevakningar/1".into(),
        detail: detail.into(),
        day,
    }
}

fn unit(name: &str, counts: [u64; 4]) -> UnitLine {
    UnitLine {
        name: name.into(),
        href: "/bevakningar?enhet=1".into(),
        counts,
    }
}

fn due(on: Date, symbol: Symbol, title: &str, site: &str) -> Due {
    let sites = vec![Place {
        name: site.into(),
        href: "/bevakningar/1".into(),
    }];
    Due {
        on,
        symbol: Some(symbol).filter(|symbol| *symbol != Symbol::Ok),
        title: title.into(),
        sites,
    }
}

fn timeline() -> Timeline {
    let ends = "Beslutet om undantag från upplysningskravet går ut";
    let due = vec![
        due(
            date!(2026 - 11 - 25),
            Symbol::No,
            "Bilder ska vara raderade",
            "Vallaskolan, skolgården",
        ),
        due(
            date!(2026 - 12 - 10),
            Symbol::Partly,
            "Skylten ska kontrolleras",
            "Stortorget",
        ),
        due(
            date!(2026 - 12 - 10),
            Symbol::Partly,
            "Skylten ska kontrolleras",
            "Badhuset",
        ),
        due(
            date!(2026 - 12 - 10),
            Symbol::Partly,
            ends,
            "Parkeringshuset Eken",
        ),
        due(
            date!(2027 - 02 - 01),
            Symbol::Ok,
            "Bedömningen ska ses över",
            "Badhuset",
        ),
    ];
    Timeline::new(date!(2026 - 11 - 22), due)
}

fn panels() -> Vec<Panel> {
    let red = vec![
        item(
            Some(Symbol::No),
            "Vallaskolan, skolgården",
            "Radering för sen",
            Some(date!(2026 - 11 - 20)),
        ),
        item(
            Some(Symbol::No),
            "Stortorget",
            "Bedömningen saknas",
            Some(date!(2026 - 11 - 18)),
        ),
    ];
    let log = vec![item(
        Some(Symbol::Ok),
        "Loggen",
        "1 204 poster, orörd vid kontroll 05.00",
        None,
    )];
    let more = Some(("/bevakningar?status=breach".into(), "overview-all-breaches"));
    vec![
        Panel {
            id: "became-red",
            heading: "overview-red",
            lead: "Sedan du loggade in förra gången, 20 november 2026 kl. 09.12.".into(),
            items: red,
            empty: "overview-no-red",
            more,
        },
        Panel {
            id: "health",
            heading: "overview-health",
            lead: String::new(),
            items: log,
            empty: "overview-no-health",
            more: None,
        },
    ]
}

pub(super) fn full(l: Loc, shell: Shell) -> Overview {
    Overview {
        l,
        shell,
        actions: vec![Action {
            href: "/utlamnanden/nytt".into(),
            text: "overview-disclose",
        }],
        counts: [3, 5, 2, 18].map(|count| (count, "/bevakningar?status=x".to_owned())),
        units: vec![
            unit("Barn- och utbildningsförvaltningen", [2, 3, 1, 9]),
            unit("Tekniska förvaltningen", [1, 2, 0, 6]),
            unit("Ekebro Kommunfastigheter AB", [0, 0, 1, 3]),
        ],
        timeline: Some(timeline()),
        panels: panels(),
    }
}

pub(super) fn nothing_yet(l: Loc, shell: Shell) -> Overview {
    Overview {
        actions: vec![Action {
            href: "/import".into(),
            text: "overview-import",
        }],
        counts: [0, 0, 0, 0].map(|count| (count, String::new())),
        units: Vec::new(),
        timeline: None,
        panels: Vec::new(),
        ..full(l, shell)
    }
}

fn page(overview: &Overview) -> Html {
    Html::parse_document(&overview.render().unwrap())
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&Selector::parse(selector).unwrap())
        .map(|element| words(element.text().collect()))
        .collect()
}

#[test]
fn the_picture_says_no_more_than_the_numbers_beside_it() {
    let page = page(&full(
        Loc::sv(),
        crate::web::page_tests::shell(Loc::sv(), "/"),
    ));
    let row = texts(&page, "#units + table tbody tr:first-child td.o-number");
    assert_eq!(row, ["2", "3", "1", "9"]);
    let hidden = page
        .select(&Selector::parse("#units + table svg").unwrap())
        .all(|svg| svg.attr("aria-hidden") == Some("true"));
    assert!(hidden);
}

#[test]
fn the_time_line_and_the_list_beside_it_hold_the_same_things() {
    let page = page(&full(
        Loc::sv(),
        crate::web::page_tests::shell(Loc::sv(), "/"),
    ));
    let marks = page
        .select(&Selector::parse(".o-timeline .o-mark").unwrap())
        .count();
    let listed = texts(&page, "#due ~ .o-list > li");
    assert_eq!((marks, listed.len()), (4, 4));
    assert!(
        listed[0].contains("2026-11-25") && listed[0].contains("Vallaskolan"),
        "{listed:?}"
    );
}

#[test]
fn an_empty_register_says_what_to_do_first() {
    let page = page(&nothing_yet(
        Loc::sv(),
        crate::web::page_tests::shell(Loc::sv(), "/"),
    ));
    assert_eq!(texts(&page, ".o-empty h2"), ["Registret är tomt"]);
    assert_eq!(texts(&page, ".o-tile"), Vec::<String>::new());
}
