//! The pages of files that had to be waited for.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use super::{Export, Standing};
use crate::web::assets::asset_path;
use crate::web::view::{Crumb, Loc, Shell};

/// All of a person.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "export/index.html")]
pub struct Files {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub now: OffsetDateTime,
    pub exports: Vec<Export>,
}

impl Files {
    pub fn at(&self, export: &Export) -> String {
        at(self.l, export)
    }

    pub fn words(&self, export: &Export) -> String {
        words(self.l, export, export.standing(self.now))
    }
}

/// One, and what has become of it.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "export/one.html")]
pub struct One {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub standing: Standing,
    pub export: Export,
}

impl One {
    pub fn at(&self) -> String {
        at(self.l, &self.export)
    }

    pub fn words(&self) -> String {
        words(self.l, &self.export, self.standing)
    }

    pub fn is_under_way(&self) -> bool {
        self.standing == Standing::UnderWay
    }

    pub fn is_ready(&self) -> bool {
        self.standing == Standing::Ready
    }

    pub fn title(&self) -> &str {
        match self.standing {
            Standing::UnderWay => self.l.t("export-under-way"),
            Standing::Ready => self.l.t("export-ready"),
            Standing::Failed | Standing::Stopped => self.l.t("export-not-made"),
        }
    }

    /// In kilobytes, begun ones too.
    pub fn kilobytes(&self) -> u64 {
        self.export.bytes.div_ceil(1000)
    }

    pub fn script(&self) -> &'static str {
        asset_path("again.js")
    }
}

fn at(l: Loc, export: &Export) -> String {
    l.path(&format!("/filer/{}", export.id))
}

/// What has become of it, in words.
fn words(l: Loc, export: &Export, standing: Standing) -> String {
    match standing {
        Standing::UnderWay if export.whole == 0 => l.tn("export-read", export.done),
        Standing::UnderWay => {
            let (done, whole) = (export.done.min(export.whole), export.whole);
            l.tt("export-so-far", "done", done, "whole", whole)
        }
        Standing::Ready => l.t("export-ready").to_owned(),
        Standing::Failed => l.t("export-failed").to_owned(),
        Standing::Stopped => l.t("export-stopped").to_owned(),
    }
}

#[cfg(test)]
pub(super) fn sample(asked_at: OffsetDateTime) -> Export {
    Export {
        id: super::ExportId(1),
        address: "/bevakningar/csv?status=brist".into(),
        file_name: "bevakningar.csv".into(),
        grants: String::new(),
        act: String::new(),
        asked_at,
        heard_at: asked_at,
        finished_at: Some(asked_at),
        failed: false,
        done: 12_500,
        whole: 98_412,
        bytes: 1_234_567,
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::{Sample, shell};
    let asked_at = time::macros::datetime!(2026-11-22 08:00 UTC);
    let crumbs = || {
        vec![
            Crumb::link(l.t("own-title"), l.path("/konto")),
            Crumb::here(l.t("export-title")),
        ]
    };
    let one = |standing| One {
        shell: shell(l, "/filer/1"),
        l,
        crumbs: crumbs(),
        standing,
        export: sample(asked_at),
    };
    let files = |exports| Files {
        shell: shell(l, "/filer"),
        l,
        crumbs: crumbs(),
        now: asked_at,
        exports,
    };
    let begun = Export {
        finished_at: None,
        ..sample(asked_at)
    };
    vec![
        Sample::new("export-under-way", &one(Standing::UnderWay)),
        Sample::new("export-ready", &one(Standing::Ready)),
        Sample::new("export-failed", &one(Standing::Failed)),
        Sample::new("export-stopped", &one(Standing::Stopped)),
        Sample::new("exports", &files(vec![begun, sample(asked_at)])),
        Sample::new("exports-none", &files(Vec::new())),
    ]
}
