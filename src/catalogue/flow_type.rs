//! The ten types of flow, and sets of them.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// A type of flow. The type is fixed when a flow is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowType {
    /// `CONTACT_FLOW`, the designer's "Inbound flow".
    Inbound,
    /// `CUSTOMER_QUEUE`
    CustomerQueue,
    /// `CUSTOMER_HOLD`
    CustomerHold,
    /// `CUSTOMER_WHISPER`
    CustomerWhisper,
    /// `AGENT_HOLD`
    AgentHold,
    /// `AGENT_WHISPER`
    AgentWhisper,
    /// `OUTBOUND_WHISPER`
    OutboundWhisper,
    /// `AGENT_TRANSFER`, the designer's "Transfer to agent flow".
    AgentTransfer,
    /// `QUEUE_TRANSFER`, the designer's "Transfer to queue flow".
    QueueTransfer,
    /// `CAMPAIGN`, a journey of outbound campaigns.
    Campaign,
}

impl FlowType {
    /// All types, in the order in which messages list them.
    pub const ALL: [FlowType; 10] = [
        FlowType::Inbound,
        FlowType::CustomerQueue,
        FlowType::CustomerHold,
        FlowType::CustomerWhisper,
        FlowType::AgentHold,
        FlowType::AgentWhisper,
        FlowType::OutboundWhisper,
        FlowType::AgentTransfer,
        FlowType::QueueTransfer,
        FlowType::Campaign,
    ];

    /// The keyword in the language: `inbound`.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            FlowType::Inbound => "inbound",
            FlowType::CustomerQueue => "customer_queue",
            FlowType::CustomerHold => "customer_hold",
            FlowType::CustomerWhisper => "customer_whisper",
            FlowType::AgentHold => "agent_hold",
            FlowType::AgentWhisper => "agent_whisper",
            FlowType::OutboundWhisper => "outbound_whisper",
            FlowType::AgentTransfer => "agent_transfer",
            FlowType::QueueTransfer => "queue_transfer",
            FlowType::Campaign => "campaign",
        }
    }

    /// The API's `Type`: `CONTACT_FLOW`.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            FlowType::Inbound => "CONTACT_FLOW",
            FlowType::CustomerQueue => "CUSTOMER_QUEUE",
            FlowType::CustomerHold => "CUSTOMER_HOLD",
            FlowType::CustomerWhisper => "CUSTOMER_WHISPER",
            FlowType::AgentHold => "AGENT_HOLD",
            FlowType::AgentWhisper => "AGENT_WHISPER",
            FlowType::OutboundWhisper => "OUTBOUND_WHISPER",
            FlowType::AgentTransfer => "AGENT_TRANSFER",
            FlowType::QueueTransfer => "QUEUE_TRANSFER",
            FlowType::Campaign => "CAMPAIGN",
        }
    }

    /// The type with this keyword in the language.
    #[must_use]
    pub fn from_keyword(keyword: &str) -> Option<FlowType> {
        FlowType::ALL.into_iter().find(|flow_type| flow_type.keyword() == keyword)
    }

    /// The type with this name in the API.
    #[must_use]
    pub fn from_wire(wire: &str) -> Option<FlowType> {
        FlowType::ALL.into_iter().find(|flow_type| flow_type.wire() == wire)
    }

    /// The type that `words` mean: the keyword, the name in the API, or the name in the designer, in any notation.
    #[must_use]
    pub fn from_words(words: &str) -> Option<FlowType> {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let written = letters(words);
        let short = written.strip_suffix("flow").or_else(|| written.strip_prefix("contactflow")).unwrap_or(&written);
        let wanted = match short.strip_prefix("transferto") {
            Some(destination) => format!("{destination}transfer"),
            None => short.to_owned(),
        };
        FlowType::ALL
            .into_iter()
            .find(|it| letters(it.keyword()) == wanted || [&wanted, &written].contains(&&letters(it.wire())))
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for FlowType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

/// Where a block is allowed: a set of flow types, and whether modules are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowTypes {
    allowed: u16,
    disputed: u16,
    /// Whether modules allow it.
    pub modules: bool,
}

impl FlowTypes {
    /// These types, and modules.
    #[must_use]
    pub const fn of(types: &[FlowType]) -> FlowTypes {
        FlowTypes { allowed: bits(types), disputed: 0, modules: true }
    }

    /// Every type and modules. AWS's pages say "all flow types" without naming campaign flows, so those are disputed.
    pub const ALL: FlowTypes = FlowTypes {
        allowed: bits(&FlowType::ALL) & !FlowType::Campaign.bit(),
        disputed: FlowType::Campaign.bit(),
        modules: true,
    };

    /// The same, but disputed in `types`: AWS's own pages, or a page and the service, disagree about them.
    #[must_use]
    pub const fn disputed(self, types: &[FlowType]) -> FlowTypes {
        let disputed = self.disputed | bits(types);
        FlowTypes { allowed: self.allowed & !disputed, disputed, modules: self.modules }
    }

    /// The same without modules.
    #[must_use]
    pub const fn not_in_modules(self) -> FlowTypes {
        FlowTypes { modules: false, ..self }
    }

    /// Whether the block is certainly allowed in `flow_type`.
    #[must_use]
    pub fn allows(self, flow_type: FlowType) -> bool {
        self.allowed & flow_type.bit() != 0
    }

    /// Whether the sources disagree about `flow_type`.
    #[must_use]
    pub fn disputes(self, flow_type: FlowType) -> bool {
        self.disputed & flow_type.bit() != 0
    }

    /// The types that are certainly allowed.
    pub fn iter(self) -> impl Iterator<Item = FlowType> {
        FlowType::ALL.into_iter().filter(move |flow_type| self.allows(*flow_type))
    }
}

const fn bits(types: &[FlowType]) -> u16 {
    let mut bits = 0;
    let mut rest = types;
    while let [first, tail @ ..] = rest {
        bits |= first.bit();
        rest = tail;
    }
    bits
}

impl Serialize for FlowType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.wire())
    }
}

impl Serialize for FlowTypes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let disputed: Vec<FlowType> = FlowType::ALL.into_iter().filter(|flow_type| self.disputes(*flow_type)).collect();
        let mut object = serializer.serialize_struct("FlowTypes", 3)?;
        object.serialize_field("allowed", &self.iter().collect::<Vec<_>>())?;
        object.serialize_field("disputed", &disputed)?;
        object.serialize_field("modules", &self.modules)?;
        object.end()
    }
}
