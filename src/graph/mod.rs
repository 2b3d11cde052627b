//! The flow graph: actions with identifier, type, parameters and transitions.
//!
//! The central intermediate representation. `.flow` text and flow JSON (the JSON in which Amazon Connect stores and
//! exports the content of a flow) become a graph; everything that is emitted, checked or drawn starts from the graph.
//! Every action, parameter and edge has its origin, a span in a source file. A reference stays a reference until it is
//! emitted. The graph may have holes: whatever was reported once, later passes skip.

mod contract;
pub mod dataflow;
pub mod equal;
pub mod reach;
mod saved_layout;
mod text;
mod value;
pub mod wire;

pub use contract::{Contract, Field, FieldType, Schema};
pub use saved_layout::{Position, SavedLayout};
pub use value::{Node, Object, Property, Value};

use smol_str::SmolStr;

use crate::catalogue::{self, Block, Fill, FlowType, Semantics};
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// How strict a build is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The flow will be published: every branch must be connected.
    Publish,
    /// The flow will only be saved, which the service does not validate: unconnected branches are warnings.
    Draft,
}

/// Everything that one build produces, in source order.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Flows and modules.
    pub flows: Vec<Flow>,
    /// Quick connects.
    pub quick_connects: Vec<QuickConnect>,
}

/// An item of the build that can be referenced: an index into [`Build::flows`] or [`Build::quick_connects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BuildItem {
    /// A flow or module.
    Flow(usize),
    /// A quick connect.
    QuickConnect(usize),
}

/// What a flow graph represents: a flow or a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlowKind {
    /// A flow of this type; `None` where the type is unknown, because it was reported or because the input does not
    /// state it.
    Flow(Option<FlowType>),
    /// A flow module.
    Module,
}

impl FlowKind {
    /// [`ResourceKind::Flow`] or [`ResourceKind::Module`].
    #[must_use]
    pub fn resource_kind(self) -> ResourceKind {
        match self {
            FlowKind::Flow(_) => ResourceKind::Flow,
            FlowKind::Module => ResourceKind::Module,
        }
    }
}

/// A text with its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned {
    /// The text.
    pub text: SmolStr,
    /// Its span in the source.
    pub span: Span,
}

/// A tag of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The key.
    pub key: Spanned,
    /// The value.
    pub value: Spanned,
}

/// The notation in which a flow was written, which determines the names that messages use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// `.flow` text.
    #[default]
    Text,
    /// Amazon Connect's JSON.
    Json,
    /// The legacy JSON that the console exported before, which has its own names.
    Legacy,
}

/// A flow or module.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The notation it was written in. Only messages depend on it.
    pub notation: Notation,
    /// Whether the input itself states that the flow is saved and not published.
    pub is_saved: bool,
    /// Its name.
    pub name: Spanned,
    /// Whether it is a flow or a module.
    pub kind: FlowKind,
    /// The span of the type in the source, or of the name where no type is written.
    pub kind_origin: Span,
    /// Its description.
    pub description: Option<Spanned>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// A module's contract; `None` for a flow.
    pub contract: Option<Contract>,
    /// The resource in the instance that flow JSON is the content of, if the JSON or a file beside it contains its id.
    pub known: Option<Known>,
    /// The first action.
    pub start: Target,
    /// The span where the start is declared, or of the flow's name where it is not.
    pub start_origin: Span,
    /// The actions, in source order.
    pub actions: Vec<Action>,
    /// The notes on its blocks, in source order.
    pub notes: Vec<Note>,
    /// The saved positions of its blocks, as far as they are to be kept.
    pub saved_layout: SavedLayout,
    /// The steps of the source, for messages about them; empty where the source has none.
    pub steps: Vec<Step>,
}

impl Flow {
    /// A module's contract; `None` for a flow, and for a module whose contract the input does not contain.
    #[must_use]
    pub fn known_contract(&self) -> Option<&Contract> {
        self.contract.as_ref().filter(|contract| !contract.is_unknown)
    }

    /// Whether contacts may come to it from flows that are not in the build: an export is one flow of an instance.
    #[must_use]
    pub fn is_one_of_many(&self) -> bool {
        self.notation != Notation::Text
    }

    /// The action `id`.
    #[must_use]
    pub fn action(&self, id: ActionId) -> Option<&Action> {
        self.actions.get(id.0)
    }
}

/// A note that the designer shows beside a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The block that it is about; `None` for the whole flow.
    pub action: Option<ActionId>,
    /// Its text.
    pub text: SmolStr,
}

/// A named step of the source.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: Spanned,
    /// The first action of the step.
    pub entry: Target,
}

/// An action's index in [`Flow::actions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub usize);

/// One action of flow JSON: one block of the source.
#[derive(Clone, Debug)]
pub struct Action {
    /// Unique in the flow.
    pub identifier: SmolStr,
    /// Whether a person chose the identifier: the designer shows such an identifier as the block's name.
    pub is_named: bool,
    /// The type in flow JSON: `MessageParticipant`. Empty for a hole.
    pub type_: SmolStr,
    /// Its entry in the catalogue; `None` for an action that is not in the catalogue or is not looked up.
    pub block: Option<&'static Block>,
    /// Its parameters.
    pub parameters: Object,
    /// Its outgoing edges.
    pub transitions: Transitions,
    /// The span of the whole statement or JSON object.
    pub origin: Span,
    /// The span to point at: the block's keyword, or the JSON's `Type`.
    pub head: Span,
    /// The span of its braces in `.flow` text, if it has any.
    pub braces: Option<Span>,
    /// How much of the action is known.
    pub state: ActionState,
}

impl Action {
    /// What it does to a contact. A raw action does what a block of its type does.
    #[must_use]
    pub fn semantics(&self) -> &'static Semantics {
        let block = self.block.or_else(|| catalogue::by_action(&self.type_).next());
        block.map_or(&Semantics::NONE, |block| &block.semantics)
    }

    /// Whether it sets contact data of the current contact under this root.
    #[must_use]
    pub fn fills(&self, root: &str) -> bool {
        let fills = self.semantics().fills;
        fills.iter().any(|fill| fill.root == root && fill.is_own && self.parameters.holds(fill.when))
    }

    /// Whether its effect is unknown: a module may do anything, and so may a raw or unknown action.
    #[must_use]
    pub fn may_do_anything(&self) -> bool {
        let is_unknown = self.block.is_none() || matches!(self.state, ActionState::Raw | ActionState::Hole);
        is_unknown || self.semantics().calls_module().is_some()
    }

    /// The data under a root that it sets on the current contact.
    #[must_use]
    pub fn own_fill(&self, root: &str) -> Option<&'static Fill> {
        self.fill(root).filter(|fill| fill.is_own)
    }

    /// The data under a root that it sets on the current contact or on one that it creates.
    #[must_use]
    pub fn fill(&self, root: &str) -> Option<&'static Fill> {
        let fill = self.semantics().fill(root)?;
        let is_of_another = |(parameter, value): (&str, &str)| {
            let node = self.parameters.get(parameter);
            matches!(node.map(|node| &node.value), Some(Value::Text(text)) if text.eq_ignore_ascii_case(value))
        };
        (!fill.of_another_with.is_some_and(is_of_another)).then_some(fill)
    }

    /// The flow or module of this build that a parameter refers to.
    #[must_use]
    pub fn flow_at(&self, path: &str) -> Option<usize> {
        match &self.parameters.get(path)?.value {
            Value::Reference(reference) => match reference.item? {
                BuildItem::Flow(index) => Some(index),
                BuildItem::QuickConnect(_) => None,
            },
            _ => None,
        }
    }

    /// The value that its conditions compare.
    #[must_use]
    pub fn compared(&self) -> Option<&Node> {
        self.semantics().compares.and_then(|path| self.parameters.get(path))
    }

    /// The same if it is a text.
    #[must_use]
    pub fn compared_text(&self) -> Option<&str> {
        match &self.compared()?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether one of its conditions has this operand.
    #[must_use]
    pub fn has_operand(&self, operand: &str) -> bool {
        let mut operands = self.transitions.conditions.iter().flat_map(|condition| &condition.operands);
        operands.any(|node| matches!(&node.value, Value::Text(text) if text == operand))
    }

    /// The flow of this build that it transfers the contact to.
    #[must_use]
    pub fn transfers_to(&self) -> Option<usize> {
        self.semantics().transfers_to.and_then(|path| self.flow_at(path))
    }

    /// The module of this build that it invokes.
    #[must_use]
    pub fn calls(&self) -> Option<usize> {
        self.semantics().calls_module().and_then(|(path, _)| self.flow_at(path))
    }
}

/// The flow types that allow the blocks of all actions, with those about which AWS's pages disagree if `with_disputed`.
#[must_use]
pub fn possible_types(actions: &[Action], with_disputed: bool) -> Vec<FlowType> {
    let fits = |flow_type: &FlowType| {
        actions.iter().filter_map(|action| action.block).all(|block| {
            let types = block.flow_types;
            types.allows(*flow_type) || with_disputed && types.disputes(*flow_type)
        })
    };
    FlowType::ALL.into_iter().filter(fits).collect()
}

/// How much of an action is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionState {
    /// Everything in the source was read.
    Whole,
    /// Part of it could not be read, which was reported. Something that seems to be missing may be present in the
    /// source.
    Partial,
    /// The block is unknown, which was reported. Only its edges are known.
    Hole,
    /// Written with `action "…"`: emitted unchanged. Only the targets of its edges are checked.
    Raw,
}

/// The outgoing edges of an action.
#[derive(Clone, Debug, Default)]
pub struct Transitions {
    /// `NextAction`. `None` for a terminal action and where it is omitted.
    pub next: Option<Edge>,
    /// The conditions, in the order in which they are tried.
    pub conditions: Vec<Condition>,
    /// The error branches: each ErrorType once, in the order of the catalogue.
    pub errors: Vec<ErrorBranch>,
    /// Whether the action is terminal: it has no transitions at all.
    pub terminal: bool,
    /// Whether a branch of the source could not be used, which was reported. It may be the branch that seems to be
    /// missing.
    pub is_partial: bool,
}

/// `{"NextAction", "Condition": {"Operator", "Operands"}}`
#[derive(Clone, Debug)]
pub struct Condition {
    /// The operator in flow JSON.
    pub operator: SmolStr,
    /// Its operands.
    pub operands: Vec<Node>,
    /// Its edge.
    pub edge: Edge,
    /// Its span in the source.
    pub origin: Span,
}

impl Condition {
    /// The span of its first operand, which distinguishes it from other conditions, or its own span.
    #[must_use]
    pub fn place(&self) -> Span {
        self.operands.first().map_or(self.origin, |operand| operand.origin)
    }
}

/// `{"NextAction", "ErrorType"}`
#[derive(Clone, Debug)]
pub struct ErrorBranch {
    /// The ErrorType in flow JSON.
    pub error: SmolStr,
    /// Its edge.
    pub edge: Edge,
    /// Its span in the source.
    pub origin: Span,
}

/// An edge of the graph.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Its target.
    pub target: Target,
    /// Its span in the source.
    pub origin: Span,
    /// Whether the control flow takes it. `false` for a NextAction that only repeats another branch because the service
    /// requires one.
    pub taken: bool,
}

/// The target of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An action.
    Action(ActionId),
    /// Nowhere: an unconnected branch of a draft, `""` in flow JSON.
    Unconnected,
    /// A target that could not be read or found, which was reported.
    Hole,
}

impl Target {
    /// The target action, if there is one.
    #[must_use]
    pub fn action(self) -> Option<ActionId> {
        match self {
            Target::Action(id) => Some(id),
            Target::Unconnected | Target::Hole => None,
        }
    }
}

/// A reference to a resource of the instance or an item of the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The kind of resource.
    pub kind: ResourceKind,
    /// The form in which it was written.
    pub form: ReferenceForm,
    /// The name, id, ARN or path that was written.
    pub text: SmolStr,
    /// The matching resource of the inventory.
    pub known: Option<Known>,
    /// The matching item of this build.
    pub item: Option<BuildItem>,
    /// The suffix after the ARN: `:2` for `view "Cards" version "2"`.
    pub suffix: SmolStr,
}

/// The form in which a reference was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceForm {
    /// `queue "Billing"`
    Name,
    /// `queue id "…"`: its text is emitted unchanged.
    Id,
    /// `queue arn "…"`: its text is emitted unchanged.
    Arn,
    /// `queue $.Attributes.queue`
    Path,
}

/// A quick connect.
#[derive(Clone, Debug)]
pub struct QuickConnect {
    /// The notation it was written in.
    pub notation: Notation,
    /// Its name.
    pub name: Spanned,
    /// Its description. It is required; a missing one was reported.
    pub description: Option<Spanned>,
    /// Its destination.
    pub destination: Destination,
    /// The queues whose agents can see it.
    pub available_in: Vec<(Reference, Span)>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// The quick connect of the same name in the inventory; if there is one, this one updates it.
    pub known: Option<Known>,
    /// Whether everything in the source was read. If not, the unreadable part was reported.
    pub is_whole: bool,
}

/// The destination of a quick connect.
#[derive(Clone, Debug)]
pub enum Destination {
    /// USER: an agent, through an agent transfer flow.
    Agent {
        /// The agent.
        agent: (Reference, Span),
        /// The flow.
        flow: (Reference, Span),
    },
    /// QUEUE: a queue, through a queue transfer flow.
    Queue {
        /// The queue.
        queue: (Reference, Span),
        /// The flow.
        flow: (Reference, Span),
    },
    /// PHONE_NUMBER: an external number, in E.164 format.
    PhoneNumber(Spanned),
    /// FLOW: a flow.
    Flow((Reference, Span)),
    /// An unknown destination, which was reported.
    Hole,
}

impl QuickConnect {
    /// All references in it, with their spans.
    pub fn references(&self) -> impl Iterator<Item = &(Reference, Span)> {
        let destination = match &self.destination {
            Destination::Agent { agent: target, flow } | Destination::Queue { queue: target, flow } => {
                [Some(target), Some(flow)]
            }
            Destination::Flow(flow) => [Some(flow), None],
            Destination::PhoneNumber(_) | Destination::Hole => [None, None],
        };
        destination.into_iter().flatten().chain(&self.available_in)
    }

    /// The flow that it leads to or through.
    pub fn flow_mut(&mut self) -> Option<&mut Reference> {
        match &mut self.destination {
            Destination::Agent { flow, .. } | Destination::Queue { flow, .. } | Destination::Flow(flow) => {
                Some(&mut flow.0)
            }
            Destination::PhoneNumber(_) | Destination::Hole => None,
        }
    }
}
