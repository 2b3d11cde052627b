//! Limits of Connect on flows and their names, descriptions and tags.
//!
//! The numbers come from <https://docs.aws.amazon.com/connect/latest/devguide/flow-language-example.html> (actions) and
//! <https://docs.aws.amazon.com/connect/latest/APIReference/API_TagResource.html> (tags).

use super::Checker;
use super::terminology::Terminology;
use crate::diagnostic::{Code, Diagnostic, Lowering};
use crate::evidence::Source;
use crate::graph::{Flow, FlowKind, Spanned, Tag};
use crate::source::Span;

const ACTIONS: usize = 250;
/// In characters, including the whitespace of the formatting.
///
/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateContactFlow.html>
const CONTENT: usize = 256_000;
const NAME: usize = 127;
/// Says how long the name and the description of a flow may be.
const FLOW_PAGE: &str =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-connect-contactflow.html";
const FLOW_DESCRIPTION: usize = 500;
const TAGS: usize = 50;
const TAG_KEY: usize = 128;
const TAG_VALUE: usize = 256;

/// Checks a count of a flow against its limit: an error above the limit, a warning close to it, because a flow grows.
fn size(flow: &Flow, code: Code, count: usize, limit: usize, message: String) -> Option<Diagnostic> {
    if count * 10 < limit * 9 {
        return None;
    }
    let diagnostic = Diagnostic::new(code, flow.name.span, message).at_most(limit).help(format!(
        "move part of it to a separate flow, and transfer to that flow with `{}`",
        Terminology::of(flow).that(|semantics| semantics.transfers_to.is_some())
    ));
    Some(diagnostic.lowered_if(count <= limit, Lowering::NearLimit))
}

/// Checks the content of a flow or module, which has `length` characters.
#[must_use]
pub fn content_length(flow: &Flow, length: usize) -> Option<Diagnostic> {
    let message = format!("the content of `{}` has {length} characters", flow.name.text);
    size(flow, Code::ContentTooLong, length, CONTENT, message)
}

/// Whether a character is allowed in a tag: letters, digits and spaces of any script, and some punctuation.
fn may_be_in_a_tag(character: char) -> bool {
    character.is_alphanumeric() || character.is_whitespace() || "_.:/=+-@".contains(character)
}

impl Checker<'_> {
    pub(super) fn flow_limits(&mut self, flow: &Flow) {
        let what = match flow.kind {
            FlowKind::Flow(_) => "flow",
            FlowKind::Module => "module",
        };
        self.name(&flow.name, what, FLOW_PAGE);
        self.description(flow.description.as_ref(), what, FLOW_DESCRIPTION, FLOW_PAGE);
        self.tags(&flow.tags);
        self.changed_type(flow);
        let count = flow.actions.len();
        let message = format!("the {what} `{}` has {count} actions", flow.name.text);
        if let Some(diagnostic) = size(flow, Code::TooManyActions, count, ACTIONS, message) {
            self.report(diagnostic);
        }
    }

    pub(super) fn name(&mut self, name: &Spanned, what: &str, page: &'static str) {
        let length = name.text.chars().count();
        if length > NAME {
            self.report(
                Diagnostic::new(Code::NameTooLong, name.span, format!("this {what}'s name has {length} characters"))
                    .rests_on(Some(Source::Page(page)))
                    .at_most(NAME),
            );
        }
    }

    pub(super) fn description(&mut self, description: Option<&Spanned>, what: &str, limit: usize, page: &'static str) {
        let Some(description) = description else { return };
        let length = description.text.chars().count();
        if length > limit {
            self.report(
                Diagnostic::new(
                    Code::DescriptionTooLong,
                    description.span,
                    format!("this {what}'s description has {length} characters"),
                )
                .rests_on(Some(Source::Page(page)))
                .at_most(limit),
            );
        }
    }

    pub(super) fn tags(&mut self, tags: &[Tag]) {
        for (index, tag) in tags.iter().enumerate() {
            let (key, value) = (&tag.key.text, &tag.value.text);
            let violation: Option<(Span, String)> = if index == TAGS {
                Some((tag.key.span, format!("a resource can have at most {TAGS} tags")))
            } else if key.is_empty() || key.chars().count() > TAG_KEY {
                Some((tag.key.span, format!("a tag key must have 1 to {TAG_KEY} characters")))
            } else if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
                Some((tag.key.span, "keys that begin with `aws:` are reserved for AWS".to_owned()))
            } else if let Some(character) =
                key.chars().chain(value.chars()).find(|character| !may_be_in_a_tag(*character))
            {
                Some((tag.key.span, format!("`{character}` is not allowed in a tag")))
            } else if value.chars().count() > TAG_VALUE {
                Some((tag.value.span, format!("a tag value can have at most {TAG_VALUE} characters")))
            } else {
                None
            };
            if let Some((span, reason)) = violation {
                let message = if index == TAGS {
                    format!("more than {TAGS} tags")
                } else if key.is_empty() || key.chars().count() > TAG_KEY {
                    "this is not a valid tag".to_owned()
                } else {
                    format!("`{key}` is not a valid tag")
                };
                self.report(Diagnostic::new(Code::BadTag, span, message).primary_label(reason));
            }
        }
    }
}
