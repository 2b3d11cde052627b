//! Names that the service refuses as an action type or as a parameter, with the name that is meant.
//!
//! Also the action types that AWS names without their form. Pure data.

use crate::evidence::{Probe, Source};

/// A name that looks like an action type and is refused as one.
#[derive(Clone, Copy, Debug)]
pub struct RefusedType {
    /// The refused name.
    pub name: &'static str,
    /// The action types that are meant, the likeliest first. Empty if an action of this kind does not exist.
    pub meant: &'static [&'static str],
    /// What shows that it is refused.
    pub source: Source,
}

const fn probed(name: &'static str, meant: &'static [&'static str]) -> RefusedType {
    RefusedType { name, meant, source: Source::Probe(Probe::AiccBuilder) }
}

/// A module of the console's legacy export, whose name is not that of an action.
const fn legacy(name: &'static str, meant: &'static [&'static str]) -> RefusedType {
    // It lists the types that are allowed.
    const PAGE: &str = "https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html";
    RefusedType { name, meant, source: Source::Page(PAGE) }
}

/// The refused names.
pub const REFUSED_TYPES: &[RefusedType] = &[
    probed("CheckAttribute", &["Compare"]),
    probed("CheckCondition", &["Compare"]),
    probed("CheckQueueStatus", &["CheckMetricData"]),
    probed("CheckStaffing", &["CheckMetricData"]),
    probed("Distribute", &["DistributeByPercentage"]),
    probed("EntryPoint", &[]),
    probed("GetCustomerInput", &["GetParticipantInput", "ConnectParticipantWithLexBot"]),
    probed("GetQueueMetrics", &["GetMetricData"]),
    probed("GetUserInput", &["GetParticipantInput", "ConnectParticipantWithLexBot"]),
    probed("InvokeAPI", &["InvokeLambdaFunction"]),
    probed("InvokeBedrockAgent", &["ConnectParticipantWithLexBot"]),
    probed("PlayPrompt", &["MessageParticipant"]),
    probed("ReturnFromFlowModule", &["EndFlowModuleExecution"]),
    probed("SetCallbackNumber", &["UpdateContactCallbackNumber"]),
    probed("SetContactAttributes", &["UpdateContactAttributes"]),
    probed("SetLoggingBehavior", &["UpdateFlowLoggingBehavior"]),
    probed("SetVoice", &["UpdateContactTextToSpeechVoice"]),
    probed("SetWorkingQueue", &["UpdateContactTargetQueue"]),
    probed("Start", &[]),
    probed("StartMediaStreaming", &["UpdateContactMediaStreamingBehavior"]),
    probed("StopMediaStreaming", &["UpdateContactMediaStreamingBehavior"]),
    probed("StoreCustomerInput", &["GetParticipantInput"]),
    probed("StoreUserInput", &["GetParticipantInput"]),
    probed("TransferContactToFlow", &["TransferToFlow"]),
    probed("TransferParticipantToQueue", &["TransferContactToQueue"]),
    probed("TransferToAgent", &["TransferContactToAgent"]),
    probed("TransferToPhoneNumber", &["TransferParticipantToThirdParty"]),
    probed("TransferToQueue", &["TransferContactToQueue"]),
    probed("Trigger", &[]),
    probed("UpdateContactRoutingData", &["UpdateContactRoutingBehavior"]),
    RefusedType { name: "UnTagContact", meant: &["UntagContact"], source: Source::Probe(Probe::FlowAsCode) },
    RefusedType {
        name: "UpdateRoutingCriteria",
        meant: &["UpdateContactRoutingCriteria"],
        source: Source::Probe(Probe::Pulumi),
    },
    legacy("AssignToRoutingCriteria", &["UpdateContactRoutingCriteria"]),
    legacy("CreateCallback", &["CreateCallbackContact"]),
    legacy("CustomerInQueue", &["TransferContactToQueue"]),
    legacy("Disconnect", &["DisconnectParticipant"]),
    legacy("InvokeExternalResource", &["InvokeLambdaFunction"]),
    legacy("LoopPrompts", &["MessageParticipantIteratively"]),
    legacy("PercentileBranching", &["DistributeByPercentage"]),
    legacy("PlayAudio", &["MessageParticipant"]),
    legacy("Resume", &["EndFlowExecution"]),
    legacy("SetAttributes", &["UpdateContactAttributes"]),
    legacy("SetCallBackNumber", &["UpdateContactCallbackNumber"]),
    legacy("SetContactData", &["UpdateContactData"]),
    legacy("SetContactFlow", &["UpdateContactEventHooks"]),
    legacy("SetEventHook", &["UpdateContactEventHooks"]),
    legacy("SetQueue", &["UpdateContactTargetQueue"]),
    legacy("SetRecordingBehavior", &["UpdateContactRecordingBehavior", "UpdateContactRecordingAndAnalyticsBehavior"]),
    legacy("SetScreenPop", &["UpdateContactAttributes"]),
    legacy("SetVoiceId", &["StartVoiceIdStream"]),
    legacy("Transfer", &["TransferContactToQueue", "TransferToFlow", "TransferParticipantToThirdParty"]),
    legacy("UpdateRoutingPriority", &["UpdateContactRoutingBehavior"]),
];

/// Action types that AWS names on a page of the administrator guide, without their parameters and branches.
pub const UNDESCRIBED_TYPES: &[&str] = &["LoadContactContent", "PutLambdaInvokeRequest", "RouteContactToAgent"];

/// A key that looks like a parameter of an action and is refused there.
#[derive(Clone, Copy, Debug)]
pub struct RefusedParameter {
    /// The action type.
    pub action: &'static str,
    /// The refused key.
    pub key: &'static str,
    /// What to write instead.
    pub instead: Replacement,
    /// What shows that it is refused.
    pub source: Source,
}

/// What replaces a refused parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// Another parameter of the action.
    Parameter(&'static str),
    /// An action of this type before this one.
    ActionBefore(&'static str),
    /// Nothing.
    Nothing,
}

const fn parameter(action: &'static str, key: &'static str, instead: Replacement, probe: Probe) -> RefusedParameter {
    RefusedParameter { action, key, instead, source: Source::Probe(probe) }
}

/// The refused keys.
pub const REFUSED_PARAMETERS: &[RefusedParameter] = &[
    parameter("InvokeFlowModule", "ContactFlowModuleId", Replacement::Parameter("FlowModuleId"), Probe::FlowAsCode),
    parameter("InvokeFlowModule", "FlowModuleType", Replacement::Nothing, Probe::FlowAsCode),
    parameter("MessageParticipant", "TextType", Replacement::Nothing, Probe::FlowAsCode),
    parameter(
        "TransferContactToQueue",
        "QueueId",
        Replacement::ActionBefore("UpdateContactTargetQueue"),
        Probe::AiccBuilder,
    ),
    parameter(
        "TransferParticipantToThirdParty",
        "ThirdPartyConnectionTimeoutSeconds",
        Replacement::Parameter("ThirdPartyConnectionTimeLimitSeconds"),
        Probe::FlowAsCode,
    ),
    parameter("UpdateContactData", "References", Replacement::Nothing, Probe::Pulumi),
    parameter(
        "UpdateContactRecordingBehavior",
        "RecordingBehaviorOption",
        Replacement::Parameter("RecordingBehavior"),
        Probe::FlowAsCode,
    ),
    parameter(
        "UpdateContactTextToSpeechVoice",
        "Engine",
        Replacement::Parameter("TextToSpeechEngine"),
        Probe::FlowAsCode,
    ),
    parameter("UpdateContactTextToSpeechVoice", "LanguageCode", Replacement::Nothing, Probe::FlowAsCode),
    parameter(
        "UpdateContactTextToSpeechVoice",
        "VoiceId",
        Replacement::Parameter("TextToSpeechVoice"),
        Probe::FlowAsCode,
    ),
    parameter("Wait", "TimeoutSeconds", Replacement::Parameter("TimeLimitSeconds"), Probe::FlowAsCode),
];

/// The entry of a refused action type.
#[must_use]
pub fn refused_type(name: &str) -> Option<&'static RefusedType> {
    REFUSED_TYPES.iter().find(|refused| refused.name == name)
}

/// The entry of a refused key of an action.
#[must_use]
pub fn refused_parameter(action: &str, key: &str) -> Option<&'static RefusedParameter> {
    REFUSED_PARAMETERS.iter().find(|refused| refused.action == action && refused.key == key)
}
