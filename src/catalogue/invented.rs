//! For tests: one block for each effect that a block can have on a contact, in a category that Connect does not have.
//!
//! Code that recognises blocks by keyword or action type does not handle these; code that uses their semantics does.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::RunTime;
use super::semantics::{
    Asks, CallbackUse, Counts, Ends, Fill, ModuleUse, Question, QueuePrompts, QueueUse, Semantics, SetsVoice, Streams,
    WaitsFor,
};
use super::{Block, Branch, Conditions, Entries, EntryValues, Group, GroupRule, Kind, Next, Operands, Parameter, When};
use crate::resource::ResourceKind;

const TYPE: &str = "Invented";

/// An invented block. All have the same action type; a value that each block emits distinguishes them.
const fn invented(keyword: &'static str, kind: &'static [(&'static str, &'static str)], semantics: Semantics) -> Block {
    Block { keyword, designer: keyword, action: TYPE, fixed: kind, semantics, run: Some(RunTime::ITSELF), ..BLOCK }
}

const QUEUE: Parameter = Parameter::reference("queue", "Which", ResourceKind::Queue, "The queue.");
const NAMED_BY: &[&str] = &["Which"];

pub(super) static BLOCKS: &[Block] = &[
    invented("invented_say", &[("Does", "Say")], Semantics { speaks: true, ..Semantics::NONE }),
    invented("invented_wait", &[("Does", "Wait")], Semantics { waits: Some(WaitsFor::Time), ..Semantics::NONE }),
    invented("invented_pass", &[("Does", "Pass")], Semantics::NONE),
    Block {
        branches: &[SUCCESS, Branch::error("silence", "InventedSilence"), ERROR],
        ..invented(
            "invented_ask",
            &[("Does", "Ask")],
            Semantics {
                waits: Some(WaitsFor::Caller),
                asks: Some(Asks { how: Question::Menu, unanswered: Some("InventedSilence") }),
                ..Semantics::NONE
            },
        )
    },
    Block {
        subject: &["queue"],
        parameters: &[QUEUE.required()],
        ..invented(
            "invented_choose",
            &[("Does", "Choose")],
            Semantics { queue: Some(QueueUse::Sets { named_by: NAMED_BY }), ..Semantics::NONE },
        )
    },
    Block {
        branches: &[ERROR],
        next: Next::Copy("error"),
        // There must be no other parameters: a queue in a `raw` map would be one.
        ..invented(
            "invented_enqueue",
            &[],
            Semantics { waits: Some(WaitsFor::Person), queue: Some(QueueUse::TransfersTo), ..Semantics::NONE },
        )
    },
    Block {
        subject: &["queue"],
        parameters: &[QUEUE.required()],
        ..invented(
            "invented_move",
            &[("Does", "Move")],
            Semantics {
                waits: Some(WaitsFor::Person),
                queue: Some(QueueUse::MovesTo { named_by: NAMED_BY }),
                ..Semantics::NONE
            },
        )
    },
    Block {
        parameters: &[QUEUE],
        ..invented(
            "invented_look",
            &[("Does", "Look")],
            Semantics { queue: Some(QueueUse::LooksAt { named_by: NAMED_BY }), ..Semantics::NONE },
        )
    },
    invented(
        "invented_number",
        &[("Does", "Number")],
        Semantics { callback: Some(CallbackUse::SetsNumber), ..Semantics::NONE },
    ),
    Block {
        parameters: &[QUEUE],
        groups: &[Group { parameters: &["queue"], rule: GroupRule::AtMostOne }],
        ..invented(
            "invented_call_back",
            &[("Does", "CallBack")],
            Semantics {
                callback: Some(CallbackUse::CallsBack),
                queue: Some(QueueUse::CallsBackFrom { named_by: NAMED_BY }),
                ..Semantics::NONE
            },
        )
    },
    Block {
        entries: Some(Entries::texts("Kept", "attributes")),
        ..invented(
            "invented_remember",
            &[("Does", "Remember")],
            Semantics { fills: &[Fill::from("Attributes", "Kept")], ..Semantics::NONE },
        )
    },
    invented("invented_load", &[("Does", "Load")], Semantics { fills: &[Fill::of("Customer")], ..Semantics::NONE }),
    Block {
        subject: &["flow"],
        parameters: &[Parameter::reference("flow", "There", ResourceKind::Flow, "The flow.").required()],
        branches: &[ERROR],
        next: Next::Copy("error"),
        ..invented(
            "invented_go",
            &[("Does", "Go")],
            Semantics { waits: Some(WaitsFor::Elsewhere), transfers_to: Some("There"), ..Semantics::NONE },
        )
    },
    Block {
        subject: &["module"],
        parameters: &[Parameter::reference("module", "Callee", ResourceKind::Module, "The module.").required()],
        entries: Some(Entries::texts("Given", "inputs").values(EntryValues::Json)),
        ..invented(
            "invented_call",
            &[("Does", "Call")],
            Semantics {
                waits: Some(WaitsFor::Elsewhere),
                module: Some(ModuleUse::Calls { module: "Callee", input: "Given" }),
                ..Semantics::NONE
            },
        )
    },
    Block {
        subject: &["branch"],
        parameters: &[Parameter::text("branch", "Back", "The branch.").fixed()],
        entries: Some(Entries::texts("Gives", "output").values(EntryValues::Json)),
        branches: &[],
        next: Next::Terminal,
        ..invented(
            "invented_return",
            &[("Does", "Return")],
            Semantics {
                module: Some(ModuleUse::Returns { branch: "Back", output: "Gives" }),
                ends: Some(Ends::Module),
                ..Semantics::NONE
            },
        )
    },
    Block {
        parameters: &[Parameter::new("who", "Who", Kind::Choices(&[("all", "All")]), "Who is recorded.").required()],
        ..invented("invented_record", &[("Does", "Record")], Semantics { records: &["Who"], ..Semantics::NONE })
    },
    invented("invented_stream", &[("Does", "Stream")], Semantics { streams: Some(Streams::Start), ..Semantics::NONE }),
    Block {
        branches: &[],
        next: Next::Terminal,
        ..invented("invented_end", &[("Does", "End")], Semantics { ends: Some(Ends::Flow), ..Semantics::NONE })
    },
    Block {
        subject: &["times"],
        parameters: &[Parameter::new("times", "Times", Kind::Integer { min: 0, max: None }, "How often.").required()],
        branches: &[
            Branch { returns: true, ..Branch::equals("again", "Again") },
            Branch::equals("done", "Done").main(),
        ],
        next: Next::Copy("done"),
        ..invented(
            "invented_count",
            &[("Does", "Count")],
            Semantics { counts: Some(Counts { times: "Times", again: "again" }), ..Semantics::NONE },
        )
    },
    Block {
        subject: &["what"],
        parameters: &[Parameter::new("what", "What", Kind::Text { max: None }, "The value that is compared.")
            .path_only()
            .required()],
        branches: &[Branch::error("other", "NoMatchingCondition").main()],
        conditions: Some(Conditions {
            operators: &["Equals", "TextStartsWith"],
            operands: Operands::Free,
            required: true,
            allowed: When::Always,
        }),
        next: Next::Copy("other"),
        ..invented("invented_compare", &[("Does", "Compare")], Semantics { compares: Some("What"), ..Semantics::NONE })
    },
    Block {
        branches: &[Branch::equals("interrupted", "Interrupted").main()],
        next: Next::Copy("interrupted"),
        ..invented(
            "invented_prompts",
            &[("Does", "Prompts")],
            Semantics {
                waits: Some(WaitsFor::Time),
                queue_prompts: Some(QueuePrompts::Plays { interrupted_after: "Every", interrupted: "interrupted" }),
                ..Semantics::NONE
            },
        )
    },
    invented(
        "invented_not_before",
        &[("Does", "NotBefore")],
        Semantics { queue_prompts: Some(QueuePrompts::NotBefore), ..Semantics::NONE },
    ),
    Block {
        parameters: &[
            Parameter::text("name", "Voice", "The voice.").required(),
            Parameter::new("with", "With", Kind::Choice(&[("plain", "Standard")]), "The engine."),
        ],
        ..invented(
            "invented_voice",
            &[("Does", "Voice")],
            Semantics { voice: Some(SetsVoice { voice: "Voice", engine: "With" }), ..Semantics::NONE },
        )
    },
    Block { channels: &[super::Channel::Voice], ..invented("invented_dial", &[("Does", "Dial")], Semantics::NONE) },
];
