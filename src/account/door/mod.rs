//! Every route, and who may open it: one table, from which `docs/roles.md` is written and which the specification walks.
//!
//! Handlers ask for themselves (`Actor::require`); the table says what they must answer, so that neither can change alone.

use std::fmt::Write;

use super::{Account, Permission, Role};
use crate::code::Code;
use crate::organisation::UnitId;
use crate::token::Scope;

mod table;

pub use table::DOORS;

/// What opens a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Nothing is asked: the public pages, and the way in.
    Everyone,
    /// The address itself is the key: who does not have it finds nothing there.
    Address,
    /// Whoever is signed in.
    SignedIn,
    /// The same; to everybody else it is not there, instead of leading to the way in.
    SignedInOrNothing,
    /// One of the permissions, wherever the person has it.
    Somewhere(&'static [Permission]),
    /// One of the permissions, in the unit of what is asked for.
    InUnit(&'static [Permission]),
    /// One of the permissions, in the whole kommun.
    Whole(&'static [Permission]),
    /// All of the permissions, in the whole kommun.
    All(&'static [Permission]),
    /// The person that it is about, or whoever has all of the permissions in the whole kommun.
    SelfOr(&'static [Permission]),
    /// A key of the API with this scope.
    Key(Scope),
    /// A key with which a recorder sends its checks.
    RecorderKey,
}

impl Opens {
    /// Whether it opens to a person (`None`: nobody is signed in), asked for something of somebody else's in `unit`.
    pub fn to(self, person: Option<&Account>, unit: Option<UnitId>) -> bool {
        let any = |wanted: &[Permission], may: &dyn Fn(&Account, Permission) -> bool| {
            person.is_some_and(|person| wanted.iter().any(|permission| may(person, *permission)))
        };
        match self {
            Self::Everyone | Self::Address => true,
            Self::SignedIn | Self::SignedInOrNothing => person.is_some(),
            Self::Somewhere(wanted) => any(wanted, &Account::may_somewhere),
            Self::InUnit(wanted) => any(wanted, &|person, one| person.may(one, unit)),
            Self::Whole(wanted) => any(wanted, &|person, one| person.may(one, None)),
            Self::All(wanted) | Self::SelfOr(wanted) => {
                person.is_some_and(|person| wanted.iter().all(|one| person.may(*one, None)))
            }
            Self::Key(_) | Self::RecorderKey => false,
        }
    }

    /// Whether a role, held in the whole kommun, opens it.
    pub fn to_role(self, role: Role) -> bool {
        match self {
            Self::Everyone | Self::Address | Self::SignedIn | Self::SignedInOrNothing => true,
            Self::Somewhere(wanted) | Self::InUnit(wanted) | Self::Whole(wanted) => {
                wanted.iter().any(|one| role.may(*one))
            }
            Self::All(wanted) | Self::SelfOr(wanted) => wanted.iter().all(|one| role.may(*one)),
            Self::Key(_) | Self::RecorderKey => false,
        }
    }

    fn in_words(self) -> String {
        let codes = |wanted: &[Permission], between: &str| {
            let codes: Vec<String> = wanted
                .iter()
                .map(|one| format!("`{}`", one.code()))
                .collect();
            codes.join(between)
        };
        match self {
            Self::Everyone => "everyone".to_owned(),
            Self::Address => "whoever has the address".to_owned(),
            Self::SignedIn | Self::SignedInOrNothing => "whoever is signed in".to_owned(),
            Self::Somewhere(wanted) => format!("{}, somewhere", codes(wanted, " or ")),
            Self::InUnit(wanted) => format!("{}, in its unit", codes(wanted, " or ")),
            Self::Whole(wanted) => format!("{}, in the whole kommun", codes(wanted, " or ")),
            Self::All(wanted) => format!("{}, in the whole kommun", codes(wanted, " and ")),
            Self::SelfOr(wanted) => {
                format!("oneself, or {} in the whole kommun", codes(wanted, " and "))
            }
            Self::Key(scope) => format!("a key of the API for `{}`", scope.code()),
            Self::RecorderKey => "the key of a recorder".to_owned(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
}

impl Verb {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A route, and what opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    pub verb: Verb,
    /// As the router has it: `/bevakningar/{id}`.
    pub path: &'static str,
    pub opens: Opens,
}

const BEGINNING: &str = "\
# Who may do what

Written by `objektiv user roles`; a test compares. The first table says what each role may, the second which routes that
opens. A role is held in the whole kommun or in one unit: *in its unit* asks for a role in the unit of the site (or in the whole
kommun), *somewhere* for a role in any. Another kommun's ids are to everyone as ids that do not exist.

The tables are `src/account/permission.rs` and `src/account/door/table.rs`. The specification asks every route as every role, in
the whole kommun and in a unit without sites, and compares what came with the table.

";

/// `docs/roles.md`.
pub fn in_words() -> String {
    let mut text = BEGINNING.to_owned();
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    let heads = roles.join(" | ");
    let rule = "|---".repeat(roles.len());
    let marks = |has: &dyn Fn(Role) -> bool| {
        let marks = Role::ALL
            .iter()
            .map(|role| if has(*role) { "x" } else { "" });
        marks.collect::<Vec<_>>().join(" | ")
    };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "## Permissions\n\n| permission | {heads} |\n|---{rule}|"
    );
    for permission in Permission::ALL {
        let held = marks(&|role| role.may(*permission));
        let _ = writeln!(text, "| `{}` | {held} |", permission.code());
    }
    let _ = writeln!(
        text,
        "\n## Routes\n\n| route | opens to | {heads} |\n|---|---{rule}|"
    );
    for door in DOORS {
        let (verb, path, words) = (door.verb.name(), door.path, door.opens.in_words());
        let open = marks(&|role| door.opens.to_role(role));
        let _ = writeln!(text, "| {verb} `{path}` | {words} | {open} |");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_route_stands_twice_in_the_table() {
        for (number, door) in DOORS.iter().enumerate() {
            let again = DOORS[number + 1..]
                .iter()
                .any(|other| other.path == door.path && other.verb == door.verb);
            assert!(!again, "{door:?}");
        }
    }

    #[test]
    fn nothing_with_the_content_of_a_disclosure_opens_to_the_administrator() {
        let content = DOORS.iter().filter(|door| {
            door.path.starts_with("/utlamnanden") && !door.path.starts_with("/utlamnanden/diarium")
        });
        let mut looked = 0;
        for door in content {
            looked += 1;
            assert!(!door.opens.to_role(Role::Administrator), "{door:?}");
        }
        assert!(looked > 20);
    }

    #[test]
    fn the_auditor_changes_nothing() {
        for door in DOORS.iter().filter(|door| door.verb == Verb::Post) {
            let harmless = [
                "/logga-in",
                "/logga-in/kod",
                "/utloggning",
                "/valkommen/{token}",
                "/verifiera",
                "/logg",
            ];
            // One's own password, keys, which open no more than oneself may, views of the list, and a form that waits
            // for its owner to sign in again: it is sent through its own door.
            let own = [
                "/konto",
                "/utlamnanden/nycklar",
                "/bevakningar/vyer",
                "/osparat",
                "/filer",
            ];
            let own = own.iter().any(|path| door.path.starts_with(path));
            if !harmless.contains(&door.path) && !own {
                assert!(!door.opens.to_role(Role::Auditor), "{door:?}");
            }
        }
    }
}
