//! A flow or module: its settings, and the three passes over its steps.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::block::{BlockKind, LoweredBlock};
use super::defaults::Defaults;
use super::edge_context::EdgeContext;
use super::explicit::Reader;
use super::identifier::Identifiers;
use super::link::Linker;
use super::outline::{Outline, StatementId};
use super::steps::{NO_STEPS, Steps};
use super::{Context, implied, setting, unreached};
use crate::catalogue::{FlowType, identifier};
use crate::diagnostic::{Code, Confidence, Diagnostic, Diagnostics, nearest};
use crate::graph::{self, Action, FlowKind, Spanned, Target, Transitions};
use crate::source::Span;
use crate::syntax::tree::{self, FlowKeyword, Statement};

/// Lowers a flow or module.
pub(super) fn lower(context: &mut Context<'_>, flow: &tree::Flow) -> graph::Flow {
    let name = setting::name(context, &flow.name, "flow");
    let (kind, kind_origin) = kind(context, flow);
    let settings = setting::of_flow(context, flow);

    implied::read(context, flow);

    let outline = Outline::new(flow);
    let mut steps = Steps::declared(context, flow, &outline);
    let mut defaults = Defaults::of(flow);
    defaults.check(context, &outline, &mut steps);
    let mut actions = named_actions(context, &outline);
    let (blocks, jumps) = blocks(context, &outline, &mut steps);
    steps.report_unknown(&outline, &mut context.diagnostics);

    let is_module = flow.keyword == FlowKeyword::Module;
    let mut edges = EdgeContext::new(&outline, context.mode, is_module, &mut defaults, &mut context.diagnostics);
    edges.flow_type =
        flow.flow_type.as_ref().filter(|_| !is_module).and_then(|word| FlowType::from_keyword(&word.text));
    let mut linker = Linker::new(edges);
    linker.link(&blocks, jumps.into_iter());
    let transitions = linker.transitions();
    let firsts: Vec<Option<StatementId>> = outline.steps.iter().map(|step| step.first).collect();
    let entries: Vec<Target> =
        firsts.iter().map(|first| first.map_or(Target::Hole, |first| linker.follow(first).target)).collect();
    unreached::report(&mut linker, flow, &steps);
    for ((action, block), transitions) in actions.iter_mut().zip(blocks).zip(transitions) {
        fill(action, block, transitions);
    }
    // A block that could not be read may have the branch of any default.
    if actions.iter().all(|action| action.state != graph::ActionState::Hole) {
        defaults.report_unused(&outline, &mut context.diagnostics);
    }
    let start = outline.steps.iter().zip(&entries).find(|(step, _)| step.node.is_start);
    graph::Flow {
        notation: graph::Notation::Text,
        is_saved: false,
        start: start.map_or(Target::Hole, |(_, entry)| *entry),
        start_origin: start.map_or(name.span, |(step, _)| step.node.name.span),
        name,
        kind,
        kind_origin,
        description: settings.description,
        tags: settings.tags,
        contract: settings.contract,
        known: None,
        notes: Vec::new(),
        saved_layout: graph::SavedLayout::default(),
        steps: outline
            .steps
            .iter()
            .zip(&entries)
            .map(|(step, entry)| graph::Step {
                name: Spanned { text: step.node.name.text.clone(), span: step.node.name.span },
                entry: *entry,
            })
            .collect(),
        actions,
    }
}

/// The second pass: lowers each block alone, and resolves each jump to a step.
fn blocks(
    context: &mut Context<'_>,
    outline: &Outline<'_>,
    steps: &mut Steps,
) -> (Vec<LoweredBlock>, Vec<Option<StatementId>>) {
    let mut reader = Reader { context, outline, steps };
    let (mut blocks, mut jumps) = (Vec::new(), Vec::new());
    for (_, statement) in outline.iter() {
        match statement.node {
            Statement::Block(block) => blocks.push(reader.block(block, statement)),
            Statement::Jump(jump) if !NO_STEPS.contains(&jump.target.text.as_str()) => {
                jumps.push(reader.steps.first(outline, &jump.target));
            }
            Statement::Jump(_) | Statement::Hole(_) => {}
        }
    }
    (blocks, jumps)
}

/// Creates an action for each block, with its identifier and its spans.
fn named_actions(context: &mut Context<'_>, outline: &Outline<'_>) -> Vec<Action> {
    let mut identifiers = reserve_identifiers(context, outline);
    let mut actions = Vec::new();
    let mut step = None;
    for (_, statement) in outline.iter() {
        let Statement::Block(block) = statement.node else { continue };
        let is_first = step.replace(statement.step) != Some(statement.step);
        let chosen = block.identifier.as_ref();
        let chosen = chosen.and_then(|text| context.resolver.consts.text(text, &mut Diagnostics::new()));
        let name = outline.steps.get(statement.step).map_or("", |step| step.node.name.text.as_str());
        actions.push(Action {
            is_named: chosen.is_some(),
            identifier: chosen.unwrap_or_else(|| identifiers.next(name, &block.keyword.text, is_first)),
            type_: SmolStr::default(),
            block: None,
            parameters: graph::Object::new(),
            transitions: Transitions::default(),
            origin: block.span,
            head: block.keyword.span,
            braces: block.body.as_ref().map(|body| body.span),
            state: graph::ActionState::Hole,
        });
    }
    actions
}

fn fill(action: &mut Action, block: LoweredBlock, transitions: Transitions) {
    action.state = block.state();
    action.type_ = block.type_;
    action.block = match block.kind {
        BlockKind::Known(entry) => Some(entry),
        BlockKind::Raw { .. } | BlockKind::Unknown => None,
    };
    action.parameters = block.parameters;
    action.transitions = transitions;
}

/// Reserves the identifiers set with `as`, so that no other action gets one of them.
fn reserve_identifiers(context: &mut Context<'_>, outline: &Outline<'_>) -> Identifiers {
    let mut chosen: HashMap<SmolStr, Span> = HashMap::new();
    let written = outline.iter().filter_map(|(_, statement)| match statement.node {
        Statement::Block(block) => block.identifier.as_ref(),
        Statement::Jump(_) | Statement::Hole(_) => None,
    });
    for text in written {
        let Some(identifier) = context.resolver.consts.text(text, &mut context.diagnostics) else { continue };
        if let Some(violation) = identifier::violation(&identifier) {
            context.diagnostics.push(if identifier.is_empty() {
                Diagnostic::new(Code::BadIdentifier, text.span, "an identifier cannot be empty")
            } else {
                let message = format!("`{identifier}` is not a valid identifier");
                Diagnostic::new(Code::BadIdentifier, text.span, message).primary_label(violation)
            });
        }
        if let Some(first) = chosen.get(&identifier) {
            context.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateIdentifier,
                    text.span,
                    format!("two actions have the identifier `{identifier}`"),
                )
                .duplicate_of(*first),
            );
            continue;
        }
        chosen.insert(identifier, text.span);
    }
    Identifiers::new(chosen.into_keys())
}

fn kind(context: &mut Context<'_>, flow: &tree::Flow) -> (FlowKind, Span) {
    let words = || FlowType::ALL.into_iter().map(FlowType::keyword);
    match (flow.keyword, &flow.flow_type) {
        (FlowKeyword::Module, None) => (FlowKind::Module, flow.name.span),
        (FlowKeyword::Module, Some(word)) => {
            context.diagnostics.push(
                Diagnostic::new(Code::UnknownFlowType, word.span, "a module has no flow type")
                    .primary_label("a module's name is followed by its opening brace"),
            );
            (FlowKind::Module, word.span)
        }
        // The name is missing, which was reported, and the word in its place is the type.
        (FlowKeyword::Flow, None) if is_bare(&flow.name) => (FlowKind::Flow(None), flow.name.span),
        (FlowKeyword::Flow, None) => {
            context.diagnostics.push(
                Diagnostic::new(Code::UnknownFlowType, flow.name.span, "a flow needs a type after its name")
                    .help(format!("valid types are {}", words().collect::<Vec<_>>().join(", "))),
            );
            (FlowKind::Flow(None), flow.name.span)
        }
        (FlowKeyword::Flow, Some(word)) => {
            let flow_type = FlowType::from_keyword(&word.text);
            if flow_type.is_none() {
                let diagnostic =
                    Diagnostic::new(Code::UnknownFlowType, word.span, format!("unknown flow type `{}`", word.text));
                let diagnostic = match FlowType::from_words(word.text.trim_matches('"')) {
                    Some(meant) => {
                        diagnostic.did_you_mean(word.span, Some(meant.keyword())).confidence(Confidence::Sure)
                    }
                    None => diagnostic.did_you_mean(word.span, nearest(&word.text, words())),
                };
                context
                    .diagnostics
                    .push(diagnostic.help(format!("valid types are {}", words().collect::<Vec<_>>().join(", "))));
            }
            (FlowKind::Flow(flow_type), word.span)
        }
    }
}

/// Whether the name has no quotes: a word in place of a text, which was reported.
fn is_bare(text: &tree::Text) -> bool {
    text.literal().is_some_and(|literal| literal.len() == (text.span.end - text.span.start) as usize)
}
