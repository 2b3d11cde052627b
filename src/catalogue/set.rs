//! The designer's category "Set": blocks that set properties of the contact.

use super::block::BLOCK;
use super::branch::{ERROR, ERROR_IF_WRITTEN, SUCCESS};
use super::doubt;
use super::run_time::{Does, Elsewhere, RunTime};
use super::semantics::{CallbackUse, Fill, QueueUse, Semantics, SetsVoice};
use super::step_name::{NameSource, StepName};
use super::{
    Aspect, Block, Branch, Channel, Entries, EntryValues, Exceptions, FlowType, FlowTypes, Group, GroupRule, Kind,
    Need, Parameter, TimeUnit, When,
};
use crate::evidence::Evidence;
use crate::resource::ResourceKind;

const HOOKS_PAGE: &str =
    "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontacteventhooks.html";

/// Why a group of hooks is no certain error: a probe of the service took an empty map.
const EMPTY_HOOKS: &str = "a probe of the service took an empty map";

const fn hook(name: &'static str, wire: &'static str, target: &'static [FlowType], summary: &'static str) -> Parameter {
    Parameter::new(name, wire, Kind::Hook { disable: None }, summary).either().to_types(target)
}

/// Exports spell these switches in lower case, the page in upper case.
const OTHER_CASE: Exceptions =
    &[(Aspect::Words, Evidence::Uncertain("exports and the page spell it with different letter cases"))];

/// A console export has it, and a probe says that the service refuses it.
const DISPUTED_HOOKS: Exceptions =
    &[(Aspect::Accepted, Evidence::Uncertain("exports have it, but a public probe of the service was refused"))];

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "set_working_queue",
        designer: "Set working queue",
        action: "UpdateContactTargetQueue",
        subject: &["queue", "agent"],
        parameters: &[
            Parameter::reference("queue", "QueueId", ResourceKind::Queue, "The queue."),
            Parameter::reference("agent", "AgentId", ResourceKind::Agent, "The agent whose own queue is used."),
        ],
        groups: &[Group { parameters: &["queue", "agent"], rule: GroupRule::ExactlyOne }],
        semantics: Semantics { queue: Some(QueueUse::Sets { named_by: &["QueueId", "AgentId"] }), ..Semantics::NONE },
        step_name: StepName::subject("queue").or("choose_queue").what("queue"),
        flow_types: FlowTypes::of(&[FlowType::Inbound, FlowType::AgentTransfer, FlowType::QueueTransfer]),
        run: Some(RunTime::SETTING),
        summary: "Sets the working queue, which later checks and the transfer to a queue use.",
        example: r#"set_working_queue queue "Billing" { on error -> sorry }"#,
        evidence: &[(Aspect::Groups, Evidence::Uncertain("both parameters are marked as optional"))],
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
            "The contact whose attributes are set.",
        )
        .implied("Current", Evidence::Uncertain("exports leave it out as often as they write it"))],
        entries: Some(Entries::attributes("Attributes").without(&[
            (
                '$',
                Evidence::page(
                    "https://docs.aws.amazon.com/connect/latest/adminguide/what-is-a-contact-attribute.html",
                ),
            ),
            ('.', Evidence::Uncertain("only the page of flow attributes excludes it")),
        ])),
        evidence: &[(
            Aspect::Length,
            Evidence::page("https://docs.aws.amazon.com/connect/latest/APIReference/API_UpdateContactAttributes.html"),
        )],
        semantics: Semantics {
            fills: &[Fill::from("Attributes", "Attributes").of_another_with("TargetContact", "Related")],
            ..Semantics::NONE
        },
        step_name: StepName::from("set", &[NameSource::FirstKey]).or("set_attributes").what("attributes"),
        run: Some(RunTime::SETTING),
        summary: "Sets attributes of the contact, all of them or none.",
        example: r#"set_contact_attributes {
  tier = "gold"
  "last order" = $.External.order
  on error -> sorry
}"#,
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
            "The path of the number, such as `$.StoredCustomerInput`.",
        )
        .path_only()
        .required()],
        branches: &[
            SUCCESS,
            Branch::error("invalid_number", "InvalidCallbackNumber"),
            Branch::error("not_dialable", "CallbackNumberNotDialable"),
        ],
        semantics: Semantics { callback: Some(CallbackUse::SetsNumber), ..Semantics::NONE },
        step_name: StepName::word("set_callback_number").what("callback_number"),
        flow_types: FlowTypes::of(&[
            FlowType::Inbound,
            FlowType::CustomerQueue,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        channels: &[Channel::Voice],
        run: Some(RunTime::ITSELF.elsewhere(Elsewhere::Fails("InvalidCallbackNumber"))),
        summary: "Sets the number that a later callback dials.",
        example: r"set_callback_number $.StoredCustomerInput {
  on invalid_number, not_dialable -> sorry
}",
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
            "Whether the flow's blocks are logged from here on.",
        )
        .required()],
        branches: &[SUCCESS],
        step_name: StepName::preparation("set_logging"),
        run: Some(RunTime::SETTING),
        summary: "Turns flow logs on or off for the rest of the contact.",
        example: "set_logging_behavior enabled",
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
                "The text-to-speech engine.",
            )
            .either(),
            Parameter::new(
                "style",
                "TextToSpeechStyle",
                Kind::Choice(&[("none", "None"), ("conversational", "Conversational"), ("newscaster", "Newscaster")]),
                "The speaking style.",
            )
            .either(),
        ],
        branches: &[SUCCESS, ERROR_IF_WRITTEN],
        semantics: Semantics {
            voice: Some(SetsVoice { voice: "TextToSpeechVoice", engine: "TextToSpeechEngine" }),
            ..Semantics::NONE
        },
        step_name: StepName { prepares: true, ..StepName::subject("voice").or("set_voice") },
        run: Some(RunTime::SETTING.sets(&[("TextToSpeechVoice", "TextToSpeechVoiceId")])),
        summary: "Sets the text-to-speech voice from here on.",
        example: r#"set_voice "Joanna" { engine: neural; style: conversational }"#,
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
        step_name: StepName::preparation("set_queue_flow"),
        run: Some(RunTime::SETTING.does(Does::SetsHooks)),
        summary: "Sets the flow that runs while the contact waits in a queue.",
        example: r#"set_customer_queue_flow "Hold music with overflow" { on error -> sorry }"#,
        evidence: &[(Aspect::Groups, Evidence::Uncertain(EMPTY_HOOKS))],
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
            "The flow that runs when the agent has left and the customer is still connected.",
        )
        .required()],
        step_name: StepName::preparation("set_disconnect_flow"),
        run: Some(RunTime::SETTING.does(Does::SetsHooks)),
        summary: "Sets the flow that runs when the agent has left.",
        example: r#"set_disconnect_flow "Main IVR" { on error -> sorry }"#,
        evidence: &[(Aspect::Groups, Evidence::Uncertain(EMPTY_HOOKS))],
        page: HOOKS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "set_hold_flow",
        designer: "Set hold flow",
        action: "UpdateContactEventHooks",
        recognised: When::AnyPresent(&["EventHooks.AgentHold", "EventHooks.CustomerHold"]),
        parameters: &[
            hook("agent", "EventHooks.AgentHold", &[FlowType::AgentHold], "The flow for an agent on hold."),
            hook("customer", "EventHooks.CustomerHold", &[FlowType::CustomerHold], "The flow for a customer on hold."),
        ],
        groups: &[Group { parameters: &["agent", "customer"], rule: GroupRule::OneAdvised }],
        step_name: StepName::preparation("set_hold_flow"),
        channels: &[Channel::Voice],
        run: Some(RunTime::SETTING.does(Does::SetsHooks)),
        summary: "Sets the flow that runs while an agent or a customer is on hold.",
        example: r#"set_hold_flow { customer: "Default customer hold"; on error -> sorry }"#,
        evidence: &[(Aspect::Groups, Evidence::Uncertain(EMPTY_HOOKS))],
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
                    "The flow that the agent hears just before the contact is connected.",
                )
            },
            Parameter {
                kind: Kind::Hook { disable: Some("EventHooksConfiguration.CustomerWhisper.DisableExecution") },
                ..hook(
                    "customer",
                    "EventHooks.CustomerWhisper",
                    &[FlowType::CustomerWhisper],
                    "The flow that the customer hears just before the contact is connected.",
                )
            },
            Parameter::new(
                "agent_disabled",
                "EventHooksConfiguration.AgentWhisper.DisableExecution",
                DISABLED,
                "Exports contain `false` in addition to a flow. For no flow, write `agent: disabled`.",
            )
            .evidence(DISPUTED_HOOKS),
            Parameter::new(
                "customer_disabled",
                "EventHooksConfiguration.CustomerWhisper.DisableExecution",
                DISABLED,
                "Exports contain `false` in addition to a flow. For no flow, write `customer: disabled`.",
            )
            .evidence(DISPUTED_HOOKS),
        ],
        groups: &[Group { parameters: &["agent", "customer"], rule: GroupRule::OneAdvised }],
        step_name: StepName::preparation("set_whisper_flow"),
        run: Some(RunTime::SETTING.does(Does::SetsHooks)),
        summary: "Sets the whisper flows that run before agent and customer are connected.",
        example: r#"set_whisper_flow { agent: "Default agent whisper"; on error -> sorry }"#,
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
                "The flow that runs when a contact is accepted.",
            ),
            hook(
                "disconnect_agent_ui",
                "EventHooks.DisconnectAgentUI",
                &[FlowType::Inbound],
                "The flow that runs when a contact ends.",
            ),
            hook(
                "pause_contact",
                "EventHooks.PauseContact",
                &[FlowType::Inbound],
                "The flow that runs when a contact is paused.",
            ),
            hook(
                "resume_contact",
                "EventHooks.ResumeContact",
                &[FlowType::Inbound],
                "The flow that runs when a contact is resumed.",
            ),
        ],
        groups: &[Group {
            parameters: &["default_agent_ui", "disconnect_agent_ui", "pause_contact", "resume_contact"],
            rule: GroupRule::OneAdvised,
        }],
        step_name: StepName::preparation("set_event_flow"),
        run: Some(RunTime::SETTING.does(Does::SetsHooks)),
        summary: "Sets the flow that runs on an event of the agent workspace or of the contact.",
        example: r#"set_event_flow { default_agent_ui: "Main IVR"; on error -> sorry }"#,
        evidence: &[(Aspect::Groups, Evidence::Uncertain(EMPTY_HOOKS))],
        page: HOOKS_PAGE,
        ..BLOCK
    },
    Block {
        keyword: "set_flow_attributes",
        designer: "Set contact attributes (flow)",
        action: "UpdateFlowAttributes",
        entries: Some(Entries::attributes("FlowAttributes").values(EntryValues::Wrapped("Value"))),
        semantics: Semantics { fills: &[Fill::from("FlowAttributes", "FlowAttributes")], ..Semantics::NONE },
        step_name: StepName::from("set", &[NameSource::FirstKey]).or("set_attributes").what("attributes"),
        run: Some(RunTime::SETTING),
        summary: "Sets attributes that are visible only in this flow, under `$.FlowAttributes`.",
        example: r#"set_flow_attributes {
  attempts = 1
  question = "What is your customer number, $.Attributes.name?"
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-updateflowattributes.html",
        ..BLOCK
    },
    Block {
        keyword: "set_contact_data",
        designer: "Set contact attributes (system)",
        action: "UpdateContactData",
        parameters: &[
            Parameter::text("name", "Name", "The contact's name."),
            Parameter::text("description", "Description", "The contact's description."),
            Parameter::text("language", "LanguageCode", "The language, such as `en-US`."),
            Parameter::text("customer_id", "CustomerId", "The customer's id."),
            Parameter::new(
                "voice_id_streaming",
                "IsVoiceIdStreamingEnabled",
                VOICE_ID_SWITCH,
                "Whether audio is streamed to Voice ID.",
            )
            .need(Need::RequiredWhen(VOICE_ID))
            .evidence(OTHER_CASE),
            Parameter::new(
                "voice_authentication",
                "IsVoiceAuthenticationEnabled",
                VOICE_ID_SWITCH,
                "Whether Voice ID authenticates the speaker.",
            )
            .need(Need::RequiredWhen(VOICE_ID))
            .evidence(OTHER_CASE),
            Parameter::new(
                "fraud_detection",
                "IsFraudDetectionEnabled",
                VOICE_ID_SWITCH,
                "Whether Voice ID detects fraudsters.",
            )
            .need(Need::RequiredWhen(VOICE_ID))
            .evidence(OTHER_CASE),
            Parameter::new(
                "voice_authentication_threshold",
                "VoiceAuthenticationThreshold",
                Kind::Integer { min: 0, max: Some(100) },
                "The confidence that Voice ID needs to authenticate a speaker.",
            )
            .either(),
            Parameter::new(
                "voice_authentication_response_time",
                "VoiceAuthenticationResponseTime",
                Kind::Duration { min: 5, max: Some(10), unit: TimeUnit::Seconds },
                "The time that Voice ID takes to authenticate a speaker.",
            )
            .either(),
            Parameter::new(
                "fraud_detection_threshold",
                "FraudDetectionThreshold",
                Kind::Integer { min: 0, max: Some(100) },
                "The confidence that Voice ID needs to detect a fraudster.",
            )
            .either(),
            Parameter::text("watchlist_id", "WatchlistId", "The watchlist of Voice ID."),
            Parameter::text(
                "assistant_session",
                "WisdomSessionArn",
                "The session of Connect assistant: `$.Wisdom.SessionArn`.",
            ),
            Parameter::new(
                "target_contact",
                "TargetContact",
                Kind::Choice(&[("current", "Current"), ("related", "Related")]),
                "The contact whose data is set.",
            ),
        ],
        groups: &[Group {
            parameters: &[
                "name",
                "description",
                "language",
                "customer_id",
                "voice_id_streaming",
                "watchlist_id",
                "assistant_session",
            ],
            rule: GroupRule::AtLeastOne,
        }],
        step_name: StepName::from("set", &[NameSource::Parameter("name"), NameSource::FirstKey]).what("contact_data"),
        run: Some(RunTime {
            sets_unless: Some(When::Is("TargetContact", &["Related"])),
            ..RunTime::SETTING.sets(&[
                ("Name", "Name"),
                ("Description", "Description"),
                ("LanguageCode", "LanguageCode"),
                ("CustomerId", "CustomerId"),
            ])
        }),
        summary: "Sets data that Connect itself defines for a contact: name, language, customer id and so on.",
        example: r#"set_contact_data {
  name: "Order 42"
  language: "en-US"
  customer_id: $.Attributes.customerId
  on error -> sorry
}"#,
        evidence: &[(Aspect::Dynamic, Evidence::Uncertain("the page says it of the name alone"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactdata.html",
        ..BLOCK
    },
    Block {
        keyword: "set_routing_criteria",
        designer: "Set routing criteria",
        action: "UpdateContactRoutingCriteria",
        subject: &["criteria"],
        parameters: &[
            Parameter::new("criteria", "RoutingCriteria", Kind::Text { max: None }, "The path of the criteria.")
                .path_only(),
            Parameter::new(
                "steps",
                "RoutingCriteria.Steps",
                Kind::Objects { fields: ROUTING_STEP, max: None },
                "The steps, tried one after another.",
            ),
        ],
        groups: &[Group { parameters: &["criteria", "steps"], rule: GroupRule::ExactlyOne }],
        flow_types: FlowTypes::of(&[
            FlowType::Inbound,
            FlowType::CustomerQueue,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        run: Some(RunTime::SETTING),
        summary: "Sets which proficiencies an agent needs for the contact.",
        example: r#"set_routing_criteria {
  steps: [
    { attribute: "Language", value: "English", level: 4, expires: 30s }
    { attribute: "Language", value: "English", level: 1 }
  ]
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-updateroutingcriteria.html",
        ..BLOCK
    },
    Block {
        keyword: "change_routing_priority",
        designer: "Change routing priority / age",
        action: "UpdateContactRoutingBehavior",
        parameters: &[
            Parameter::new(
                "priority",
                "QueuePriority",
                Kind::Integer { min: 1, max: Some(i64::MAX) },
                "The priority in the queue; the lowest is served first, and contacts start with 5.",
            ),
            Parameter::new(
                "age_adjustment",
                "QueueTimeAdjustmentSeconds",
                Kind::Duration { min: i64::MIN, max: None, unit: TimeUnit::Seconds },
                "How much to add to, or subtract from, the contact's age in the queue.",
            ),
            Parameter::text(
                "agent_hierarchy",
                "RoutingProficiencies.AgentHierarchyProficiency.AgentHierarchy",
                "The agent hierarchy, in the format of older flows.",
            ),
            Parameter::new(
                "expiration",
                "RoutingProficiencies.AgentHierarchyProficiency.ExpirationSeconds",
                Kind::Duration { min: 0, max: Some(600), unit: TimeUnit::Seconds },
                "How long the agent hierarchy applies.",
            )
            .either()
            .need(Need::RequiredWhen(When::Present("RoutingProficiencies"))),
        ],
        groups: &[Group {
            parameters: &["priority", "age_adjustment", "agent_hierarchy"],
            rule: GroupRule::ExactlyOne,
        }],
        branches: &[SUCCESS, ERROR.when(When::Present("RoutingProficiencies"))],
        flow_types: FlowTypes::of(&[FlowType::Inbound]).disputed(&[
            FlowType::CustomerQueue,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        step_name: StepName::from("priority", &[NameSource::Parameter("priority")]).what("priority"),
        run: Some(RunTime::SETTING),
        summary: "Changes the priority or the age of a contact in the queue.",
        example: "change_routing_priority { priority: 1 }",
        evidence: &[(Aspect::Groups, Evidence::Uncertain("no page says that one of them is required"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactroutingbehavior.html",
        ..BLOCK
    },
    Block {
        keyword: "tag_contact",
        designer: "Contact tags (tag)",
        action: "TagContact",
        entries: Some(Entries::texts("Tags", "tags").required().at_most(6)),
        step_name: StepName { prepares: true, ..StepName::from("tag", &[NameSource::FirstKey]) },
        run: Some(RunTime::SETTING.sets(&[("Tags", "Tags")])),
        summary: "Adds tags to the contact, all of them or none.",
        example: r#"tag_contact {
  team = "support"
  tier = $.Attributes.tier
  on error -> sorry
}"#,
        evidence: &[
            (Aspect::Length, Evidence::Uncertain("the lengths are those of tags of resources")),
            (Aspect::Entries, Evidence::Uncertain("exports have an empty map")),
        ],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-tagcontact.html",
        ..BLOCK
    },
    Block {
        keyword: "untag_contact",
        designer: "Contact tags (untag)",
        action: "UntagContact",
        subject: &["keys"],
        parameters: &[Parameter::new(
            "keys",
            "TagKeys",
            Kind::Texts { max: None, known: &[] },
            "The keys of the tags.",
        )
        .required()],
        step_name: StepName::preparation("untag_contact"),
        run: Some(RunTime::SETTING),
        summary: "Removes tags from the contact, all of them or none.",
        example: r#"untag_contact ["team", "tier"] { on error -> sorry }"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-untagcontact.html",
        ..BLOCK
    },
    Block {
        keyword: "hold_customer_or_agent",
        designer: "Hold customer or agent",
        action: "UpdatePreviousContactParticipantState",
        subject: &["state"],
        parameters: &[Parameter::new(
            "state",
            "PreviousContactParticipantState",
            Kind::Choice(&[
                ("agent_on_hold", "AgentOnHold"),
                ("customer_on_hold", "CustomerOnHold"),
                ("off_hold", "OffHold"),
            ]),
            "Who is put on hold.",
        )
        .required()],
        flow_types: FlowTypes::of(&[FlowType::Inbound, FlowType::AgentTransfer, FlowType::QueueTransfer]),
        channels: &[Channel::Voice],
        run: Some(RunTime::SETTING),
        summary: "Puts the customer or the agent of the previous contact on hold.",
        example: "hold_customer_or_agent customer_on_hold { on error -> sorry }",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatepreviouscontactparticipantstate.html",
        ..BLOCK
    },
    Block {
        keyword: "set_voice_id",
        designer: "Set Voice ID",
        action: "StartVoiceIdStream",
        flow_types: VOICE_ID_FLOWS,
        channels: &[Channel::Voice],
        run: Some(RunTime::SETTING.doubts(&[(When::Always, doubt::VOICE_ID_ENDED)])),
        summary: "Starts streaming the caller's audio to Voice ID, which AWS ended on 20 May 2026.",
        example: "set_voice_id { on error -> sorry }",
        evidence: &[(
            Aspect::Channels,
            Evidence::Uncertain("AWS ended Voice ID, and exports reach it on other channels"),
        )],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-startvoiceidstream.html",
        ..BLOCK
    },
];

/// The switches of Voice ID must be set all together or not at all.
const VOICE_ID: When = When::AnyPresent(&[
    "IsVoiceIdStreamingEnabled",
    "IsVoiceAuthenticationEnabled",
    "IsFraudDetectionEnabled",
    "VoiceAuthenticationThreshold",
    "VoiceAuthenticationResponseTime",
    "FraudDetectionThreshold",
]);
const DISABLED: Kind = Kind::Boolean { yes: "true", no: "false" };
const VOICE_ID_SWITCH: Kind = Kind::Boolean { yes: "TRUE", no: "FALSE" };

/// The flow types in which Voice ID works.
pub(super) const VOICE_ID_FLOWS: FlowTypes = FlowTypes::of(&[
    FlowType::Inbound,
    FlowType::CustomerQueue,
    FlowType::CustomerWhisper,
    FlowType::AgentWhisper,
    FlowType::OutboundWhisper,
    FlowType::AgentTransfer,
    FlowType::QueueTransfer,
]);

const PROFICIENCY: Kind = Kind::JsonNumber { min: 1, max: 5 };

const ROUTING_STEP: &[Parameter] = &[
    Parameter::new("attribute", "Expression.AttributeCondition.Name", Kind::Text { max: Some(64) }, "The proficiency.")
        .mixed(),
    Parameter::new(
        "value",
        "Expression.AttributeCondition.Value",
        Kind::Text { max: Some(64) },
        "The value of the proficiency.",
    )
    .mixed()
    .need(Need::RequiredWhen(When::Present("Expression.AttributeCondition.Name"))),
    Parameter::new(
        "level",
        "Expression.AttributeCondition.ProficiencyLevel",
        PROFICIENCY,
        "The minimum level, 1 to 5.",
    )
    .need(Need::RequiredWhen(When::Present("Expression.AttributeCondition.Name"))),
    Parameter::new(
        "comparison",
        "Expression.AttributeCondition.ComparisonOperator",
        Kind::Choice(&[("at_least", "NumberGreaterOrEqualTo"), ("match", "Match")]),
        "How the level is compared.",
    )
    .need(Need::RequiredWhen(When::Present("Expression.AttributeCondition")))
    .default("NumberGreaterOrEqualTo"),
    Parameter::new(
        "agents",
        "Expression.AttributeCondition.MatchCriteria.AgentsCriteria.AgentIds",
        Kind::Texts { max: None, known: &[] },
        "The preferred agents, by id or ARN, with `comparison: match`.",
    )
    .either(),
    Parameter::new(
        "all_of",
        "Expression.AndExpression",
        Kind::Objects { fields: ROUTING_CONDITION, max: None },
        "Several proficiencies, all of which an agent needs.",
    ),
    Parameter::new(
        "expires",
        "Expiry.DurationInSeconds",
        Kind::Duration { min: 1, max: None, unit: TimeUnit::Seconds },
        "The time after which the next step is tried.",
    ),
];

const ROUTING_CONDITION: &[Parameter] = &[
    Parameter::new("attribute", "AttributeCondition.Name", Kind::Text { max: Some(64) }, "The proficiency.")
        .mixed()
        .required(),
    Parameter::new("value", "AttributeCondition.Value", Kind::Text { max: Some(64) }, "The value of the proficiency.")
        .mixed()
        .required(),
    Parameter::new("level", "AttributeCondition.ProficiencyLevel", PROFICIENCY, "The minimum level, 1 to 5.")
        .required(),
    Parameter::new(
        "comparison",
        "AttributeCondition.ComparisonOperator",
        Kind::Choice(&[("at_least", "NumberGreaterOrEqualTo")]),
        "How the level is compared.",
    )
    .required()
    .default("NumberGreaterOrEqualTo"),
];
