//! Resolves a reference to an item of the build or of the inventory.

use smol_str::{SmolStr, format_smolstr};

use super::Resolver;
use crate::diagnostic::{Code, Confidence, Diagnostic, Diagnostics, nearest_three};
use crate::graph::{Mode, Reference, ReferenceForm};
use crate::inventory::{Inventory, is_uuid};
use crate::resource::{Known, ResourceKind};
use crate::source::Span;
use crate::source::characters::quoted;

/// A reference as it was written, without its kind.
#[derive(Clone, Debug)]
pub struct WrittenReference {
    /// How it was written.
    pub form: ReferenceForm,
    /// The name, id, ARN or path.
    pub text: SmolStr,
    /// The text of the name, id, ARN or path.
    pub span: Span,
    /// The text after `alias` or `version`.
    pub qualifier: Option<(SmolStr, Span)>,
}

/// A name that could not be looked up, because there is no inventory or it lacks the answer that lists its kind.
#[derive(Clone, Debug)]
pub struct Unverified {
    /// The kind.
    pub kind: ResourceKind,
    /// Its name.
    pub name: SmolStr,
    /// Its span.
    pub span: Span,
}

impl Resolver<'_> {
    /// Resolves `written` as a reference to a resource of `kind`. `None` if it cannot be resolved, which is reported. A
    /// name that cannot be looked up is added to `unverified`.
    pub fn reference(
        &self,
        kind: ResourceKind,
        written: &WrittenReference,
        unverified: &mut Vec<Unverified>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Reference> {
        let mut reference = Reference {
            kind,
            form: written.form,
            text: written.text.clone(),
            known: None,
            item: None,
            suffix: match (kind, &written.qualifier) {
                (ResourceKind::View | ResourceKind::Module, Some((version, _))) => format_smolstr!(":{version}"),
                _ => SmolStr::default(),
            },
        };
        // An id or ARN is emitted unchanged. The checks report an empty one, like any other empty text.
        if written.text.is_empty() && written.form == ReferenceForm::Name {
            diagnostics.push(Diagnostic::new(
                Code::EmptyValue,
                written.span,
                format!("the name of {} is empty", kind.described()),
            ));
            return None;
        }
        if written.form != ReferenceForm::Name {
            let by_id = |inventory: &Inventory| inventory.by_id(kind, &written.text).cloned();
            reference.known = self.inventory.filter(|_| written.form != ReferenceForm::Path).and_then(by_id);
            return Some(reference);
        }
        reference.item = self.declarations.find(kind, &written.text).map(|declared| declared.item);
        let Some(inventory) = self.inventory else {
            if reference.item.is_none() {
                unverified.push(not_verified(kind, written));
            }
            return Some(reference);
        };
        let found = inventory.by_name(kind, &written.text, written.qualifier.as_ref().map(|(text, _)| text.as_str()));
        let by_id = if kind == ResourceKind::Agent { inventory.agent_by_user_id(&written.text) } else { None };
        match (found.as_slice(), by_id) {
            ([known], Some(other)) if other.known.id != known.id => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::AgentNameClash,
                        written.span,
                        format!("`{}` is the user name of one agent and the user id of another", written.text),
                    )
                    .help(format!("for the agent with this user name, write `agent id \"{}\"`", known.id))
                    .help(format!("for the agent with this user id, write `agent \"{}\"`", other.known.name)),
                );
                None
            }
            ([known], _) => {
                reference.known = Some(known.clone());
                Some(reference)
            }
            ([], Some(agent)) => {
                reference.known = Some(agent.known.clone());
                Some(reference)
            }
            ([], None) if reference.item.is_some() => Some(reference),
            // Its declaration may be in a part that could not be read.
            ([], None) if self.declarations.may_be_more && is_declared(kind) => None,
            ([], None) if !inventory.listed.contains(&kind) => {
                unverified.push(not_verified(kind, written));
                Some(reference)
            }
            ([], None) => match (self.misused(kind, written, inventory), self.mode) {
                (Some(misused), _) => {
                    diagnostics.push(misused);
                    None
                }
                (None, Mode::Publish) => {
                    diagnostics.push(self.not_found(kind, written, inventory));
                    None
                }
                // A resource that comes later: a placeholder is emitted.
                (None, Mode::Draft) => {
                    diagnostics.push(self.not_found(kind, written, inventory).in_draft().help(PLACEHOLDER));
                    if let (ResourceKind::Bot | ResourceKind::Lambda, Some(qualifier)) = (kind, &written.qualifier) {
                        reference.text = format_smolstr!("{}:{}", written.text, qualifier.0);
                    }
                    Some(reference)
                }
            },
            (several, _) => {
                diagnostics.push(ambiguous(kind, written, several));
                None
            }
        }
    }

    /// The error if an unknown name is one of another kind of resource, or an id or ARN.
    fn misused(&self, kind: ResourceKind, written: &WrittenReference, inventory: &Inventory) -> Option<Diagnostic> {
        let name = &written.text;
        let other_kind = ResourceKind::ALL.into_iter().find(|other| {
            *other != kind
                && (self.declarations.find(*other, name).is_some() || !inventory.by_name(*other, name, None).is_empty())
        });
        if let Some(other) = other_kind {
            return Some(
                Diagnostic::new(
                    Code::WrongKind,
                    written.span,
                    format!("`{name}` is {}, not {}", other.described(), kind.described()),
                )
                .primary_label(format!("expected {}", kind.described())),
            );
        }
        if let Some(known) = inventory.by_id(kind, name) {
            let (form, found) = if name.starts_with("arn:") { ("arn", "ARN") } else { ("id", "id") };
            let message = format!("expected a name, found the {found} of `{}`", known.name);
            let word = kind.keyword();
            return Some(Diagnostic::new(Code::UnknownName, written.span, message).help(format!(
                "write `\"{}\"`, which is also valid in other instances, or `{word} {form} \"…\"`",
                known.name
            )));
        }
        if is_uuid(name) {
            let message = format!("expected the name of {}, found an id", kind.described());
            return Some(
                Diagnostic::new(Code::UnknownName, written.span, message)
                    .help(format!("write its name, or `{} id \"…\"`", kind.keyword())),
            );
        }
        if name.starts_with("arn:") {
            return Some(
                Diagnostic::new(
                    Code::UnknownName,
                    written.span,
                    format!("expected the name of {}, found an ARN", kind.described()),
                )
                .help(format!("write `{} arn \"…\"`", kind.keyword())),
            );
        }
        None
    }

    fn not_found(&self, kind: ResourceKind, written: &WrittenReference, inventory: &Inventory) -> Diagnostic {
        let name = &written.text;
        if let (ResourceKind::Bot, Some((alias, span))) = (kind, &written.qualifier)
            && !inventory.by_name(kind, name, None).is_empty()
        {
            let aliases: Vec<&str> =
                inventory.bots.iter().filter(|bot| bot.known.name == *name).map(|bot| bot.alias_or_id()).collect();
            let message = format!("the bot `{name}` has no alias `{alias}`");
            let diagnostic = Diagnostic::new(Code::UnknownName, *span, message);
            return match nearest_three(alias, aliases.iter().copied()).first() {
                Some(near) => diagnostic.did_you_mean_text(*span, near),
                None => diagnostic.help(format!("its aliases are `{}`", aliases.join("`, `"))),
            };
        }
        if kind == ResourceKind::Lambda
            && let Some(diagnostic) = no_such_version(written, inventory)
        {
            return diagnostic;
        }
        if let Some(renamed) = inventory.renamed(kind, name) {
            let message = format!("the {kind} `{name}` has the name `{}` now", renamed.name);
            let diagnostic = Diagnostic::new(Code::UnknownName, written.span, message);
            return diagnostic
                .primary_label("its name when it was imported")
                .fix(written.span, quoted(&renamed.name), Confidence::Sure)
                .help(format!("write `{}`: the id is the same", renamed.name));
        }
        let names = |kind| self.declarations.of_kind(kind).chain(inventory.names(kind)).collect();
        let of_kinds = || ResourceKind::ALL.map(|kind| (kind, names(kind))).into();
        let candidates = self.known.get_or_init(of_kinds).get(&kind);
        let near = candidates.map(|names| names.nearest_three(name)).unwrap_or_default();
        let count = candidates.map_or(0, |names| names.iter().len());
        let message = match kind {
            ResourceKind::Agent => format!("unknown agent `{name}`: not a user name or user id"),
            _ => format!("unknown {kind} `{name}`"),
        };
        let diagnostic = Diagnostic::new(Code::UnknownName, written.span, message).primary_label(match kind {
            kind if is_declared(kind) => "not in this build or in the inventory",
            _ => "not in the inventory",
        });
        match near.as_slice() {
            [] if count == 0 => diagnostic.help(format!("the inventory has no {}", kind.plural())),
            [] if count <= MANY => {
                let names: Vec<String> =
                    candidates.iter().flat_map(|names| names.iter()).map(|name| format!("`{name}`")).collect();
                diagnostic.help(format!("known {} are {}", kind.plural(), names.join(", ")))
            }
            [] => diagnostic.help(format!("none of the {count} {} has a similar name", kind.plural())),
            // A user who is not in the inventory yet may have a name similar to that of another.
            [one] if kind == ResourceKind::Agent => {
                diagnostic.did_you_mean_text(written.span, one).confidence(Confidence::Guess)
            }
            [one] => diagnostic.did_you_mean_text(written.span, one),
            [first, rest @ ..] => {
                let rest: Vec<String> = rest.iter().map(|name| format!("`{name}`")).collect();
                let diagnostic = diagnostic.did_you_mean_text(written.span, first).confidence(Confidence::Guess);
                diagnostic.help(format!("other similar names are {}", rest.join(", ")))
            }
        }
    }
}

/// The error if the instance may call a Lambda function, but not the version or alias after its name.
fn no_such_version(written: &WrittenReference, inventory: &Inventory) -> Option<Diagnostic> {
    let (function, version) = written.text.split_once(':')?;
    let found = inventory.by_name(ResourceKind::Lambda, function, None);
    let message =
        format!("the inventory has the Lambda function `{function}` without the version or alias `{version}`");
    let diagnostic = Diagnostic::new(Code::UnknownName, written.span, message);
    let names: Vec<String> = found.iter().map(|known| format!("`{}`", known.name)).collect();
    (!names.is_empty()).then(|| diagnostic.help(format!("the instance may call {}", names.join(", "))))
}

/// What a draft has in place of a resource that comes later.
const PLACEHOLDER: &str =
    "if it comes later: the draft has a placeholder in its place, which `manifest.json` lists as missing";

fn not_verified(kind: ResourceKind, written: &WrittenReference) -> Unverified {
    Unverified { kind, name: written.text.clone(), span: written.span }
}

/// Whether a build can declare resources of this kind.
fn is_declared(kind: ResourceKind) -> bool {
    matches!(kind, ResourceKind::Flow | ResourceKind::Module | ResourceKind::QuickConnect)
}

/// If no name is similar, up to this many names are listed.
const MANY: usize = 12;

fn ambiguous(kind: ResourceKind, written: &WrittenReference, found: &[Known]) -> Diagnostic {
    let word = kind.keyword();
    let mut diagnostic = Diagnostic::new(
        Code::AmbiguousName,
        written.span,
        format!("`{}` is ambiguous: {} {} have this name", written.text, found.len(), kind.plural()),
    );
    for known in found {
        diagnostic = diagnostic.help(match kind {
            ResourceKind::Lambda | ResourceKind::Bot => format!("one of them is `{word} arn \"{}\"`", known.arn),
            _ => format!("one of them is `{word} id \"{}\"`", known.id),
        });
    }
    diagnostic
}
