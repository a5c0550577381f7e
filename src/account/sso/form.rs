//! What an administrator says of a provider, and of how people sign in.

use super::{Mapping, PATH, Provider, SignInRule};
use crate::account::Role;
use crate::code::Code;
use crate::organisation::UnitId;
use crate::recorder::ask::address;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

pub fn form(action: String) -> Form {
    Form::new("provider", action)
        .fields(vec![
            Field::text("name").required(),
            Field::text("issuer").required(),
            Field::text("client_id").required(),
            Field::password("secret").autocomplete("off"),
        ])
        .section(
            "roles",
            vec![Field::text("groups_claim"), Field::textarea("mappings")],
        )
        .section(
            "state",
            vec![Field::checkboxes(
                "active",
                vec![Choice::id("ja", "provider-active-yes")],
            )],
        )
        .cancel(PATH)
}

/// What is said of a provider, in the words of the form: for reading, not for filling in.
pub fn shown() -> Form {
    let mut form = form(String::new());
    for section in &mut form.sections {
        section.fields.retain(|field| field.name != "secret");
    }
    form
}

/// The same with when its secret was set, for the history.
pub fn kept() -> Form {
    shown().section("", vec![Field::text("secret_set_at")])
}

/// `units` are those of the kommun, by name.
pub fn values(provider: &Provider, units: &[(UnitId, String)]) -> Values {
    let line = |mapping: &Mapping| {
        let unit = mapping
            .unit
            .and_then(|id| units.iter().find(|(unit, _)| *unit == id));
        let place = unit.map_or(String::new(), |(_, name)| format!(", {name}"));
        format!("{} = {}{place}", mapping.group, mapping.role.code())
    };
    let lines: Vec<String> = provider.mappings.iter().map(line).collect();
    let values = Values::default()
        .text("name", &provider.name)
        .text("issuer", &provider.issuer)
        .text("client_id", &provider.client_id)
        .text("groups_claim", &provider.groups_claim)
        .text("mappings", lines.join("\n"))
        .number("secret_set_at", provider.secret_set_at);
    if provider.active {
        values.text("active", "ja")
    } else {
        values
    }
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, units: &[(UnitId, String)]) -> Result<Provider, Errors> {
    let mut reader = Reader::new(values);
    let lines = reader.text("mappings");
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut mappings = Vec::new();
    for line in lines {
        match mapping(line, units) {
            Ok(mapping) => mappings.push(mapping),
            Err(message) => {
                reader.refuse("mappings", message.with("line", line));
                break;
            }
        }
    }
    with_mappings(values, reader, mappings)
}

/// The rest of a provider, when which group gives which role has been read.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn with_mappings(
    values: &Values,
    mut reader: Reader<'_>,
    mappings: Vec<Mapping>,
) -> Result<Provider, Errors> {
    let provider = Provider {
        name: reader.required_text("name", 100),
        issuer: reader.required_text("issuer", 500),
        client_id: reader.required_text("client_id", 200),
        groups_claim: reader.text_up_to("groups_claim", 100),
        mappings,
        active: values.first("active") == "ja",
        secret_set_at: None,
    };
    if !provider.issuer.is_empty()
        && let Err(forbidden) = address::parse(&provider.issuer)
    {
        reader.refuse("issuer", forbidden.message());
    }
    if provider.groups_claim.is_empty() && !provider.mappings.is_empty() {
        reader.refuse("groups_claim", Message::new("provider-claim-missing"));
    }
    if !provider.groups_claim.is_empty() && provider.mappings.is_empty() {
        reader.refuse("mappings", Message::new("provider-mappings-missing"));
    }
    reader.finish(provider)
}

/// `group = role` or `group = role, unit`.
fn mapping(line: &str, units: &[(UnitId, String)]) -> Result<Mapping, Message> {
    let (group, rest) = line
        .rsplit_once('=')
        .ok_or_else(|| Message::new("provider-mapping-form"))?;
    let (role, unit) = match rest.split_once(',') {
        Some((role, unit)) => (role.trim(), Some(unit.trim())),
        None => (rest.trim(), None),
    };
    giving(group, role, unit, units)
}

/// Members of a group have a role, in the whole kommun or in a unit of it.
///
/// # Errors
/// What is wrong with it: `line` is for the caller to fill in.
pub fn giving(
    group: &str,
    role: &str,
    unit: Option<&str>,
    units: &[(UnitId, String)],
) -> Result<Mapping, Message> {
    let role = Role::from_code(role).map_err(|unknown| {
        Message::new("provider-mapping-role").with("roles", unknown.known.join(", "))
    })?;
    let unit = match unit {
        Some(name) => {
            let found = units.iter().find(|(_, unit)| unit == name);
            let found = found.ok_or_else(|| Message::new("provider-mapping-unit"))?;
            Some(found.0)
        }
        None => None,
    };
    let whole = matches!(role, Role::Dpo | Role::Auditor | Role::Administrator);
    if whole && unit.is_some() {
        return Err(Message::new("provider-mapping-whole"));
    }
    Ok(Mapping {
        group: group.trim().to_owned(),
        role,
        unit,
    })
}

pub fn rule_form() -> Form {
    Form::new("sign-in-rule", format!("{PATH}/regler"))
        .fields(vec![
            Field::checkboxes(
                "single_sign_on",
                vec![Choice::id("ja", "sign-in-rule-single-sign-on-yes")],
            ),
            Field::checkboxes("second_factor", choices::<Role>()),
        ])
        .cancel(PATH)
}

pub fn rule_values(rule: &SignInRule) -> Values {
    let mut values = Values::default();
    if rule.single_sign_on_required {
        values = values.text("single_sign_on", "ja");
    }
    values.codes("second_factor", &rule.second_factor_for)
}

/// `can` = there is a provider by which people can sign in.
///
/// # Errors
/// When single sign-on is demanded and nobody offers it.
pub fn read_rule(values: &Values, can: bool) -> Result<SignInRule, Errors> {
    let mut reader = Reader::new(values);
    let rule = SignInRule {
        single_sign_on_required: values.first("single_sign_on") == "ja",
        second_factor_for: reader.codes("second_factor"),
    };
    if rule.single_sign_on_required && !can {
        reader.refuse("single_sign_on", Message::new("sign-in-rule-no-provider"));
    }
    reader.finish(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Vec<(UnitId, String)> {
        vec![(UnitId(7), "Skola, vård och omsorg".into())]
    }

    fn typed(mappings: &str) -> Values {
        Values::default()
            .text("name", "Ekebro")
            .text("issuer", "https://id.ekebro.example")
            .text("client_id", "objektiv")
            .text("groups_claim", "groups")
            .text("mappings", mappings)
    }

    #[test]
    fn a_line_gives_a_group_a_role_in_the_kommun_or_in_a_unit() {
        let lines = "CN=dso,OU=x = dataskyddsombud\n\nskola = ansvarig, Skola, vård och omsorg";
        let provider = read(&typed(lines), &units()).unwrap();
        assert_eq!(provider.mappings.len(), 2);
        assert_eq!(provider.mappings[0].group, "CN=dso,OU=x");
        assert_eq!(provider.mappings[1].unit, Some(UnitId(7)));
        assert_eq!(
            read(&values(&provider, &units()), &units()).unwrap(),
            provider,
            "what is shown is what is read"
        );
    }

    #[test]
    fn a_line_that_gives_no_role_is_named() {
        for (line, told) in [
            ("dso", "provider-mapping-form"),
            ("dso = chef", "provider-mapping-role"),
            ("dso = ansvarig, Okänd", "provider-mapping-unit"),
            (
                "dso = dataskyddsombud, Skola, vård och omsorg",
                "provider-mapping-whole",
            ),
        ] {
            let errors = read(&typed(line), &units()).unwrap_err();
            assert_eq!(errors[0].message.id, told, "{line}");
        }
        assert!(read(&typed(""), &units()).is_err());
    }

    #[test]
    fn single_sign_on_is_not_demanded_before_there_is_any() {
        let typed = Values::default().text("single_sign_on", "ja");
        assert!(read_rule(&typed, false).is_err());
        assert!(read_rule(&typed, true).unwrap().single_sign_on_required);
    }
}
