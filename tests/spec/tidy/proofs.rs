//! Each rule fails on a text that breaks it and passes one that does not. Without this a rule could be empty.

use super::source::{Checkout, Complaint};
use super::{access, layers, links, pages, size, wording};

type Check = fn(&Checkout) -> Vec<Complaint>;

fn complains(check: Check, path: &str, text: &str) {
    let found = check(&Checkout::of(path, text));
    assert!(!found.is_empty(), "nobody complained about {path}: {text}");
    assert!(found.iter().all(|complaint| !complaint.instead.is_empty()));
}

fn accepts(check: Check, path: &str, text: &str) {
    assert_eq!(check(&Checkout::of(path, text)), [], "{path}: {text}");
}

#[test]
fn a_pure_file_that_touches_the_database_the_web_or_the_clock_is_found() {
    for line in [
        "use sea_orm::EntityTrait;",
        "use axum::Router;",
        "use askama::Template;",
        "    tokio::spawn(async {});",
        "use crate::clock::Clock;",
        "use crate::db::Db;",
    ] {
        complains(layers::check, "src/site/mod.rs", line);
        complains(layers::check, "src/site/position/numbers.rs", line);
        complains(layers::check, "src/law/evaluate.rs", line);
    }
    accepts(
        layers::check,
        "src/site/mod.rs",
        "use time::Date; // not sea_orm_like\n",
    );
    accepts(layers::check, "src/site/mod.rs", "// axum is in web.rs");
    accepts(
        layers::check,
        "src/site/mod.rs",
        "fn f() {}\n#[cfg(test)]\nmod tests { use tokio::test; }",
    );
}

#[test]
fn a_store_that_knows_pages_or_requests_or_another_slices_store_is_found() {
    complains(
        layers::check,
        "src/site/store.rs",
        "use axum::http::StatusCode;",
    );
    complains(
        layers::check,
        "src/site/store/list.rs",
        "use askama::Template;",
    );
    complains(
        layers::check,
        "src/site/store.rs",
        "use crate::camera::store::all;",
    );
    accepts(
        layers::check,
        "src/site/store.rs",
        "use sea_orm::EntityTrait;\nuse crate::site::store::all;",
    );
    accepts(
        layers::check,
        "src/compliance/store.rs",
        "use crate::camera::store::all;",
    );
}

#[test]
fn a_page_that_queries_and_a_handler_that_queries_are_found() {
    complains(layers::check, "src/site/page.rs", "use sea_orm::DbErr;");
    complains(
        layers::check,
        "src/site/page.rs",
        "use axum::response::Html;",
    );
    complains(
        layers::check,
        "src/site/web.rs",
        "use sea_orm::{EntityTrait, DbErr};",
    );
    complains(layers::check, "src/site/web.rs", "let sql = \"SELECT 1\";");
    accepts(
        layers::check,
        "src/site/web.rs",
        "fn f() -> Result<(), sea_orm::DbErr> {}",
    );
}

#[test]
fn what_one_place_is_responsible_for_is_found_elsewhere() {
    for line in [
        "let now = OffsetDateTime::now_utc();",
        "let key = std::env::var(\"KEY\");",
        "let tx = db.read().begin().await?;",
        "let kommun = KommunId::acting_for(7);",
        "let row = entity::Entity::find().one(db).await?;",
        "let row = entity::Entity::find_by_id(7).one(db).await?;",
        "panic!(\"no\")",
    ] {
        complains(access::check, "src/site/store.rs", line);
        accepts(access::check, "src/site/store.rs", &format!("// {line}"));
        accepts(
            access::check,
            "src/site/store.rs",
            &format!("#[cfg(test)]\n{line}"),
        );
    }
    complains(
        access::check,
        "src/camera/web.rs",
        "let all = actor.kommun.unveiled();",
    );
    accepts(
        access::check,
        "src/clock.rs",
        "let now = OffsetDateTime::now_utc();",
    );
    accepts(
        access::check,
        "src/db/record.rs",
        "R::Entity::find().filter(x)",
    );
}

#[test]
fn a_file_of_401_lines_is_found() {
    complains(size::check, "src/site/mod.rs", &"x\n".repeat(401));
    accepts(size::check, "src/site/mod.rs", &"x\n".repeat(400));
}

#[test]
fn a_page_that_calls_another_host_is_found() {
    complains(
        pages::check,
        "templates/layout.html",
        "<script src=\"https://cdn.example/x.js\"></script>",
    );
    complains(
        pages::check,
        "templates/layout.html",
        "<img src=\"//cdn.example/x.png\">",
    );
    complains(
        pages::check,
        "ui/styles/app.scss",
        "@import url(https://fonts.example/x);",
    );
    complains(
        pages::check,
        "templates/layout.html",
        "<link rel=\"stylesheet\" href=\"https://cdn.example/x.css\">",
    );
    accepts(
        pages::check,
        "templates/layout.html",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
    );
    accepts(
        pages::check,
        "templates/layout.html",
        "<a class=\"x\" href=\"https://www.imy.se/\">IMY</a>",
    );
}

#[test]
fn an_inline_style_or_script_is_found() {
    complains(
        pages::check,
        "templates/layout.html",
        "<p style=\"color:red\">",
    );
    complains(
        pages::check,
        "templates/layout.html",
        "<script>alert(1)</script>",
    );
    complains(
        pages::check,
        "templates/layout.html",
        "<button onclick=\"f()\">",
    );
    accepts(
        pages::check,
        "templates/layout.html",
        "<script src=\"{{ asset }}\" defer></script>",
    );
    accepts(
        pages::check,
        "templates/mail/digest.html",
        "<p style=\"color:red\">",
    );
}

#[test]
fn a_template_that_no_page_names_is_found() {
    assert!(!pages::unused(&Checkout::of("templates/site/old.html", "<p>")).is_empty());
}

#[test]
fn words_that_say_nothing_and_paths_of_one_machine_are_found() {
    complains(wording::check, "src/site/mod.rs", "// TODO: later");
    complains(wording::check, "docs/x.md", "see /home/anna/objektiv");
    complains(wording::check, "src/site/mod.rs", "#[allow(dead_code)]");
    complains(wording::check, "src/site/mod.rs", "pub struct SiteManager;");
    complains(wording::check, "src/site/mod.rs", "mod utils;");
    complains(wording::check, "src/site/helpers.rs", "");
    accepts(
        wording::check,
        "src/site/mod.rs",
        "#[expect(dead_code, reason = \"x\")]\npub struct Site;",
    );
    complains(
        wording::lock_files,
        "ui/package-lock.json",
        "\"resolved\": \"https://host/x.tgz\"",
    );
}

#[test]
fn a_link_to_a_missing_file_or_heading_is_found() {
    complains(links::check, "docs/x.md", "[x](missing.md)");
    complains(links::check, "docs/x.md", "# One\n[x](#two)");
    accepts(
        links::check,
        "docs/x.md",
        "# Två saker\n[x](#två-saker) [y](../docs/x.md) [z](https://example.se)",
    );
    accepts(links::check, "docs/x.md", "```\n[x](missing.md)\n```");
}

#[test]
fn a_dependency_without_a_reason_and_a_reason_without_a_dependency_are_found() {
    let checkout = |manifest: &str| {
        let mut checkout = Checkout::of("Cargo.toml", manifest);
        let decision = Checkout::of("docs/adr/0006-dependencies.md", "| `time` | dates |\n");
        checkout.sources.extend(decision.sources);
        checkout
    };
    let found = |manifest: &str| wording::dependencies(&checkout(manifest)).len();
    assert_eq!(found("[dependencies]\ntime = \"1\"\n"), 0);
    assert_eq!(found("[dependencies]\ntime = \"1\"\ntokio = \"1\"\n"), 1);
    assert_eq!(found("[dependencies]\n[profile.dev]\ndebug = 1\n"), 1);
}

#[test]
fn a_setting_that_the_readme_does_not_explain_is_found() {
    let line = "#[arg(long, env = \"OBJEKTIV_COLOUR\")]";
    complains(links::configuration, "src/config.rs", line);
    let mut checkout = Checkout::of("src/config.rs", line);
    checkout
        .sources
        .extend(Checkout::of("README.md", "| `OBJEKTIV_COLOUR` | of the pages |").sources);
    assert_eq!(links::configuration(&checkout), []);
}

#[test]
fn a_promise_that_the_log_cannot_be_manipulated_is_found_in_any_form() {
    let check = wording::promises;
    complains(check, "texts/sv/ledger.ftl", "x = Loggen är omanipulerbar.");
    complains(
        check,
        "templates/ledger/page.html",
        "<h1>OMANIPULERBARA poster</h1>",
    );
    complains(check, "docs/verify.md", "Omanipulerbarhet är ett löfte.");
    complains(
        check,
        "src/ledger/words.rs",
        "\"Kvittot är omanipulerbart.\"",
    );
    let denial = "We never call it *omanipulerbar*.";
    accepts(check, "docs/threat-model.md", denial);
    complains(check, "docs/threat-model.md", "It is omanipulerbar.");
    complains(check, "docs/other.md", denial);
    accepts(check, "texts/sv/ledger.ftl", "x = manipulationsavslöjande");
    let without = Checkout::of("docs/threat-model.md", "It is tamper-evident.");
    assert!(!wording::stale(&without).is_empty());
}

#[test]
fn a_permission_that_nobody_uses_is_found() {
    assert!(!access::stale(&Checkout::of("src/clock.rs", "nothing")).is_empty());
    assert!(!layers::stale(&Checkout::of("src/clock.rs", "nothing")).is_empty());
}
