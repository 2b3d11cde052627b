//! References in the source: determines the kind, and resolves them.

use smol_str::ToSmolStr;

use super::Context;
use super::wrong_value::{as_const, described, in_quotes};
use crate::catalogue::Parameter;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Node, Reference, ReferenceForm, Value as Wire};
use crate::resolve::WrittenReference;
use crate::resource::ResourceKind;
use crate::source::Span;
use crate::syntax::tree::{self, ReferenceTarget, Value, ValueKind};

impl Context<'_> {
    pub(super) fn referred(&mut self, kind: ResourceKind, value: &Value, parameter: &Parameter) -> Option<Node> {
        match &value.kind {
            ValueKind::Text(_) | ValueKind::Path(_) | ValueKind::Reference(_) => {
                let reference = self.reference(kind, value)?;
                Some(Node { value: Wire::Reference(Box::new(reference)), origin: value.span })
            }
            ValueKind::Hole => None,
            _ => {
                self.wrong(parameter, value, &format!("{}, such as `{} \"…\"`", kind.described(), kind.keyword()));
                None
            }
        }
    }

    /// Lowers a reference to a resource of `kind`: the text of a name, a path, or `kind "Name"`, `kind id "…"` and so
    /// on.
    pub(super) fn reference(&mut self, kind: ResourceKind, value: &Value) -> Option<Reference> {
        let value = self.resolver.consts.value(value, &mut self.diagnostics);
        let written = match &value.kind {
            ValueKind::Text(text) => WrittenReference {
                form: ReferenceForm::Name,
                text: text.literal()?.to_smolstr(),
                span: value.span,
                qualifier: None,
            },
            ValueKind::Path(path) => {
                WrittenReference { form: ReferenceForm::Path, text: path.clone(), span: value.span, qualifier: None }
            }
            ValueKind::Reference(reference) => self.written(kind, reference, value.span)?,
            ValueKind::Hole => return None,
            other => {
                let message = format!("expected {}, found {}", kind.described(), described(other));
                let diagnostic = Diagnostic::new(Code::WrongValue, value.span, message);
                self.diagnostics.push(match (self.as_const(&value), other) {
                    (Some(name), _) => as_const(diagnostic, value.span, name),
                    (None, ValueKind::Word(word)) => diagnostic.help(in_quotes(word)),
                    (None, _) => diagnostic,
                });
                return None;
            }
        };
        if self.test.is_some() {
            return self.reference_in_test(kind, &written, value.span);
        }
        self.resolver.reference(kind, &written, &mut self.unverified, &mut self.diagnostics)
    }

    fn written(&mut self, kind: ResourceKind, reference: &tree::Reference, span: Span) -> Option<WrittenReference> {
        let mut words = reference.words.as_slice();
        if let Some((first, rest)) = words.split_first() {
            match ResourceKind::from_keyword(&first.text) {
                Some(other) if other == kind => words = rest,
                Some(other) => {
                    self.diagnostics.push(wrong_kind(kind, other, first.span));
                    return None;
                }
                None if matches!(first.text.as_str(), "id" | "arn") => {}
                None => {
                    let kinds = ResourceKind::ALL.iter().map(|kind| kind.keyword()).chain(["id", "arn"]);
                    self.diagnostics.push(
                        Diagnostic::new(Code::WrongKind, first.span, format!("unknown resource kind `{}`", first.text))
                            .did_you_mean(first.span, nearest(&first.text, kinds))
                            .help(format!("expected {}: `{} \"…\"`", kind.described(), kind.keyword())),
                    );
                    return None;
                }
            }
        }
        let mut form = match words {
            [] => ReferenceForm::Name,
            [word] if word.text == "id" => ReferenceForm::Id,
            [word] if word.text == "arn" => ReferenceForm::Arn,
            [word, ..] => {
                self.diagnostics.push(
                    Diagnostic::new(Code::WrongKind, word.span, format!("unexpected `{}`", word.text))
                        .help("only `id` or `arn` may appear between the kind and the text"),
                );
                return None;
            }
        };
        let (text, text_span) = match &reference.target {
            ReferenceTarget::Text(text) => (self.resolver.consts.text(text, &mut self.diagnostics)?, text.span),
            ReferenceTarget::Path(path_span, path) => {
                form = ReferenceForm::Path;
                (path.clone(), *path_span)
            }
            ReferenceTarget::Const(name) => (self.resolver.consts.in_text(name, &mut self.diagnostics)?, span),
        };
        let qualifier = match &reference.qualifier {
            None => None,
            Some((word, text)) => {
                let fits = match word.text.as_str() {
                    "alias" => kind == ResourceKind::Bot,
                    _ => matches!(kind, ResourceKind::View | ResourceKind::Module),
                };
                if !fits {
                    self.diagnostics.push(Diagnostic::new(
                        Code::WrongValue,
                        word.span.to(text.span),
                        format!("{} has no {}", kind.described(), word.text),
                    ));
                    return None;
                }
                Some((self.resolver.consts.text(text, &mut self.diagnostics)?, text.span))
            }
        };
        Some(WrittenReference { form, text, span: text_span, qualifier })
    }
}

/// Reports the kind `other` where `kind` is expected.
fn wrong_kind(kind: ResourceKind, other: ResourceKind, span: Span) -> Diagnostic {
    if (kind, other) == (ResourceKind::Queue, ResourceKind::Agent) {
        return Diagnostic::new(Code::AgentNotAllowed, span, "an agent is not allowed here")
            .primary_label("expected a queue")
            .help("in a block or quick connect that can reach an agent, write `agent: \"…\"`; before other blocks, select the agent with `set_working_queue agent \"…\"`");
    }
    let message = format!("expected {}, found `{}`", kind.described(), other.keyword());
    Diagnostic::new(Code::WrongKind, span, message).help(format!("write `{} \"…\"`", kind.keyword()))
}
