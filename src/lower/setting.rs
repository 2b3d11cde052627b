//! The names, descriptions and tags of flows, modules and quick connects, and the contracts of modules.

use smol_str::SmolStr;

use super::Context;
use super::wrong_value::{as_const, described, in_a_list, in_quotes};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Contract, Field, FieldType, Schema, Spanned, Tag};
use crate::slips::{self, Place};
use crate::source::Span;
use crate::syntax::tree::{self, FlowKeyword, Member, Parameter, SchemaBody, Text, Value, ValueKind};

/// The settings of a flow or module.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) description: Option<Spanned>,
    pub(super) tags: Vec<Tag>,
    /// The contract of a module; `None` for a flow.
    pub(super) contract: Option<Contract>,
}

/// Lowers the name of a declaration.
pub(super) fn name(context: &mut Context<'_>, text: &Text, what: &str) -> Spanned {
    let name = context.resolver.consts.text(text, &mut context.diagnostics).unwrap_or_default();
    // A name that is missing altogether, including its quotes, was reported.
    let is_written = text.span.end - text.span.start >= 2;
    if name.trim().is_empty() && text.literal().is_some() && is_written {
        context.diagnostics.push(Diagnostic::new(Code::EmptyValue, text.span, format!("this {what} has no name")));
    }
    Spanned { text: name, span: text.span }
}

/// Lowers the settings of a flow or module.
pub(super) fn of_flow(context: &mut Context<'_>, flow: &tree::Flow) -> Settings {
    let (what, known): (&str, &[&str]) = match flow.keyword {
        FlowKeyword::Flow => ("flow", &["description", "tags"]),
        FlowKeyword::Module => ("module", &["description", "tags", "branches"]),
    };
    let contract = (flow.keyword == FlowKeyword::Module).then(Contract::default);
    let mut settings = Settings { contract, ..Settings::default() };
    let mut seen: Vec<(&str, Span)> = Vec::new();
    // Whether a mistake that was reported may hide a part of the contract.
    let mut is_unknown = flow.members.iter().any(|member| matches!(member, Member::Hole(_)));
    for member in &flow.members {
        let setting = match member {
            Member::Setting(setting) => setting,
            Member::Schema(schema) => {
                context.schema(schema, &mut settings.contract, &mut seen);
                continue;
            }
            Member::Explicit(_) | Member::Default(_) | Member::Step(_) | Member::Hole(_) => continue,
        };
        if !context.is_new(setting, &mut seen) {
            continue;
        }
        if known.contains(&setting.name.text.as_str()) {
            context.without_quotes(&setting.name, false);
        }
        match setting.name.text.as_str() {
            "description" => settings.description = context.spanned(&setting.value),
            "tags" => settings.tags = context.tags(&setting.value),
            "branches" if settings.contract.is_some() => {
                let branches = context.branches(&setting.value);
                if let Some(contract) = &mut settings.contract {
                    contract.is_bare = matches!(&setting.value.kind, ValueKind::List(items) if items.is_empty());
                    contract.branches = branches;
                }
            }
            "branches" => context.only_in_modules(setting.name.span, "branches"),
            name => {
                let new = |message| Diagnostic::new(Code::UnknownParameter, setting.name.span, message);
                if let Some(slip) = slips::find(Place::FlowSetting, name) {
                    context.diagnostics.push(new(slip.message(name)).help(slip.help));
                    is_unknown = true;
                    continue;
                }
                context.diagnostics.push(match name {
                    "input" | "output" => new(format!("`{name}` is written without a colon"))
                        .help(format!("write `{name} {{ name: text }}`")),
                    "start" => new("`start` is written without a colon".to_owned())
                        .help("write `start { -> step }`, or put the first blocks in its braces"),
                    _ => new(format!("a {what} has no setting `{name}`"))
                        .did_you_mean(setting.name.span, nearest(name, known.iter().copied()))
                        .help(format!("valid settings are `{}`", known.join("`, `"))),
                });
                is_unknown = true;
            }
        }
    }
    if is_unknown {
        settings.contract = None;
    }
    settings
}

impl Context<'_> {
    fn only_in_modules(&mut self, span: Span, what: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::OnlyInModules, span, format!("`{what}` is only valid in a module"))
                .help("delete it, or change `flow` to `module` and delete the flow type"),
        );
    }

    /// Lowers the branches of a module: a list of texts.
    fn branches(&mut self, value: &Value) -> Vec<Spanned> {
        let value = self.resolver.consts.value(value, &mut self.diagnostics);
        match &value.kind {
            ValueKind::List(items) => items.iter().filter_map(|item| self.spanned(item)).collect(),
            ValueKind::Hole => Vec::new(),
            other => {
                let message = format!("branches must be a list of texts, found {}", described(other));
                let diagnostic = Diagnostic::new(Code::WrongValue, value.span, message);
                self.diagnostics.push(in_a_list(diagnostic, "branches", &value));
                // A single text is probably meant as one branch.
                match other {
                    ValueKind::Text(_) => self.spanned(&value).into_iter().collect(),
                    _ => Vec::new(),
                }
            }
        }
    }

    /// Lowers `input { … }` or `output { … }`.
    fn schema<'t>(
        &mut self,
        schema: &'t tree::Schema,
        contract: &mut Option<Contract>,
        seen: &mut Vec<(&'t str, Span)>,
    ) {
        let keyword = &schema.keyword;
        let Some(contract) = contract else {
            self.only_in_modules(keyword.span, &keyword.text);
            return;
        };
        if !self.is_new_name(&keyword.text, keyword.span, seen) {
            return;
        }
        let made = match &schema.body {
            SchemaBody::Raw(value) => match self.json(value) {
                Some(node) => Schema::Raw(node),
                None => return,
            },
            SchemaBody::Fields(fields) => {
                let mut seen: Vec<(&str, Span)> = Vec::new();
                let mut made = Vec::new();
                for field in fields {
                    if !self.is_new_name(&field.name.text, field.name.span, &mut seen) {
                        continue;
                    }
                    made.push(self.field(field));
                }
                Schema::Fields(made)
            }
        };
        match keyword.text.as_str() {
            "output" => contract.output = made,
            _ => contract.input = made,
        }
    }

    fn field(&mut self, field: &tree::Field) -> Field {
        let types = || FieldType::ALL.into_iter().map(FieldType::keyword);
        let type_ = FieldType::ALL.into_iter().find(|type_| type_.keyword() == field.type_.text);
        if type_.is_none() {
            let near = other_word(&field.type_.text).or_else(|| nearest(&field.type_.text, types()));
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownChoice,
                    field.type_.span,
                    format!("unknown field type `{}`", field.type_.text),
                )
                .did_you_mean(field.type_.span, near)
                .help(format!("valid types are {}", types().collect::<Vec<_>>().join(", "))),
            );
        }
        if let Some(word) = field.required.as_ref().filter(|word| word.text != "required") {
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownChoice, word.span, format!("unexpected `{}`", word.text))
                    .help("only `required` may follow the type"),
            );
        }
        let name = Spanned { text: field.name.text.clone(), span: field.name.span };
        Field { name, type_, required: field.required.is_some() }
    }

    /// Whether a name appears for the first time. A duplicate is reported.
    fn is_new_name<'t>(&mut self, name: &'t str, span: Span, seen: &mut Vec<(&'t str, Span)>) -> bool {
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name) {
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateParameter, span, format!("`{name}` is given twice"))
                    .duplicate_of(*first),
            );
            return false;
        }
        seen.push((name, span));
        true
    }

    /// Whether a setting appears for the first time. A duplicate is reported.
    pub(super) fn is_new<'t>(&mut self, setting: &'t Parameter, seen: &mut Vec<(&'t str, Span)>) -> bool {
        self.is_new_name(&setting.name.text, setting.name.span, seen)
    }

    /// Lowers a text with its span. `None` if the value is not a text, which is reported.
    pub(super) fn spanned(&mut self, value: &Value) -> Option<Spanned> {
        let resolved = self.resolver.consts.value(value, &mut self.diagnostics);
        match &resolved.kind {
            ValueKind::Text(text) => Some(Spanned { text: SmolStr::new(text.literal()?), span: value.span }),
            ValueKind::Hole => None,
            other => {
                let message = format!("expected a text, found {}", described(other));
                let diagnostic = Diagnostic::new(Code::WrongValue, value.span, message);
                self.diagnostics.push(match (self.as_const(value), other) {
                    (Some(name), _) => as_const(diagnostic, value.span, name),
                    (None, ValueKind::Word(word)) => diagnostic.help(in_quotes(word)),
                    (None, _) => diagnostic,
                });
                None
            }
        }
    }

    /// Lowers tags: a map of texts.
    pub(super) fn tags(&mut self, value: &Value) -> Vec<Tag> {
        let value = self.resolver.consts.value(value, &mut self.diagnostics);
        let ValueKind::Map(entries) = &value.kind else {
            if !matches!(value.kind, ValueKind::Hole) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::WrongValue,
                        value.span,
                        format!("tags must be a map, found {}", described(&value.kind)),
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
                    .duplicate_of(first.key.span),
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

/// The field type for a type name of other languages.
fn other_word(word: &str) -> Option<&'static str> {
    match word {
        "string" | "str" => Some("text"),
        "bool" => Some("boolean"),
        "int" => Some("integer"),
        "float" | "double" => Some("number"),
        "array" => Some("list"),
        "object" => Some("map"),
        _ => None,
    }
}
