//! The designer's category "Terminate / Transfer": blocks that end the flow or transfer the contact.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::{Does, RunTime};
use super::semantics::{CallbackUse, Ends, QueuePrompts, QueueUse, Semantics, WaitsFor};
use super::step_name::StepName;
use super::{
    Aspect, Block, Branch, Channel, Exceptions, FlowType, FlowTypes, Form, Group, GroupRule, Instead, Kind, Need, Next,
    Parameter, TimeUnit, When,
};
use crate::evidence::Evidence;
use crate::resource::ResourceKind;

const AT_CAPACITY: Branch = Branch::error("at_capacity", "QueueAtCapacity");
const RESUMES: When = When::Is("ContinueFlowExecution", &["True"]);

const TRANSFER_FLOWS: &[FlowType] = &[FlowType::Inbound, FlowType::AgentTransfer, FlowType::QueueTransfer];
const QUEUE_FLOWS: FlowTypes =
    FlowTypes::of(&[FlowType::Inbound, FlowType::CustomerQueue, FlowType::AgentTransfer, FlowType::QueueTransfer]);

const MAY_BE_OPTIONAL: Exceptions =
    &[(Aspect::Presence, Evidence::Uncertain("every export has it, but no probe shows that it is required"))];

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "transfer_to_queue",
        designer: "Transfer to queue",
        action: "TransferContactToQueue",
        form: Form::WithoutSubject,
        branches: &[AT_CAPACITY, ERROR],
        next: Next::Copy("error"),
        semantics: Semantics { waits: Some(WaitsFor::Person), queue: Some(QueueUse::TransfersTo), ..Semantics::NONE },
        step_name: StepName::subject("transfer_to").what("queue"),
        flow_types: FlowTypes::of(TRANSFER_FLOWS),
        instead: &[Instead {
            types: &[FlowType::CustomerQueue],
            parameter: None,
            text: "in a customer queue flow, name the queue: `transfer_to_queue queue \"…\"`",
            json: "in a customer queue flow, use `DequeueContactAndTransferToQueue`, which names the queue",
        }],
        run: Some(RunTime::ITSELF.ends(When::Always)),
        summary: "Puts the contact into the queue that `set_working_queue` selected.",
        example: "transfer_to_queue { on at_capacity -> next; on error -> sorry }",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-transfercontacttoqueue.html",
        ..BLOCK
    },
    Block {
        keyword: "transfer_to_queue",
        designer: "Transfer to queue",
        action: "DequeueContactAndTransferToQueue",
        form: Form::WithSubject,
        subject: &["queue", "agent"],
        parameters: &[
            Parameter::reference("queue", "QueueId", ResourceKind::Queue, "The queue to which the contact moves."),
            Parameter::reference(
                "agent",
                "AgentId",
                ResourceKind::Agent,
                "The agent to whose own queue the contact moves.",
            ),
        ],
        groups: &[Group { parameters: &["queue", "agent"], rule: GroupRule::ExactlyOne }],
        branches: &[SUCCESS, AT_CAPACITY, ERROR],
        semantics: Semantics {
            waits: Some(WaitsFor::Person),
            queue: Some(QueueUse::MovesTo { named_by: &["QueueId", "AgentId"] }),
            ..Semantics::NONE
        },
        step_name: StepName::subject("transfer_to").what("queue"),
        flow_types: FlowTypes::of(&[FlowType::CustomerQueue]),
        instead: &[
            Instead {
                types: &[],
                parameter: Some(("AgentId", "only a customer queue flow can transfer to an agent's queue directly")),
                text: "write `set_working_queue agent \"…\"` first, then `transfer_to_queue` without the agent",
                json: "select the agent with `UpdateContactTargetQueue` before a `TransferContactToQueue`",
            },
            Instead {
                types: TRANSFER_FLOWS,
                parameter: None,
                text: "write `set_working_queue queue \"…\"` first, then `transfer_to_queue` without the queue",
                json: "select the queue with `UpdateContactTargetQueue` before a `TransferContactToQueue`",
            },
        ],
        run: Some(RunTime::ITSELF),
        summary: "Moves a contact that waits in a queue to another queue; at capacity it stays where it is.",
        example: r#"transfer_to_queue queue "Tier 2 Support" {
  on at_capacity -> next
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-dequeuecontactandtransfertoqueue.html",
        ..BLOCK
    },
    Block {
        keyword: "transfer_to_callback_queue",
        designer: "Transfer to queue (callback)",
        action: "CreateCallbackContact",
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
                "initial_delay",
                "InitialCallDelaySeconds",
                Kind::Duration { min: 1, max: Some(259_200), unit: TimeUnit::Seconds },
                "How long to wait before the first call.",
            )
            .required(),
            Parameter::new(
                "maximum_attempts",
                "MaximumConnectionAttempts",
                Kind::Integer { min: 1, max: None },
                "The maximum number of calls to the customer.",
            )
            .required(),
            Parameter::new(
                "minimum_time_between_attempts",
                "RetryDelaySeconds",
                Kind::Duration { min: 1, max: Some(259_200), unit: TimeUnit::Seconds },
                "How long to wait before the next call.",
            )
            .required(),
            Parameter::reference(
                "flow",
                "ContactFlowId",
                ResourceKind::Flow,
                "The flow that the callback contact runs.",
            ),
            Parameter::new(
                "caller_id_number",
                "CallerId",
                Kind::PhoneNumber { owned: true },
                "The number of the instance that the customer sees.",
            )
            .either(),
        ],
        groups: &[Group { parameters: &["queue", "agent"], rule: GroupRule::AtMostOne }],
        semantics: Semantics {
            queue: Some(QueueUse::CallsBackFrom { named_by: &["QueueId", "AgentId"] }),
            callback: Some(CallbackUse::CallsBack),
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::subject("callback").or("callback").what("callback"),
        flow_types: QUEUE_FLOWS,
        channels: &[Channel::Voice],
        run: Some(RunTime::SETTING),
        summary: "Puts a callback to the customer into a queue.",
        example: r#"transfer_to_callback_queue "Callbacks" {
  initial_delay: 2m
  maximum_attempts: 3
  minimum_time_between_attempts: 10m
  on error -> sorry
}"#,
        evidence: &[(Aspect::Channels, Evidence::Uncertain("the page does not say it"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-createcallbackcontact.html",
        ..BLOCK
    },
    Block {
        keyword: "transfer_to_phone_number",
        designer: "Transfer to phone number",
        action: "TransferParticipantToThirdParty",
        subject: &["phone_number"],
        parameters: &[
            Parameter::new(
                "phone_number",
                "ThirdPartyPhoneNumber",
                Kind::PhoneNumber { owned: false },
                "The number that is called.",
            )
            .either()
            .required(),
            Parameter::new(
                "timeout",
                "ThirdPartyConnectionTimeLimitSeconds",
                Kind::Duration { min: 0, max: Some(600), unit: TimeUnit::Seconds },
                "How long the phone rings; used only if the flow resumes.",
            )
            .either()
            .need(Need::IgnoredUnless(RESUMES))
            .default("30"),
            Parameter::new(
                "resume_after_disconnect",
                "ContinueFlowExecution",
                Kind::Boolean { yes: "True", no: "False" },
                "Whether the flow continues when the other party has hung up or could not be reached.",
            )
            .required()
            .default("False"),
            Parameter::new(
                "send_dtmf",
                "ThirdPartyDTMFDigits",
                Kind::Pattern { regex: "[0-9,*#]*", says: "digits, `,`, `*` and `#`", max: 50 },
                "Keys that are pressed when the other party has answered; a comma pauses.",
            )
            .either(),
            Parameter::new(
                "caller_id_number",
                "CallerId.Number",
                Kind::PhoneNumber { owned: true },
                "The number of the instance that the other party sees.",
            )
            .either(),
            Parameter::new(
                "caller_id_name",
                "CallerId.Name",
                Kind::Text { max: None },
                "The name that the other party sees, if their carrier shows it.",
            )
            .mixed(),
        ],
        branches: &[
            SUCCESS.when(RESUMES),
            Branch::error("call_failed", "CallFailed").when(RESUMES).evidence(MAY_BE_OPTIONAL),
            Branch::error("timeout", "ConnectionTimeLimitExceeded").when(RESUMES).evidence(MAY_BE_OPTIONAL),
            ERROR,
        ],
        next: Next::Success { otherwise: Some("error") },
        semantics: Semantics {
            waits: Some(WaitsFor::Person),
            queue_prompts: Some(QueuePrompts::NotBefore),
            ..Semantics::NONE
        },
        step_name: StepName::word("call_out"),
        flow_types: QUEUE_FLOWS,
        channels: &[Channel::Voice],
        run: Some(
            RunTime::WORLD
                .does(Does::CallsOut { number: "ThirdPartyPhoneNumber" })
                .ends(When::IsNot("ContinueFlowExecution", &["True"])),
        ),
        summary: "Connects the caller to an external phone number.",
        example: r#"transfer_to_phone_number "+14255550100" {
  timeout: 30s
  caller_id_number: "+12065550140"
  resume_after_disconnect: true
  on call_failed, timeout -> next
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/participant-actions-transferparticipanttothirdparty.html",
        ..BLOCK
    },
    Block {
        keyword: "transfer_to_flow",
        designer: "Transfer to flow",
        action: "TransferToFlow",
        subject: &["flow"],
        parameters: &[Parameter::reference("flow", "ContactFlowId", ResourceKind::Flow, "The flow that continues.")
            .to_types(TRANSFER_FLOWS)
            .required()],
        branches: &[ERROR],
        next: Next::Copy("error"),
        semantics: Semantics {
            waits: Some(WaitsFor::Elsewhere),
            transfers_to: Some("ContactFlowId"),
            ..Semantics::NONE
        },
        step_name: StepName::subject("to").what("transfer"),
        flow_types: FlowTypes::of(TRANSFER_FLOWS),
        run: Some(RunTime::ITSELF.ends(When::Always)),
        summary: "Leaves this flow and starts another one from its beginning.",
        example: r#"transfer_to_flow "Billing IVR" { on error -> sorry }"#,
        evidence: &[(Aspect::Modules, Evidence::Uncertain("its use in modules is not published"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-transfertoflow.html",
        ..BLOCK
    },
    Block {
        keyword: "transfer_to_agent",
        designer: "Transfer to agent (beta)",
        action: "TransferContactToAgent",
        branches: &[],
        next: Next::Terminal,
        semantics: Semantics { ends: Some(Ends::Agent), ..Semantics::NONE },
        step_name: StepName::word("transfer_to_agent").what("agent"),
        flow_types: FlowTypes::of(&[FlowType::AgentTransfer, FlowType::QueueTransfer]).not_in_modules(),
        channels: &[Channel::Voice],
        run: Some(RunTime::ITSELF),
        summary: "Ends the flow and connects the caller to the agent of the quick connect.",
        example: "transfer_to_agent",
        evidence: &[(Aspect::Modules, Evidence::Uncertain("its use in modules is not published"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-transfercontacttoagent.html",
        ..BLOCK
    },
    Block {
        keyword: "disconnect",
        designer: "Disconnect / hang up",
        action: "DisconnectParticipant",
        branches: &[],
        next: Next::Terminal,
        semantics: Semantics { ends: Some(Ends::Disconnects), ..Semantics::NONE },
        step_name: StepName::word("hang_up"),
        flow_types: QUEUE_FLOWS,
        run: Some(RunTime::ITSELF),
        summary: "Hangs up and ends the flow.",
        example: "disconnect",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-disconnectparticipant.html",
        ..BLOCK
    },
    Block {
        keyword: "end_flow",
        designer: "End flow / Resume",
        action: "EndFlowExecution",
        branches: &[],
        next: Next::Terminal,
        semantics: Semantics { ends: Some(Ends::Flow), ..Semantics::NONE },
        step_name: StepName::word("end"),
        flow_types: FlowTypes::of(&[
            FlowType::CustomerQueue,
            FlowType::CustomerWhisper,
            FlowType::AgentWhisper,
            FlowType::OutboundWhisper,
            FlowType::Campaign,
        ])
        .disputed(&[
            FlowType::Inbound,
            FlowType::CustomerHold,
            FlowType::AgentHold,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        if_disputed: Some((
            "in an inbound flow it disconnects the contact, as `disconnect` does",
            "in an inbound flow it disconnects the contact, as `DisconnectParticipant` does",
        )),
        run: Some(RunTime::ITSELF),
        summary: "Ends this flow without hanging up.",
        example: "end_flow",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-endflowexecution.html",
        ..BLOCK
    },
    Block {
        keyword: "call_phone_number",
        designer: "Call phone number",
        action: "CompleteOutboundCall",
        parameters: &[
            Parameter::new(
                "caller_id_number",
                "CallerId.Number",
                Kind::PhoneNumber { owned: true },
                "The number that the called party sees.",
            )
            .either(),
            Parameter::new(
                "voice_connector_type",
                "VoiceConnector.VoiceConnectorType",
                Kind::Choice(&[("chime_connector", "ChimeConnector")]),
                "The type of voice connector that the call uses.",
            )
            .need(Need::RequiredWhen(CONNECTOR)),
            Parameter::text("voice_connector", "VoiceConnector.VoiceConnectorArn", "The ARN of the voice connector.")
                .need(Need::RequiredWhen(CONNECTOR)),
            Parameter::text("from_user", "VoiceConnector.FromUser", "The SIP user that calls.")
                .need(Need::RequiredWhen(CONNECTOR)),
            Parameter::text("to_user", "VoiceConnector.ToUser", "The SIP user that is called.")
                .need(Need::RequiredWhen(CONNECTOR)),
            Parameter::text(
                "user_to_user",
                "VoiceConnector.UserToUserInformation",
                "The content of the SIP header UUI.",
            )
            .need(Need::OptionalWhen(CONNECTOR)),
            Parameter::new(
                "timeout",
                "ConnectionTimeLimitSeconds",
                Kind::Duration { min: 1, max: Some(600), unit: TimeUnit::Seconds },
                "How long the phone rings; used only with a voice connector.",
            )
            .either(),
        ],
        branches: &[SUCCESS],
        semantics: Semantics { waits: Some(WaitsFor::Person), ..Semantics::NONE },
        flow_types: FlowTypes::of(&[FlowType::OutboundWhisper]).not_in_modules(),
        channels: &[Channel::Voice],
        run: Some(RunTime::WORLD.does(Does::Dials)),
        summary: "Dials the number of an outbound contact.",
        example: r#"call_phone_number { caller_id_number: "+12065550140" }"#,
        evidence: &[(Aspect::Modules, Evidence::Uncertain("its use in modules is not published"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-completeoutboundcall.html",
        ..BLOCK
    },
    Block {
        keyword: "resume_contact",
        designer: "Resume contact",
        action: "ResumeContact",
        channels: &[Channel::Task],
        run: Some(RunTime::SETTING),
        summary: "Resumes a paused task.",
        example: "resume_contact { on error -> sorry }",
        evidence: &[(Aspect::Presence, Evidence::Uncertain("whether the error branch is enforced was not probed"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactresumecontact.html",
        ..BLOCK
    },
];

const CONNECTOR: When = When::Present("VoiceConnector");
