//! Spoken messages: SSML is well-formed and has tags that Connect uses, text is neither SSML nor the name of a prompt.

use super::Checker;
use super::contact_data::listed;
use super::values::is_placeholder;
use crate::catalogue::speech::{SSML_TAGS, ssml_tag};
use crate::catalogue::wire::{PROMPT, SSML, TEXT};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::Property;
use crate::resource::ResourceKind;
use crate::source::Span;
use crate::ssml;

impl Checker<'_> {
    /// Checks a message that is text or SSML.
    pub(super) fn speech(&mut self, message: &Property, text: &str) {
        let span = message.node.origin;
        self.foreign_placeholder(message, text);
        match message.key.as_str() {
            SSML => self.ssml(message, text),
            TEXT if is_ssml(text) => {
                let diagnostic = Diagnostic::new(Code::SsmlInText, span, "this text contains SSML")
                    .primary_label("AWS's pages disagree about tags in a text: they may be read out")
                    .help(self.terms.either("write `ssml \"…\"`", "move it to `SSML`"));
                // What the cure would then be blamed for.
                let malformed =
                    ssml::tags(&contact_path::with_paths_as(text, |path| "x".repeat(path.range.len()))).err();
                self.report(match malformed {
                    Some(error) => diagnostic.help(format!("and mind its form: {}", error.message)),
                    None => diagnostic,
                });
            }
            TEXT => self.prompt_name(text, span),
            _ => {}
        }
    }

    fn ssml(&mut self, message: &Property, text: &str) {
        let span = message.node.origin;
        // Contact data may contain tags, and so may what a program fills in.
        if is_placeholder(&message.node) || contact_path::without_paths(text).trim().is_empty() {
            return;
        }
        // A letter in place of each byte of a path: its quotes are not part of the SSML.
        match ssml::tags(&contact_path::with_paths_as(text, |path| "x".repeat(path.range.len()))) {
            Err(error) => self.report(
                Diagnostic::new(
                    Code::MalformedSsml,
                    span.part(text, &error.range),
                    format!("malformed SSML: {}", error.message),
                )
                .primary_label("every contact that hears it takes the error branch"),
            ),
            Ok(tags) => {
                let mut tags: Vec<ssml::Tag<'_>> = tags;
                tags.retain(|tag| !ssml_tag(tag.name).is_some_and(|known| known.is_supported));
                for tag in tags {
                    let diagnostic = Diagnostic::new(
                        Code::UnknownSsmlTag,
                        span.part(text, &tag.range),
                        format!("the SSML tag `{}` is not supported", tag.name),
                    )
                    .primary_label("Connect ignores the tag");
                    let supported = SSML_TAGS.iter().filter(|tag| tag.is_supported).map(|tag| tag.name);
                    self.report(match nearest(tag.name, supported.clone()) {
                        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                        None => diagnostic.help(format!("Connect supports {}", listed(supported))),
                    });
                }
            }
        }
    }

    /// Reports a text that is the name of a prompt: it is read out, and the recording is not played.
    fn prompt_name(&mut self, text: &str, span: Span) {
        let Some(inventory) = self.inventory else { return };
        let Some(name) = inventory.names(ResourceKind::Prompt).find(|name| name.eq_ignore_ascii_case(text)) else {
            return;
        };
        let diagnostic = Diagnostic::new(Code::PromptNameAsText, span, format!("`{text}` is the name of a prompt"))
            .primary_label("the name itself is read out");
        self.report(diagnostic.help(self.terms.either(
            format!("to play the recording, write `{} \"{name}\"`", ResourceKind::Prompt.keyword()),
            format!("to play the recording, set `{PROMPT}` to its ARN"),
        )));
    }
}

/// Whether a text is meant as SSML: it has a tag of SSML that HTML does not have.
fn is_ssml(text: &str) -> bool {
    let starts = text.split('<').skip(1);
    let names = starts.map(|rest| rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next());
    names.flatten().filter_map(ssml_tag).any(|tag| !tag.is_in_html)
}
