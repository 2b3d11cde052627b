//! The flow graph: actions with identifier, type, parameters and transitions.
//!
//! The middle of the house. Text and JSON arrive here; everything that is emitted, checked or drawn starts here.
//! Every action, parameter and edge carries its origin, a span in a source file. A reference stays a
//! reference until it is written to the wire. The graph may have holes: what was reported once, later passes skip.

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

use crate::catalogue::{self, Block, FlowType, Semantics};
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// How strict a build is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What will be published: nothing may be left open.
    Publish,
    /// What will be saved, which the service does not validate: loose ends are warnings.
    Draft,
}

/// Everything that one build makes, in source order.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Flows and modules.
    pub flows: Vec<Flow>,
    /// Quick connects.
    pub quick_connects: Vec<QuickConnect>,
}

/// Something of the build that others refer to: an index into [`Build::flows`] or [`Build::quick_connects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BuildItem {
    /// A flow or module.
    Flow(usize),
    /// A quick connect.
    QuickConnect(usize),
}

/// What a flow graph is the content of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlowKind {
    /// A flow of this type; `None` where the type is not known: it was reported, or nothing tells it.
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

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned {
    /// What it says.
    pub text: SmolStr,
    /// Where it stands.
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

/// What a flow was written in: what its author calls things by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// `.flow` text.
    #[default]
    Text,
    /// Amazon Connect's JSON.
    Json,
    /// The JSON that the console exported before, which names things in its own way.
    Legacy,
}

/// A flow or module.
#[derive(Clone, Debug)]
pub struct Flow {
    /// What it was written in. Messages alone ask.
    pub notation: Notation,
    /// Whether it says itself that it is saved and not published.
    pub is_saved: bool,
    /// Its name.
    pub name: Spanned,
    /// Flow or module.
    pub kind: FlowKind,
    /// The type's place in the source, or the name's where no type is written.
    pub kind_origin: Span,
    /// Its description.
    pub description: Option<Spanned>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// A module's contract; `None` for a flow.
    pub contract: Option<Contract>,
    /// The first action.
    pub start: Target,
    /// Where it is said, or the flow's name where it is not.
    pub start_origin: Span,
    /// The actions, in source order.
    pub actions: Vec<Action>,
    /// Where its blocks are drawn, as far as that is to be kept.
    pub saved_layout: SavedLayout,
    /// The steps of the source, for what is said about them; empty where the source has none.
    pub steps: Vec<Step>,
}

impl Flow {
    /// The action `id`.
    #[must_use]
    pub fn action(&self, id: ActionId) -> Option<&Action> {
        self.actions.get(id.0)
    }
}

/// A named step of the source.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: Spanned,
    /// Where it begins.
    pub entry: Target,
}

/// An action's index in [`Flow::actions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub usize);

/// One action of the wire: one block of the source.
#[derive(Clone, Debug)]
pub struct Action {
    /// Unique in the flow.
    pub identifier: SmolStr,
    /// Whether a person chose the identifier: the designer shows such a one as the block's name.
    pub is_named: bool,
    /// The wire's type: `MessageParticipant`. Empty for a hole.
    pub type_: SmolStr,
    /// What the catalogue says of it; `None` for what the catalogue does not know or is not asked about.
    pub block: Option<&'static Block>,
    /// What it is told.
    pub parameters: Object,
    /// Where it goes.
    pub transitions: Transitions,
    /// All of the statement, or of the JSON object.
    pub origin: Span,
    /// The place to point at: the block's keyword, or the JSON's `Type`.
    pub head: Span,
    /// In text, its braces, if it has any.
    pub braces: Option<Span>,
    /// How far the action can be judged.
    pub state: ActionState,
}

impl Action {
    /// What it does to a contact: of what is written raw, what the action of its type does.
    #[must_use]
    pub fn semantics(&self) -> &'static Semantics {
        let block = self.block.or_else(|| catalogue::by_action(&self.type_).next());
        block.map_or(&Semantics::NONE, |block| &block.semantics)
    }

    /// Whether nobody knows what it does: a module may do anything, and so may what is written raw or not known.
    #[must_use]
    pub fn may_do_anything(&self) -> bool {
        let is_unknown = self.block.is_none() || matches!(self.state, ActionState::Raw | ActionState::Hole);
        is_unknown || self.semantics().calls_module().is_some()
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

    /// The flow of this build that the contact goes on in.
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

/// How far an action can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionState {
    /// All that the source says of it is here.
    Whole,
    /// Part of it could not be read and was reported: what seems to be missing may not be.
    Partial,
    /// The block is not known, which was reported; only its edges are here.
    Hole,
    /// Written with `action "…"`: emitted as it stands, checked only for where its edges lead.
    Raw,
}

/// Where an action goes.
#[derive(Clone, Debug, Default)]
pub struct Transitions {
    /// `NextAction`. `None` for a terminal action and where it is left out.
    pub next: Option<Edge>,
    /// Taken in this order.
    pub conditions: Vec<Condition>,
    /// Each ErrorType once, in the order of the catalogue.
    pub errors: Vec<ErrorBranch>,
    /// Whether the action ends here: it has no transitions at all.
    pub terminal: bool,
    /// Whether a branch of the source could not be used, which was reported: one that seems to be missing may be meant.
    pub is_partial: bool,
}

/// `{"NextAction", "Condition": {"Operator", "Operands"}}`
#[derive(Clone, Debug)]
pub struct Condition {
    /// The wire's operator.
    pub operator: SmolStr,
    /// Its operands.
    pub operands: Vec<Node>,
    /// Where it leads.
    pub edge: Edge,
    /// Where it was written.
    pub origin: Span,
}

impl Condition {
    /// The place of what it compares with, which tells it from others, or its own.
    #[must_use]
    pub fn place(&self) -> Span {
        self.operands.first().map_or(self.origin, |operand| operand.origin)
    }
}

/// `{"NextAction", "ErrorType"}`
#[derive(Clone, Debug)]
pub struct ErrorBranch {
    /// The wire's ErrorType.
    pub error: SmolStr,
    /// Where it leads.
    pub edge: Edge,
    /// Where it was written.
    pub origin: Span,
}

/// An arrow.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Where it leads.
    pub target: Target,
    /// Where it was written.
    pub origin: Span,
    /// Whether the control flow takes it. `false` for a NextAction that only repeats another branch because the
    /// service wants one.
    pub taken: bool,
}

/// Where an arrow leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// To an action.
    Action(ActionId),
    /// Nowhere: a draft's loose end, `""` on the wire.
    Unconnected,
    /// Somewhere that could not be read or found, which was reported.
    Hole,
}

impl Target {
    /// The action, if it leads to one.
    #[must_use]
    pub fn action(self) -> Option<ActionId> {
        match self {
            Target::Action(id) => Some(id),
            Target::Unconnected | Target::Hole => None,
        }
    }
}

/// A reference to something of the instance or of the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Which kind of thing.
    pub kind: ResourceKind,
    /// How it was written.
    pub form: ReferenceForm,
    /// The name, id, ARN or path that was written.
    pub text: SmolStr,
    /// What the inventory knows of it.
    pub known: Option<Known>,
    /// What of this build it is.
    pub item: Option<BuildItem>,
    /// `:2` of `view "Cards" version "2"`: what follows the ARN.
    pub suffix: SmolStr,
}

/// How a reference was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceForm {
    /// `queue "Billing"`
    Name,
    /// `queue id "…"`: its text is emitted as it stands.
    Id,
    /// `queue arn "…"`: its text is emitted as it stands.
    Arn,
    /// `queue $.Attributes.queue`
    Path,
}

/// A quick connect.
#[derive(Clone, Debug)]
pub struct QuickConnect {
    /// Its name.
    pub name: Spanned,
    /// Its description; required, but what is missing was reported.
    pub description: Option<Spanned>,
    /// Where it leads.
    pub destination: Destination,
    /// The queues whose agents see it.
    pub available_in: Vec<(Reference, Span)>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// What the inventory knows of a quick connect of this name: then this one is an update.
    pub known: Option<Known>,
    /// Whether all that the source says of it is here; if not, what is missing was reported.
    pub is_whole: bool,
}

/// Where a quick connect leads.
#[derive(Clone, Debug)]
pub enum Destination {
    /// USER: to an agent, through an agent transfer flow.
    Agent {
        /// The agent.
        agent: (Reference, Span),
        /// The flow.
        flow: (Reference, Span),
    },
    /// QUEUE: to a queue, through a queue transfer flow.
    Queue {
        /// The queue.
        queue: (Reference, Span),
        /// The flow.
        flow: (Reference, Span),
    },
    /// PHONE_NUMBER: to a number outside, in E.164 form.
    PhoneNumber(Spanned),
    /// FLOW: into a flow.
    Flow((Reference, Span)),
    /// Not known, which was reported.
    Hole,
}

impl QuickConnect {
    /// Everything that it refers to, with the places.
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
}
