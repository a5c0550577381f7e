//! Rows as they come, column by column.

use crate::ledger::store::LedgerError;

/// Rows of two numbers and `B` other values, column by column: what is joined to long values by the database is hardly
/// touched there.
#[derive(Debug)]
pub(super) struct Rows<const B: usize> {
    pub(super) keys: List,
    /// Two numbers of 32 bits in one: the level of a node and the length of its hash, or the lengths of two values.
    pub(super) pairs: List,
    /// The values of a column, end to end.
    pub(super) values: [Vec<u8>; B],
}

/// The key, the first number of the pair, and the values.
pub(super) type Row<'a, const B: usize> = (i64, i64, [&'a [u8]; B]);

impl<const B: usize> Rows<B> {
    pub(super) const fn none() -> Self {
        Self {
            keys: List::Digits(Vec::new()),
            pairs: List::Digits(Vec::new()),
            values: [const { Vec::new() }; B],
        }
    }

    /// The rows in the order in which the database read them. What does not fit together is an error, and then the end.
    pub(super) fn each(
        &self,
    ) -> Result<impl Iterator<Item = Result<Row<'_, B>, LedgerError>>, LedgerError> {
        let (keys, pairs) = (self.keys.numbers()?, self.pairs.numbers()?);
        let count = keys.len().max(pairs.len());
        let mut rest = self.values.each_ref().map(|column| &column[..]);
        let mut row = move |at: usize| {
            let (key, pair) = (*keys.get(at)?, *pairs.get(at)?);
            let (first, last) = (pair >> 32, pair & 0xffff_ffff);
            let mut values = [&[][..]; B];
            for (number, (value, rest)) in values.iter_mut().zip(&mut rest).enumerate() {
                let length = if number + 1 == B { last } else { first };
                (*value, *rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            }
            let whole = at + 1 < count || rest.iter().all(|rest| rest.is_empty());
            whole.then_some((key, first, values))
        };
        let mut fits = true;
        Ok((0..count).map_while(move |at| {
            let row = fits.then(|| row(at))?;
            fits = row.is_some();
            Some(row.ok_or_else(|| damaged("rows that do not fit together")))
        }))
    }
}

/// Numbers as the database listed them. To read them takes longer than to fetch them, so whoever fetches leaves it.
#[derive(Debug)]
pub(super) enum List {
    /// Eight bytes each, the highest first.
    Bytes(Vec<u8>),
    /// With a space between them.
    Digits(Vec<u8>),
}

impl List {
    pub(super) fn numbers(&self) -> Result<Vec<i64>, LedgerError> {
        let numbers: Option<Vec<i64>> = match self {
            Self::Bytes(list) => {
                let (numbers, rest) = list.as_chunks();
                let numbers = numbers.iter().map(|bytes| i64::from_be_bytes(*bytes));
                rest.is_empty().then(|| numbers.collect())
            }
            Self::Digits(list) if list.is_empty() => Some(Vec::new()),
            Self::Digits(list) => {
                let number = |digits| str::from_utf8(digits).ok()?.parse().ok();
                list.split(|byte| *byte == b' ').map(number).collect()
            }
        };
        numbers.ok_or_else(|| damaged("a list that does not hold numbers"))
    }
}

fn damaged(what: &str) -> LedgerError {
    LedgerError::Damaged(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(numbers: impl Iterator<Item = i64>) -> List {
        let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
        List::Digits(numbers.join(" ").into_bytes())
    }

    fn rows(keys: &[i64], lengths: &[(i64, i64)], values: [&[u8]; 2]) -> Rows<2> {
        Rows {
            keys: digits(keys.iter().copied()),
            pairs: digits(lengths.iter().map(|(one, other)| one << 32 | other)),
            values: values.map(<[u8]>::to_vec),
        }
    }

    type Read<'a> = Option<(i64, [&'a [u8]; 2])>;

    fn read(rows: &Rows<2>) -> Vec<Read<'_>> {
        let rows = rows.each().unwrap().map(Result::ok);
        rows.map(|row| row.map(|(key, _, values)| (key, values)))
            .collect()
    }

    #[test]
    fn values_may_hold_any_bytes_and_are_told_apart_by_their_lengths() {
        let two = rows(&[7, 8], &[(5, 0), (0, 2)], [b"a 1\xff\x00", b"  "]);
        let expected = [
            Some((7, [&b"a 1\xff\x00"[..], b""])),
            Some((8, [b"", b"  "])),
        ];
        assert_eq!(read(&two), expected);
        assert!(read(&Rows::none()).is_empty());
    }

    #[test]
    fn a_node_has_its_level_beside_the_length_of_its_hash() {
        let rows = Rows {
            keys: digits([5].into_iter()),
            pairs: digits([-3 << 32 | 2].into_iter()),
            values: [b"ab".to_vec()],
        };
        let read: Vec<_> = rows.each().unwrap().map(Result::unwrap).collect();
        assert_eq!(read, [(5, -3, [&b"ab"[..]])]);
    }

    #[test]
    fn what_does_not_fit_together_is_an_error_and_ends_the_page() {
        assert_eq!(read(&rows(&[7], &[(4, 0)], [b"abc", b""])), [None], "cut");
        assert_eq!(read(&rows(&[7], &[(2, 0)], [b"abc", b""])), [None], "left");
        assert_eq!(read(&rows(&[7], &[(-1, 0)], [b"", b""])), [None], "below 0");
        let good = Some((7, [&b"a"[..], b""]));
        let more = rows(&[7, 8], &[(1, 0)], [b"a", b""]);
        assert_eq!(read(&more), [good, None]);
        let fewer = rows(&[7], &[(1, 0), (0, 0)], [b"a", b""]);
        assert_eq!(read(&fewer), [good, None]);
    }

    #[test]
    fn a_list_holds_numbers_and_nothing_else() {
        let read = |list: &[u8]| List::Digits(list.to_vec()).numbers();
        let sent = |list: &[u8]| List::Bytes(list.to_vec()).numbers();
        assert_eq!(read(b"7 -3 12").unwrap(), [7, -3, 12]);
        let numbers = [7_i64, -3].map(i64::to_be_bytes).concat();
        assert_eq!(sent(&numbers).unwrap(), [7, -3]);
        assert!(sent(&numbers[1..]).is_err());
        for wrong in [
            &b" "[..],
            b"7  8",
            b"seven",
            b"7 \xff",
            b"99999999999999999999",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        assert!(read(b"").unwrap().is_empty());
        assert!(sent(b"").unwrap().is_empty());
    }
}
