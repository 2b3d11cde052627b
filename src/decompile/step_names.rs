//! Names for steps: the name of the first block in the designer, else a description of the block.
//!
//! Takes an action and its decompiled block, and gives a name that no other step of the flow has.

use std::collections::HashSet;

use smol_str::{SmolStr, format_smolstr};

use super::block::Decompiled;
use crate::catalogue::NameSource;
use crate::graph::Action;
use crate::syntax;
use crate::syntax::tree::{BodyItem, ReferenceTarget, Value, ValueKind};

/// Reserved names.
const RESERVED: [&str; 4] = ["start", "continue", "none", "unconnected"];
/// The maximum length of a name made from words; it ends before the word that would exceed it.
const LONGEST: usize = 32;
/// The maximum number of words of a prompt in a name.
const WORDS: usize = 4;

/// Assigns the names of a flow's steps.
pub(super) struct StepNames {
    taken: HashSet<SmolStr>,
}

impl StepNames {
    pub(super) fn new() -> StepNames {
        StepNames { taken: RESERVED.iter().map(|name| SmolStr::new(*name)).collect() }
    }

    /// A name for the step that begins with `action`.
    pub(super) fn name(&mut self, action: &Action, decompiled: &Decompiled) -> SmolStr {
        let found = [user_name(action), description(action, decompiled), slug(&decompiled.keyword, usize::MAX)]
            .into_iter()
            .flatten()
            .next();
        let base = found.unwrap_or_else(|| "step_1".into());
        let mut name = base.clone();
        let mut count = 1;
        while !self.taken.insert(name.clone()) {
            count += 1;
            name = format_smolstr!("{base}_{count}");
        }
        name
    }
}

/// The name that a user gave the block.
fn user_name(action: &Action) -> Option<SmolStr> {
    let identifier = action.identifier.as_str();
    if !action.is_named && is_generated(identifier) {
        return None;
    }
    // The designer names the parts of a block after it, with a suffix of ten random characters.
    let name = match identifier.rsplit_once('-') {
        Some((name, tail)) if tail.len() == 10 && tail.bytes().any(|byte| byte.is_ascii_uppercase()) => name,
        _ => identifier,
    };
    slug(name, usize::MAX).filter(|name| name.chars().count() <= 50)
}

/// Whether an identifier looks generated: hexadecimal digits and hyphens, or fewer than three letters.
fn is_generated(identifier: &str) -> bool {
    let is_uuid = identifier.len() >= 32 && identifier.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    is_uuid || identifier.chars().filter(|c| c.is_alphabetic()).count() < 3
}

/// A name that describes the first block of the step.
fn description(action: &Action, decompiled: &Decompiled) -> Option<SmolStr> {
    let Some(entry) = decompiled.entry else { return slug(&snake(&action.type_), usize::MAX) };
    let name = entry.step_name;
    let words = match name.from {
        NameSource::Keyword | NameSource::Nothing => None,
        NameSource::Subject => decompiled.subject.as_ref().and_then(value_words),
        NameSource::FirstEntry => decompiled.items.iter().find_map(|item| match item {
            BodyItem::Entry(entry) => Some(entry.key.text.to_string()),
            _ => None,
        }),
    };
    let words = words.and_then(|words| slug(&words, LONGEST));
    words.map(|words| format_smolstr!("{}{words}", name.prefix)).or_else(|| name.otherwise.map(SmolStr::new_static))
}

/// The part of a value that can serve as a name: the words of a prompt, the last part of a path, the name of a
/// resource.
fn value_words(value: &Value) -> Option<String> {
    let text = |text: &crate::syntax::tree::Text| text.literal().map(str::to_owned);
    match &value.kind {
        ValueKind::Text(it) => text(it).map(|text| sentence(&text)),
        ValueKind::Path(path) => Some(last_part(path)),
        ValueKind::Word(word) => Some(word.text.to_string()),
        ValueKind::Reference(reference) => {
            let is_code = |word: &str| reference.words.iter().any(|it| it.text == word);
            match &reference.target {
                ReferenceTarget::Text(it) if is_code("arn") => arn_name(it.literal()?),
                ReferenceTarget::Text(_) if is_code("id") || is_code("ssml") || is_code("media") => None,
                ReferenceTarget::Text(it) => text(it),
                ReferenceTarget::Path(_, path) => Some(last_part(path)),
                ReferenceTarget::Const(_) => None,
            }
        }
        _ => None,
    }
}

/// The name in the ARN of a Lambda function, the only kind of ARN that contains one.
fn arn_name(arn: &str) -> Option<String> {
    let (_, rest) = arn.split_once(":function:")?;
    rest.split(':').next().map(str::to_owned)
}

/// The first words of a text, up to the end of the sentence.
fn sentence(text: &str) -> String {
    let first = text.split(['.', '!', '?', ',', ';', ':', '\n']).find(|part| !part.trim().is_empty());
    first.unwrap_or_default().split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ")
}

fn last_part(path: &str) -> String {
    let bare = path.trim_end_matches([']', '\'', '`']);
    bare.rsplit(['.', '\'', '[']).next().unwrap_or_default().to_owned()
}

/// `MessageParticipant` → `Message_Participant`.
fn snake(text: &str) -> String {
    let mut snake = String::new();
    for c in text.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c);
    }
    snake
}

/// The text as a name: lower-case letters and `_`, cut after a word. `None` if nothing is left.
fn slug(text: &str, longest: usize) -> Option<SmolStr> {
    let lower = text.to_lowercase().replace(['\'', '’'], "");
    let mut name = String::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !name.is_empty() && name.chars().count() + word.chars().count() > longest {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    if name.starts_with(|c: char| c.is_numeric()) {
        name.insert_str(0, "step_");
    }
    syntax::is_name(&name).then(|| name.into())
}
