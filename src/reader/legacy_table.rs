//! The table of the legacy export: modules, parameters, branches, operators, system attributes. Pure data.

use crate::catalogue::BranchWire;

/// The action that a legacy module corresponds to.
pub(super) struct Row {
    /// The module's type.
    pub(super) module: &'static str,
    /// Its target; empty if it has none or the target does not matter.
    pub(super) target: &'static str,
    /// The action's type.
    pub(super) action: &'static str,
    /// Parameters with fixed values that the current action has in addition.
    pub(super) fixed: &'static [(&'static str, &'static str)],
    /// Where its parameters go.
    pub(super) parameters: &'static [(&'static str, To)],
}

/// Where a parameter goes.
pub(super) enum To {
    /// To this path, unchanged.
    Path(&'static str),
    /// To this path, with the old values replaced by the new ones.
    Words(&'static str, &'static [(&'static str, &'static str)]),
    /// Nowhere: these values are implied today. Any other value has no counterpart.
    Only(&'static [&'static str]),
    /// Into the map at this path, under its own key.
    Map(&'static str),
    /// Into the list at this path, with the old values replaced by the new ones.
    Item(&'static str, &'static [(&'static str, &'static str)]),
    /// Into the list of messages, under this key.
    Message(&'static str),
    /// Its members, each to a path.
    Fields(&'static [(&'static str, &'static str)]),
}

const fn row(module: &'static str, action: &'static str, parameters: &'static [(&'static str, To)]) -> Row {
    Row { module, target: "", action, fixed: &[], parameters }
}

const TEXT: (&str, To) = ("Text", To::Path("Text"));
const SPEECH: (&str, To) = ("TextToSpeechType", To::Path("TextToSpeechType"));
const AUDIO: (&str, To) = ("AudioPrompt", To::Path("PromptId"));
const QUEUE: (&str, To) = ("Queue", To::Path("QueueId"));
const AGENT: (&str, To) = ("Agent", To::Path("AgentId"));
const FLOW: (&str, To) = ("ContactFlowId", To::Path("ContactFlowId"));
const HOOK: &[(&str, To)] = &[FLOW, ("Type", To::Path("Type"))];
const STREAMING: &[(&str, To)] = &[TRACK, ("MediaStreamTypes", To::Only(&["Audio"]))];
const PROMPT: &[(&str, To)] = &[TEXT, SPEECH, AUDIO];
const TRACK: (&str, To) = ("Track", To::Item("Tracks", &[("FromCustomer", "From"), ("ToCustomer", "To")]));

const STORED: &[(&str, To)] = &[
    TEXT,
    SPEECH,
    AUDIO,
    ("CustomerInputType", To::Only(&["Custom", "PhoneNumber"])),
    ("Timeout", To::Path("InputTimeLimitSeconds")),
    ("MaxDigits", To::Path("InputValidation.CustomValidation.MaximumLength")),
    ("PhoneNumberFormat", To::Path("InputValidation.PhoneNumberValidation.NumberFormat")),
    ("CountryCode", To::Path("InputValidation.PhoneNumberValidation.CountryCode")),
    ("EncryptEntry", To::Path("EncryptEntry")),
    ("EncryptionKeyId", To::Path("InputEncryption.EncryptionKeyId")),
    ("EncryptionKey", To::Path("InputEncryption.Key")),
    ("TerminatorDigits", To::Path("DTMFConfiguration.InputTerminationSequence")),
    ("DisableCancel", To::Words("DTMFConfiguration.DisableCancelKey", &[("true", "True"), ("false", "False")])),
];

/// Every module; the first matching row applies.
pub(super) static ACTIONS: &[Row] = &[
    row("PlayPrompt", "MessageParticipant", PROMPT),
    row("PlayAudio", "MessageParticipant", PROMPT),
    row("SetAttributes", "UpdateContactAttributes", &[("Attribute", To::Map("Attributes"))]),
    row("SetScreenPop", "UpdateContactAttributes", &[("key", To::Path("key")), ("value", To::Path("value"))]),
    row("Disconnect", "DisconnectParticipant", &[]),
    row("Resume", "EndFlowExecution", &[]),
    row(
        "InvokeExternalResource",
        "InvokeLambdaFunction",
        &[
            ("FunctionArn", To::Path("LambdaFunctionARN")),
            ("TimeLimit", To::Path("InvocationTimeLimitSeconds")),
            ("Parameter", To::Map("LambdaInvocationAttributes")),
        ],
    ),
    Row { target: "Queue", ..row("Transfer", "TransferContactToQueue", &[]) },
    row("CustomerInQueue", "TransferContactToQueue", &[]),
    Row { target: "Flow", ..row("Transfer", "TransferToFlow", &[FLOW]) },
    row("TransferToFlow", "TransferToFlow", &[FLOW]),
    Row { target: "Agent", ..row("Transfer", "TransferContactToAgent", &[]) },
    Row {
        target: "PhoneNumber",
        ..row(
            "Transfer",
            "TransferParticipantToThirdParty",
            &[
                ("PhoneNumber", To::Path("ThirdPartyPhoneNumber")),
                ("TimeLimit", To::Path("ThirdPartyConnectionTimeLimitSeconds")),
                ("BlindTransfer", To::Words("ContinueFlowExecution", &[("true", "False"), ("false", "True")])),
            ],
        )
    },
    row("CheckAttribute", "Compare", &[("Attribute", To::Path("Attribute")), ("Namespace", To::Path("Namespace"))]),
    row("SetQueue", "UpdateContactTargetQueue", &[QUEUE, AGENT]),
    row(
        "SetLoggingBehavior",
        "UpdateFlowLoggingBehavior",
        &[("LoggingBehavior", To::Words("FlowLoggingBehavior", ON_OFF))],
    ),
    Row {
        target: "Lex",
        ..row(
            "GetUserInput",
            "ConnectParticipantWithLexBot",
            &[
                TEXT,
                SPEECH,
                AUDIO,
                ("BotAliasArn", To::Path("LexV2Bot.AliasArn")),
                ("LexVersion", To::Only(&["V2"])),
                ("BotName", To::Path("LexBot.Name")),
                ("BotRegion", To::Path("LexBot.Region")),
                ("BotAlias", To::Path("LexBot.Alias")),
                ("Parameter", To::Map("LexSessionAttributes")),
            ],
        )
    },
    Row {
        fixed: &[("StoreInput", "False")],
        ..row(
            "GetUserInput",
            "GetParticipantInput",
            &[TEXT, SPEECH, AUDIO, ("Timeout", To::Path("InputTimeLimitSeconds")), ("MaxDigits", To::Only(&["1"]))],
        )
    },
    row(
        "SetVoice",
        "UpdateContactTextToSpeechVoice",
        &[
            ("GlobalVoice", To::Path("TextToSpeechVoice")),
            ("GlobalEngine", To::Path("TextToSpeechEngine")),
            ("SpeakingStyle", To::Path("TextToSpeechStyle")),
        ],
    ),
    row(
        "SetRecordingBehavior",
        "UpdateContactRecordingBehavior",
        &[
            ("RecordingBehaviorOption", To::Path("RecordingBehaviorOption")),
            ("RecordingParticipantOption", To::Path("RecordingParticipantOption")),
            (
                "AnalyticsBehaviorOption",
                To::Words("AnalyticsBehavior.Enabled", &[("Enable", "True"), ("Disable", "False")]),
            ),
            ("AnalyticsLanguageLocaleCode", To::Path("AnalyticsBehavior.AnalyticsLanguage")),
            ("AnalyticsRedactionOption", To::Words("AnalyticsBehavior.AnalyticsRedactionBehavior", ON_OFF)),
            ("AnalyticsRedactionPolicy", To::Path("AnalyticsBehavior.AnalyticsRedactionResults")),
            ("AnalyticsMode", To::Item(VOICE_MODES, &[("PostCall", "PostContact")])),
            ("AnalyticsCustomVocabulary", To::Only(&["None"])),
        ],
    ),
    row("Loop", "Loop", &[("LoopCount", To::Path("LoopCount"))]),
    Row { fixed: &[("StoreInput", "True")], ..row("StoreUserInput", "GetParticipantInput", STORED) },
    Row { fixed: &[("StoreInput", "True")], ..row("StoreCustomerInput", "GetParticipantInput", STORED) },
    row("SetEventHook", "UpdateContactEventHooks", HOOK),
    row("SetContactFlow", "UpdateContactEventHooks", HOOK),
    Row {
        fixed: &[("MediaStreamingState", "Enabled"), ("MediaStreamType", "Audio")],
        ..row("StartMediaStreaming", "UpdateContactMediaStreamingBehavior", STREAMING)
    },
    Row {
        fixed: &[("MediaStreamingState", "Disabled"), ("MediaStreamType", "Audio")],
        ..row("StopMediaStreaming", "UpdateContactMediaStreamingBehavior", STREAMING)
    },
    row(
        "CheckStaffing",
        "CheckMetricData",
        &[
            (
                "Status",
                To::Words(
                    "MetricType",
                    &[
                        ("Available", "NumberOfAgentsAvailable"),
                        ("Staffed", "NumberOfAgentsStaffed"),
                        ("Online", "NumberOfAgentsOnline"),
                    ],
                ),
            ),
            QUEUE,
            AGENT,
        ],
    ),
    row(
        "LoopPrompts",
        "MessageParticipantIteratively",
        &[
            ("Text", To::Message("Text")),
            ("AudioPrompt", To::Message("PromptId")),
            ("InterruptSeconds", To::Path("InterruptFrequencySeconds")),
        ],
    ),
    row("CheckHoursOfOperation", "CheckHoursOfOperation", &[("Hours", To::Path("HoursOfOperationId"))]),
    row(
        "SetContactData",
        "UpdateContactData",
        &[
            ("ContactData", To::Fields(&[("languageCode", "LanguageCode"), ("customerId", "CustomerId")])),
            ("IsVoiceIdStreamingEnabled", To::Words("IsVoiceIdStreamingEnabled", SWITCH)),
            ("IsVoiceAuthenticationEnabled", To::Words("IsVoiceAuthenticationEnabled", SWITCH)),
            ("VoiceAuthenticationThreshold", To::Path("VoiceAuthenticationThreshold")),
            ("VoiceAuthenticationResponseTime", To::Path("VoiceAuthenticationResponseTime")),
            ("IsFraudDetectionEnabled", To::Words("IsFraudDetectionEnabled", SWITCH)),
            ("FraudDetectionThreshold", To::Path("FraudDetectionThreshold")),
        ],
    ),
    row(
        "Wait",
        "Wait",
        &[
            ("TimeoutSeconds", To::Path("TimeLimitSeconds")),
            ("InterruptOnCustomerReturn", To::Words("CustomerReturned", &[])),
        ],
    ),
    row("GetMetricData", "GetMetricData", &[QUEUE, AGENT]),
    row("CheckQueueStatus", "CheckMetricData", &[QUEUE, AGENT]),
    row(
        "UpdateRoutingPriority",
        "UpdateContactRoutingBehavior",
        &[("AbsolutePosition", To::Path("QueuePriority")), ("TimeOffset", To::Path("QueueTimeAdjustmentSeconds"))],
    ),
    row("PercentileBranching", "DistributeByPercentage", &[]),
    row("InvokeFlowModule", "InvokeFlowModule", &[("FlowModuleId", To::Path("FlowModuleId"))]),
    row(
        "CreateTask",
        "CreateTask",
        &[
            FLOW,
            ("ContactData", To::Fields(&[("contactName", "Name"), ("contactDescription", "Description")])),
            ("Attribute", To::Map("Attributes")),
        ],
    ),
    row("SetCallBackNumber", "UpdateContactCallbackNumber", &[("CallBackNumber", To::Path("CallbackNumber"))]),
    row(
        "CreateCallback",
        "CreateCallbackContact",
        &[
            QUEUE,
            AGENT,
            ("InitialDelaySeconds", To::Path("InitialCallDelaySeconds")),
            ("RetryDelaySeconds", To::Path("RetryDelaySeconds")),
            ("MaxRetryAttempts", To::Path("MaximumConnectionAttempts")),
        ],
    ),
    row("SetVoiceId", "StartVoiceIdStream", &[]),
    row("CheckVoiceId", "CheckVoiceId", &[("CheckVoiceIdOption", To::Path("CheckVoiceIdOption"))]),
];

const SWITCH: &[(&str, &str)] = &[("true", "TRUE"), ("false", "FALSE")];
const ON_OFF: &[(&str, &str)] = &[("Enable", "Enabled"), ("Disable", "Disabled")];
const VOICE_MODES: &str = "AnalyticsBehavior.ChannelConfiguration.Voice.AnalyticsModes";

/// Branches by module (empty if they mean the same in all modules) and condition; the first match applies.
pub(super) static BRANCHES: &[(&str, &str, BranchWire)] = &[
    ("", "Success", BranchWire::Next),
    ("", "Error", BranchWire::Error("NoMatchingError")),
    // It has no other branch for a module that came back.
    ("InvokeFlowModule", "NoMatch", BranchWire::Next),
    ("", "NoMatch", BranchWire::Error("NoMatchingCondition")),
    ("", "AtCapacity", BranchWire::Error("QueueAtCapacity")),
    ("", "CallFailure", BranchWire::Error("CallFailed")),
    ("LoopPrompts", "Timeout", BranchWire::Condition("Equals", "MessagesInterrupted")),
    ("Wait", "Timeout", BranchWire::Condition("Equals", "WaitCompleted")),
    ("Transfer", "Timeout", BranchWire::Error("ConnectionTimeLimitExceeded")),
    ("", "Timeout", BranchWire::Error("InputTimeLimitExceeded")),
    ("", "InvalidNumber", BranchWire::Error("InvalidPhoneNumber")),
    ("", "InvalidPhoneNumber", BranchWire::Error("InvalidCallbackNumber")),
    ("", "NonDialableNumber", BranchWire::Error("CallbackNumberNotDialable")),
    ("", "Looping", BranchWire::Condition("Equals", "ContinueLooping")),
    ("", "Complete", BranchWire::Condition("Equals", "DoneLooping")),
    ("CheckStaffing", "True", BranchWire::Condition("NumberGreaterThan", "0")),
    ("CheckStaffing", "False", BranchWire::Error("NoMatchingCondition")),
    ("", "True", BranchWire::Condition("Equals", "True")),
    ("", "False", BranchWire::Condition("Equals", "False")),
    ("", "CustomerReturn", BranchWire::Condition("Equals", "CustomerReturned")),
    ("", "Authenticated", BranchWire::Condition("Equals", "Authenticated")),
    ("", "NotAuthenticated", BranchWire::Condition("Equals", "NotAuthenticated")),
    ("", "Inconclusive", BranchWire::Condition("Equals", "Inconclusive")),
    ("", "NotEnrolled", BranchWire::Condition("Equals", "NotEnrolled")),
    ("", "OptedOut", BranchWire::Condition("Equals", "OptedOut")),
];

/// Errors that today's action must have and the module did not: they lead where it went on.
pub(super) static ADDED: &[(&str, &str)] = &[("SetContactFlow", "NoMatchingError")];

/// Operators of `Evaluate`, `CheckQueueTime` and `CheckQueueSize`.
pub(super) static OPERATORS: &[(&str, &str)] = &[
    ("Equals", "Equals"),
    ("StartsWith", "TextStartsWith"),
    ("EndsWith", "TextEndsWith"),
    ("Contains", "TextContains"),
    ("GreaterThan", "NumberGreaterThan"),
    ("GreaterThanOrEqualTo", "NumberGreaterOrEqualTo"),
    ("GreaterOrEqualTo", "NumberGreaterOrEqualTo"),
    ("LessThan", "NumberLessThan"),
    ("LessThanOrEqualTo", "NumberLessOrEqualTo"),
    ("LessOrEqualTo", "NumberLessOrEqualTo"),
];

/// Namespaces whose names differ from the current roots of contact data.
pub(super) static NAMESPACES: &[(&str, &str)] = &[("User Defined", "Attributes")];

/// System attributes whose names differ from the current paths.
pub(super) static SYSTEM: &[(&str, &str)] = &[
    ("Customer Number", "$.CustomerEndpoint.Address"),
    ("Dialed Number", "$.SystemEndpoint.Address"),
    ("Stored customer input", "$.StoredCustomerInput"),
];

#[cfg(test)]
mod tests {
    use super::ACTIONS;
    use crate::catalogue::{by_action, refused_type};

    #[test]
    fn every_row_leads_to_a_block() {
        for row in ACTIONS {
            assert!(by_action(row.action).next().is_some(), "{} of {}", row.action, row.module);
        }
    }

    /// So that no build emits one without an error.
    #[test]
    fn the_catalogue_refuses_the_types_of_the_legacy_format_alone() {
        for row in ACTIONS {
            let is_todays = by_action(row.module).next().is_some();
            assert!(is_todays || refused_type(row.module).is_some(), "{}", row.module);
        }
    }
}
