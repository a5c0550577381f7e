//! What stands around every page of somebody who is signed in, also around one that says why there is no page.

use crate::account::{Account, Permission};
use crate::look::Look;
use crate::texts::Loc;
use crate::web::view::{NavItem, Person, Section, Shell};

#[derive(Debug, Clone)]
pub struct Around {
    /// The language, in the kommun's own words.
    pub l: Loc,
    pub kommun: String,
    pub account: Account,
    /// How many notices wait for the person.
    pub waiting: u32,
    pub log_broken: bool,
    pub look: Look,
    /// In how many seconds the session ends when no page is asked for.
    pub stays: i64,
}

impl Around {
    pub fn shell(&self, mut shell: Shell) -> Shell {
        shell.l = self.l;
        shell.kommun.clone_from(&self.kommun);
        shell.person = Some(Person {
            name: self.account.name.clone(),
        });
        shell.nav = Section::ALL
            .into_iter()
            .filter(|section| {
                needs(*section)
                    .iter()
                    .any(|permission| self.account.may_somewhere(*permission))
            })
            .map(|section| NavItem {
                section,
                waiting: if section == Section::Reminders {
                    self.waiting
                } else {
                    0
                },
            })
            .collect();
        shell.stays = Some(self.stays);
        shell.theme = self.look.stylesheet();
        shell.logo = self.look.logo_path();
        shell.log_broken = self.log_broken;
        shell
    }
}

/// Which permissions open a section: any one of them is enough.
const fn needs(section: Section) -> &'static [Permission] {
    match section {
        Section::Overview | Section::Sites | Section::Rules => &[Permission::ReadRegister],
        Section::Disclosures => &[Permission::ReadDisclosures],
        Section::Ledger => &[Permission::ReadLedger],
        Section::Reminders => &[Permission::ReadNotices],
        Section::Import => &[Permission::ImportSites],
        Section::Administration => &[Permission::ManagePeople, Permission::ManageOrganisation],
    }
}
