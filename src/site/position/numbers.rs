//! Numbers as people write coordinates: `6 175 410,12`, `N 6177305.077 E 130076.043`, `55.70466, 13.19321`.

/// What a letter beside a number says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// No letter: the first is north, as people write.
    Unsaid,
    North,
    East,
    /// X or Y, which is north depends on the writer's trade.
    Either,
}

/// More than any program writes, even where it shows what its arithmetic lost: `-2.2880219999999998`.
const MOST_DECIMALS: usize = 30;

enum Token {
    Number(f64),
    Axis(Axis),
}

/// One number with decimal comma or point, and spaces between thousands or none.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (value, rest) = leading_number(text)?;
    rest.is_empty().then_some(value)
}

/// The two numbers of a position with what is said of each.
pub(super) fn axes_and_numbers(text: &str) -> Option<[(Axis, f64); 2]> {
    let tokens = tokens(text)?;
    let pair = match tokens.as_slice() {
        [Token::Number(a), Token::Number(b)] => [(Axis::Unsaid, *a), (Axis::Unsaid, *b)],
        [
            Token::Axis(p),
            Token::Number(a),
            Token::Axis(q),
            Token::Number(b),
        ]
        | [
            Token::Number(a),
            Token::Axis(p),
            Token::Number(b),
            Token::Axis(q),
        ] => [(*p, *a), (*q, *b)],
        [Token::Number(_)] => return two_around_a_comma(text),
        _ => return None,
    };
    let says_both = matches!(
        (pair[0].0, pair[1].0),
        (Axis::Unsaid, Axis::Unsaid)
            | (Axis::North, Axis::East)
            | (Axis::East, Axis::North)
            | (Axis::Either, Axis::Either)
    );
    says_both.then_some(pair)
}

/// `6177305,130076`: what looked like a decimal comma stands between two whole numbers.
fn two_around_a_comma(text: &str) -> Option<[(Axis, f64); 2]> {
    let (first, second) = text.split_once(',')?;
    if second.contains(',') {
        return None;
    }
    Some([
        (Axis::Unsaid, number(first)?),
        (Axis::Unsaid, number(second)?),
    ])
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut rest = text;
    let mut tokens = Vec::new();
    while let Some(next) = rest.chars().next() {
        if next.is_ascii_digit() || next == '-' {
            let (value, after) = leading_number(rest)?;
            tokens.push(Token::Number(value));
            rest = after;
        } else if next.is_alphabetic() {
            let end = rest
                .find(|letter: char| !letter.is_alphabetic())
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            tokens.push(Token::Axis(axis(word)?));
            rest = after;
        } else if next.is_whitespace()
            || matches!(next, ',' | ';' | ':' | '=' | '/' | '°' | '(' | ')')
        {
            rest = &rest[next.len_utf8()..];
        } else {
            return None;
        }
        if tokens.len() > 4 {
            return None;
        }
    }
    Some(tokens)
}

fn axis(word: &str) -> Option<Axis> {
    Some(match word.to_lowercase().as_str() {
        "n" | "nord" | "norr" | "lat" | "latitud" | "latitude" => Axis::North,
        "e" | "ö" | "o" | "öst" | "ost" | "lon" | "long" | "lng" | "longitud" | "longitude" => {
            Axis::East
        }
        "x" | "y" => Axis::Either,
        _ => return None,
    })
}

/// The number that `text` begins with, and what follows it.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    let (first, mut rest) = split_digits(digits);
    if first.is_empty() || first.len() > 12 {
        return None;
    }
    let mut written = format!("{sign}{first}");
    if first.len() <= 3 {
        while let Some((group, after)) = thousands_group(rest) {
            written.push_str(group);
            rest = after;
        }
    }
    if let Some((decimals, after)) = decimals(rest) {
        written.push('.');
        written.push_str(decimals);
        rest = after;
    }
    let value = written
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())?;
    Some((value, rest))
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// A space (of any width) and exactly three digits.
fn thousands_group(text: &str) -> Option<(&str, &str)> {
    let after_space = text.strip_prefix([' ', '\u{a0}', '\u{202f}', '\u{2009}'])?;
    let (group, rest) = split_digits(after_space);
    (group.len() == 3).then_some((group, rest))
}

/// A comma or point followed at once by digits, and not by another such group (`461.993.881` is no number).
fn decimals(text: &str) -> Option<(&str, &str)> {
    let after = text.strip_prefix(['.', ','])?;
    let (digits, rest) = split_digits(after);
    let is_decimals = !digits.is_empty()
        && digits.len() <= MOST_DECIMALS
        && !(text.starts_with('.') && rest.starts_with('.'));
    is_decimals.then_some((digits, rest))
}
