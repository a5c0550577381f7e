//! Published examples of the formats, as they stand in their specifications. Those of RFC 6962 (the eight inputs of
//! Certificate Transparency and their roots) are beside the tree, in `src/ledger/tree.rs`.

use objektiv::ledger::sealed::Sealed;
use serde_json::{Value, json};

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
