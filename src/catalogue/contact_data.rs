//! The roots of contact data: the names after `$.`, the data below them, and the flow types that can use them.
//!
//! <https://docs.aws.amazon.com/connect/latest/adminguide/connect-attrib-list.html>

use super::FlowType;

/// A name directly after `$.`.
#[derive(Debug)]
pub struct Root {
    /// The name: `Attributes`.
    pub name: &'static str,
    /// The data below it.
    pub holds: Holds,
    /// The flow types that can use it.
    pub scope: Scope,
    /// Whether AWS's own guides use it as a whole, although it holds an object.
    pub is_whole: bool,
}

/// The data below a root.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// None: the root is a value itself.
    Value,
    /// Any names, which are not declared.
    Anything,
    /// These fields, with dots between the parts of a name. `*` matches any name. A field that ends with `.` is an
    /// object with any names below it, and is not a value unless it is also listed without the dot.
    Fields(&'static [&'static str]),
}

/// The flow types that can use a root.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// All types, and modules.
    Everywhere,
    /// Flows of these types, and modules.
    Types(&'static [FlowType]),
}

const fn root(name: &'static str, holds: Holds) -> Root {
    Root { name, holds, scope: Scope::Everywhere, is_whole: false }
}

const ENDPOINT: Holds = Holds::Fields(&["Address", "Type", "DisplayName"]);

/// Every root, the most used first.
pub static ROOTS: &[Root] = &[
    root(ATTRIBUTES, Holds::Anything),
    root(EXTERNAL, Holds::Anything),
    root("ContactId", Holds::Value),
    root("InitialContactId", Holds::Value),
    root("PreviousContactId", Holds::Value),
    root("Channel", Holds::Value),
    root("InitiationMethod", Holds::Value),
    root("CustomerEndpoint", ENDPOINT),
    root("SystemEndpoint", ENDPOINT),
    root("CustomerId", Holds::Value),
    root("InstanceARN", Holds::Value),
    root("AwsRegion", Holds::Value),
    root("LanguageCode", Holds::Value),
    root("TextToSpeechVoiceId", Holds::Value),
    root("Name", Holds::Value),
    root("Description", Holds::Value),
    // Not documented; console exports contain it.
    root("CallbackNumber", Holds::Value),
    // Not documented by AWS, but found in a flow that the designer exported.
    root("CustomerCallBackPhoneNumber", Holds::Value),
    root("StoredCustomerInput", Holds::Value),
    root("Queue", Holds::Fields(&["Name", "ARN", "OutboundCallerId.Address", "OutboundCallerId.Type"])),
    Root {
        scope: Scope::Types(&[
            FlowType::CustomerHold,
            FlowType::CustomerWhisper,
            FlowType::AgentHold,
            FlowType::AgentWhisper,
            FlowType::OutboundWhisper,
            FlowType::AgentTransfer,
            // A disconnect flow is an inbound flow that runs after the agent has left.
            FlowType::Inbound,
        ]),
        ..root(AGENT, Holds::Fields(&["UserName", "FirstName", "LastName", "ARN"]))
    },
    root(
        "Metrics",
        Holds::Fields(&[
            "Queue.Name",
            "Queue.ARN",
            "Queue.Size",
            "Queue.OldestContactAge",
            "Queue.EstimatedWaitTime",
            "Agents.Online.Count",
            "Agents.Available.Count",
            "Agents.Staffed.Count",
            "Agents.AfterContactWork.Count",
            "Agents.Busy.Count",
            "Agents.Missed.Count",
            "Agents.NonProductive.Count",
            "Contact.EstimatedWaitTime",
            "Contact.PositionInQueue",
        ]),
    ),
    root(
        "Lex",
        Holds::Fields(&[
            "IntentName",
            "IntentConfidence.Score",
            "Slots.",
            "SessionAttributes.",
            "SentimentResponse.Label",
            "SentimentResponse.Scores.",
            "DialogState",
            "AlternativeIntents.",
        ]),
    ),
    root("FlowAttributes", Holds::Anything),
    root("SegmentAttributes", Holds::Anything),
    root("LambdaInvocation", Holds::Fields(&["ResultData.", "InvocationId"])),
    root("AgenticCX", Holds::Fields(&["ContextVariables."])),
    root("Customer", Holds::Anything),
    root("Case", Holds::Anything),
    Root { is_whole: true, ..root("Views", Holds::Fields(&["Action", "ViewResultData", "ViewResultData."])) },
    root("Loop", Holds::Fields(&["*.Index", "*.Element", "*.Element.", "*.Elements", "*.Elements."])),
    root(MODULES, Holds::Fields(&["Input.", "Result", "ResultData", "ResultData."])),
    root("DataTables", Holds::Anything),
    root("DataTableList", Holds::Fields(&["ResultData", "ResultData.", "Result", "Result."])),
    root("Media", Holds::Fields(&["InitialMessage", "Sip.Headers.", "Sip.SiprecMetadata"])),
    root(
        "MediaStreams",
        Holds::Fields(&[
            "Customer.Audio.StreamARN",
            "Customer.Audio.StartTimestamp",
            "Customer.Audio.StopTimestamp",
            "Customer.Audio.StartFragmentNumber",
        ]),
    ),
    root("Wisdom", Holds::Fields(&["SessionArn"])),
    root("Email", Holds::Fields(&["EmailMessage.Plaintext"])),
    root("Task", Holds::Fields(&["ContactId"])),
    root(
        "Capabilities",
        Holds::Fields(&["Agent.ScreenShare", "Agent.Video", "Customer.ScreenShare", "Customer.Video"]),
    ),
    root("References", Holds::Fields(&["*.Value", "*.Type"])),
    Root { is_whole: true, ..root("Tags", Holds::Anything) },
    root("AdditionalEmailRecipients", Holds::Fields(&["CcList", "ToList"])),
    Root { scope: Scope::Types(&[FlowType::Campaign]), ..root("OutboundCommunication", Holds::Fields(&["Latest.Id"])) },
    Root { scope: Scope::Types(&[FlowType::Campaign]), ..root("DeliveryReceipts", Holds::Anything) },
];

impl Root {
    /// Whether blocks fill it, rather than the service. In a module only the module's own blocks do, because data that
    /// the caller loaded is not visible there. The exception is attributes, which belong to the contact.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.name != ATTRIBUTES && super::blocks().any(|block| block.semantics.fill(self.name).is_some())
    }
}

/// The root of the attributes of a contact.
pub const ATTRIBUTES: &str = "Attributes";

/// The root of the answer of the last Lambda function.
pub const EXTERNAL: &str = "External";

/// The root of the inputs and outputs of modules.
pub const MODULES: &str = "Modules";

/// Below [`MODULES`], the input of the current module.
pub const MODULE_INPUT: &str = "Input";

/// Below [`MODULES`], the output of the module that was invoked last.
pub const MODULE_OUTPUT: &str = "ResultData";

/// The root of the agent of a contact.
pub const AGENT: &str = "Agent";

/// The path that says how a contact began, and its value in a disconnect flow.
pub const DISCONNECTED: (&str, &str) = ("$.InitiationMethod", "DISCONNECT");

/// The path of the channel of a contact.
pub const CHANNEL: &str = "$.Channel";

/// The only root that holds an object of this name, and the name: `Lex` and `Slots`. Ignores case.
#[must_use]
pub fn holder(name: &str) -> Option<(&'static Root, &'static str)> {
    let inside = |root: &'static Root| {
        let Holds::Fields(fields) = root.holds else { return None };
        let mut objects = fields.iter().filter_map(|field| field.split_once('.')).map(|(first, _)| first);
        objects.find(|first| first.eq_ignore_ascii_case(name)).map(|first| (root, first))
    };
    let mut found = ROOTS.iter().filter_map(inside);
    found.next().filter(|_| found.next().is_none())
}

/// The root of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Root> {
    ROOTS.iter().find(|root| root.name == name)
}
