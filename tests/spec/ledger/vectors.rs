//! Published examples of the formats, as they stand in their specifications. Those of RFC 6962 (the eight inputs of
//! Certificate Transparency and their roots) are beside the tree, in `src/ledger/tree.rs`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use objektiv::ledger::sealed::Sealed;
use objektiv::ledger::{Entry, EntryKind, Head, NewEntry};
use serde_json::{Value, json};

use super::{NINE, ORIGIN};

/// RFC 8785 section 3.2.2 and 3.2.3: the input, and the one way to write it.
#[test]
fn the_example_of_rfc_8785_is_written_as_it_stands_there() {
    let input = r#"{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"#;
    let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    let value: Value = serde_json::from_str(input).unwrap();
    let written = serde_json_canonicalizer::to_string(&value).unwrap();
    assert_eq!(written, expected);
}

/// RFC 8785 section 3.2.3: names that UTF-8 would sort in another order than UTF-16 does.
const NAMES: &str = r#"{
  "\u20ac": "Euro Sign",
  "\r": "Carriage Return",
  "\ufb33": "Hebrew Letter Dalet With Dagesh",
  "1": "One",
  "\ud83d\ude00": "Emoji: Grinning Face",
  "\u0080": "Control",
  "\u00f6": "Latin Small Letter O With Diaeresis"
}"#;

/// The same in the order that stands there.
const NAMES_SORTED: &str = concat!(
    r#"{"\r":"Carriage Return","1":"One","#,
    "\"\u{80}\":\"Control\",",
    r#""ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","#,
    "\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}",
);

/// RFC 8785 section 3.2.2: the member "string" of the example, and how it is written.
const STRING: &str = r#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#;
const STRING_WRITTEN: &str = r#""€$\u000f\nA'B\"\\\\\"/""#;

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_names_of_rfc_8785_are_sorted_as_they_stand_there() {
    let written = serde_json_canonicalizer::to_string(&value(NAMES)).unwrap();
    assert_eq!(written, NAMES_SORTED);
}

/// What of the RFC's examples a field can hold: texts, names and true and false, but no fractions and no null.
fn of_the_rfc() -> Vec<(Value, String)> {
    let string = value(STRING);
    let name = string.as_str().unwrap().to_owned();
    let together = json!({ "string": string, "names": value(NAMES), "literals": [true, false] });
    vec![
        (value(NAMES), NAMES_SORTED.to_owned()),
        (string, STRING_WRITTEN.to_owned()),
        (json!({ name: 1 }), format!("{{{STRING_WRITTEN}:1}}")),
        (
            together,
            format!(
                r#"{{"literals":[true,false],"names":{NAMES_SORTED},"string":{STRING_WRITTEN}}}"#
            ),
        ),
    ]
}

fn opened(sealed: &Sealed) -> String {
    String::from_utf8(URL_SAFE_NO_PAD.decode(&sealed.text).unwrap()).unwrap()
}

/// Not the library: what we seal with it.
#[test]
fn a_field_is_sealed_as_rfc_8785_writes_what_is_in_it() {
    for (value, expected) in of_the_rfc() {
        let sealed = Sealed::new([0; 16], "note", value).unwrap();
        let expected = format!(r#"["AAAAAAAAAAAAAAAAAAAAAA","note",{expected}]"#);
        assert_eq!(opened(&sealed), expected);
        assert_eq!(Sealed::parse(&sealed.text), Ok(sealed));
    }
}

/// Every other way to write a JSON without changing what it says: a character as an escape, spaces, names the other way
/// round.
fn spellings(json: &str) -> Vec<String> {
    let mut found = reordered(json);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in json.char_indices() {
        let (before, after) = (&json[..at], &json[at + c.len_utf8()..]);
        if !quoted {
            found.extend([" ", "\n"].map(|space| format!("{before}{space}{c}{after}")));
        } else if c != '"' && c != '\\' && !escaped {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            let escape: Vec<String> = units.map(|unit| format!("\\u{unit:04x}")).collect();
            found.push(format!("{before}{}{after}", escape.concat()));
            if c == '/' {
                found.push(format!("{before}\\/{after}"));
            }
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
    }
    found.push(format!("{json}\n"));
    // A space inside a number, or an escape inside an escape, says something else.
    let said = Some(value(json));
    found.retain(|other| serde_json::from_str(other).ok() == said);
    found
}

/// With two neighbours of an object, or of one in it, the other way round.
fn reordered(json: &str) -> Vec<String> {
    let canonical = |value: &Value| serde_json_canonicalizer::to_string(value).unwrap();
    let members = match value(json) {
        Value::Object(members) => members,
        Value::Array(items) => {
            let inner = items.iter().map(canonical);
            let turned = inner.flat_map(|item| {
                let others = reordered(&item).into_iter();
                others.map(move |other| json.replace(&item, &other))
            });
            return turned.collect();
        }
        _ => return Vec::new(),
    };
    let named: Vec<(String, String)> = members
        .iter()
        .map(|(name, value)| (canonical(&json!(name)), canonical(value)))
        .collect();
    let mut found = Vec::new();
    for (name, inner) in &named {
        let before = format!("{name}:{inner}");
        let others = reordered(inner).into_iter();
        found.extend(others.map(|other| json.replace(&before, &format!("{name}:{other}"))));
    }
    for one in &named {
        for other in &named {
            let pair = format!("{}:{},{}:{}", one.0, one.1, other.0, other.1);
            let turned = format!("{}:{},{}:{}", other.0, other.1, one.0, one.1);
            if json.contains(&pair) {
                found.push(json.replace(&pair, &turned));
            }
        }
    }
    found
}

#[test]
fn a_field_that_is_spelt_in_another_way_is_not_the_one_that_was_sealed() {
    for (value, _) in of_the_rfc() {
        let sealed = Sealed::new([0; 16], "note", value).unwrap();
        let spellings = spellings(&opened(&sealed));
        assert!(spellings.len() > 30, "{spellings:?}");
        for spelling in spellings {
            let other = Sealed::parse(&URL_SAFE_NO_PAD.encode(&spelling)).unwrap();
            assert_eq!(other.value, sealed.value, "{spelling}");
            assert_ne!(other.digest(), sealed.digest(), "{spelling}");
        }
    }
}

/// In an entry there is nothing to escape, and its names are ours: what is left of RFC 8785 is their order, and that there
/// is one spelling.
#[test]
fn an_entry_is_written_as_rfc_8785_writes_it_and_read_in_no_other_spelling() {
    let mut head = Head::before_genesis(ORIGIN, NINE).unwrap();
    let mut new = NewEntry::new(EntryKind::Disclosure);
    // "_" comes after the digits and before the letters.
    for name in ["ab", "a_b", "a1", "b", "a"] {
        new = new.with(name, value(NAMES));
    }
    let bytes = head.append(NINE, new, || Ok([3; 16])).unwrap().bytes;
    let text = String::from_utf8(bytes.clone()).unwrap();
    let entry = Entry::parse(&bytes).unwrap();
    assert_eq!(entry.to_bytes().unwrap(), bytes);
    assert!(text.contains(r#""sd":{"a":"#));
    let order = ["\"a\":", "\"a1\":", "\"a_b\":", "\"ab\":", "\"b\":"];
    assert!(order.map(|name| text.find(name)).is_sorted(), "{text}");

    let spellings = spellings(&text);
    let turned = spellings.iter().filter(|other| other.len() == text.len());
    assert_eq!(
        turned.count(),
        7 + 4,
        "neighbours of the entry, and of its fields"
    );
    assert!(spellings.len() > text.len(), "{}", spellings.len());
    for other in spellings {
        let canonical = serde_json_canonicalizer::to_vec(&value(&other)).unwrap();
        assert_eq!(canonical, bytes, "{other}");
        assert!(Entry::parse(other.as_bytes()).is_err(), "{other}");
    }
}

/// RFC 8785 appendix B: doubles by their bits, and how each is written.
#[test]
fn the_numbers_of_rfc_8785_are_written_as_they_stand_there() {
    let samples: [(u64, &str); 22] = [
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ];
    for (bits, expected) in samples {
        let written = serde_json_canonicalizer::to_string(&f64::from_bits(bits)).unwrap();
        assert_eq!(written, expected, "{bits:016x}");
    }
}

/// RFC 9901 section 5.1: disclosures of the simple example, and their digests in its `_sd`.
#[test]
fn the_disclosures_of_rfc_9901_have_the_digests_that_stand_there() {
    let published = [
        (
            "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd",
            ("given_name", "John"),
            "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4",
        ),
        (
            "WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgImZhbWlseV9uYW1lIiwgIkRvZSJd",
            ("family_name", "Doe"),
            "TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo",
        ),
        (
            "WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgImVtYWlsIiwgImpvaG5kb2VAZXhhbXBsZS5jb20iXQ",
            ("email", "johndoe@example.com"),
            "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE",
        ),
        (
            "WyJlSThaV205UW5LUHBOUGVOZW5IZGhRIiwgInBob25lX251bWJlciIsICIrMS0yMDItNTU1LTAxMDEiXQ",
            ("phone_number", "+1-202-555-0101"),
            "PorFbpKuVu6xymJagvkFsFXAbRoc2JGlAUA2BA4o7cI",
        ),
    ];
    for (text, (name, value), digest) in published {
        let sealed = Sealed::parse(text).unwrap();
        assert_eq!((sealed.name.as_str(), &sealed.value), (name, &json!(value)));
        assert_eq!(sealed.digest().to_base64url(), digest);
    }
}
