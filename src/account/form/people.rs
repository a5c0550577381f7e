//! What an administrator says of a person.

use super::required_email;
use crate::account::people::Member;
use crate::account::{Account, AccountId, Grant, Role};
use crate::code::Code;
use crate::organisation::UnitId;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values};

/// Stands for the kommun as a whole among the units.
const WHOLE_KOMMUN: i64 = 0;

/// Roles that are for the kommun as a whole: the law makes the dataskyddsombud one for all of it.
const WHOLE: [Role; 3] = [Role::Dpo, Role::Auditor, Role::Administrator];

/// Roles that are for the kommun or for units, with the field that says which.
const BY_UNIT: [(Role, &str); 3] = [
    (Role::Manager, "manager_in"),
    (Role::Officer, "officer_in"),
    (Role::DecisionMaker, "decision_maker_in"),
];

/// The units of the kommun and, first, the kommun as a whole.
pub fn offered(units: Vec<Choice>) -> Vec<Choice> {
    let mut offered = vec![Choice::id(WHOLE_KOMMUN.to_string(), "account-whole-kommun")];
    offered.extend(units);
    offered
}

/// `offered` is from [`offered`]; `new` asks for the address that the person signs in with.
pub fn form(action: String, offered: &[Choice], new: bool) -> Form {
    let mut who = vec![Field::text("name").required().autocomplete("off")];
    if new {
        who.push(Field::email("email").required().autocomplete("off"));
    }
    let form = Form::new("account", action)
        .fields(who)
        .section("roles", roles(offered));
    if new {
        return form.submit("account-create");
    }
    let new_link = vec![Choice::id("ja", "account-new-link-yes")];
    let drop_factor = vec![Choice::id("ja", "account-drop-factor-yes")];
    form.section(
        "access",
        vec![
            active(),
            Field::checkboxes("new_link", new_link),
            Field::checkboxes("drop_factor", drop_factor),
        ],
    )
}

/// Everything that is kept of a person, in the words of the form: for reading, not for filling in.
pub fn kept(offered: &[Choice]) -> Form {
    let mut fields = vec![Field::text("name"), Field::email("email")];
    fields.extend(roles(offered));
    fields.push(active());
    Form::new("account", String::new()).fields(fields)
}

fn roles(offered: &[Choice]) -> Vec<Field> {
    let whole = WHOLE
        .iter()
        .map(|role| Choice::id(role.code(), role.text_id()));
    vec![
        Field::checkboxes("roles", whole.collect()),
        Field::checkboxes("manager_in", offered.to_vec()),
        Field::checkboxes("officer_in", offered.to_vec()),
        Field::checkboxes("decision_maker_in", offered.to_vec()),
    ]
}

fn active() -> Field {
    Field::checkboxes("active", vec![Choice::id("ja", "account-active-yes")])
}

/// What stands in the fields for a person.
pub fn values(member: &Member) -> Values {
    let account = &member.account;
    let mut values = Values::default()
        .text("name", &account.name)
        .text("email", &account.email);
    if member.active {
        values = values.text("active", "ja");
    }
    for grant in &account.grants {
        values = match BY_UNIT.iter().find(|(role, _)| *role == grant.role) {
            Some((_, field)) => {
                let unit = grant.unit.map_or(WHOLE_KOMMUN, i64::from);
                values.text(field, unit.to_string())
            }
            None => values.text("roles", grant.role.code()),
        };
    }
    values
}

/// Reads the form of a new person.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read_new(values: &Values, offered: &[Choice]) -> Result<Account, Errors> {
    let mut reader = Reader::new(values);
    let account = Account {
        id: AccountId(0),
        email: required_email(&mut reader),
        name: reader.required_text("name", 100),
        grants: read_grants(&mut reader, offered),
    };
    reader.finish(account)
}

/// Reads the form of a person over who they were.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, offered: &[Choice], onto: Member) -> Result<Member, Errors> {
    let mut reader = Reader::new(values);
    let member = Member {
        account: Account {
            name: reader.required_text("name", 100),
            grants: read_grants(&mut reader, offered),
            ..onto.account
        },
        active: values.is_chosen("active", "ja"),
    };
    reader.finish(member)
}

/// Whether the person is to choose a new password.
pub fn wants_link(values: &Values) -> bool {
    values.is_chosen("new_link", "ja")
}

/// Whether the person has lost the second factor and gets a way in without it.
pub fn drops_factor(values: &Values) -> bool {
    values.is_chosen("drop_factor", "ja")
}

fn read_grants(reader: &mut Reader, offered: &[Choice]) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    for role in reader.codes::<Role>("roles") {
        if WHOLE.contains(&role) {
            grants.push(Grant { role, unit: None });
        } else {
            reader.refuse("roles", Message::new("form-choice"));
        }
    }
    for (role, field) in BY_UNIT {
        let places: Vec<i64> = reader.ids(field, offered);
        if places.contains(&WHOLE_KOMMUN) {
            // Who may everywhere may in each unit: one role says it.
            grants.push(Grant { role, unit: None });
            continue;
        }
        grants.extend(places.into_iter().map(|unit| Grant {
            role,
            unit: Some(UnitId(unit)),
        }));
    }
    if grants.is_empty() {
        reader.refuse("roles", Message::new("account-role-needed"));
    }
    grants
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<Choice> {
        offered(vec![
            Choice::name(1, "Fastighet"),
            Choice::name(2, "Kultur"),
        ])
    }

    #[test]
    fn roles_in_units_and_in_the_whole_kommun_are_shown_again_as_they_were_read() {
        let typed = Values::default()
            .text("name", "Olle Berg")
            .text("email", "olle.berg@ekebro.example")
            .text("roles", "granskare")
            .text("manager_in", "2")
            .text("officer_in", "0")
            .text("officer_in", "1");
        let account = read_new(&typed, &places()).unwrap();
        let grant = |role, unit: Option<i64>| Grant {
            role,
            unit: unit.map(UnitId),
        };
        assert_eq!(
            account.grants,
            [
                grant(Role::Auditor, None),
                grant(Role::Manager, Some(2)),
                grant(Role::Officer, None)
            ]
        );
        let member = Member {
            account,
            active: true,
        };
        assert_eq!(
            read(&values(&member), &places(), member.clone()),
            Ok(member)
        );
    }

    #[test]
    fn a_person_without_a_role_belongs_to_no_kommun() {
        let typed = Values::default()
            .text("name", "Olle Berg")
            .text("email", "olle.berg@ekebro.example");
        let errors = read_new(&typed, &places()).unwrap_err();
        assert_eq!(errors[0].message.id, "account-role-needed");
    }

    #[test]
    fn a_role_in_a_unit_of_another_kommun_cannot_be_given() {
        let typed = Values::default()
            .text("name", "Olle Berg")
            .text("email", "olle.berg@ekebro.example")
            .text("manager_in", "9");
        let errors = read_new(&typed, &places()).unwrap_err();
        assert_eq!(errors[0].field, "manager_in");
    }
}
