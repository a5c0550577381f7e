//! What the register says of the signs (KBL 15 §).

use time::Date;

use crate::code::Code;
use crate::compliance::Dossier;
use crate::law::{Fact, Facts, Value};
use crate::signage::{Sign, SignItem};

pub(super) fn record(facts: &mut Facts, dossier: &Dossier, as_of: Date) {
    let signs: Vec<&Sign> = dossier
        .signs
        .iter()
        .map(|entry| &entry.data)
        .filter(|sign| was_up(sign, as_of))
        .collect();
    facts.set(Fact::SignCount, i64::try_from(signs.len()).ok());
    facts.set(
        Fact::SignInspectionOn,
        signs
            .iter()
            .filter_map(|sign| sign.next_inspection_on)
            .min(),
    );
    if signs.is_empty() {
        return;
    }
    let read = || signs.iter().filter_map(|sign| sign.items.as_deref());
    let all_read = signs.iter().all(|sign| sign.items.is_some());
    let lacking = |item: SignItem| read().any(|items| !items.contains(&item));
    let missing: Vec<SignItem> = SignItem::ALL
        .iter()
        .copied()
        .filter(|item| item.always_needed() && lacking(*item))
        .collect();
    // What is known to be missing is missing, whatever the signs say that nobody has read.
    facts.set(
        Fact::SignItemsMissing,
        (all_read || !missing.is_empty()).then(|| Value::codes(missing)),
    );
    let sound = match (lacking(SignItem::Sound), all_read) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    };
    facts.set(Fact::SignSound, sound);
}

/// A sign without a date is taken to have been up always.
fn was_up(sign: &Sign, as_of: Date) -> bool {
    sign.put_up_on.is_none_or(|on| on <= as_of) && sign.taken_down_on.is_none_or(|on| as_of < on)
}
