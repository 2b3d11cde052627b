//! The syntax tree: what a `.flow` file says, owned, with a span on every node.
//!
//! A place that could not be parsed is a [`Hole`], a value like any other: it was reported when it was found, and
//! later passes skip it silently. The tree knows the form of the language and the meaning of no block.

use smol_str::SmolStr;

use crate::source::{FileId, Span};

/// A parsed file.
#[derive(Clone, Debug)]
pub struct File {
    /// Which file it is.
    pub id: FileId,
    /// What it declares, in order.
    pub items: Vec<Item>,
    /// Its comments, sorted by position; they stand nowhere else in the tree.
    pub comments: Vec<Comment>,
    /// How much of its text is in the tree.
    pub state: State,
}

/// How much of a file's text is in its tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All of it, but for its holes.
    #[default]
    Whole,
    /// A bracket was missing or too many. It was put where it most likely belongs, but what stands in what is a guess.
    Repaired,
    /// A text or comment that is never closed swallowed what follows it, or brackets are nested too deep to be parsed: what
    /// seems to be missing may be there.
    Truncated,
}

/// A comment, with its `//` or `/* */`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands.
    pub span: Span,
}

/// Something that a file declares.
#[derive(Clone, Debug)]
pub enum Item {
    /// `const name = value`
    Const(Const),
    /// `flow "Name" type { … }` or `module "Name" { … }`
    Flow(Flow),
    /// `quick_connect "Name" { … }`
    QuickConnect(QuickConnect),
    /// What could not be parsed.
    Hole(Hole),
}

impl File {
    /// Whether a declaration could not be parsed, so that a name that seems to be missing may be there.
    #[must_use]
    pub fn has_holes(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Hole(_)))
    }
}

/// A place that could not be parsed and was reported.
#[derive(Clone, Debug)]
pub struct Hole {
    /// All of it.
    pub span: Span,
    /// The steps that it jumps to, as far as that can be told, so that none of them counts as never reached.
    pub targets: Vec<Word>,
}

/// A bare word: a keyword, a name, a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub text: SmolStr,
}

/// A quoted text, its escapes resolved and its indent taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where it stands, quotes included.
    pub span: Span,
    /// What it says: literal parts and consts.
    pub parts: Vec<TextPart>,
    /// Whether it was written with `"""`.
    pub block: bool,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// Characters as they are.
    Literal(Box<str>),
    /// `${name}`; the span is that of the name.
    Const(Word),
}

impl Text {
    /// The text, if no const is part of it.
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
    /// What it stands for.
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
    /// The keyword's place.
    pub keyword_span: Span,
    /// Flow or module.
    pub keyword: FlowKeyword,
    /// Its name.
    pub name: Text,
    /// The word after the name: the flow type. A module has none, and a flow may lack it by mistake.
    pub flow_type: Option<Word>,
    /// What stands between the braces, in order.
    pub members: Vec<Member>,
}

/// Something in a flow's or module's braces.
#[derive(Clone, Debug)]
pub enum Member {
    /// `description: "…"`, `tags: { … }`, a module's `branches: […]`
    Setting(Parameter),
    /// `input { … }` or `output { … }` of a module
    Schema(Schema),
    /// `on … -> …`
    Default(Default),
    /// `start { … }` or `step name { … }`
    Step(Step),
    /// What could not be parsed.
    Hole(Hole),
}

/// A module's `input { … }` or `output { … }`, or `input: raw { … }`.
#[derive(Clone, Debug)]
pub struct Schema {
    /// All of it.
    pub span: Span,
    /// `input` or `output`.
    pub keyword: Word,
    /// What it declares.
    pub body: SchemaBody,
}

/// What a schema declares.
#[derive(Clone, Debug)]
pub enum SchemaBody {
    /// Fields, one a line.
    Fields(Vec<Field>),
    /// JSON Schema as it stands, always a map.
    Raw(Value),
}

/// `name: type` or `name: type required`; the name may be quoted.
#[derive(Clone, Debug)]
pub struct Field {
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name: Key,
    /// Its type's word.
    pub type_: Word,
    /// The word after the type, `required` if it is right.
    pub required: Option<Word>,
}

/// `on outcome[, outcome] -> step` at the top of a flow or step: fills branches that blocks do not write.
#[derive(Clone, Debug)]
pub struct Default {
    /// All of it.
    pub span: Span,
    /// Which branches.
    pub outcomes: Vec<DefaultOutcome>,
    /// Where they lead.
    pub target: Word,
}

/// `error`, or `play_prompt.error` for one keyword.
#[derive(Clone, Debug)]
pub struct DefaultOutcome {
    /// All of it.
    pub span: Span,
    /// The block's keyword, where it is for one alone.
    pub keyword: Option<Word>,
    /// The branch.
    pub outcome: Outcome,
}

/// A branch's name, or the wire's own ErrorType in quotes.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// `timeout`
    Name(Word),
    /// `"InputTimeLimitExceeded"`
    ErrorType(Text),
}

impl Outcome {
    /// Where it stands.
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
    /// Whether it was written `start`.
    pub is_start: bool,
    /// Its defaults.
    pub defaults: Vec<Default>,
    /// Its blocks.
    pub run: Run,
}

/// A straight run of statements between braces.
#[derive(Clone, Debug)]
pub struct Run {
    /// Braces included.
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
    /// Where it stands.
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
    /// Arrow included.
    pub span: Span,
    /// Where to.
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
    /// What stands between its braces, in order; nothing without braces.
    pub fn items(&self) -> impl Iterator<Item = &BodyItem> {
        self.body.iter().flat_map(|body| &body.items)
    }
}

/// `keyword [subject] [as "Identifier"] [{ body }]`
#[derive(Clone, Debug)]
pub struct Block {
    /// All of it.
    pub span: Span,
    /// Which block.
    pub keyword: Word,
    /// Its one obvious argument.
    pub subject: Option<Value>,
    /// The text after `as`.
    pub identifier: Option<Text>,
    /// What stands between its braces; `None` without braces.
    pub body: Option<Body>,
}

/// A block's or quick connect's braces.
#[derive(Clone, Debug)]
pub struct Body {
    /// Braces included.
    pub span: Span,
    /// What stands in them, in order.
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
    /// Its name; a quoted one is allowed nowhere but in maps, and told where it is found.
    pub name: Key,
    /// What it is set to.
    pub value: Value,
}

/// `key = value`
#[derive(Clone, Debug)]
pub struct Entry {
    /// All of it.
    pub span: Span,
    /// Its key.
    pub key: Key,
    /// What it is set to.
    pub value: Value,
}

/// A key, bare or quoted.
#[derive(Clone, Debug)]
pub struct Key {
    /// Where it stands.
    pub span: Span,
    /// What it says; parts of a quoted key that are consts keep their `${…}`.
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
    /// Where it leads.
    pub target: Target,
}

/// What a branch is taken on.
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
    /// Without `when` and target.
    pub span: Span,
    /// How the value is compared.
    pub operator: Operator,
    /// What it is compared with; each makes a condition of its own, but for [`Operator::Wire`], whose operands they are.
    pub values: Vec<Value>,
}

/// How a condition compares.
#[derive(Clone, Debug)]
pub enum Operator {
    /// No operator written.
    Equals,
    /// A word or sign: `starts_with`, `ends_with`, `contains`, `>`, `>=`, `<`, `<=`, `has_key`, `exists`.
    Named(Word),
    /// The wire's own operator in quotes, followed by its operands in a list.
    Wire(Text),
}

/// Where a branch leads.
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
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
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
    /// What it is set to.
    pub value: Value,
}

/// A number as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Sign, digits and decimal point.
    pub digits: SmolStr,
    /// What follows the digits.
    pub unit: Unit,
}

/// What follows a number's digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing.
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
    /// As it is written: `s`.
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

/// Words before a text or a path, or a qualifier after it: `queue "Billing"`, `queue id "…"`, `bot "Order" alias "live"`,
/// `"Verify caller" version "3"`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The words before the text: one or two, or none where a qualifier follows.
    pub words: Vec<Word>,
    /// The text or path after them.
    pub target: ReferenceTarget,
    /// `alias "live"`, `version "2"`
    pub qualifier: Option<(Word, Text)>,
}

/// What the words of a reference stand before.
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
    /// What stands between its braces.
    pub body: Body,
}
