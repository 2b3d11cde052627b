//! The syntax tree of a `.flow` file: owned, with a span on every node.
//!
//! A part that could not be parsed is a [`Hole`], an ordinary node. It was reported when it was found, and later passes
//! skip it silently. The tree represents the syntax of the language, but not what a block means.

mod test;

pub use test::{
    Act, Expect, ExpectWhat, Given, GivenWhat, Hear, Never, NeverWhat, PathNode, ResultKind, Start, Test, TestKeyword,
    TestLine, TestResult, Use,
};

use smol_str::SmolStr;

use crate::source::{FileId, Span};

/// A parsed file.
#[derive(Clone, Debug)]
pub struct File {
    /// The file.
    pub id: FileId,
    /// Its declarations, in order.
    pub items: Vec<Item>,
    /// Its comments, sorted by position. They are nowhere else in the tree.
    pub comments: Vec<Comment>,
    /// How much of its text is in the tree.
    pub state: State,
}

/// How much of a file's text is in its tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All of it, except for the holes.
    #[default]
    Whole,
    /// A bracket was missing or extra. The repair is the most likely one, but the nesting is a guess.
    Repaired,
    /// An unterminated text or comment swallowed what follows it, or brackets are nested too deeply to be parsed. What
    /// seems to be missing may be there.
    Truncated,
}

/// A comment, with its `//` or `/* */`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its span.
    pub span: Span,
}

/// A declaration of a file.
#[derive(Clone, Debug)]
pub enum Item {
    /// `const name = value`
    Const(Const),
    /// `flow "Name" type { … }` or `module "Name" { … }`
    Flow(Flow),
    /// `quick_connect "Name" { … }`
    QuickConnect(QuickConnect),
    /// `test "Name" { … }` or `setup "Name" { … }`
    Test(Test),
    /// What could not be parsed.
    Hole(Hole),
}

impl File {
    /// Whether a declaration could not be parsed. A name that seems to be missing may be there.
    #[must_use]
    pub fn has_holes(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Hole(_)))
    }
}

/// A part that could not be parsed, which was reported.
#[derive(Clone, Debug)]
pub struct Hole {
    /// All of it.
    pub span: Span,
    /// The steps that it jumps to, as far as known, so that none of them is reported as unreachable.
    pub targets: Vec<Word>,
    /// What it looks like, if lowering reports it.
    pub misread: Option<Box<Misread>>,
}

/// A line in the braces of a block that is wrong in a way that only the catalogue can explain.
#[derive(Clone, Debug)]
pub enum Misread {
    /// A branch without `on` or `when`, or with `on` before a value: `default -> sorry`, `on 1 -> billing`.
    Branch {
        /// The span of `on`, if it is written.
        on: Option<Span>,
        /// The words and values before the target.
        labels: Vec<Value>,
    },
    /// A block, or a parameter without its colon.
    Block(Box<Block>),
}

impl Hole {
    /// A part that was reported.
    #[must_use]
    pub fn new(span: Span, targets: Vec<Word>) -> Hole {
        Hole { span, targets, misread: None }
    }
}

/// A bare word: a keyword, a name, a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its span.
    pub span: Span,
    /// Its text.
    pub text: SmolStr,
}

/// A quoted text, with escapes resolved and indent removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its span, including the quotes.
    pub span: Span,
    /// Its content: literal parts and consts.
    pub parts: Vec<TextPart>,
    /// Whether it was written with `"""`.
    pub block: bool,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// Literal characters.
    Literal(Box<str>),
    /// `${name}`; the span is that of the name.
    Const(Word),
    /// The text before it contains something that could not be read, which was reported.
    Hole,
}

impl Text {
    /// The text, if it contains no const.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [TextPart::Literal(text)] => Some(text),
            _ => None,
        }
    }
}

/// `const name = value`
#[derive(Clone, Debug)]
pub struct Const {
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name: Word,
    /// Its value.
    pub value: Value,
}

/// Whether something is a flow or a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKeyword {
    /// `flow`
    Flow,
    /// `module`
    Module,
}

/// `flow "Name" type { … }` or `module "Name" { … }`
#[derive(Clone, Debug)]
pub struct Flow {
    /// All of it.
    pub span: Span,
    /// The span of the keyword.
    pub keyword_span: Span,
    /// Flow or module.
    pub keyword: FlowKeyword,
    /// Its name.
    pub name: Text,
    /// The word after the name: the flow type. A module has none, and a flow may lack it by mistake.
    pub flow_type: Option<Word>,
    /// The contents of the braces, in order.
    pub members: Vec<Member>,
}

/// A member of a flow or module.
#[derive(Clone, Debug)]
pub enum Member {
    /// `description: "…"`, `tags: { … }`, a module's `branches: […]`
    Setting(Parameter),
    /// `explicit target_contact, response`
    Explicit(Explicit),
    /// `input { … }` or `output { … }` of a module
    Schema(Schema),
    /// `on … -> …`
    Default(Default),
    /// `start { … }` or `step name { … }`
    Step(Step),
    /// What could not be parsed.
    Hole(Hole),
}

/// The parameters whose default the flow's JSON contains where a block does not set them.
#[derive(Clone, Debug)]
pub struct Explicit {
    /// All of it.
    pub span: Span,
    /// The names of the parameters.
    pub names: Vec<Word>,
}

/// A module's `input { … }` or `output { … }`, or `input: raw { … }`.
#[derive(Clone, Debug)]
pub struct Schema {
    /// All of it.
    pub span: Span,
    /// `input` or `output`.
    pub keyword: Word,
    /// Its declaration.
    pub body: SchemaBody,
}

/// The declaration of a schema.
#[derive(Clone, Debug)]
pub enum SchemaBody {
    /// Fields, one per line.
    Fields(Vec<Field>),
    /// A JSON Schema, emitted unchanged; always a map.
    Raw(Value),
}

/// `name: type` or `name: type required`; the name may be quoted.
#[derive(Clone, Debug)]
pub struct Field {
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name: Key,
    /// The word for its type.
    pub type_: Word,
    /// The word after the type; only `required` is valid.
    pub required: Option<Word>,
}

/// `on outcome[, outcome] -> step` at the top of a flow or step: fills branches that blocks do not write.
#[derive(Clone, Debug)]
pub struct Default {
    /// All of it.
    pub span: Span,
    /// The branches.
    pub outcomes: Vec<DefaultOutcome>,
    /// The target.
    pub target: Word,
}

/// `error`, or `play_prompt.error` for one keyword.
#[derive(Clone, Debug)]
pub struct DefaultOutcome {
    /// All of it.
    pub span: Span,
    /// The keyword of the block, if the default is for one kind of block.
    pub keyword: Option<Word>,
    /// The branch.
    pub outcome: Outcome,
}

/// The name of a branch, or an ErrorType of flow JSON in quotes.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// `timeout`
    Name(Word),
    /// `"InputTimeLimitExceeded"`
    ErrorType(Text),
}

impl Outcome {
    /// Its span.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Outcome::Name(word) => word.span,
            Outcome::ErrorType(text) => text.span,
        }
    }
}

/// `start { … }` or `step name { … }`
#[derive(Clone, Debug)]
pub struct Step {
    /// All of it.
    pub span: Span,
    /// Its name; `start` for `start`.
    pub name: Word,
    /// Whether it is the `start`.
    pub is_start: bool,
    /// Its defaults.
    pub defaults: Vec<Default>,
    /// Its blocks.
    pub run: Run,
}

/// A sequence of statements in braces.
#[derive(Clone, Debug)]
pub struct Run {
    /// The whole sequence, including the braces.
    pub span: Span,
    /// The statements in order.
    pub statements: Vec<Statement>,
}

/// A line of a run.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every statement is a block")]
pub enum Statement {
    /// A block of the designer.
    Block(Block),
    /// `-> step`
    Jump(Jump),
    /// What could not be parsed.
    Hole(Hole),
}

impl Statement {
    /// Its span.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Statement::Block(block) => block.span,
            Statement::Jump(jump) => jump.span,
            Statement::Hole(hole) => hole.span,
        }
    }
}

/// `-> step`; also `-> continue`, `-> none`, `-> unconnected`.
#[derive(Clone, Debug)]
pub struct Jump {
    /// All of it, including the arrow.
    pub span: Span,
    /// The target.
    pub target: Word,
}

impl Flow {
    /// Its steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.members.iter().filter_map(|member| match member {
            Member::Step(step) => Some(step),
            _ => None,
        })
    }
}

impl Block {
    /// The contents of its braces, in order; empty without braces.
    pub fn items(&self) -> impl Iterator<Item = &BodyItem> {
        self.body.iter().flat_map(|body| &body.items)
    }
}

/// `keyword [subject] [as "Identifier"] [{ body }]`
#[derive(Clone, Debug)]
pub struct Block {
    /// All of it.
    pub span: Span,
    /// Its keyword.
    pub keyword: Word,
    /// Its positional argument.
    pub subject: Option<Value>,
    /// The text after `as`.
    pub identifier: Option<Text>,
    /// The contents of its braces; `None` without braces.
    pub body: Option<Body>,
}

/// The braces of a block or quick connect.
#[derive(Clone, Debug)]
pub struct Body {
    /// All of it, including the braces.
    pub span: Span,
    /// The contents, in order.
    pub items: Vec<BodyItem>,
}

/// A line of a body.
#[derive(Clone, Debug)]
pub enum BodyItem {
    /// `name: value`
    Parameter(Parameter),
    /// `key = value`
    Entry(Entry),
    /// `on … TARGET` or `when … TARGET`
    Branch(Branch),
    /// A bare word: `terminal`.
    Flag(Word),
    /// What could not be parsed.
    Hole(Hole),
}

/// `name: value`
#[derive(Clone, Debug)]
pub struct Parameter {
    /// All of it.
    pub span: Span,
    /// Its name. A quoted name is allowed only in maps; elsewhere it is reported.
    pub name: Key,
    /// Its value.
    pub value: Value,
}

/// `key = value`
#[derive(Clone, Debug)]
pub struct Entry {
    /// All of it.
    pub span: Span,
    /// Its key.
    pub key: Key,
    /// Its value.
    pub value: Value,
}

/// A key, bare or quoted.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its span.
    pub span: Span,
    /// Its text. Consts in a quoted key keep their `${…}`.
    pub text: SmolStr,
    /// Whether it was quoted.
    pub quoted: bool,
}

/// `on … TARGET` or `when … TARGET`
#[derive(Clone, Debug)]
pub struct Branch {
    /// All of it.
    pub span: Span,
    /// When it is taken.
    pub selector: Selector,
    /// Its target.
    pub target: Target,
}

/// The condition or outcomes on which a branch is taken.
#[derive(Clone, Debug)]
pub enum Selector {
    /// `on timeout, no_match`
    On(Vec<Outcome>),
    /// `when "1", "2"`, `when > 5`, `when exists`
    When(Condition),
}

/// `[operator] value[, value]`
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its span, without `when` and target.
    pub span: Span,
    /// How the value is compared.
    pub operator: Operator,
    /// The values to compare with. Each is a separate condition, except for [`Operator::Wire`], where they are the
    /// operands.
    pub values: Vec<Value>,
}

/// How a condition compares.
#[derive(Clone, Debug)]
pub enum Operator {
    /// No operator written.
    Equals,
    /// A word or sign: `starts_with`, `ends_with`, `contains`, `>`, `>=`, `<`, `<=`, `has_key`, `exists`.
    Named(Word),
    /// An operator of flow JSON in quotes, followed by its operands in a list.
    Wire(Text),
}

/// The target of a branch.
#[derive(Clone, Debug)]
pub enum Target {
    /// `-> step`, `-> continue`, `-> none`, `-> unconnected`
    Jump(Jump),
    /// `{ … }`
    Run(Run),
}

/// A value.
#[derive(Clone, Debug)]
pub struct Value {
    /// Its span.
    pub span: Span,
    /// Its kind.
    pub kind: ValueKind,
}

/// The kind of a value.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// `"…"`
    Text(Text),
    /// `3`, `0.4`, `30s`, `30%`
    Number(Number),
    /// `enabled`, `true`
    Word(Word),
    /// `$.Attributes.tier`, as written
    Path(SmolStr),
    /// `queue "Billing"`, `id "…"`, `agent $.Attributes.a`, `prompt "x.wav"`, `ssml "…"`
    Reference(Reference),
    /// `${name}` alone
    Const(Word),
    /// `[…]`
    List(Vec<Value>),
    /// `{ … }`
    Map(Vec<MapEntry>),
    /// What could not be parsed.
    Hole,
}

/// `key: value` in a map.
#[derive(Clone, Debug)]
pub struct MapEntry {
    /// All of it.
    pub span: Span,
    /// Its key.
    pub key: Key,
    /// Its value.
    pub value: Value,
}

/// A number as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Sign, digits and decimal point.
    pub digits: SmolStr,
    /// Its unit.
    pub unit: Unit,
}

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// No unit.
    None,
    /// `s`
    Seconds,
    /// `m`
    Minutes,
    /// `h`
    Hours,
    /// `d`
    Days,
    /// `%`
    Percent,
}

impl Unit {
    /// The unit as it is written, such as `s`.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Unit::None => "",
            Unit::Seconds => "s",
            Unit::Minutes => "m",
            Unit::Hours => "h",
            Unit::Days => "d",
            Unit::Percent => "%",
        }
    }
}

/// Words before a text or a path, or a qualifier after it: `queue "Billing"`, `queue id "…"`,
/// `bot "Order" alias "live"`, `"Verify caller" version "3"`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The words before the text: one or two, or none if there is a qualifier.
    pub words: Vec<Word>,
    /// The text or path after them.
    pub target: ReferenceTarget,
    /// `alias "live"`, `version "2"`
    pub qualifier: Option<(Word, Text)>,
}

/// The target of a reference, after its words.
#[derive(Clone, Debug)]
pub enum ReferenceTarget {
    /// `"Billing"`
    Text(Text),
    /// `$.Attributes.queue`
    Path(Span, SmolStr),
    /// `${name}`
    Const(Word),
}

/// `quick_connect "Name" { … }`
#[derive(Clone, Debug)]
pub struct QuickConnect {
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name: Text,
    /// The contents of its braces.
    pub body: Body,
}
