//! The designer's category "Set": what is put on the contact.

use super::block::{BLOCK, ERROR_IF_WRITTEN, SUCCESS};
use super::{Block, Branch, Channel, Entries, FlowType, FlowTypes, Group, GroupRule, Kind, Parameter, When};
use crate::resource::ResourceKind;

const HOOKS_PAGE: &str =
    "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontacteventhooks.html";

const fn hook(name: &'static str, wire: &'static str, target: &'static [FlowType], summary: &'static str) -> Parameter {
    Parameter::new(name, wire, Kind::Hook { disable: None }, summary).either().to_types(target)
}

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "set_working_queue",
        designer: "Set working queue",
        action: "UpdateContactTargetQueue",
        subject: &["queue", "agent"],
        parameters: &[
            Parameter::reference("queue", "QueueId", ResourceKind::Queue, "The queue."),
            Parameter::reference("agent", "AgentId", ResourceKind::Agent, "The agent whose own queue it is."),
        ],
        groups: &[Group { parameters: &["queue", "agent"], rule: GroupRule::ExactlyOne }],
        flow_types: FlowTypes::of(&[FlowType::Inbound, FlowType::AgentTransfer, FlowType::QueueTransfer]),
        summary: "Sets the queue that later checks and the transfer to a queue use.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontacttargetqueue.html",
        ..BLOCK
    },
    Block {
        keyword: "set_contact_attributes",
        designer: "Set contact attributes",
        action: "UpdateContactAttributes",
        parameters: &[Parameter::new(
            "target_contact",
            "TargetContact",
            Kind::Choice(&[("current", "Current"), ("related", "Related")]),
            "Which contact the attributes are put on.",
        )],
        entries: Some(Entries { wire: "Attributes", what: "attributes", required: true, wrapped: None }),
        summary: "Writes attributes to the contact, all of them or none.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactattributes.html",
        ..BLOCK
    },
    Block {
        keyword: "set_callback_number",
        designer: "Set callback number",
        action: "UpdateContactCallbackNumber",
        subject: &["callback_number"],
        parameters: &[Parameter::new(
            "callback_number",
            "CallbackNumber",
            Kind::PhoneNumber { owned: false },
            "Where the number is: one path, such as `$.StoredCustomerInput`.",
        )
        .path_only()
        .required()],
        branches: &[
            SUCCESS,
            Branch::error("invalid_number", "InvalidCallbackNumber"),
            Branch::error("not_dialable", "CallbackNumberNotDialable"),
        ],
        flow_types: FlowTypes::of(&[
            FlowType::Inbound,
            FlowType::CustomerQueue,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        channels: &[Channel::Voice],
        summary: "Sets the number that a later callback dials.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactcallbacknumber.html",
        ..BLOCK
    },
    Block {
        keyword: "set_logging_behavior",
        designer: "Set logging behavior",
        action: "UpdateFlowLoggingBehavior",
        subject: &["logging"],
        parameters: &[Parameter::new(
            "logging",
            "FlowLoggingBehavior",
            Kind::Choice(&[("enabled", "Enabled"), ("disabled", "Disabled")]),
            "Whether the flow's steps are logged from here on.",
        )
        .required()],
        branches: &[SUCCESS],
        summary: "Switches flow logs on or off for the rest of the contact.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-updateflowloggingbehavior.html",
        ..BLOCK
    },
    Block {
        keyword: "set_voice",
        designer: "Set voice",
        action: "UpdateContactTextToSpeechVoice",
        subject: &["voice"],
        parameters: &[
            Parameter::new(
                "voice",
                "TextToSpeechVoice",
                Kind::Text { max: None },
                "The Polly voice, such as `Joanna`.",
            )
            .either()
            .required(),
            Parameter::new(
                "engine",
                "TextToSpeechEngine",
                Kind::Choice(&[("standard", "Standard"), ("neural", "Neural"), ("generative", "Generative")]),
                "The engine that speaks.",
            )
            .either(),
            Parameter::new(
                "style",
                "TextToSpeechStyle",
                Kind::Choice(&[("none", "None"), ("conversational", "Conversational"), ("newscaster", "Newscaster")]),
                "The style of speech.",
            )
            .either(),
        ],
        branches: &[SUCCESS, ERROR_IF_WRITTEN],
        summary: "Chooses the voice that speaks from here on.",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontacttexttospeechvoice.html",
        ..BLOCK
    },
    Block {
        keyword: "set_customer_queue_flow",
        designer: "Set customer queue flow",
        action: "UpdateContactEventHooks",
        recognised: When::Present("EventHooks.CustomerQueue"),
        subject: &["flow"],
        parameters: &[hook(
            "flow",
            "EventHooks.CustomerQueue",
            &[FlowType::CustomerQueue],
            "The customer queue flow that runs while the contact waits.",
        )
        .required()],
        summary: "Chooses the flow that runs while the contact waits in a queue.",
        page: HOOKS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "set_disconnect_flow",
        designer: "Set disconnect flow",
        action: "UpdateContactEventHooks",
        recognised: When::Present("EventHooks.CustomerRemaining"),
        subject: &["flow"],
        parameters: &[hook(
            "flow",
            "EventHooks.CustomerRemaining",
            &[FlowType::Inbound],
            "The flow that runs when the agent has left and the customer is still there.",
        )
        .required()],
        summary: "Chooses the flow that runs when the agent has left.",
        page: HOOKS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "set_hold_flow",
        designer: "Set hold flow",
        action: "UpdateContactEventHooks",
        recognised: When::AnyPresent(&["EventHooks.AgentHold", "EventHooks.CustomerHold"]),
        parameters: &[
            hook("agent", "EventHooks.AgentHold", &[FlowType::AgentHold], "What an agent hears on hold."),
            hook("customer", "EventHooks.CustomerHold", &[FlowType::CustomerHold], "What a customer hears on hold."),
        ],
        groups: &[Group { parameters: &["agent", "customer"], rule: GroupRule::OneAdvised }],
        channels: &[Channel::Voice],
        summary: "Chooses the flow that runs while somebody is on hold.",
        page: HOOKS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "set_whisper_flow",
        designer: "Set whisper flow",
        action: "UpdateContactEventHooks",
        recognised: When::AnyPresent(&[
            "EventHooks.AgentWhisper",
            "EventHooks.CustomerWhisper",
            "EventHooksConfiguration.AgentWhisper",
            "EventHooksConfiguration.CustomerWhisper",
        ]),
        parameters: &[
            Parameter {
                kind: Kind::Hook { disable: Some("EventHooksConfiguration.AgentWhisper.DisableExecution") },
                ..hook(
                    "agent",
                    "EventHooks.AgentWhisper",
                    &[FlowType::AgentWhisper],
                    "What the agent hears just before the contact is connected.",
                )
            },
            Parameter {
                kind: Kind::Hook { disable: Some("EventHooksConfiguration.CustomerWhisper.DisableExecution") },
                ..hook(
                    "customer",
                    "EventHooks.CustomerWhisper",
                    &[FlowType::CustomerWhisper],
                    "What the customer hears just before the contact is connected.",
                )
            },
        ],
        groups: &[Group { parameters: &["agent", "customer"], rule: GroupRule::OneAdvised }],
        summary: "Chooses what is whispered before agent and customer are connected.",
        page: HOOKS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "set_event_flow",
        designer: "Set event flow",
        action: "UpdateContactEventHooks",
        parameters: &[
            hook(
                "default_agent_ui",
                "EventHooks.DefaultAgentUI",
                &[FlowType::Inbound],
                "Runs when a contact is accepted.",
            ),
            hook(
                "disconnect_agent_ui",
                "EventHooks.DisconnectAgentUI",
                &[FlowType::Inbound],
                "Runs when a contact ends.",
            ),
            hook("pause_contact", "EventHooks.PauseContact", &[FlowType::Inbound], "Runs when a contact is paused."),
            hook("resume_contact", "EventHooks.ResumeContact", &[FlowType::Inbound], "Runs when a contact is resumed."),
        ],
        groups: &[Group {
            parameters: &["default_agent_ui", "disconnect_agent_ui", "pause_contact", "resume_contact"],
            rule: GroupRule::OneAdvised,
        }],
        summary: "Chooses the flow that runs on an event of the agent workspace or of the contact.",
        page: HOOKS_PAGE,
        ..BLOCK
    },
];
