//! The designer's category "Logic": blocks that direct a contact through the flow.

use super::block::BLOCK;
use super::branch::{ERROR, ERROR_IF_WRITTEN};
use super::run_time::{Does, RunTime, Waits};
use super::semantics::{Counts, QueuePrompts, Semantics, WaitsFor};
use super::step_name::StepName;
use super::{
    Aspect, Block, Branch, Channel, Conditions, FlowType, FlowTypes, Kind, Need, Next, Operands, Parameter, TimeUnit,
    When,
};
use crate::evidence::Evidence;

const KEEPS_RUNNING: When = When::Present("ContinueExecution");

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "distribute_by_percentage",
        designer: "Distribute by percentage",
        action: "DistributeByPercentage",
        branches: &[Branch::error("no_match", "NoMatchingCondition").main()],
        conditions: Some(Conditions {
            operators: &["NumberLessThan"],
            operands: Operands::Shares,
            required: true,
            allowed: When::Always,
        }),
        next: Next::Copy("no_match"),
        flow_types: FlowTypes::of(&[
            FlowType::Inbound,
            FlowType::CustomerQueue,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
            FlowType::Campaign,
        ])
        .disputed(&[FlowType::OutboundWhisper]),
        run: Some(RunTime::WORLD),
        summary: "Sends a percentage of the contacts to each branch, at random.",
        example: r"distribute_by_percentage {
  when 30% -> next
  when 20% -> done
}",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-distributebypercentage.html",
        ..BLOCK
    },
    Block {
        keyword: "loop",
        designer: "Loop",
        action: "Loop",
        subject: &["count"],
        parameters: &[Parameter::new(
            "count",
            "LoopCount",
            Kind::Integer { min: 0, max: Some(100) },
            "How many times the `looping` branch is taken.",
        )
        .either()
        .required()],
        branches: &[
            Branch { returns: true, ..Branch::equals("looping", "ContinueLooping") },
            Branch::equals("complete", "DoneLooping").main(),
            ERROR_IF_WRITTEN,
        ],
        next: Next::Copy("complete"),
        semantics: Semantics {
            counts: Some(Counts { times: "LoopCount", again: "looping" }),
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::word("loop"),
        run: Some(RunTime::ITSELF),
        summary: "Takes one branch a number of times, then the other branch.",
        example: r#"loop 3 {
  on looping { play_prompt "Please try again." }
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-loop.html",
        ..BLOCK
    },
    Block {
        keyword: "wait",
        designer: "Wait",
        action: "Wait",
        subject: &["timeout"],
        parameters: &[
            Parameter::new(
                "timeout",
                "TimeLimitSeconds",
                Kind::Duration { min: 1, max: Some(604_800), unit: TimeUnit::Seconds },
                "The maximum time to wait.",
            )
            .either()
            .required(),
            Parameter::new(
                "events",
                "Events",
                Kind::Choices(&[
                    ("customer_returned", "CustomerReturned"),
                    ("bot_participant_disconnected", "BotParticipantDisconnected"),
                ]),
                "Events that end the wait early; each has a branch.",
            ),
            Parameter::new(
                "keep_running",
                "ContinueExecution",
                // The service accepts `True` or no value.
                Kind::Choice(&[("true", "True")]),
                "Whether the `continue` branch runs while the contact waits.",
            ),
            Parameter::new(
                "minimum_wait",
                "MinimumWaitTimeSeconds",
                Kind::Duration { min: 1, max: Some(604_800), unit: TimeUnit::Seconds },
                "The minimum time to wait if the flow keeps running.",
            )
            .either()
            .need(Need::RequiredWhen(KEEPS_RUNNING))
            .evidence(&[(Aspect::Range, Evidence::Uncertain("the range is that of the other time"))]),
        ],
        branches: &[
            Branch::equals("time_expired", "WaitCompleted").main(),
            Branch::equals("customer_returned", "CustomerReturned").when(When::Has("Events", "CustomerReturned")),
            Branch::equals("bot_participant_disconnected", "BotParticipantDisconnected")
                .when(When::Has("Events", "BotParticipantDisconnected")),
            Branch::equals("continue", "Continue").when(KEEPS_RUNNING),
            Branch::error("participant_not_found", "ParticipantNotFound")
                .when(When::Has("Events", "BotParticipantDisconnected")),
            ERROR,
        ],
        next: Next::Copy("error"),
        semantics: Semantics { waits: Some(WaitsFor::Time), returning: Some("CustomerReturned"), ..Semantics::NONE },
        channels: &[Channel::Chat, Channel::Task, Channel::Email],
        flow_types: FlowTypes::ALL.disputed(&[
            FlowType::CustomerHold,
            FlowType::CustomerWhisper,
            FlowType::AgentHold,
            FlowType::AgentWhisper,
            FlowType::OutboundWhisper,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        run: Some(RunTime {
            works: &[
                (Channel::Voice, When::AnyPresent(&["ContinueExecution", "Events"])),
                (Channel::Task, When::Absent("Events")),
            ],
            ..RunTime::PERSON.does(Does::Waits(Waits {
                time: "TimeLimitSeconds",
                over: "time_expired",
                meanwhile: ("continue", KEEPS_RUNNING),
                returns: ("customer_returned", When::Has("Events", "CustomerReturned")),
                asks_world: When::Has("Events", "BotParticipantDisconnected"),
            }))
        }),
        summary: "Pauses the flow for a time, or until an event occurs.",
        example: r"wait 15m {
  events: [customer_returned]
  on customer_returned -> next
  on error -> sorry
}",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-wait.html",
        ..BLOCK
    },
];
