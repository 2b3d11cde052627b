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
    /// How long its data lives.
    pub lives: Lives,
}

/// How long contact data lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lives {
    /// As long as the contact, with all contacts that it is transferred to.
    Contact,
    /// As long as the contact has this id.
    Segment,
    /// In one run of a flow or module.
    Flow,
    /// In one run of a flow or module; whether also after a transfer to a flow is not documented.
    FlowAtLeast,
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
    Root { name, holds, scope: Scope::Everywhere, is_whole: false, lives: Lives::Contact }
}

const fn in_flow(name: &'static str, holds: Holds) -> Root {
    Root { lives: Lives::Flow, ..root(name, holds) }
}

const ENDPOINT: Holds = Holds::Fields(&["Address", "Type", "DisplayName"]);

/// Every root, the most used first.
pub static ROOTS: &[Root] = &[
    root(ATTRIBUTES, Holds::Anything),
    Root { lives: Lives::FlowAtLeast, ..root(EXTERNAL, Holds::Anything) },
    root(CONTACT_ID, Holds::Value),
    root(INITIAL_ID, Holds::Value),
    root(PREVIOUS_ID, Holds::Value),
    root("Channel", Holds::Value),
    root("InitiationMethod", Holds::Value),
    root(CUSTOMER, ENDPOINT),
    root(SYSTEM, ENDPOINT),
    root("CustomerId", Holds::Value),
    root("InstanceARN", Holds::Value),
    root("AwsRegion", Holds::Value),
    root("LanguageCode", Holds::Value),
    root("TextToSpeechVoiceId", Holds::Value),
    root("Name", Holds::Value),
    root("Description", Holds::Value),
    // Not documented; console exports contain it.
    root(CALLBACK_NUMBER, Holds::Value),
    // Not documented by AWS, but found in a flow that the designer exported.
    root("CustomerCallBackPhoneNumber", Holds::Value),
    Root { lives: Lives::FlowAtLeast, ..root(STORED_INPUT, Holds::Value) },
    root(QUEUE, Holds::Fields(&["Name", "ARN", "OutboundCallerId.Address", "OutboundCallerId.Type"])),
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
    in_flow(
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
    Root {
        lives: Lives::FlowAtLeast,
        ..root(
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
        )
    },
    in_flow("FlowAttributes", Holds::Anything),
    Root { lives: Lives::Segment, ..root(SEGMENT, Holds::Anything) },
    in_flow("LambdaInvocation", Holds::Fields(&["ResultData.", "InvocationId"])),
    in_flow("AgenticCX", Holds::Fields(&["ContextVariables."])),
    in_flow("Customer", Holds::Anything),
    in_flow("Case", Holds::Anything),
    Root { is_whole: true, ..in_flow("Views", Holds::Fields(&["Action", "ViewResultData", "ViewResultData."])) },
    in_flow(LOOP, Holds::Fields(&["*.Index", "*.Element", "*.Element.", "*.Elements", "*.Elements."])),
    in_flow(MODULES, Holds::Fields(&["Input.", "Result", "ResultData", "ResultData."])),
    in_flow("DataTables", Holds::Anything),
    in_flow("DataTableList", Holds::Fields(&["ResultData", "ResultData.", "Result", "Result."])),
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

/// Below [`MODULES`], the branch through which that module returned.
pub const MODULE_BRANCH: &str = "Result";

/// The root of what the customer entered.
pub const STORED_INPUT: &str = "StoredCustomerInput";

/// The root of the data of one contact id, and the name below it of how the contact came.
pub const SEGMENT: &str = "SegmentAttributes";

/// See [`SEGMENT`].
pub const SUBTYPE: &str = "connect:Subtype";

/// The id of a contact, of the first one of its chain, and of the one before.
pub const CONTACT_ID: &str = "ContactId";
/// See [`CONTACT_ID`].
pub const INITIAL_ID: &str = "InitialContactId";
/// See [`CONTACT_ID`].
pub const PREVIOUS_ID: &str = "PreviousContactId";

/// The root of the customer's address, and of the one that the customer reached.
pub const CUSTOMER: &str = "CustomerEndpoint";
/// See [`CUSTOMER`].
pub const SYSTEM: &str = "SystemEndpoint";

/// Below [`CUSTOMER`] and [`SYSTEM`], the number or address, and its type.
pub const ADDRESS: &str = "Address";
/// See [`ADDRESS`].
pub const ADDRESS_TYPE: (&str, &str) = ("Type", "TELEPHONE_NUMBER");

/// The number that a callback dials.
pub const CALLBACK_NUMBER: &str = "CallbackNumber";

/// The root of the working queue, and the names below it.
pub const QUEUE: &str = "Queue";
/// Below [`QUEUE`].
pub const QUEUE_NAME: &str = "Name";
/// Below [`QUEUE`].
pub const QUEUE_ARN: &str = "ARN";

/// Below [`AGENT`].
pub const AGENT_NAME: &str = "UserName";

/// The root of the loops that are active, and the names below a loop's.
pub const LOOP: &str = "Loop";
/// Below a loop's name.
pub const LOOP_INDEX: &str = "Index";
/// Below a loop's name.
pub const LOOP_ELEMENT: &str = "Element";
/// Below a loop's name.
pub const LOOP_ELEMENTS: &str = "Elements";

/// The root of how a contact began, with its values.
pub const INITIATION: &str = "InitiationMethod";
/// A contact that a customer began.
pub const INBOUND: &str = "INBOUND";
/// A contact that a program began.
pub const API: &str = "API";
/// A contact that an agent transferred.
pub const TRANSFER: &str = "TRANSFER";
/// A contact that moved to another queue.
pub const QUEUE_TRANSFER: &str = "QUEUE_TRANSFER";
/// A contact whose agent has left.
pub const DISCONNECT: &str = "DISCONNECT";

/// The root of the agent of a contact.
pub const AGENT: &str = "Agent";

/// The path that says how a contact began, and its value in a disconnect flow.
pub const DISCONNECTED: (&str, &str) = ("$.InitiationMethod", DISCONNECT);

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
