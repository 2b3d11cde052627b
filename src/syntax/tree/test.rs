//! The declarations that test flows: `test` and `setup`, and their lines.
//!
//! Owned nodes with spans, like the rest of the tree. A pattern is an ordinary [`Block`] whose braces hold no branches.

use smol_str::SmolStr;

use super::{Block, Body, Condition, Hole, Text, Value, Word};
use crate::source::Span;

/// `test "Name" { … }` or `setup "Name" { … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// All of it.
    pub span: Span,
    /// The span of the keyword.
    pub keyword_span: Span,
    /// Test or setup.
    pub keyword: TestKeyword,
    /// Its name.
    pub name: Text,
    /// The contents of the braces, in order.
    pub lines: Vec<TestLine>,
}

/// Whether a declaration runs, or only holds what tests use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestKeyword {
    /// `test`
    Test,
    /// `setup`
    Setup,
}

/// A line of a test or setup.
#[derive(Clone, Debug)]
pub enum TestLine {
    /// `use "Setup"`
    Use(Use),
    /// `given …`
    Given(Given),
    /// `call "Flow" { … }`
    Start(Start),
    /// `press "1"`
    Act(Act),
    /// `hear "text"`
    Hear(Hear),
    /// `expect …`
    Expect(Expect),
    /// `never …`
    Never(Never),
    /// What could not be parsed.
    Hole(Hole),
}

/// `use "Setup"`
#[derive(Clone, Debug)]
pub struct Use {
    /// All of it.
    pub span: Span,
    /// The name of the setup.
    pub name: Text,
}

/// What the world does.
#[derive(Clone, Debug)]
pub struct Given {
    /// All of it.
    pub span: Span,
    /// What is given.
    pub what: GivenWhat,
}

/// What a `given` line gives.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "most lines hold a block")]
pub enum GivenWhat {
    /// `$.path = value`
    Data {
        /// The path.
        path: PathNode,
        /// Its value; the word `none` says that it is missing.
        value: Value,
    },
    /// `queue ["Billing"] { waiting = 3; full }`, `agent "chen.wei" { available = 1 }`
    Figures {
        /// `queue` or `agent`.
        of: Word,
        /// Whose figures they are; every queue's or agent's without it.
        name: Option<Text>,
        /// The figures.
        body: Option<Body>,
    },
    /// `[once] BLOCK -> RESULT [{ data }]`
    Answer {
        /// The word `once`.
        once: Option<Word>,
        /// The block that it answers.
        block: Block,
        /// How the block is left.
        result: TestResult,
        /// The contact data that it brings.
        data: Option<Body>,
    },
}

/// A path of contact data, as written.
#[derive(Clone, Debug)]
pub struct PathNode {
    /// Its span.
    pub span: Span,
    /// Its text: `$.Attributes.tier`.
    pub text: SmolStr,
}

/// `call [module] "Flow" { … }`; also `chat`, `task`, `email`.
#[derive(Clone, Debug)]
pub struct Start {
    /// All of it.
    pub span: Span,
    /// The channel's word.
    pub word: Word,
    /// The word `module`.
    pub module: Option<Word>,
    /// The name of the flow or module.
    pub flow: Text,
    /// System data and attributes.
    pub body: Option<Body>,
}

/// What a person does, or the time that passes: `press "1"`, `say "my bill" -> "Billing" { … }`, `wait 30s`, `hang_up`.
#[derive(Clone, Debug)]
pub struct Act {
    /// All of it.
    pub span: Span,
    /// What is done.
    pub word: Word,
    /// With what.
    pub value: Option<Value>,
    /// What only the service knows of it.
    pub result: Option<TestResult>,
    /// The contact data that it brings.
    pub data: Option<Body>,
}

/// `hear "a"`, `hear only "a", "b"`, `agent_hears "a"`
#[derive(Clone, Debug)]
pub struct Hear {
    /// All of it.
    pub span: Span,
    /// `hear` or `agent_hears`.
    pub word: Word,
    /// The word `only`.
    pub only: Option<Word>,
    /// The messages; one, unless `only` is written.
    pub messages: Vec<Value>,
}

/// `expect …`
#[derive(Clone, Debug)]
pub struct Expect {
    /// All of it.
    pub span: Span,
    /// What is expected.
    pub what: ExpectWhat,
}

/// What an `expect` line expects.
#[derive(Clone, Debug)]
pub enum ExpectWhat {
    /// `queued "Billing"`, `disconnected`, `returned "Branch" { … }`
    State {
        /// `queued`, `disconnected`, `with_agent`, `transferred`, `callback`, `returned`.
        word: Word,
        /// The queue, agent, number or branch.
        value: Option<Value>,
        /// The output of a module.
        body: Option<Body>,
    },
    /// `$.path = "x"`
    Data {
        /// The path.
        path: PathNode,
        /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `starts_with`, `contains`, `exists`, `missing`.
        operator: Word,
        /// What it is compared with; `None` for `exists` and `missing`.
        value: Option<Value>,
    },
    /// `BLOCK [-> RESULT]`
    Block {
        /// The block that is reached.
        block: Block,
        /// How it is left.
        result: Option<TestResult>,
    },
}

/// `never …`
#[derive(Clone, Debug)]
pub struct Never {
    /// All of it.
    pub span: Span,
    /// What must not happen.
    pub what: NeverWhat,
}

/// What a `never` line forbids.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "most lines hold a block")]
pub enum NeverWhat {
    /// `hear MESSAGE`
    Hear(Hear),
    /// `BLOCK [-> RESULT]`
    Block {
        /// The block.
        block: Block,
        /// How it would be left.
        result: Option<TestResult>,
    },
}

/// How a block is left, behind an arrow.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// All of it, with its arrow.
    pub span: Span,
    /// How it is written.
    pub kind: ResultKind,
}

/// How a result is written.
#[derive(Clone, Debug)]
pub enum ResultKind {
    /// The name of an outcome: `in_hours`.
    Name(Word),
    /// What the block got, or an ErrorType: `"Billing"`.
    Value(Text),
    /// A condition of the block as it is written: `when < 5m`.
    When(Condition),
}

impl TestLine {
    /// Its span.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            TestLine::Use(line) => line.span,
            TestLine::Given(line) => line.span,
            TestLine::Start(line) => line.span,
            TestLine::Act(line) => line.span,
            TestLine::Hear(line) => line.span,
            TestLine::Expect(line) => line.span,
            TestLine::Never(line) => line.span,
            TestLine::Hole(hole) => hole.span,
        }
    }
}
