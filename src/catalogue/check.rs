//! The designer's category "Check": blocks that test a condition and branch on the result.

use super::block::BLOCK;
use super::branch::ERROR;
use super::doubt;
use super::run_time::{Decides, Figure, RunTime};
use super::semantics::{QueueUse, Semantics};
use super::set::VOICE_ID_FLOWS;
use super::step_name::StepName;
use super::{
    Aspect, Block, Branch, BranchWire, Channel, Conditions, FlowType, FlowTypes, Group, GroupRule, Kind, Next,
    Operands, Parameter, When,
};
use crate::evidence::Evidence;
use crate::resource::ResourceKind;

const METRICS_PAGE: &str =
    "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-checkmetricdata.html";

const QUEUE_FLOWS: FlowTypes =
    FlowTypes::of(&[FlowType::Inbound, FlowType::CustomerQueue, FlowType::AgentTransfer, FlowType::QueueTransfer]);

const QUEUE: Parameter =
    Parameter::reference("queue", "QueueId", ResourceKind::Queue, "The queue; by default the contact's working queue.");
const AGENT: Parameter =
    Parameter::reference("agent", "AgentId", ResourceKind::Agent, "The agent whose own queue is used.");
const QUEUE_OR_AGENT: Group = Group { parameters: &["queue", "agent"], rule: GroupRule::AtMostOne };

const NO_MATCH: Branch = Branch::error("no_match", "NoMatchingCondition").main();

/// A result of a check. Whether the service requires a condition for each is not published.
const fn result(name: &'static str, operand: &'static str) -> Branch {
    Branch::equals(name, operand)
        .evidence(&[(Aspect::Presence, Evidence::Uncertain("whether every result needs a condition is not published"))])
}

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "check_hours_of_operation",
        designer: "Check hours of operation",
        action: "CheckHoursOfOperation",
        subject: &["hours"],
        parameters: &[Parameter::reference(
            "hours",
            "HoursOfOperationId",
            ResourceKind::Hours,
            "The hours of operation; by default those of the contact's queue.",
        )],
        branches: &[Branch::equals("in_hours", "True").main(), Branch::equals("out_of_hours", "False"), ERROR],
        next: Next::Copy("out_of_hours"),
        step_name: StepName::subject("check").or("check_hours").what("hours"),
        flow_types: QUEUE_FLOWS,
        run: Some(RunTime { needs_queue: Some(When::Absent("HoursOfOperationId")), ..RunTime::WORLD }),
        summary: "Branches on whether the current time is within the hours of operation.",
        example: r#"check_hours_of_operation "Basic Hours" {
  on out_of_hours -> next
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-checkhoursofoperation.html",
        ..BLOCK
    },
    Block {
        keyword: "check_staffing",
        designer: "Check staffing",
        action: "CheckMetricData",
        recognised: When::Is(
            "MetricType",
            &["NumberOfAgentsAvailable", "NumberOfAgentsStaffed", "NumberOfAgentsOnline"],
        ),
        subject: &["status"],
        parameters: &[
            Parameter::new(
                "status",
                "MetricType",
                Kind::Choice(&[
                    ("available", "NumberOfAgentsAvailable"),
                    ("staffed", "NumberOfAgentsStaffed"),
                    ("online", "NumberOfAgentsOnline"),
                ]),
                "The status that at least one agent must have.",
            )
            .required(),
            QUEUE,
            AGENT,
        ],
        groups: &[QUEUE_OR_AGENT],
        branches: &[
            Branch { wire: BranchWire::Condition("NumberGreaterThan", "0"), ..Branch::equals("true", "0") }.main(),
            Branch::error("false", "NoMatchingCondition"),
            ERROR,
        ],
        next: Next::Copy("error"),
        semantics: Semantics {
            queue: Some(QueueUse::LooksAt { named_by: &["QueueId", "AgentId"] }),
            ..Semantics::NONE
        },
        step_name: StepName::subject("agents").or("check_staffing").what("staffing"),
        flow_types: QUEUE_FLOWS,
        run: Some(RunTime {
            decides: Decides::Figures(
                "MetricType",
                &[
                    ("NumberOfAgentsAvailable", Figure::Available),
                    ("NumberOfAgentsStaffed", Figure::Staffed),
                    ("NumberOfAgentsOnline", Figure::Online),
                ],
            ),
            ..RunTime::SETTING
        }),
        summary: "Branches on whether the queue has an agent with a given status.",
        example: r#"check_staffing available {
  queue: "Billing"
  on false -> next
  on error -> sorry
}"#,
        page: METRICS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "check_queue_status",
        designer: "Check queue status",
        action: "CheckMetricData",
        subject: &["metric"],
        parameters: &[
            Parameter::new(
                "metric",
                "MetricType",
                Kind::Choice(&[
                    ("contacts_in_queue", "NumberOfContactsInQueue"),
                    ("oldest_contact_age", "OldestContactInQueueAgeSeconds"),
                ]),
                "The metric: the number of waiting contacts, or how long the oldest of them has waited.",
            )
            .required(),
            QUEUE,
            AGENT,
        ],
        groups: &[QUEUE_OR_AGENT],
        branches: &[NO_MATCH, ERROR],
        conditions: Some(Conditions {
            operators: &[
                "NumberGreaterThan",
                "NumberGreaterOrEqualTo",
                "NumberLessThan",
                "NumberLessOrEqualTo",
                "Equals",
            ],
            operands: Operands::Number { time: When::Is("MetricType", &["OldestContactInQueueAgeSeconds"]) },
            required: true,
            allowed: When::Always,
        }),
        next: Next::Copy("error"),
        semantics: Semantics {
            queue: Some(QueueUse::LooksAt { named_by: &["QueueId", "AgentId"] }),
            ..Semantics::NONE
        },
        step_name: StepName::subject("check").or("check_queue").what("queue_check"),
        flow_types: QUEUE_FLOWS,
        run: Some(RunTime {
            decides: Decides::Figures(
                "MetricType",
                &[("NumberOfContactsInQueue", Figure::Waiting), ("OldestContactInQueueAgeSeconds", Figure::Oldest)],
            ),
            ..RunTime::SETTING
        }),
        summary: "Branches on how many contacts wait in a queue, or on how long the oldest has waited.",
        example: r#"check_queue_status oldest_contact_age {
  queue: "Billing"
  when > 5m -> next
  on error -> sorry
}"#,
        page: METRICS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "check_contact_attributes",
        designer: "Check contact attributes",
        action: "Compare",
        subject: &["attribute"],
        parameters: &[Parameter::new(
            "attribute",
            "ComparisonValue",
            Kind::Text { max: None },
            "The value that is compared: one path.",
        )
        .path_only()
        .required()],
        branches: &[NO_MATCH],
        conditions: Some(Conditions {
            operators: &[
                "Equals",
                "TextStartsWith",
                "TextEndsWith",
                "TextContains",
                "NumberGreaterThan",
                "NumberGreaterOrEqualTo",
                "NumberLessThan",
                "NumberLessOrEqualTo",
                "KeyExists",
                "Exists",
            ],
            operands: Operands::Free,
            required: true,
            allowed: When::Always,
        }),
        next: Next::Copy("no_match"),
        semantics: Semantics { compares: Some("ComparisonValue"), ..Semantics::NONE },
        step_name: StepName::subject("check").what("check"),
        run: Some(RunTime::ITSELF),
        summary: "Compares contact data with values and branches on the first match.",
        example: r#"check_contact_attributes $.Attributes.tier {
  when "gold", "silver" -> next
  when starts_with "trial" -> done
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-compare.html",
        ..BLOCK
    },
    Block {
        keyword: "check_call_progress",
        designer: "Check call progress",
        action: "CheckOutboundCallStatus",
        branches: &[
            result("call_answered", "CallAnswered").main(),
            result("voicemail_beep", "VoicemailBeep"),
            result("voicemail_no_beep", "VoicemailNoBeep"),
            result("not_detected", "NotDetected"),
            ERROR,
        ],
        next: Next::Copy("error"),
        channels: &[Channel::Voice],
        run: Some(RunTime::WORLD),
        summary: "Branches on who or what answered the call of an outbound campaign.",
        example: r"check_call_progress {
  on voicemail_beep, voicemail_no_beep -> next
  on not_detected -> done
  on error -> sorry
}",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-checkoutboundcallstatus.html",
        ..BLOCK
    },
    Block {
        keyword: "check_voice_id",
        designer: "Check Voice ID",
        action: "CheckVoiceId",
        subject: &["option"],
        parameters: &[Parameter::new(
            "option",
            "CheckVoiceIdOption",
            Kind::Choice(&[
                ("enrollment_status", "enrollmentStatus"),
                ("voice_authentication", "voiceAuthentication"),
                ("fraud_detection", "fraudDetection"),
            ]),
            "The aspect that is checked.",
        )
        .required()],
        branches: &[
            result("enrolled", "Enrolled").when(When::Is(OPTION, &["enrollmentStatus"])),
            result("authenticated", "Authenticated").when(When::Is(OPTION, &["voiceAuthentication"])),
            result("not_authenticated", "NotAuthenticated").when(When::Is(OPTION, &["voiceAuthentication"])),
            result("inconclusive", "Inconclusive").when(When::Is(OPTION, &["voiceAuthentication", "fraudDetection"])),
            result("not_enrolled", "NotEnrolled").when(When::Is(OPTION, &["enrollmentStatus", "voiceAuthentication"])),
            result("opted_out", "OptedOut").when(When::Is(OPTION, &["enrollmentStatus", "voiceAuthentication"])),
            result("high_risk", "HighRisk").when(When::Is(OPTION, &["fraudDetection"])),
            result("low_risk", "LowRisk").when(When::Is(OPTION, &["fraudDetection"])),
            ERROR,
        ],
        next: Next::Copy("error"),
        flow_types: VOICE_ID_FLOWS,
        channels: &[Channel::Voice],
        run: Some(RunTime::WORLD.doubts(&[(When::Always, doubt::VOICE_ID_ENDED)])),
        summary: "Branches on the result of Voice ID for a caller. AWS ended Voice ID on 20 May 2026.",
        example: r"check_voice_id voice_authentication {
  on authenticated -> next
  on not_authenticated, inconclusive, not_enrolled, opted_out -> done
  on error -> sorry
}",
        evidence: &[(
            Aspect::Channels,
            Evidence::Uncertain("AWS ended Voice ID, and exports reach it on other channels"),
        )],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-checkvoiceid.html",
        ..BLOCK
    },
];

const OPTION: &str = "CheckVoiceIdOption";
