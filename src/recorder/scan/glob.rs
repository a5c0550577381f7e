//! Names of files with `*` and `?`.

/// `*.mp4`: upper and lower case are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob(Vec<char>);

impl Glob {
    pub fn new(pattern: &str) -> Self {
        Self(pattern.to_lowercase().chars().collect())
    }

    pub fn matches(&self, name: &str) -> bool {
        let name: Vec<char> = name.to_lowercase().chars().collect();
        let (mut at, mut in_name) = (0, 0);
        // Where to go on when what follows the last star does not fit.
        let mut star: Option<(usize, usize)> = None;
        while in_name < name.len() {
            match self.0.get(at) {
                Some('*') => {
                    star = Some((at, in_name));
                    at += 1;
                }
                Some(letter) if *letter == '?' || *letter == name[in_name] => {
                    at += 1;
                    in_name += 1;
                }
                _ => match &mut star {
                    Some((after, from)) => {
                        *from += 1;
                        (at, in_name) = (*after + 1, *from);
                    }
                    None => return false,
                },
            }
        }
        self.0[at..].iter().all(|letter| *letter == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_letters_and_question_marks_for_one() {
        let fits = |pattern: &str, name: &str| Glob::new(pattern).matches(name);
        assert!(fits("*.mp4", "Film.MP4") && fits("*", "") && fits("a*b*c", "axxbxbc"));
        assert!(fits("film?.avi", "film1.avi") && fits("*-video.*", "3-video.mp4"));
        assert!(!fits("*.mp4", "film.mp4.txt") && !fits("film?.avi", "film.avi") && !fits("", "x"));
    }
}
