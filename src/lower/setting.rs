//! Names, descriptions and tags of flows, modules and quick connects.

use smol_str::SmolStr;

use super::Context;
use super::value::described;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Spanned, Tag};
use crate::source::Span;
use crate::syntax::tree::{self, FlowKeyword, Member, Parameter, Text, Value, ValueKind};

/// What a flow or module says of itself.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) description: Option<Spanned>,
    pub(super) tags: Vec<Tag>,
}

/// The name of a thing that the build declares.
pub(super) fn name(context: &mut Context<'_>, text: &Text, what: &str) -> Spanned {
    let name = context.resolver.consts.text(text, context.diagnostics).unwrap_or_default();
    // A name that is missing altogether, quotes and all, was reported.
    let is_written = text.span.end - text.span.start >= 2;
    if name.trim().is_empty() && text.literal().is_some() && is_written {
        context.diagnostics.push(Diagnostic::new(Code::EmptyValue, text.span, format!("this {what} has no name")));
    }
    Spanned { text: name, span: text.span }
}

/// The settings of a flow or module.
pub(super) fn of_flow(context: &mut Context<'_>, flow: &tree::Flow) -> Settings {
    let (what, known): (&str, &[&str]) = match flow.keyword {
        FlowKeyword::Flow => ("flow", &["description", "tags"]),
        FlowKeyword::Module => ("module", &["description", "tags", "branches"]),
    };
    let mut settings = Settings::default();
    let mut seen: Vec<(&str, Span)> = Vec::new();
    let is_flow = flow.keyword == FlowKeyword::Flow;
    for member in &flow.members {
        let setting = match member {
            Member::Setting(setting) => setting,
            Member::Schema(schema) => {
                if is_flow {
                    context.diagnostics.push(only_in_modules(&schema.keyword.text, schema.keyword.span));
                }
                continue;
            }
            _ => continue,
        };
        if is_flow && setting.name.text == "branches" {
            context.diagnostics.push(only_in_modules("branches", setting.name.span));
            continue;
        }
        if !context.is_new(setting, &mut seen) {
            continue;
        }
        match setting.name.text.as_str() {
            "description" => settings.description = context.spanned(&setting.value),
            "tags" => settings.tags = context.tags(&setting.value),
            name if known.contains(&name) => {}
            name => {
                let near = nearest(name, known.iter().copied());
                context.diagnostics.push(
                    Diagnostic::new(Code::UnknownParameter, setting.name.span, format!("a {what} has no `{name}`"))
                        .did_you_mean(setting.name.span, near)
                        .help(format!("it has `{}`", known.join("`, `"))),
                );
            }
        }
    }
    settings
}

fn only_in_modules(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::OnlyInModules, span, format!("a flow has no `{what}`, only a module has"))
        .help("delete it, or write `module` for `flow` and leave out the flow's type")
}

impl Context<'_> {
    /// Whether a setting is there for the first time; a second is reported.
    pub(super) fn is_new<'t>(&mut self, setting: &'t Parameter, seen: &mut Vec<(&'t str, Span)>) -> bool {
        let name = setting.name.text.as_str();
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name) {
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateParameter, setting.name.span, format!("`{name}` is given twice"))
                    .saying("the second")
                    .label(*first, "the first"),
            );
            return false;
        }
        seen.push((name, setting.name.span));
        true
    }

    /// A text with its place. `None` where the value is no text, which is reported.
    pub(super) fn spanned(&mut self, value: &Value) -> Option<Spanned> {
        let resolved = self.resolver.consts.value(value, self.diagnostics);
        match &resolved.kind {
            ValueKind::Text(text) => Some(Spanned { text: SmolStr::new(text.literal()?), span: value.span }),
            ValueKind::Hole => None,
            other => {
                self.diagnostics.push(Diagnostic::new(
                    Code::WrongValue,
                    value.span,
                    format!("a text is needed here, not {}", described(other)),
                ));
                None
            }
        }
    }

    /// Tags: a map of texts.
    pub(super) fn tags(&mut self, value: &Value) -> Vec<Tag> {
        let value = self.resolver.consts.value(value, self.diagnostics);
        let ValueKind::Map(entries) = &value.kind else {
            if !matches!(value.kind, ValueKind::Hole) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::WrongValue,
                        value.span,
                        format!("tags are a map, not {}", described(&value.kind)),
                    )
                    .help("write `tags: { team: \"support\" }`"),
                );
            }
            return Vec::new();
        };
        let mut tags: Vec<Tag> = Vec::new();
        for entry in entries {
            let key = Spanned { text: entry.key.text.clone(), span: entry.key.span };
            if let Some(first) = tags.iter().find(|tag| tag.key.text == key.text) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateParameter,
                        key.span,
                        format!("the tag `{}` is given twice", key.text),
                    )
                    .saying("the second")
                    .label(first.key.span, "the first"),
                );
                continue;
            }
            if let Some(value) = self.spanned(&entry.value) {
                tags.push(Tag { key, value });
            }
        }
        tags
    }
}
