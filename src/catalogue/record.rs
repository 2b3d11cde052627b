//! Blocks for the recording, analytics and processing of conversations.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::{Elsewhere, RunTime};
use super::semantics::Semantics;
use super::step_name::StepName;
use super::{
    Aspect, Block, Branch, Channel, Exceptions, FlowType, FlowTypes, Group, GroupRule, Kind, Need, Parameter, When,
};
use crate::evidence::Evidence;
use crate::resource::ResourceKind;

const ON: Kind = Kind::Boolean { yes: "True", no: "False" };
const SWITCH: Kind = Kind::Choice(&[("enabled", "Enabled"), ("disabled", "Disabled")]);
const LANGUAGE_EVIDENCE: Exceptions = &[(Aspect::Words, Evidence::Uncertain("the form is taken from samples"))];

const LANGUAGE: Kind = Kind::Pattern { regex: "[a-z]{2,3}-[A-Z]{2}", says: "a language code such as `en-US`", max: 6 };
const WHO: Kind = Kind::Choices(&[("agent", "Agent"), ("customer", "Customer")]);
const SCREENS: Kind = Kind::Choices(&[("agent", "Agent")]);
const MASK: Kind = Kind::Choice(&[("entity_type", "EntityType"), ("pii", "PII")]);
const RESULTS: Kind =
    Kind::Choice(&[("redacted_and_original", "RedactedAndOriginal"), ("redacted_only", "RedactedOnly")]);
const VOICE_MODES: &[(&str, &str)] =
    &[("real_time", "RealTime"), ("post_contact", "PostContact"), ("automated_interaction", "AutomatedInteraction")];
const CHAT_MODES: &[(&str, &str)] = &[("contact_lens", "ContactLens")];
const SUMMARIES: &[(&str, &str)] =
    &[("post_contact", "PostContact"), ("automated_interaction", "AutomatedInteraction")];

const ALL_BUT_CAMPAIGNS: FlowTypes = FlowTypes::of(&[
    FlowType::Inbound,
    FlowType::CustomerQueue,
    FlowType::CustomerHold,
    FlowType::CustomerWhisper,
    FlowType::AgentHold,
    FlowType::AgentWhisper,
    FlowType::OutboundWhisper,
    FlowType::AgentTransfer,
    FlowType::QueueTransfer,
]);

const CHANNEL_MISMATCH: Branch = Branch::error("channel_mismatch", "ChannelMismatch")
    .evidence(&[(Aspect::Presence, Evidence::Uncertain("whether it is required was not probed"))]);

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "set_recording_and_analytics_behavior",
        designer: "Set recording and analytics behavior",
        action: "UpdateContactRecordingAndAnalyticsBehavior",
        parameters: RECORDING_AND_ANALYTICS,
        groups: &[Group { parameters: &["record", "chat_analytics", "record_screen"], rule: GroupRule::ExactlyOne }],
        branches: &[
            SUCCESS,
            CHANNEL_MISMATCH,
            Branch::error("in_flight_redaction_failed", "InFlightRedactionConfigurationFailed")
                .when(When::Present("ChatBehavior")),
            ERROR,
        ],
        semantics: Semantics {
            records: &["VoiceBehavior.VoiceRecordingBehavior.RecordedParticipants"],
            ..Semantics::NONE
        },
        step_name: StepName::preparation("set_recording"),
        flow_types: ALL_BUT_CAMPAIGNS,
        run: Some(RunTime {
            works: &[
                (Channel::Voice, When::Absent("ChatBehavior")),
                (Channel::Chat, When::Absent("VoiceBehavior")),
                (Channel::Task, When::Present("ScreenRecordingBehavior")),
                (Channel::Email, When::Present("ScreenRecordingBehavior")),
            ],
            ..RunTime::SETTING.elsewhere(Elsewhere::Fails("ChannelMismatch"))
        }),
        summary: "Configures recording and analytics, for calls, chats or screens.",
        example: r#"set_recording_and_analytics_behavior {
  record: [agent, customer]
  analytics: true
  analytics_language: "en-US"
  analytics_modes: [post_contact]
  on channel_mismatch, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactrecordingandanalyticsbehavior.html",
        ..BLOCK
    },
    Block {
        keyword: "set_recording_behavior",
        designer: "Set recording and analytics behavior (superseded)",
        action: "UpdateContactRecordingBehavior",
        parameters: RECORDING,
        branches: &[SUCCESS],
        semantics: Semantics { records: &["RecordingBehavior.RecordedParticipants"], ..Semantics::NONE },
        step_name: StepName::preparation("set_recording"),
        flow_types: FlowTypes::of(&[
            FlowType::Inbound,
            FlowType::CustomerQueue,
            FlowType::OutboundWhisper,
            FlowType::AgentTransfer,
            FlowType::QueueTransfer,
        ]),
        channels: &[Channel::Voice, Channel::Chat],
        run: Some(RunTime::SETTING.elsewhere(Elsewhere::NoEffect)),
        summary: "Sets who is recorded, in the older format.",
        example: "set_recording_behavior { record: [agent, customer] }",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactrecordingbehavior.html",
        ..BLOCK
    },
    Block {
        keyword: "set_message_processor",
        designer: "Set message processor",
        action: "UpdateContactMediaProcessing",
        parameters: &[
            Parameter::new(
                "processing",
                "ChatProcessor.ProcessingEnabled",
                ON,
                "Whether a function processes the messages.",
            )
            .required(),
            Parameter::reference("function", "ChatProcessor.LambdaProcessorARN", ResourceKind::Lambda, "The function.")
                .fixed()
                .required()
                .evidence(&[(Aspect::Presence, Evidence::Uncertain("it may be optional without processing"))]),
            Parameter::new(
                "deliver_unprocessed",
                "ChatProcessor.ChatProcessorSettings.DeliverUnprocessedMessages",
                ON,
                "Whether messages that the function could not process are delivered.",
            )
            .required(),
        ],
        branches: &[SUCCESS, CHANNEL_MISMATCH.if_written(), ERROR],
        step_name: StepName::preparation("set_message_processor"),
        flow_types: ALL_BUT_CAMPAIGNS,
        channels: &[Channel::Chat],
        run: Some(RunTime::SETTING.elsewhere(Elsewhere::Fails("ChannelMismatch"))),
        summary: "Passes chat messages through a Lambda function before they are delivered.",
        example: r#"set_message_processor {
  processing: true
  function: "acme-vip-check"
  deliver_unprocessed: true
  on error -> sorry
}"#,
        evidence: &[(Aspect::Accepted, Evidence::Uncertain("no export of it is known"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactmediaprocessing.html",
        ..BLOCK
    },
];

const RECORDING_AND_ANALYTICS: &[Parameter] = &[
    Parameter::new(
        "record",
        "VoiceBehavior.VoiceRecordingBehavior.RecordedParticipants",
        WHO,
        "Who is recorded on a call; `[]` for nobody.",
    ),
    Parameter::new(
        "record_ivr",
        "VoiceBehavior.VoiceRecordingBehavior.IVRRecordingBehavior",
        SWITCH,
        "Whether the automated part of a call is recorded.",
    ),
    Parameter::new(
        "analytics",
        "VoiceBehavior.VoiceAnalyticsBehavior.Enabled",
        ON,
        "Whether the conversation is analysed.",
    )
    .need(Need::RequiredWhen(When::Present("VoiceBehavior.VoiceAnalyticsBehavior"))),
    Parameter::new(
        "analytics_language",
        "VoiceBehavior.VoiceAnalyticsBehavior.AnalyticsLanguage",
        LANGUAGE,
        "The language, such as `en-US`.",
    )
    .evidence(LANGUAGE_EVIDENCE),
    Parameter::new(
        "redaction",
        "VoiceBehavior.VoiceAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.Enabled",
        ON,
        "Whether sensitive data is redacted.",
    )
    .need(Need::RequiredWhen(When::Present(
        "VoiceBehavior.VoiceAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration",
    ))),
    Parameter::new(
        "redaction_results",
        "VoiceBehavior.VoiceAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.RedactionResults",
        RESULTS,
        "Which versions are kept.",
    )
    .either(),
    Parameter::new(
        "redaction_mask",
        "VoiceBehavior.VoiceAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.RedactionMaskMode",
        MASK,
        "What replaces redacted data.",
    ),
    Parameter::new(
        "redaction_entities",
        "VoiceBehavior.VoiceAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.RedactionEntities",
        Kind::Choices(ENTITIES),
        "The kinds of data to redact; by default all.",
    )
    .non_empty(),
    Parameter::new(
        "analytics_modes",
        "VoiceBehavior.VoiceAnalyticsBehavior.AnalyticsModes",
        Kind::Choices(VOICE_MODES),
        "When the conversation is analysed.",
    ),
    Parameter::new(
        "sentiment",
        "VoiceBehavior.VoiceAnalyticsBehavior.SentimentConfiguration.Enabled",
        ON,
        "Whether the sentiment is analysed.",
    ),
    Parameter::new(
        "summary_modes",
        "VoiceBehavior.VoiceAnalyticsBehavior.SummaryConfiguration.SummaryModes",
        Kind::Choices(SUMMARIES),
        "When the conversation is summarised.",
    ),
    Parameter::new(
        "chat_analytics",
        "ChatBehavior.ChatAnalyticsBehavior.Enabled",
        ON,
        "Whether the conversation is analysed.",
    )
    .need(Need::RequiredWhen(When::Present("ChatBehavior.ChatAnalyticsBehavior"))),
    Parameter::new(
        "chat_analytics_language",
        "ChatBehavior.ChatAnalyticsBehavior.AnalyticsLanguage",
        LANGUAGE,
        "The language, such as `en-US`.",
    )
    .evidence(LANGUAGE_EVIDENCE)
    .either(),
    Parameter::new(
        "chat_redaction",
        "ChatBehavior.ChatAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.Enabled",
        ON,
        "Whether sensitive data is redacted.",
    )
    .need(Need::RequiredWhen(When::Present(
        "ChatBehavior.ChatAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration",
    ))),
    Parameter::new(
        "chat_redaction_results",
        "ChatBehavior.ChatAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.RedactionResults",
        RESULTS,
        "Which versions are kept.",
    )
    .either(),
    Parameter::new(
        "chat_redaction_mask",
        "ChatBehavior.ChatAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.RedactionMaskMode",
        MASK,
        "What replaces redacted data.",
    ),
    Parameter::new(
        "chat_redaction_entities",
        "ChatBehavior.ChatAnalyticsBehavior.ConversationalAnalyticsRedactionConfiguration.RedactionEntities",
        Kind::Choices(ENTITIES),
        "The kinds of data to redact; by default all.",
    )
    .non_empty(),
    Parameter::new(
        "chat_analytics_modes",
        "ChatBehavior.ChatAnalyticsBehavior.AnalyticsModes",
        Kind::Choices(CHAT_MODES),
        "When the conversation is analysed.",
    ),
    Parameter::new(
        "chat_sentiment",
        "ChatBehavior.ChatAnalyticsBehavior.SentimentConfiguration.Enabled",
        ON,
        "Whether the sentiment is analysed.",
    ),
    Parameter::new(
        "chat_summary_modes",
        "ChatBehavior.ChatAnalyticsBehavior.SummaryConfiguration.SummaryModes",
        Kind::Choices(SUMMARIES),
        "When the conversation is summarised.",
    ),
    Parameter::new(
        "in_flight_redaction",
        "ChatBehavior.ChatAnalyticsBehavior.InFlightChatRedactionConfiguration.Enabled",
        ON,
        "Whether messages are redacted before they are delivered.",
    )
    .need(Need::RequiredWhen(When::Present("ChatBehavior.ChatAnalyticsBehavior.InFlightChatRedactionConfiguration"))),
    Parameter::new(
        "in_flight_redaction_mask",
        "ChatBehavior.ChatAnalyticsBehavior.InFlightChatRedactionConfiguration.RedactionMaskMode",
        MASK,
        "What replaces redacted data.",
    ),
    Parameter::new(
        "in_flight_redaction_entities",
        "ChatBehavior.ChatAnalyticsBehavior.InFlightChatRedactionConfiguration.RedactionEntities",
        Kind::Choices(IN_FLIGHT_ENTITIES),
        "The kinds of data to redact; by default all.",
    )
    .non_empty(),
    Parameter::new(
        "in_flight_deliver_unprocessed",
        "ChatBehavior.ChatAnalyticsBehavior.InFlightChatRedactionConfiguration.DeliverUnprocessedMessages",
        ON,
        "Whether messages that could not be redacted are delivered.",
    ),
    Parameter::new(
        "record_screen",
        "ScreenRecordingBehavior.ScreenRecordedParticipants",
        SCREENS,
        "Whose screen is recorded; `[]` for nobody's.",
    ),
];

const RECORDING: &[Parameter] = &[
    Parameter::new("record", "RecordingBehavior.RecordedParticipants", WHO, "Who is recorded; `[]` for nobody.")
        .required(),
    Parameter::new(
        "record_screen",
        "RecordingBehavior.ScreenRecordedParticipants",
        SCREENS,
        "Whose screen is recorded.",
    ),
    Parameter::new(
        "record_ivr",
        "RecordingBehavior.IVRRecordingBehavior",
        SWITCH,
        "Whether the automated part of a call is recorded.",
    ),
    Parameter::new("analytics", "AnalyticsBehavior.Enabled", ON, "Whether the conversation is analysed.")
        .need(Need::RequiredWhen(When::Present("AnalyticsBehavior"))),
    Parameter::new(
        "analytics_language",
        "AnalyticsBehavior.AnalyticsLanguage",
        LANGUAGE,
        "The language, such as `en-US`.",
    )
    .evidence(LANGUAGE_EVIDENCE)
    .either(),
    Parameter::new(
        "redaction",
        "AnalyticsBehavior.AnalyticsRedactionBehavior",
        SWITCH,
        "Whether sensitive data is redacted.",
    )
    .either(),
    Parameter::new(
        "redaction_results",
        "AnalyticsBehavior.AnalyticsRedactionResults",
        Kind::Choice(&[
            ("redacted_and_original", "RedactedAndOriginal"),
            ("redacted_only", "RedactedOnly"),
            ("none", "None"),
        ]),
        "Which versions are kept.",
    )
    .either(),
    Parameter::new(
        "redaction_mask",
        "AnalyticsBehavior.AnalyticsRedactionMaskMode",
        MASK,
        "What replaces redacted data.",
    ),
    Parameter::new(
        "redaction_entities",
        "AnalyticsBehavior.AnalyticsRedactionEntities",
        Kind::Choices(ENTITIES),
        "The kinds of data to redact; by default all.",
    )
    .non_empty(),
    Parameter::new(
        "chat_analytics_modes",
        "AnalyticsBehavior.ChannelConfiguration.Chat.AnalyticsModes",
        Kind::Choices(CHAT_MODES),
        "When chats are analysed; `[]` for never.",
    ),
    Parameter::new(
        "voice_analytics_modes",
        "AnalyticsBehavior.ChannelConfiguration.Voice.AnalyticsModes",
        Kind::Choices(&[("real_time", "RealTime"), ("post_contact", "PostContact")]),
        "When calls are analysed; `[]` for never.",
    ),
    Parameter::new(
        "summary_modes",
        "AnalyticsBehavior.SummaryConfiguration.SummaryModes",
        Kind::Choices(&[("post_contact", "PostContact")]),
        "When the conversation is summarised.",
    ),
    Parameter::new(
        "sentiment",
        "AnalyticsBehavior.SentimentConfiguration.Enabled",
        ON,
        "Whether the sentiment is analysed.",
    ),
    Parameter::new(
        "analytics_mode",
        "AnalyticsBehavior.AnalyticsMode",
        Kind::Choice(&[("real_time", "RealTime"), ("post_contact", "PostContact"), ("post_call", "PostCall")]),
        "When calls are analysed, in the format of older flows.",
    ),
];

/// Kinds of sensitive data.
const ENTITIES: &[(&str, &str)] = &[
    ("bank_account_number", "BANK_ACCOUNT_NUMBER"),
    ("bank_routing", "BANK_ROUTING"),
    ("credit_debit_number", "CREDIT_DEBIT_NUMBER"),
    ("credit_debit_cvv", "CREDIT_DEBIT_CVV"),
    ("credit_debit_expiry", "CREDIT_DEBIT_EXPIRY"),
    ("international_bank_account_number", "INTERNATIONAL_BANK_ACCOUNT_NUMBER"),
    ("pin", "PIN"),
    ("swift_code", "SWIFT_CODE"),
    ("ca_health_number", "CA_HEALTH_NUMBER"),
    ("uk_national_health_service_number", "UK_NATIONAL_HEALTH_SERVICE_NUMBER"),
    ("ca_social_insurance_number", "CA_SOCIAL_INSURANCE_NUMBER"),
    ("ssn", "SSN"),
    ("uk_national_insurance_number", "UK_NATIONAL_INSURANCE_NUMBER"),
    ("passport_number", "PASSPORT_NUMBER"),
    ("driver_id", "DRIVER_ID"),
    ("in_aadhaar", "IN_AADHAAR"),
    ("name", "NAME"),
    ("age", "AGE"),
    ("email", "EMAIL"),
    ("phone", "PHONE"),
    ("address", "ADDRESS"),
    ("us_individual_tax_identification_number", "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER"),
    ("uk_unique_taxpayer_reference_number", "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER"),
    ("in_permanent_account_number", "IN_PERMANENT_ACCOUNT_NUMBER"),
    ("in_nrega", "IN_NREGA"),
    ("aws_access_key", "AWS_ACCESS_KEY"),
    ("aws_secret_key", "AWS_SECRET_KEY"),
    ("ip_address", "IP_ADDRESS"),
    ("mac_address", "MAC_ADDRESS"),
    ("password", "PASSWORD"),
    ("url", "URL"),
    ("username", "USERNAME"),
    ("license_plate", "LICENSE_PLATE"),
    ("vehicle_identification_number", "VEHICLE_IDENTIFICATION_NUMBER"),
    ("in_voter_number", "IN_VOTER_NUMBER"),
    ("date_time", "DATE_TIME"),
    ("agent_display_name", "AGENT_DISPLAY_NAME"),
    ("customer_display_name", "CUSTOMER_DISPLAY_NAME"),
    ("attachment_name", "ATTACHMENT_NAME"),
];

/// The kinds of sensitive data that can be redacted in flight.
const IN_FLIGHT_ENTITIES: &[(&str, &str)] = &[
    ("bank_account_number", "BANK_ACCOUNT_NUMBER"),
    ("bank_routing", "BANK_ROUTING"),
    ("credit_debit_number", "CREDIT_DEBIT_NUMBER"),
    ("credit_debit_cvv", "CREDIT_DEBIT_CVV"),
    ("credit_debit_expiry", "CREDIT_DEBIT_EXPIRY"),
    ("international_bank_account_number", "INTERNATIONAL_BANK_ACCOUNT_NUMBER"),
    ("pin", "PIN"),
    ("swift_code", "SWIFT_CODE"),
    ("ca_health_number", "CA_HEALTH_NUMBER"),
    ("uk_national_health_service_number", "UK_NATIONAL_HEALTH_SERVICE_NUMBER"),
    ("ca_social_insurance_number", "CA_SOCIAL_INSURANCE_NUMBER"),
    ("ssn", "SSN"),
    ("uk_national_insurance_number", "UK_NATIONAL_INSURANCE_NUMBER"),
    ("passport_number", "PASSPORT_NUMBER"),
    ("driver_id", "DRIVER_ID"),
    ("name", "NAME"),
    ("age", "AGE"),
    ("email", "EMAIL"),
    ("phone", "PHONE"),
    ("address", "ADDRESS"),
    ("us_individual_tax_identification_number", "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER"),
    ("uk_unique_taxpayer_reference_number", "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER"),
    ("aws_access_key", "AWS_ACCESS_KEY"),
    ("aws_secret_key", "AWS_SECRET_KEY"),
    ("ip_address", "IP_ADDRESS"),
    ("mac_address", "MAC_ADDRESS"),
    ("password", "PASSWORD"),
    ("url", "URL"),
    ("username", "USERNAME"),
    ("license_plate", "LICENSE_PLATE"),
    ("vehicle_identification_number", "VEHICLE_IDENTIFICATION_NUMBER"),
];
