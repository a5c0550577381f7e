//! XML as recorders send it: elements by their local names. A document type is refused, and so is anything deep or huge.

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::AskError;

const DEEPEST: usize = 64;
const MOST_ELEMENTS: usize = 200_000;

/// An element without its namespace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Self>,
}

impl Element {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is none, is cut off, or has a document type.
    pub fn parse(content: &[u8]) -> Result<Self, AskError> {
        let mut reader = Reader::from_reader(content);
        let mut buffer = Vec::new();
        let (mut open, mut count) = (vec![Self::default()], 0);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer);
            match event.map_err(|_| AskError::Unreadable("not XML"))? {
                Event::Start(element) => {
                    count += 1;
                    if open.len() > DEEPEST || count > MOST_ELEMENTS {
                        return Err(AskError::Unreadable("too deep or too many elements"));
                    }
                    open.push(Self::of(&element)?);
                }
                Event::Empty(element) => {
                    count += 1;
                    if count > MOST_ELEMENTS {
                        return Err(AskError::Unreadable("too many elements"));
                    }
                    let element = Self::of(&element)?;
                    last(&mut open)?.children.push(element);
                }
                Event::End(_) => {
                    let element = open.pop().unwrap_or_default();
                    let text = element.text.trim().to_owned();
                    last(&mut open)?.children.push(Self { text, ..element });
                }
                Event::Text(text) => last(&mut open)?.text.push_str(&text),
                Event::CData(text) => last(&mut open)?.text.push_str(&text),
                Event::GeneralRef(reference) => {
                    let character = reference
                        .resolve_char_ref()
                        .map_err(|_| AskError::Unreadable("a character that is none"))?;
                    let text = match character {
                        Some(character) => character.to_string(),
                        None => resolve_predefined_entity(&reference)
                            .ok_or(AskError::Unreadable("an entity of its own"))?
                            .to_owned(),
                    };
                    last(&mut open)?.text.push_str(&text);
                }
                Event::DocType(_) => return Err(AskError::Unreadable("a document type")),
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        let document = open.pop().filter(|_| open.is_empty());
        let root = document.and_then(|mut document| document.children.pop());
        root.ok_or(AskError::Unreadable("not XML"))
    }

    fn of(element: &BytesStart<'_>) -> Result<Self, AskError> {
        let mut attributes = Vec::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|_| AskError::Unreadable("an attribute"))?;
            let value = unescape(&attribute.value);
            let value = value.map_err(|_| AskError::Unreadable("an attribute"))?;
            let name = attribute.key.local_name().as_ref().to_owned();
            attributes.push((name, value.into_owned()));
        }
        Ok(Self {
            name: element.local_name().as_ref().to_owned(),
            attributes,
            ..Self::default()
        })
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of a name.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    /// Every element of a name, this one and below.
    pub fn all(&self, name: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut waiting = vec![self];
        while let Some(element) = waiting.pop() {
            if element.name == name {
                found.push(element);
            }
            waiting.extend(element.children.iter().rev());
        }
        found
    }

    /// The first element of a name, this one and below.
    pub fn first(&self, name: &str) -> Option<&Self> {
        self.all(name).into_iter().next()
    }
}

fn last(open: &mut [Element]) -> Result<&mut Element, AskError> {
    open.last_mut().ok_or(AskError::Unreadable("not XML"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_their_local_names() {
        let root = Element::parse(
            "<?xml version=\"1.0\"?><s:A xmlns:s=\"urn:a\"><s:B x=\"1 &amp; 2\">å&#228;&lt;</s:B><C/></s:A>"
                .as_bytes(),
        )
        .unwrap();
        assert_eq!(root.name, "A");
        assert_eq!(root.text_of("B"), Some("åä<"));
        assert_eq!(root.first("B").unwrap().attribute("x"), Some("1 & 2"));
        assert!(root.child("C").is_some() && root.child("D").is_none());
    }

    #[test]
    fn a_document_type_an_own_entity_and_half_a_document_are_refused() {
        let deep = "<a>".repeat(100) + &"</a>".repeat(100);
        for wrong in [
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<!DOCTYPE a SYSTEM \"http://169.254.169.254/\"><a/>",
            "<a>&b;</a>",
            "<a><b></a>",
            "<a><b>",
            "",
            "ok",
            &deep,
        ] {
            assert!(Element::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
