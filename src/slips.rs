//! Words and signs of other languages, of the API and of the console, and what this language writes instead.
//!
//! One table for everything that reports such a slip: the scan, the recovery of the parser, lowering, and `callflow
//! explain`. A test makes a mistake of every row and applies its fix. Knows no block and no syntax tree.

/// A word or sign that this language does not have.
#[derive(Clone, Copy, Debug)]
pub struct Slip {
    /// The words and signs, in lower case.
    pub words: &'static [&'static str],
    /// Where they are written.
    pub place: Place,
    /// The message, with the word for `{}`.
    message: &'static str,
    /// What to write instead.
    pub help: &'static str,
    /// The edit.
    pub fix: Edit,
    /// A line with the mistake at its place, with the word for `{}`.
    pub example: &'static str,
}

/// Where a slip is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere between words.
    Anywhere,
    /// At the start of any line.
    Line,
    /// At the start of a line outside all braces.
    File,
    /// At the start of a line in the braces of a flow.
    Flow,
    /// The name of a setting in the braces of a flow.
    FlowSetting,
    /// The name of a setting of a quick connect.
    QuickConnect,
    /// At the start of a statement that is more than a block: it has an expression, or braces of its own.
    Statement,
    /// Instead of a block's keyword.
    Block,
    /// Behind the argument of a block.
    Argument,
    /// At the start of a line in the braces of a block.
    Branch,
    /// At the start of a line in the braces of a test.
    Test,
    /// Instead of the branch for what no other branch takes.
    Rest,
    /// After `when`.
    Condition,
    /// Between a branch and its step.
    Arrow,
    /// Between two values.
    Join,
}

/// What to do with the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Nothing: what is meant is not certain.
    None,
    /// Replace it.
    Word(&'static str),
    /// Delete it, with the blanks after it.
    Delete,
}

impl Slip {
    /// The message for `word`, as it was written.
    #[must_use]
    pub fn message(&self, word: &str) -> String {
        self.message.replace("{}", word)
    }

    /// The text to write in place of the word, if that is certain.
    #[must_use]
    pub fn replacement(&self) -> Option<&'static str> {
        match self.fix {
            Edit::None => None,
            Edit::Word(word) => Some(word),
            Edit::Delete => Some(""),
        }
    }
}

/// The slip that `word` is at `place`.
#[must_use]
pub fn find(place: Place, word: &str) -> Option<&'static Slip> {
    SLIPS.iter().find(|slip| slip.place == place && has(slip, word))
}

/// Everything that this language says about `word`.
pub fn about(word: &str) -> impl Iterator<Item = &'static Slip> {
    SLIPS.iter().filter(move |slip| has(slip, word))
}

/// The longest sign that is a slip anywhere, if `text` starts with one.
#[must_use]
pub fn sign(text: &str) -> Option<(&'static str, &'static Slip)> {
    let signs = SLIPS.iter().filter(|slip| slip.place == Place::Anywhere);
    let all = signs.flat_map(|slip| slip.words.iter().map(move |word| (*word, slip)));
    all.filter(|(word, _)| text.starts_with(word)).max_by_key(|(word, _)| word.len())
}

fn has(slip: &Slip, word: &str) -> bool {
    slip.words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The key of a phone that a word means.
#[must_use]
pub fn key(word: &str) -> Option<&'static str> {
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    match word {
        _ if is(&["star", "asterisk"]) => Some("*"),
        _ if is(&["pound", "hash", "hashtag", "number_sign"]) => Some("#"),
        _ => None,
    }
}

/// The words of other languages that store a value.
pub const ASSIGN: [&str; 7] = ["let", "var", "val", "set", "assign", "store", "define"];

/// All slips.
pub const SLIPS: &[Slip] = &[
    // ── Anywhere ────────────────────────────────────────────────────────────────────────────────────────────────────
    Slip {
        words: &["=>", "→", "⇒", "-->", "->>", "~>", "–>", "—>"],
        place: Place::Anywhere,
        message: "`{}` is not a valid arrow",
        help: "the arrow is written `->`",
        fix: Edit::Word("->"),
        example: "play_prompt \"Hello.\" { on error {} sorry }",
    },
    Slip {
        words: &["#", "<!--"],
        place: Place::Anywhere,
        message: "`{}` does not begin a comment",
        help: "a comment begins with `//`",
        fix: Edit::Word("//"),
        example: "play_prompt \"Hello.\" {} don't { forget",
    },
    // ── At the start of any line ────────────────────────────────────────────────────────────────────────────────────
    // A jump may be meant as well, so nothing is certain.
    Slip {
        words: &["--", "---"],
        place: Place::Line,
        message: "`{}` does not begin a comment",
        help: "a comment begins with `//`, a jump is written `-> step`",
        fix: Edit::None,
        example: "{} sorry",
    },
    // ── Outside all braces ──────────────────────────────────────────────────────────────────────────────────────────
    Slip {
        words: &["import", "include", "use", "using", "require", "from", "package", "namespace"],
        place: Place::File,
        message: "there is no `{}`",
        help: "all `.flow` files of a build share one namespace: delete the line",
        fix: Edit::None,
        example: "{} \"shared.flow\"",
    },
    Slip {
        words: &["let", "var", "val", "set", "define", "param", "variable"],
        place: Place::File,
        message: "there is no `{}`",
        help: "a value with a name is a const: `const name = \"…\"`",
        fix: Edit::Word("const"),
        example: "{} greeting = \"Hello.\"",
    },
    Slip {
        words: &["func", "function", "fn", "def", "sub", "macro", "procedure", "subflow", "subroutine"],
        place: Place::File,
        message: "there is no `{}`",
        help: "steps that several flows use are a module: `module \"Name\" { start { … } }`",
        fix: Edit::None,
        example: "{} greet { play_prompt \"Hello.\" }",
    },
    Slip {
        words: &["contact_flow", "contactflow", "callflow", "ivr"],
        place: Place::File,
        message: "there is no `{}`",
        help: "a flow is `flow \"Name\" inbound { … }`",
        fix: Edit::Word("flow"),
        example: "{} \"Second line\" inbound { start { disconnect } }",
    },
    Slip {
        words: &[
            "inbound",
            "customer_queue",
            "customer_hold",
            "customer_whisper",
            "agent_hold",
            "agent_whisper",
            "outbound_whisper",
            "agent_transfer",
            "queue_transfer",
            "campaign",
        ],
        place: Place::File,
        message: "a flow does not begin with its type `{}`",
        help: "the type follows the name: `flow \"Name\" inbound { … }`",
        fix: Edit::None,
        example: "{} flow \"Second line\" { start { disconnect } }",
    },
    Slip {
        words: &[
            "queue",
            "prompt",
            "hours",
            "lambda",
            "bot",
            "view",
            "user",
            "agent",
            "routing_profile",
            "phone_number",
        ],
        place: Place::File,
        message: "a `{}` is not declared",
        help: "flows refer to it by its name, which is looked up in the inventory: delete the line",
        fix: Edit::None,
        example: "{} \"Billing\" { description: \"Invoices\" }",
    },
    Slip {
        words: &["describe", "it", "scenario", "spec", "testcase", "test_case"],
        place: Place::File,
        message: "there is no `{}`",
        help: "a test is `test \"Name\" { … }`",
        fix: Edit::Word("test"),
        example: "{} \"A call\" { call \"Main line\"; expect disconnected }",
    },
    Slip {
        words: &["fixture", "background", "before", "before_each"],
        place: Place::File,
        message: "there is no `{}`",
        help: "what tests share is `setup \"Name\" { … }`",
        fix: Edit::Word("setup"),
        example: "{} \"open\" { given check_hours_of_operation -> in_hours }",
    },
    // ── In the braces of a flow ─────────────────────────────────────────────────────────────────────────────────────
    Slip {
        words: &["state", "node", "label", "section", "block", "task", "stage", "case"],
        place: Place::Flow,
        message: "there is no `{}`",
        help: "the parts of a flow are steps: `step name { … }`",
        fix: Edit::Word("step"),
        example: "{} sorry { disconnect }",
    },
    Slip {
        words: &["begin", "main", "entry", "init", "entrypoint", "entry_point"],
        place: Place::Flow,
        message: "there is no `{}`",
        help: "a contact begins at `start { … }`",
        fix: Edit::Word("start"),
        example: "{} { disconnect }",
    },
    Slip {
        words: &["let", "var", "val", "set", "const"],
        place: Place::Flow,
        message: "there is no `{}` in a flow",
        help: "a value with a name is a const, outside all braces: `const name = \"…\"`",
        fix: Edit::None,
        example: "{} greeting = \"Hello.\"",
    },
    Slip {
        words: &["type", "flow_type", "contact_flow_type"],
        place: Place::FlowSetting,
        message: "the type of a flow is not a setting",
        help: "it follows the name: `flow \"Name\" inbound { … }`; delete the line",
        fix: Edit::None,
        example: "{}: \"CONTACT_FLOW\"",
    },
    Slip {
        words: &["name", "title", "display_name"],
        place: Place::FlowSetting,
        message: "the name of a flow is not a setting",
        help: "it follows the word `flow`: `flow \"Name\" inbound { … }`; delete the line",
        fix: Edit::None,
        example: "{}: \"Main line\"",
    },
    Slip {
        words: &["language", "voice", "locale"],
        place: Place::FlowSetting,
        message: "the voice and the language of a flow are not settings",
        help: "a block sets them: `set_voice \"Joanna\"` in `start { … }`",
        fix: Edit::None,
        example: "{}: \"en-US\"",
    },
    // ── Quick connects ──────────────────────────────────────────────────────────────────────────────────────────────
    Slip {
        words: &["user", "user_id", "userid", "agent_id", "username"],
        place: Place::QuickConnect,
        message: "a quick connect has no setting `{}`",
        help: "the agent is `agent: \"user.name\"`",
        fix: Edit::Word("agent"),
        example: "description: \"Ask billing\"; {}: \"amara.okafor\"; flow: \"Warm agent transfer\"; available_in: [\"Billing\"]",
    },
    Slip {
        words: &["queues", "queue_ids", "queueids", "available_queues", "assigned_queues", "offered_in"],
        place: Place::QuickConnect,
        message: "a quick connect has no setting `{}`",
        help: "the queues whose agents see it are `available_in: [\"…\"]`",
        fix: Edit::Word("available_in"),
        example: "description: \"Ask billing\"; agent: \"amara.okafor\"; flow: \"Warm agent transfer\"; {}: [\"Billing\"]",
    },
    Slip {
        words: &["phone", "number", "phonenumber", "telephone", "tel"],
        place: Place::QuickConnect,
        message: "a quick connect has no setting `{}`",
        help: "the number is `phone_number: \"+14255550123\"`",
        fix: Edit::Word("phone_number"),
        example: "description: \"The engineer on call\"; {}: \"+14255550123\"; available_in: [\"Billing\"]",
    },
    Slip {
        words: &["contact_flow", "transfer_flow", "flow_id", "contact_flow_id", "contactflowid", "contactflow"],
        place: Place::QuickConnect,
        message: "a quick connect has no setting `{}`",
        help: "the flow that transfers the contact is `flow: \"…\"`",
        fix: Edit::Word("flow"),
        example: "description: \"Ask billing\"; agent: \"amara.okafor\"; {}: \"Warm agent transfer\"; available_in: [\"Billing\"]",
    },
    Slip {
        words: &["type", "kind", "quick_connect_type", "quickconnecttype", "destination_type"],
        place: Place::QuickConnect,
        message: "a quick connect has no setting `{}`",
        help: "its destination says what it is (`queue`, `agent` or `phone_number`): delete the line",
        fix: Edit::None,
        example: "{}: USER; description: \"The engineer on call\"; phone_number: \"+14255550123\"; available_in: [\"Billing\"]",
    },
    Slip {
        words: &["name", "title"],
        place: Place::QuickConnect,
        message: "a quick connect has no setting `{}`",
        help: "the name follows the word `quick_connect`: delete the line",
        fix: Edit::None,
        example: "{}: \"X\"; description: \"The engineer on call\"; phone_number: \"+14255550123\"; available_in: [\"Billing\"]",
    },
    // ── Statements ──────────────────────────────────────────────────────────────────────────────────────────────────
    Slip {
        words: &["if", "unless", "switch", "match", "select", "case", "cond", "elif", "elseif", "elsif"],
        place: Place::Statement,
        message: "there is no `{}`",
        help: "the branches of a block decide: `check_contact_attributes $.Attributes.tier { when \"gold\" -> vip }`",
        fix: Edit::None,
        example: "{} $.Attributes.tier == \"gold\" { play_prompt \"Hello.\" } else { -> sorry }",
    },
    Slip {
        words: &["else", "otherwise", "default", "_"],
        place: Place::Statement,
        message: "there is no `{}`",
        help: "it is a branch of the block before: `on no_match { … }` in its braces, or the line after it",
        fix: Edit::None,
        example: "{} { play_prompt \"Hello.\" }",
    },
    Slip {
        words: &["given", "hear", "agent_hears", "expect", "never"],
        place: Place::Statement,
        message: "`{}` belongs in a test",
        help: "a test stands outside of all flows: `test \"Name\" { … }`",
        fix: Edit::None,
        example: "{} transfer_to_queue",
    },
    Slip {
        words: &["test", "setup"],
        place: Place::Statement,
        message: "`{}` belongs outside of all braces",
        help: "a test is not a part of a flow: `test \"Name\" { … }`",
        fix: Edit::None,
        example: "{} \"A call\" { call \"Main line\" }",
    },
    Slip {
        words: &["while", "until", "for", "foreach", "repeat", "do"],
        place: Place::Statement,
        message: "there is no `{}`",
        help: "`loop 3 { on looping { … } }` repeats blocks, and a jump `-> step` goes back",
        fix: Edit::None,
        example: "{} $.Attributes.tries < 3 { play_prompt \"Hello.\" }",
    },
    Slip {
        words: &["try", "catch", "throw", "raise", "finally", "rescue", "except"],
        place: Place::Statement,
        message: "there is no `{}`",
        help: "an error is a branch: `on error -> step` in the braces of a block, or at the top of a flow or step",
        fix: Edit::None,
        example: "{} { play_prompt \"Hello.\" }",
    },
    Slip {
        words: &ASSIGN,
        place: Place::Statement,
        message: "there is no `{}`",
        help: "`set_contact_attributes { name = \"…\" }` stores a value, and `$.Attributes.name` reads it",
        fix: Edit::None,
        example: "{} tier = \"gold\"",
    },
    Slip {
        words: &["func", "function", "fn", "def", "sub", "macro", "procedure"],
        place: Place::Statement,
        message: "there is no `{}` in a step",
        help: "blocks that several steps use are a step of their own, and those that several flows use a module",
        fix: Edit::None,
        example: "{} greet { play_prompt \"Hello.\" }",
    },
    Slip {
        words: &["language", "locale", "lang"],
        place: Place::Argument,
        message: "expected `{` or the end of the line, found `{}`",
        help: "the language of a contact is set by a block of its own, `set_contact_data { language: \"en-US\" }`",
        fix: Edit::None,
        example: "set_voice \"Joanna\" {} \"en-US\"",
    },
    Slip {
        words: &["goto", "jump", "go", "goto_step"],
        place: Place::Block,
        message: "there is no `{}`",
        help: "a jump is written `-> step`",
        fix: Edit::Word("->"),
        example: "{} sorry",
    },
    Slip {
        words: &["exit", "end", "stop", "quit", "finish", "hangup", "hang_up", "terminate", "abort", "die"],
        place: Place::Block,
        message: "there is no `{}`",
        help: "`disconnect` ends the contact; `callflow catalogue` lists the blocks that end a flow",
        fix: Edit::None,
        example: "{}",
    },
    Slip {
        words: &["break", "pass", "skip", "next"],
        place: Place::Block,
        message: "there is no `{}`",
        help: "a jump `-> step` leads to a step, and `-> continue` to the line after the block",
        fix: Edit::None,
        example: "{}",
    },
    Slip {
        words: &["continue"],
        place: Place::Block,
        message: "`{}` is a target, not a block",
        help: "write `-> continue`",
        fix: Edit::Word("-> continue"),
        example: "check_hours_of_operation \"Basic Hours\" { on out_of_hours { {} } }",
    },
    Slip {
        words: &["call", "run", "execute", "gosub", "perform", "include", "import", "use"],
        place: Place::Block,
        message: "there is no `{}`",
        help: "`-> step` leads to a step, `invoke_module \"Name\"` runs a module, and `transfer_to_flow \"Name\"` goes on in another flow",
        fix: Edit::None,
        example: "{} sorry",
    },
    Slip {
        words: &["say", "speak", "print", "play", "echo", "tell", "announce", "play_message"],
        place: Place::Block,
        message: "there is no `{}`",
        help: "`play_prompt \"…\"` reads a text out, and `play_prompt prompt \"…\"` plays a recording",
        fix: Edit::None,
        example: "{} \"Hello.\"",
    },
    Slip {
        words: &["ask", "menu", "gather", "collect", "get_digits", "read", "input", "listen"],
        place: Place::Block,
        message: "there is no `{}`",
        help: "`get_customer_input \"…\" { when \"1\" -> step }` is a menu, and `store_customer_input \"…\"` stores digits",
        fix: Edit::None,
        example: "{} \"Press 1.\"",
    },
    Slip {
        words: &["sleep", "pause", "delay"],
        place: Place::Block,
        message: "there is no `{}`",
        help: "`wait 30s` waits",
        fix: Edit::None,
        example: "{} 30s",
    },
    // ── In the braces of a block ────────────────────────────────────────────────────────────────────────────────────
    Slip {
        words: &["case", "if", "else if", "press", "key", "digit", "option", "choice", "elif"],
        place: Place::Branch,
        message: "there is no `{}`",
        help: "a condition begins with `when`: `when \"1\" -> step`",
        fix: Edit::Word("when"),
        example: "get_customer_input \"Press 1.\" { timeout: 5s; {} \"1\" -> sorry; on timeout, no_match -> sorry }",
    },
    Slip {
        words: &["catch", "branch", "outcome", "event", "except"],
        place: Place::Branch,
        message: "there is no `{}`",
        help: "a branch begins with `on`: `on error -> step`",
        fix: Edit::Word("on"),
        example: "play_prompt \"Hello.\" { {} error -> sorry }",
    },
    // ── In the braces of a test ─────────────────────────────────────────────────────────────────────────────────────
    Slip {
        words: &["mock", "stub", "fake", "suppose", "assume", "simulate"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "what the world does is `given check_hours_of_operation -> in_hours`",
        fix: Edit::Word("given"),
        example: "{} check_hours_of_operation -> in_hours",
    },
    Slip {
        words: &["assert", "verify", "should", "ensure", "then", "check", "require"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "what should come of it is `expect queued \"Billing\"`",
        fix: Edit::Word("expect"),
        example: "{} disconnected",
    },
    Slip {
        words: &["dial", "phone", "ring"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "a contact starts with `call \"Main line\"`",
        fix: Edit::Word("call"),
        example: "{} \"Main line\"",
    },
    Slip {
        words: &["type", "enter", "dtmf", "key", "keys", "digits"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "keys are pressed: `press \"1\"`",
        fix: Edit::Word("press"),
        example: "{} \"1\"",
    },
    Slip {
        words: &["speak", "utter", "answer"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "what the customer says is `say \"my bill\"`",
        fix: Edit::Word("say"),
        example: "{} \"my bill\"",
    },
    Slip {
        words: &["sleep", "pause", "delay"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "time passes with `wait 30s`",
        fix: Edit::None,
        example: "{} 30s",
    },
    Slip {
        words: &["click", "select", "pick", "submit"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "a view is answered with `choose \"Next\"`",
        fix: Edit::Word("choose"),
        example: "{} \"Next\"",
    },
    Slip {
        words: &["listen", "hears", "heard", "plays"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "what is said is `hear \"press 1\"`",
        fix: Edit::Word("hear"),
        example: "{} \"press 1\"",
    },
    Slip {
        words: &["include", "import", "before"],
        place: Place::Test,
        message: "there is no `{}`",
        help: "what tests share is a setup: `use \"open\"`",
        fix: Edit::Word("use"),
        example: "{} \"open\"",
    },
    Slip {
        words: &["default", "else", "otherwise", "_", "rest", "any", "other", "others", "fallback"],
        place: Place::Rest,
        message: "there is no branch `{}`",
        help: "what no condition takes is a branch of the block: `on no_match -> step`",
        fix: Edit::Word("on no_match"),
        example: "check_contact_attributes $.CustomerEndpoint.Address { when \"+14255550100\" -> sorry; {} -> sorry }",
    },
    Slip {
        words: &["=", "==", "===", "is", "equals", "eq", "in"],
        place: Place::Condition,
        message: "there is no operator `{}`",
        help: "equality is written without an operator: `when \"1\" -> step`",
        fix: Edit::Delete,
        example: "check_contact_attributes $.CustomerEndpoint.Address { when {} \"+14255550100\" -> sorry }",
    },
    Slip {
        words: &["or", "||", "|"],
        place: Place::Condition,
        message: "there is no operator `{}`",
        help: "several values are separated by commas: `when \"1\", \"2\" -> step`",
        fix: Edit::Word(","),
        example: "check_contact_attributes $.CustomerEndpoint.Address { when \"+14255550100\" {} \"+14255550101\" -> sorry }",
    },
    Slip {
        words: &["!=", "<>", "!", "not", "isnt", "ne"],
        place: Place::Condition,
        message: "there is no operator `{}`",
        help: "list the other values, and use `on no_match -> step` for the rest",
        fix: Edit::None,
        example: "check_contact_attributes $.CustomerEndpoint.Address { when {} \"+14255550100\" -> sorry }",
    },
    Slip {
        words: &["and", "&&", "&"],
        place: Place::Condition,
        message: "there is no operator `{}`",
        help: "a block compares one value: put a second block in the branch, `when \"1\" { … }`",
        fix: Edit::None,
        example: "check_contact_attributes $.CustomerEndpoint.Address { when \"+14255550100\" {} \"+14255550101\" -> sorry }",
    },
    Slip {
        words: &[":", "=", ">", "goto", "then", "go", "to", "jump", "--", "-"],
        place: Place::Arrow,
        message: "expected `->`, found `{}`",
        help: "the target of a branch follows an arrow: `on error -> step`",
        fix: Edit::Word("->"),
        example: "play_prompt \"Hello.\" { on error {} sorry }",
    },
    Slip {
        words: &["+", "&", "++", "..", "."],
        place: Place::Join,
        message: "texts are not joined with `{}`",
        help: "contact data and consts are written in the text: `\"Hello $.Attributes.name\"`, `\"${company}\"`",
        fix: Edit::None,
        example: "play_prompt \"Hello \" {} \"you.\"",
    },
];
