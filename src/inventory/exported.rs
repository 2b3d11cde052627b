//! The names in exports → answers of the AWS CLI that list what is named, to be put into an inventory.
//!
//! Takes the references of exports with their names, and the inventory that is there, if any. Gives a text per kind of
//! resource for what the inventory lacks: lists with a `NextToken`, so that none is complete. One name per id and one
//! id per name, of one instance; what that leaves out is reported. Never writes a file.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};
use smol_str::SmolStr;

use super::answer::{IMPORTED, ROWS, Shape, Thing};
use super::arn::{Arn, last_part};
use super::{Inventory, is_uuid};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resource::ResourceKind;
use crate::source::Span;

/// A reference of an export to a resource by its id or ARN.
#[derive(Clone, Debug)]
pub struct ExportedName {
    /// The kind of resource.
    pub kind: ResourceKind,
    /// The id or ARN.
    pub text: SmolStr,
    /// The name in the export; empty for a Lambda function, whose ARN has it.
    pub name: Option<SmolStr>,
    /// The name of a bot's alias.
    pub alias: Option<SmolStr>,
    /// The id or ARN in the export.
    pub span: Span,
}

/// A list that an import writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedAnswer {
    /// The name of its file without the extension.
    pub stem: String,
    /// Its text.
    pub text: String,
}

/// The lists of what `names` has and `inventory` lacks. The names of a newer export come before those of an older one.
#[must_use]
pub fn answers(
    names: &[ExportedName],
    inventory: Option<&Inventory>,
    diagnostics: &mut Diagnostics,
) -> Vec<ImportedAnswer> {
    let instance = inventory.and_then(|it| it.instance.as_ref()).map(|instance| instance.arn.clone());
    let instance = instance.or_else(|| most_used_instance(names));
    diagnostics.extend(of_others(names, instance.as_deref()));
    let candidates = candidates(names, instance.as_deref());
    let mut lists: HashMap<ResourceKind, Vec<&Candidate>> = HashMap::new();
    for candidate in &candidates {
        diagnostics.extend(candidate.several_names());
        let known = inventory.and_then(|inventory| inventory.by_id(candidate.kind, &candidate.text));
        if let Some(known) = known {
            diagnostics.extend(candidate.renamed(&known.name));
        } else if inventory.is_none_or(|inventory| !inventory.is_listed(candidate.kind)) {
            lists.entry(candidate.kind).or_default().push(candidate);
        }
    }
    let mut answers = Vec::new();
    for kind in ResourceKind::ALL {
        let Some(list) = lists.get(&kind) else { continue };
        let is_taken = |name: &str| inventory.is_some_and(|inventory| !inventory.by_name(kind, name, None).is_empty());
        let list = one_per_name(list, is_taken, diagnostics);
        answers.extend((!list.is_empty()).then(|| answer(kind, &list)));
    }
    answers
}

/// A resource that exports name.
struct Candidate<'a> {
    kind: ResourceKind,
    /// The ARN without a version, or the id: what most references have.
    text: SmolStr,
    /// The number of references with this text, and with the other form.
    uses: [usize; 2],
    /// Its names, the newest first, each with its first place.
    names: Vec<(&'a SmolStr, Span)>,
    alias: Option<&'a SmolStr>,
    span: Span,
}

impl Candidate<'_> {
    fn uses(&self) -> usize {
        self.uses.iter().sum()
    }

    /// The name in the language: that of a Lambda function is in its ARN.
    fn name(&self) -> &str {
        match self.kind {
            ResourceKind::Lambda => self.text.split_once(":function:").map_or("", |(_, name)| name),
            _ => self.names.first().map_or("", |(name, _)| name.as_str()),
        }
    }

    fn several_names(&self) -> Option<Diagnostic> {
        let [(first, span), (second, other), ..] = self.names.as_slice() else { return None };
        let kind = self.kind;
        let message = format!("one {kind} has the names `{first}` and `{second}`: the text has `{first}`");
        Some(
            Diagnostic::new(Code::SeveralNames, *span, message)
                .primary_label("the newest export")
                .label(*other, format!("here it is `{second}`")),
        )
    }

    fn renamed(&self, now: &str) -> Option<Diagnostic> {
        let (name, span) = self.names.first().filter(|(name, _)| *name != now && self.kind != ResourceKind::Lambda)?;
        let kind = self.kind;
        let message = format!("the {kind} `{name}` is `{now}` in the inventory: the text has `{now}`");
        Some(Diagnostic::new(Code::SeveralNames, *span, message).primary_label("renamed since this was exported"))
    }
}

fn most_used_instance(names: &[ExportedName]) -> Option<SmolStr> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for instance in names.iter().filter(|name| !is_open(&name.text)).filter_map(|name| Arn::parse(&name.text)?.instance)
    {
        match counts.iter_mut().find(|(known, _)| *known == instance) {
            Some((_, count)) => *count += 1,
            None => counts.push((instance, 1)),
        }
    }
    // The first of those with the most.
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(instance, _)| SmolStr::new(instance))
}

/// One note for all references to other instances.
fn of_others(names: &[ExportedName], instance: Option<&str>) -> Option<Diagnostic> {
    let is_other = |name: &&ExportedName| {
        let own = Arn::parse(&name.text).filter(|_| !is_open(&name.text)).and_then(|arn| arn.instance);
        own.is_some_and(|own| Some(own) != instance)
    };
    let others: Vec<&ExportedName> = names.iter().filter(is_other).collect();
    let first = others.first()?;
    let count = others.len();
    let are = if count == 1 { "1 reference belongs" } else { &format!("{count} references belong") };
    let message = format!("{are} to another instance than `{}`", last_part(instance.unwrap_or_default()));
    let diagnostic = Diagnostic::new(Code::OfOtherInstances, first.span, message);
    let diagnostic = if count > 1 { diagnostic.primary_label("the first of them") } else { diagnostic };
    Some(
        diagnostic.help("a build is of one instance, so these ARNs stay as they are").help(
            "import the exports of each instance by themselves, or write the names by which each inventory has them",
        ),
    )
}

/// Whether a part of the text is filled in later.
fn is_open(text: &str) -> bool {
    ["{", "$.", "$[", "%", "<"].iter().any(|mark| text.contains(mark))
}

/// The named resources of `instance`, in the order of their first reference.
fn candidates<'a>(names: &'a [ExportedName], instance: Option<&str>) -> Vec<Candidate<'a>> {
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    let mut by_key: HashMap<(ResourceKind, SmolStr), usize> = HashMap::new();
    for found in names {
        let Some(name) = found.name.as_ref().filter(|_| !is_open(&found.text)) else { continue };
        let arn = Arn::parse(&found.text);
        let is_ours = match arn {
            Some(arn) => Thing::Kind(found.kind).fits(&arn) && arn.instance.is_none_or(|own| Some(own) == instance),
            None => is_uuid(&found.text),
        };
        if !is_ours {
            continue;
        }
        let text: SmolStr = arn.map_or(found.text.as_str(), |arn| arn.bare).into();
        let has_instance = !matches!(found.kind, ResourceKind::Lambda | ResourceKind::Bot);
        let key = if has_instance { last_part(&text).into() } else { text.clone() };
        let at = *by_key.entry((found.kind, key)).or_insert(candidates.len());
        if at == candidates.len() {
            let (kind, alias, span) = (found.kind, found.alias.as_ref(), found.span);
            candidates.push(Candidate { kind, text: text.clone(), uses: [0, 0], names: Vec::new(), alias, span });
        }
        let Some(candidate) = candidates.get_mut(at) else { continue };
        if !candidate.names.iter().any(|(known, _)| *known == name) {
            candidate.names.push((name, found.span));
        }
        let [same, other] = &mut candidate.uses;
        if text == candidate.text {
            *same += 1
        } else {
            *other += 1
        }
        if *other > *same {
            candidate.text = text;
            std::mem::swap(same, other);
        }
    }
    candidates
}

/// Those of `list` whose name no other has: of several with one name, the one that is used most.
fn one_per_name<'l, 'a>(
    list: &[&'l Candidate<'a>],
    is_taken: impl Fn(&str) -> bool,
    diagnostics: &mut Diagnostics,
) -> Vec<&'l Candidate<'a>> {
    let full_name = |candidate: &Candidate<'_>| (SmolStr::new(candidate.name()), candidate.alias.cloned());
    let mut chosen: Vec<&Candidate<'_>> = Vec::new();
    let mut by_name: HashMap<(SmolStr, Option<SmolStr>), usize> = HashMap::new();
    let mut refused: Vec<(&Candidate<'_>, Option<Span>)> = Vec::new();
    for candidate in list {
        let at = *by_name.entry(full_name(candidate)).or_insert(chosen.len());
        match chosen.get_mut(at) {
            Some(known) if known.uses() < candidate.uses() => {
                refused.push((known, Some(candidate.span)));
                *known = candidate;
            }
            Some(known) => refused.push((candidate, Some(known.span))),
            None if is_taken(candidate.name()) => {
                by_name.remove(&full_name(candidate));
                refused.push((candidate, None));
            }
            None => chosen.push(candidate),
        }
    }
    for (candidate, other) in refused {
        let (kind, name) = (candidate.kind, candidate.name());
        let message = format!("two {} have the name `{name}`: the text has the ARN or id of this one", kind.plural());
        let diagnostic = Diagnostic::new(Code::OneNameForTwo, candidate.span, message);
        diagnostics.push(match other {
            Some(other) => diagnostic.label(other, format!("`{name}` in the text")),
            None => diagnostic.help(format!("the inventory has another {kind} with this name")),
        });
    }
    chosen
}

/// The lists of the resources of one kind.
fn answer(kind: ResourceKind, list: &[&Candidate<'_>]) -> ImportedAnswer {
    let mut list = list.to_vec();
    list.sort_by(|one, other| (one.name(), &one.text).cmp(&(other.name(), &other.text)));
    let row = ROWS.iter().find(|row| row.thing == Thing::Kind(kind) && row.shape != Shape::One);
    let key = row.map_or("", |row| row.key);
    let items: Vec<Value> = list.iter().map(|candidate| item(kind, candidate)).collect();
    let mut answers = vec![json!({ key: items, "NextToken": IMPORTED })];
    if kind == ResourceKind::Bot {
        answers.extend(names_of_bots(&list));
    }
    let whole = if let [one] = answers.as_slice() { one.clone() } else { Value::Array(answers) };
    let stem = format!("imported-{}", kind.plural().to_lowercase().replace(' ', "-"));
    ImportedAnswer { stem, text: format!("{whole:#}\n") }
}

/// An item of a list, with the `Id` or the `Arn`, whichever the exports have.
#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Listed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(rename = "LexV2Bot", skip_serializing_if = "Option::is_none")]
    bot: Option<ListedBot<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListedBot<'a> {
    alias_arn: &'a str,
}

fn item(kind: ResourceKind, candidate: &Candidate<'_>) -> Value {
    let text = candidate.text.as_str();
    let is_arn = text.starts_with("arn:");
    let (id, arn) = ((!is_arn).then_some(text), is_arn.then_some(text));
    let name = Some(candidate.name());
    let listed = match kind {
        ResourceKind::Lambda => return json!(text),
        ResourceKind::Bot => Listed { bot: Some(ListedBot { alias_arn: text }), ..Listed::default() },
        ResourceKind::Agent => Listed { id, arn, username: name, ..Listed::default() },
        _ => Listed { id, arn, name, ..Listed::default() },
    };
    json!(listed)
}

/// The answers of Lex with the names of bots and aliases.
fn names_of_bots(list: &[&Candidate<'_>]) -> Vec<Value> {
    let mut bots: Vec<Value> = Vec::new();
    let mut aliases = Vec::new();
    for candidate in list {
        let ids = candidate.text.split_once(":bot-alias/").and_then(|(_, ids)| ids.split_once('/'));
        let Some((bot, alias)) = ids else { continue };
        let named = json!({ "botId": bot, "botName": candidate.name() });
        if !bots.contains(&named) {
            bots.push(named);
        }
        if let Some(name) = candidate.alias {
            let summary = json!({ "botAliasId": alias, "botAliasName": name });
            aliases.push(json!({ "botId": bot, "botAliasSummaries": [summary], "nextToken": IMPORTED }));
        }
    }
    std::iter::once(json!({ "botSummaries": bots, "nextToken": IMPORTED })).chain(aliases).collect()
}
