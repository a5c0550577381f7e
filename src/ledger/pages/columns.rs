//! Rows as they come, column by column.

/// What is told of a row in one number, since databases list numbers slowly: its key, and the lengths of its two values, or a
/// second number and the length of its only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) key: i64,
    /// The length of the first of two values, or what is told instead.
    pub(super) first: usize,
    /// The length of the last value.
    pub(super) last: usize,
}

impl Measure {
    /// A measure is `key * KEY + first * FIRST + last`.
    pub(super) const KEY: i64 = 1 << 30;
    pub(super) const FIRST: i64 = 1 << 22;

    /// All keys below `end` find room, whatever the lengths are.
    pub(super) const fn holds(end: u64) -> bool {
        end <= 1 << 32
    }

    fn read(number: i64) -> Option<Self> {
        let first = number.rem_euclid(Self::KEY) / Self::FIRST;
        Some(Self {
            key: number.div_euclid(Self::KEY),
            first: usize::try_from(first).ok()?,
            last: usize::try_from(number.rem_euclid(Self::FIRST)).ok()?,
        })
    }

    /// The lengths of `B` values.
    fn lengths<const B: usize>(&self) -> [usize; B] {
        std::array::from_fn(|at| if at + 1 == B { self.last } else { self.first })
    }

    /// From a list of eight bytes each, the highest first.
    pub(super) fn sent(list: &[u8]) -> Option<Vec<Self>> {
        let (numbers, rest) = list.as_chunks();
        let numbers = numbers.iter().map(|bytes| i64::from_be_bytes(*bytes));
        let measures = numbers.map(Self::read).collect::<Option<_>>()?;
        rest.is_empty().then_some(measures)
    }

    /// From a list of digits with a space between them.
    pub(super) fn digits(list: &[u8]) -> Option<Vec<Self>> {
        if list.is_empty() {
            return Some(Vec::new());
        }
        let number = |digits| str::from_utf8(digits).ok()?.parse().ok();
        list.split(|byte| *byte == b' ')
            .map(|digits| Self::read(number(digits)?))
            .collect()
    }
}

/// Rows of a key, a second number where there is one, and `B` values, column by column: what is joined to long values by
/// the database is hardly touched there.
#[derive(Debug)]
pub(super) struct Rows<const B: usize> {
    measures: Vec<Measure>,
    /// The values of a column, end to end.
    values: [Vec<u8>; B],
}

/// The key, the second number, and the values.
pub(super) type Row<'a, const B: usize> = (i64, usize, [&'a [u8]; B]);

impl<const B: usize> Rows<B> {
    pub(super) const fn none() -> Self {
        Self {
            measures: Vec::new(),
            values: [const { Vec::new() }; B],
        }
    }

    /// `None` unless the lengths are those of `values`: a length that a measure cannot hold is lost from its column and
    /// found in the number beside it, and all that is lost is missing in the sum.
    pub(super) fn joined(measures: Vec<Measure>, values: [Vec<u8>; B]) -> Option<Self> {
        let mut whole = [0_usize; B];
        for measure in &measures {
            for (whole, length) in whole.iter_mut().zip(measure.lengths::<B>()) {
                *whole = whole.checked_add(length)?;
            }
        }
        let fits = whole == values.each_ref().map(Vec::len);
        fits.then_some(Self { measures, values })
    }

    /// A row whose values may have any length.
    pub(super) fn add(&mut self, key: i64, level: Option<usize>, values: &[Vec<u8>; B]) {
        let length = |value: Option<&Vec<u8>>| value.map_or(0, Vec::len);
        self.measures.push(Measure {
            key,
            first: level.unwrap_or_else(|| length(values.first())),
            last: length(values.last()),
        });
        for (joined, value) in self.values.iter_mut().zip(values) {
            joined.extend_from_slice(value);
        }
    }

    /// The rows in the order in which the database read them.
    pub(super) fn each(&self) -> impl Iterator<Item = Row<'_, B>> {
        let mut rest = self.values.each_ref().map(|column| &column[..]);
        self.measures.iter().map_while(move |measure| {
            let mut values = [&[][..]; B];
            let lengths = measure.lengths::<B>();
            for ((value, rest), length) in values.iter_mut().zip(&mut rest).zip(lengths) {
                (*value, *rest) = rest.split_at_checked(length)?;
            }
            Some((measure.key, measure.first, values))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn told(key: i64, first: i64, last: i64) -> i64 {
        key * Measure::KEY + first * Measure::FIRST + last
    }

    fn rows(numbers: &[i64], values: [&[u8]; 2]) -> Option<Rows<2>> {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let measures = Measure::digits(numbers.join(" ").as_bytes())?;
        Rows::joined(measures, values.map(<[u8]>::to_vec))
    }

    #[test]
    fn values_may_hold_any_bytes_and_are_told_apart_by_their_lengths() {
        let two = rows(&[told(7, 5, 0), told(8, 0, 2)], [b"a 1\xff\x00", b"  "]).unwrap();
        let expected: [Row<'_, 2>; 2] = [(7, 5, [b"a 1\xff\x00", b""]), (8, 0, [b"", b"  "])];
        assert_eq!(two.each().collect::<Vec<_>>(), expected);
        assert_eq!(Rows::<2>::none().each().count(), 0);
    }

    #[test]
    fn a_node_has_its_level_beside_the_length_of_its_hash() {
        let measures = Measure::digits(told(5, 63, 2).to_string().as_bytes()).unwrap();
        let rows = Rows::joined(measures, [b"ab".to_vec()]).unwrap();
        assert_eq!(rows.each().collect::<Vec<_>>(), [(5, 63, [&b"ab"[..]])]);
    }

    #[test]
    fn what_a_measure_cannot_hold_does_not_fit() {
        let (long, longer) = ([b'x'; 256], vec![b'x'; 1 << 22]);
        let name = [&long[..], b"d"];
        assert!(rows(&[told(7, 255, 1)], [&long[1..], b"d"]).is_some());
        assert!(rows(&[told(7, 256, 1)], name).is_none(), "one of 256");
        let text = [&b"n"[..], &longer];
        assert!(rows(&[told(7, 1, 1 << 22)], text).is_none(), "one of 2^22");
        // Neither where the sum of the other column comes out right.
        let hidden = [told(7, 0, 1 << 22), told(8, 0, 0)];
        assert!(rows(&hidden, [b"x", &longer]).is_none(), "among others");
    }

    #[test]
    fn rows_fit_their_columns_to_the_byte() {
        let one = |first, last| rows(&[told(7, first, last)], [b"abc", b"de"]);
        assert!(one(3, 2).is_some());
        assert!(one(4, 2).is_none(), "cut");
        assert!(one(2, 2).is_none(), "left");
        assert!(one(3, 1).is_none(), "left of the last");
        assert!(rows(&[], [b"", b"a"]).is_none());
    }

    #[test]
    fn a_list_holds_numbers_and_nothing_else() {
        let two = [told(7, 1, 2), told((1 << 32) - 1, 255, (1 << 22) - 1)];
        let [small, large] = [(7, 1, 2), ((1 << 32) - 1, 255, (1 << 22) - 1)];
        let expected = [small, large].map(|(key, first, last)| Measure { key, first, last });
        let sent = two.map(i64::to_be_bytes).concat();
        assert_eq!(Measure::sent(&sent).unwrap(), expected);
        assert!(Measure::sent(&sent[1..]).is_none());
        let digits = format!("{} {}", two[0], two[1]);
        assert_eq!(Measure::digits(digits.as_bytes()).unwrap(), expected);
        for wrong in [
            &b" "[..],
            b"7  8",
            b"7.0e20",
            b"7 \xff",
            b"9223372036854775808",
        ] {
            assert!(Measure::digits(wrong).is_none(), "{wrong:?}");
        }
        assert!(Measure::digits(b"").unwrap().is_empty());
        assert!(Measure::sent(b"").unwrap().is_empty());
    }

    #[test]
    fn keys_of_32_bits_find_room() {
        assert!(Measure::holds(1 << 32) && !Measure::holds((1 << 32) + 1));
    }
}
