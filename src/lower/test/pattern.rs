//! Blocks that a test writes: each stands for every block that has at least what is written.
//!
//! Takes a block of the tree, gives a [`Pattern`]. Parameters and entries are lowered as in flows, but nothing is added
//! to them, and nothing is missing.

use smol_str::SmolStr;

use super::super::Context;
use super::super::entry::entry_of;
use super::super::misread::Misreadings;
use super::reference::text_of;
use crate::catalogue::wire::{MEDIA, MEDIA_URI, MESSAGE_KEYS, PROMPT, SSML};
use crate::catalogue::{self, Block, Kind, QueueUse};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Node, Object, Value as Wire};
use crate::script::{Message, Pattern};
use crate::simulate::MessageForm;
use crate::source::Span;
use crate::syntax::tree::{self, BodyItem, ValueKind};

impl Context<'_> {
    /// Lowers a block of a test. `None` if it could not be read, which is reported.
    pub(super) fn pattern(&mut self, block: &tree::Block) -> Option<Pattern> {
        if let Some(branch) = block.items().find_map(branch_of) {
            self.diagnostics.push(
                Diagnostic::new(Code::SyntaxError, branch, "a block in a test has no branches")
                    .help("how the block is left follows the block: `-> error`"),
            );
            return None;
        }
        let identifier = match &block.identifier {
            Some(text) => Some(self.resolver.consts.text(text, &mut self.diagnostics)?),
            None => None,
        };
        let pattern = Pattern {
            span: block.span,
            blocks: Vec::new(),
            action: None,
            message: None,
            queue: None,
            parameters: Object::new(),
            identifier,
        };
        if block.keyword.text == "action" {
            return self.raw_pattern(block, pattern);
        }
        let Some(entry) = entry_of(block) else {
            self.unknown_block(block, false);
            return None;
        };
        let (mut parameters, is_whole) = self.parameters(entry, block);
        if !is_whole {
            return None;
        }
        let blocks = catalogue::by_keyword(entry.keyword).collect();
        let message = take_message(entry, &mut parameters);
        if let Some(message) = message.as_ref().filter(|message| message.text.is_empty()) {
            self.empty_message(message.span);
            return None;
        }
        let queue = take_queue(entry, &mut parameters);
        Some(Pattern { blocks, message, queue, parameters, ..pattern })
    }

    /// `action "NewBlock" { parameters: { … } }`
    fn raw_pattern(&mut self, block: &tree::Block, pattern: Pattern) -> Option<Pattern> {
        let action = match block.subject.as_ref().map(|subject| &subject.kind) {
            Some(ValueKind::Text(text)) => self.resolver.consts.text(text, &mut self.diagnostics)?,
            Some(ValueKind::Hole) => return None,
            _ => SmolStr::default(),
        };
        if action.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(Code::MissingParameter, block.keyword.span, "an action needs its type in quotes")
                    .help("write `action \"MessageParticipant\"`"),
            );
            return None;
        }
        let mut parameters = Object::new();
        let mut body = Misreadings::default();
        for item in block.items() {
            match item {
                BodyItem::Parameter(parameter) if parameter.name.text == "parameters" => {
                    self.merge_raw(None, parameter, &mut parameters);
                }
                BodyItem::Hole(hole) => {
                    self.misread(None, block, hole, &mut body);
                    return None;
                }
                item => {
                    self.diagnostics.push(
                        Diagnostic::new(Code::UnknownParameter, span_of(item), "`action` has only `parameters` here")
                            .help("write `parameters: { \"Key\": \"value\" }`"),
                    );
                    return None;
                }
            }
        }
        Some(Pattern { action: Some(action), parameters, ..pattern })
    }

    pub(super) fn empty_message(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::EmptyValue, span, "an empty message is in everything that is said")
                .of_language()
                .help("write some words of the message"),
        );
    }
}

fn branch_of(item: &BodyItem) -> Option<Span> {
    match item {
        BodyItem::Branch(branch) => Some(branch.span),
        _ => None,
    }
}

pub(super) fn span_of(item: &BodyItem) -> Span {
    match item {
        BodyItem::Parameter(it) => it.span,
        BodyItem::Entry(it) => it.span,
        BodyItem::Branch(it) => it.span,
        BodyItem::Flag(it) => it.span,
        BodyItem::Hole(it) => it.span,
    }
}

/// Takes the message out of the parameters of a block that says one.
fn take_message(entry: &Block, parameters: &mut Object) -> Option<Message> {
    let says = entry.parameters.iter().find(|it| matches!(it.kind, Kind::Message | Kind::Messages))?;
    if let Kind::Messages = says.kind {
        let Wire::List(messages) = &parameters.get(says.wire)?.value else { return None };
        let [Node { value: Wire::Object(one), .. }] = messages.as_slice() else { return None };
        let message = one.properties().first().and_then(|it| message_of(&it.key, &it.node))?;
        parameters.remove(says.wire);
        return Some(message);
    }
    let key = MESSAGE_KEYS.iter().find(|key| parameters.get(key).is_some())?;
    let message = message_of(key, parameters.get(key)?)?;
    parameters.remove(key);
    Some(message)
}

/// The message under a key of flow JSON.
pub(super) fn message_of(key: &str, node: &Node) -> Option<Message> {
    let (form, text) = match key {
        SSML => (MessageForm::Ssml, text_of(node)),
        PROMPT => (MessageForm::Prompt, text_of(node)),
        MEDIA => match &node.value {
            Wire::Object(media) => (MessageForm::Media, text_of(media.get(MEDIA_URI)?)),
            _ => return None,
        },
        _ => (MessageForm::Text, text_of(node)),
    };
    Some(Message { form, text, span: node.origin })
}

/// Takes the queue that a block puts or moves the contact into out of its parameters.
fn take_queue(entry: &Block, parameters: &mut Object) -> Option<Node> {
    let Some(QueueUse::MovesTo { named_by }) = entry.semantics.queue else { return None };
    let path = named_by.iter().find(|path| parameters.get(path).is_some())?;
    let node = parameters.get(path).cloned();
    parameters.remove(path);
    node
}
