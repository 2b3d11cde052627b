//! SSML: the markup of spoken text, a small part of XML.
//!
//! Takes a text, gives its tags, or the first place where it is not well-formed. Knows the form of SSML; which tags the
//! service supports is in [`catalogue::speech`](crate::catalogue::speech).
//!
//! <https://docs.aws.amazon.com/polly/latest/dg/ssml.html>

use std::ops::Range;

/// An opening tag, or one that closes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'t> {
    /// Its name: `break`.
    pub name: &'t str,
    /// Where its name is in the text, in bytes.
    pub range: Range<usize>,
}

/// Why a text is not well-formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SsmlError {
    /// The place, in bytes.
    pub range: Range<usize>,
    /// What is wrong there, as a message.
    pub message: String,
}

/// The tags of a text, in order.
///
/// # Errors
///
/// The first place where the text is not well-formed, or not one `<speak>` element.
pub fn tags(text: &str) -> Result<Vec<Tag<'_>>, SsmlError> {
    let mut reader = Reader { text, at: 0 };
    let mut tags = Vec::new();
    let mut open: Vec<Tag<'_>> = Vec::new();
    let mut roots = 0;
    while let Some(rest) = reader.rest() {
        if rest.starts_with("<!--") {
            reader.skip_to("-->", "this comment is never closed")?;
        } else if rest.starts_with("<?") {
            reader.skip_to("?>", "this instruction is never closed")?;
        } else if rest.starts_with("</") {
            let closed = reader.closing_tag()?;
            match open.pop() {
                Some(opened) if opened.name == closed.name => {}
                Some(opened) => {
                    let message = format!("`</{}>` closes `<{}>`", closed.name, opened.name);
                    return Err(SsmlError { range: closed.range, message });
                }
                None => return Err(error(closed.range, "this tag closes nothing")),
            }
        } else if rest.starts_with('<') {
            let (tag, is_empty) = reader.opening_tag()?;
            if open.is_empty() {
                roots += 1;
                if roots > 1 || tag.name != ROOT {
                    return Err(error(tag.range, "all of the text must be in one `<speak>` element"));
                }
            }
            tags.push(tag.clone());
            if !is_empty {
                open.push(tag);
            }
        } else if rest.starts_with('&') {
            reader.entity()?;
        } else {
            let start = reader.at;
            let piece = rest.split(['<', '&']).next().unwrap_or_default();
            reader.at += piece.len();
            if open.is_empty() && !piece.trim().is_empty() {
                let blank = piece.len() - piece.trim_start().len();
                let range = start + blank..start + piece.trim_end().len();
                return Err(error(range, "all of the text must be in one `<speak>` element"));
            }
        }
    }
    match open.pop() {
        Some(tag) => Err(SsmlError { message: format!("`<{}>` is never closed", tag.name), range: tag.range }),
        None => Ok(tags),
    }
}

/// The element that holds all others.
pub const ROOT: &str = "speak";

/// The entities that need no declaration.
const ENTITIES: &[&str] = &["amp", "lt", "gt", "quot", "apos"];

const LESS: &str = "`<` must be written `&lt;`";
const AND: &str = "`&` must be written `&amp;`";

fn error(range: Range<usize>, message: &str) -> SsmlError {
    SsmlError { range, message: message.to_owned() }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    /// What is left; `None` at the end.
    fn rest(&self) -> Option<&'t str> {
        self.text.get(self.at..).filter(|rest| !rest.is_empty())
    }

    fn skip_to(&mut self, end: &str, message: &str) -> Result<(), SsmlError> {
        let found = self.rest().and_then(|rest| rest.find(end));
        self.at += found.ok_or_else(|| error(self.at..self.at + 2, message))? + end.len();
        Ok(())
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest().unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// A name of XML: letters, digits, and `:`, `_`, `-`, `.`.
    fn name(&mut self) -> Option<(&'t str, Range<usize>)> {
        let rest = self.rest()?;
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
        let name = rest
            .split(|c: char| !is_part(c))
            .next()
            .filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))?;
        let range = self.at..self.at + name.len();
        self.at = range.end;
        Some((name, range))
    }

    /// The character here, for a message at it.
    fn here(&self) -> Range<usize> {
        let length = self.rest().and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    fn closing_tag(&mut self) -> Result<Tag<'t>, SsmlError> {
        let start = self.at;
        self.at += "</".len();
        let Some((name, range)) = self.name() else {
            return Err(error(start..self.at, "expected the name of a tag after `</`"));
        };
        self.skip_blanks();
        if !self.rest().is_some_and(|rest| rest.starts_with('>')) {
            return Err(error(range, "this tag lacks its `>`"));
        }
        self.at += 1;
        Ok(Tag { name, range })
    }

    /// An opening tag, and whether it closes itself.
    fn opening_tag(&mut self) -> Result<(Tag<'t>, bool), SsmlError> {
        let start = self.at;
        self.at += 1;
        let Some((name, range)) = self.name() else {
            return Err(error(start..self.at, LESS));
        };
        let tag = Tag { name, range };
        loop {
            self.skip_blanks();
            match self.rest() {
                Some(rest) if rest.starts_with("/>") => {
                    self.at += 2;
                    return Ok((tag, true));
                }
                Some(rest) if rest.starts_with('>') => {
                    self.at += 1;
                    return Ok((tag, false));
                }
                Some(_) => self.attribute(&tag)?,
                None => return Err(error(tag.range, "this tag lacks its `>`")),
            }
        }
    }

    fn attribute(&mut self, tag: &Tag<'t>) -> Result<(), SsmlError> {
        let Some((name, range)) = self.name() else {
            return Err(SsmlError {
                range: self.here(),
                message: format!("expected an attribute or the end of `<{}>`", tag.name),
            });
        };
        self.skip_blanks();
        if !self.rest().is_some_and(|rest| rest.starts_with('=')) {
            return Err(SsmlError { range, message: format!("the attribute `{name}` has no value") });
        }
        self.at += 1;
        self.skip_blanks();
        let rest = self.rest().unwrap_or_default();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            let value = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
            let end = self.at + value.len();
            return Err(SsmlError {
                range: range.start..end,
                message: format!("the value of the attribute `{name}` must be in quotes"),
            });
        };
        let value = rest.get(1..).unwrap_or_default();
        let Some(length) = value.find(quote) else {
            return Err(SsmlError { range, message: format!("the value of the attribute `{name}` is never closed") });
        };
        let inside = self.at + 1..self.at + 1 + length;
        self.at = inside.start;
        while let Some(offset) = self.text.get(self.at..inside.end).and_then(|value| value.find(['<', '&'])) {
            self.at += offset;
            if self.rest().is_some_and(|rest| rest.starts_with('<')) {
                return Err(error(self.here(), LESS));
            }
            self.entity()?;
        }
        self.at = inside.end + 1;
        Ok(())
    }

    fn entity(&mut self) -> Result<(), SsmlError> {
        let here = self.at..self.at + 1;
        let rest = self.rest().and_then(|rest| rest.get(1..)).unwrap_or_default();
        let name = rest.split(';').next().filter(|name| name.len() < rest.len());
        let is_known = name.is_some_and(|name| {
            let is_number = |text: &str, radix| !text.is_empty() && u32::from_str_radix(text, radix).is_ok();
            ENTITIES.contains(&name)
                || name.strip_prefix("#x").is_some_and(|digits| is_number(digits, 16))
                || name.strip_prefix('#').is_some_and(|digits| is_number(digits, 10))
        });
        // `AT&T; call us` has no entity, but `&eacute;` is one of HTML.
        let is_name = |name: &str| name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match name {
            Some(name) if is_known => {
                self.at += name.len() + 2;
                Ok(())
            }
            Some(name) if is_name(name) => {
                let with = if name == "nbsp" {
                    "`&#160;` or a space"
                } else {
                    "the character itself, or `&#…;` with its number"
                };
                let message = format!("SSML has no entity `&{name};`: write {with}");
                Err(SsmlError { range: here.start..here.start + name.len() + 2, message })
            }
            _ => Err(error(here, AND)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::tags;

    fn names(text: &str) -> Vec<&str> {
        tags(text).unwrap().into_iter().map(|tag| tag.name).collect()
    }

    /// The text at the place of the first error, and the message.
    fn fails(text: &str) -> (&str, String) {
        let error = tags(text).unwrap_err();
        (text.get(error.range).unwrap(), error.message)
    }

    #[test]
    fn the_tags_of_a_text() {
        let text = r#" <speak>Hi <break time='500ms'/> <say-as interpret-as="digits">$.Attributes.code</say-as> &amp; &#233; <!-- <x> --></speak> "#;
        assert_eq!(names(text), ["speak", "break", "say-as"]);
        assert_eq!(names("<speak/>"), ["speak"]);
        assert_eq!(
            names(r#"<?xml version="1.0"?><speak><amazon:effect name="whispered">x</amazon:effect></speak>"#),
            ["speak", "amazon:effect"]
        );
    }

    #[test]
    fn the_first_place_that_is_not_well_formed() {
        for (text, place, message) in [
            (
                "<speak>Hello <break time=500ms></speak>",
                "time=500ms",
                "the value of the attribute `time` must be in quotes",
            ),
            ("<speak>Hello <break></speak>", "speak", "`</speak>` closes `<break>`"),
            (r#"<speak><sub alias="A&B">x</sub></speak>"#, "&", "`&` must be written `&amp;`"),
            (r#"<speak><sub alias="<b>">x</sub></speak>"#, "<", "`<` must be written `&lt;`"),
            ("<speak>Hello", "speak", "`<speak>` is never closed"),
            ("<speak>a</speak> b", "b", "all of the text must be in one `<speak>` element"),
            ("Hello", "Hello", "all of the text must be in one `<speak>` element"),
            ("<p>a</p>", "p", "all of the text must be in one `<speak>` element"),
            ("<speak>a</speak><speak>b</speak>", "speak", "all of the text must be in one `<speak>` element"),
            ("<speak>Tom & Anna</speak>", "&", "`&` must be written `&amp;`"),
            ("<speak>a&nbsp;b</speak>", "&nbsp;", "SSML has no entity `&nbsp;`: write `&#160;` or a space"),
            ("<speak>1 < 2</speak>", "<", "`<` must be written `&lt;`"),
            ("<speak></p></speak>", "p", "`</p>` closes `<speak>`"),
            ("</speak>", "speak", "this tag closes nothing"),
            ("<speak", "speak", "this tag lacks its `>`"),
            ("<speak><break time></speak>", "time", "the attribute `time` has no value"),
            ("<speak><!-- a </speak>", "<!", "this comment is never closed"),
            ("<speak><break time=\"1s></speak>", "time", "the value of the attribute `time` is never closed"),
        ] {
            assert_eq!(fails(text), (place, message.to_owned()), "{text}");
        }
    }
}
