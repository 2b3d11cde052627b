//! The designer's category "Analyze": blocks that load metrics.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::{Decides, Figure, RunTime};
use super::semantics::{Fill, QueueUse, Semantics};
use super::step_name::StepName;
use super::{Block, Group, GroupRule, Kind, Parameter};
use crate::resource::ResourceKind;

pub(super) static BLOCKS: &[Block] = &[Block {
    keyword: "get_queue_metrics",
    designer: "Get metrics",
    action: "GetMetricData",
    subject: &["queue", "agent"],
    parameters: &[
        Parameter::reference(
            "queue",
            "QueueId",
            ResourceKind::Queue,
            "The queue; by default the contact's working queue.",
        ),
        Parameter::reference("agent", "AgentId", ResourceKind::Agent, "The agent whose own queue is used."),
        Parameter::new(
            "channel",
            "QueueChannel",
            Kind::Choice(&[("voice", "Voice"), ("chat", "Chat")]),
            "The channel to measure; by default all channels together.",
        )
        .either(),
    ],
    groups: &[Group { parameters: &["queue", "agent"], rule: GroupRule::AtMostOne }],
    branches: &[SUCCESS, ERROR],
    semantics: Semantics {
        queue: Some(QueueUse::LooksAt { named_by: &["QueueId", "AgentId"] }),
        fills: &[Fill::of("Metrics")],
        ..Semantics::NONE
    },
    step_name: StepName::preparation("get_queue_metrics"),
    run: Some(RunTime {
        decides: Decides::AllFigures(&[
            (Figure::Waiting, "Metrics.Queue.Size"),
            (Figure::Oldest, "Metrics.Queue.OldestContactAge"),
            (Figure::Available, "Metrics.Agents.Available.Count"),
            (Figure::Staffed, "Metrics.Agents.Staffed.Count"),
            (Figure::Online, "Metrics.Agents.Online.Count"),
        ]),
        ..RunTime::SETTING
    }),
    summary: "Loads real-time metrics of a queue into `$.Metrics`.",
    example: r#"get_queue_metrics queue "Billing" { channel: voice; on error -> sorry }"#,
    page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-getmetricdata.html",
    ..BLOCK
}];
