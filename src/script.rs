//! Tests of flows, lowered: what each line does, in terms of the graph, the catalogue and a run.
//!
//! Lowering makes them from the tree; `testing` runs them. Data only.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use crate::catalogue::Block;
use crate::graph::{Node, Object, Reference, Spanned};
use crate::simulate::{Act, Figures, Holder, MessageForm, Start};
use crate::source::Span;

/// The tests and setups of a build, in source order.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The tests.
    pub tests: Vec<Test>,
    /// The setups.
    pub setups: Vec<Test>,
}

/// A test, or a setup, which holds only [`LineKind::Use`] and the three kinds of given.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: Spanned,
    /// All of it.
    pub span: Span,
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// Every name in it that was resolved, with its span, in source order.
    pub references: Vec<(Reference, Span)>,
    /// The contact data that it names, each a whole path, with its span, in source order.
    pub paths: Vec<(SmolStr, Span)>,
    /// Whether everything in it could be read. If not, that was reported, and it is not run.
    pub is_whole: bool,
}

/// A line of a test.
#[derive(Clone, Debug)]
pub struct Line {
    /// All of it.
    pub span: Span,
    /// What it does.
    pub kind: LineKind,
}

/// What a line does.
#[derive(Clone, Debug)]
pub enum LineKind {
    /// Uses the givens of a setup, an index into [`Script::setups`].
    Use(usize),
    /// Contact data from outside of flows; null if it is missing on purpose.
    GivenData(SmolStr, Value),
    /// Figures of one queue or agent, or of each one.
    GivenFigures(FiguresOf, Figures),
    /// An answer of the world.
    Given(Given),
    /// A contact starts.
    Start(Start),
    /// A person does something, or time passes.
    Act(Act, Option<Result>),
    /// The customer or the agent hears these messages.
    Hear(Hear),
    /// A block is reached, and left so.
    ExpectBlock(Pattern, Option<Result>),
    /// Contact data is so.
    ExpectData(DataCheck),
    /// The contact is there, or has done that.
    ExpectState(State),
    /// The block is not reached, or not left so, in the whole test.
    NeverBlock(Pattern, Option<Result>),
    /// The message is not heard in the whole test.
    NeverHear(Hear),
}

/// Whose figures are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiguresOf {
    /// Every queue's.
    EveryQueue,
    /// Every agent's.
    EveryAgent,
    /// Those of one.
    One(Holder),
}

/// An answer of the world.
#[derive(Clone, Debug)]
pub struct Given {
    /// Whether it answers only one time.
    pub once: bool,
    /// The blocks that it answers.
    pub pattern: Pattern,
    /// How they are left.
    pub result: Result,
    /// The contact data that it brings, under the block's own root; null if it is missing on purpose.
    pub data: Map<String, Value>,
}

/// A block as a test writes it: it stands for every block that has at least that.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// All of it.
    pub span: Span,
    /// The blocks with its keyword; none for `action "…"`.
    pub blocks: Vec<&'static Block>,
    /// The action type in flow JSON, where it is written with `action "…"`.
    pub action: Option<SmolStr>,
    /// The subject where it is a message: contained in what the block says.
    pub message: Option<Message>,
    /// The subject of a block that puts the contact into a queue: the queue, also where it is the working queue.
    pub queue: Option<Node>,
    /// The parameters and entries that the block must have, as flow JSON has them: equal as written or as resolved.
    pub parameters: Object,
    /// The identifier.
    pub identifier: Option<SmolStr>,
}

/// A message that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// `Text` is contained in what is said; the others are equal.
    pub form: MessageForm,
    /// The text, name, id or address.
    pub text: SmolStr,
    /// The source.
    pub span: Span,
}

/// How a block is left, as a test writes it.
#[derive(Clone, Debug)]
pub struct Result {
    /// The source.
    pub span: Span,
    /// How.
    pub kind: ResultKind,
    /// The contact data that it brings, where an act has it.
    pub data: Map<String, Value>,
}

/// How a block is left.
#[derive(Clone, Debug)]
pub enum ResultKind {
    /// `success`, wherever the block can succeed.
    Success,
    /// A branch of the catalogue.
    Branch(&'static str),
    /// An `ErrorType`.
    Error(SmolStr),
    /// What the block got.
    Value(SmolStr),
    /// A condition as the flow has it.
    When(SmolStr, Vec<Node>),
    /// A percentage as the flow has it.
    Share(u8),
}

/// Messages that are expected.
#[derive(Clone, Debug)]
pub struct Hear {
    /// Whether the agent hears them.
    pub by_agent: bool,
    /// Whether these are all of the turn.
    pub only: bool,
    /// The messages, in order.
    pub messages: Vec<Message>,
}

/// What is expected of contact data.
#[derive(Clone, Debug)]
pub struct DataCheck {
    /// The path.
    pub path: SmolStr,
    /// How it is compared.
    pub operator: DataOperator,
    /// With what; null for [`DataOperator::Exists`] and [`DataOperator::Missing`].
    pub value: Value,
    /// The source of the value, or of the operator where there is none.
    pub value_span: Span,
}

/// How contact data is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataOperator {
    /// `=`
    Equals,
    /// `!=`
    Differs,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `starts_with`
    StartsWith,
    /// `contains`
    Contains,
    /// `exists`
    Exists,
    /// `missing`
    Missing,
}

/// Where the contact is, or what was booked or returned.
#[derive(Clone, Debug)]
pub enum State {
    /// It waits in a queue; in this one, if one is named.
    Queued(Option<Holder>),
    /// It is over.
    Disconnected,
    /// It is with an agent; with this one, if one is named.
    WithAgent(Option<SmolStr>),
    /// It was transferred to a number; to this one, if one is named.
    Transferred(Option<SmolStr>),
    /// A callback was booked; in this queue, if one is named.
    Callback(Option<Holder>),
    /// The module returned; through this branch, and with this output, if they are written.
    Returned(Option<SmolStr>, Map<String, Value>),
}
