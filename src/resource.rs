//! The kinds of resources that a flow refers to by name: queues, agents, flows, prompts …
//!
//! Gives each kind its keyword in the language and its name in messages. Never knows a particular instance.

use std::fmt;

use smol_str::{SmolStr, format_smolstr};

/// A kind of Connect resource that a source can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceKind {
    /// A standard queue; its ARN ends `/queue/<id>`.
    Queue,
    /// A user; its ARN ends `/agent/<id>`.
    Agent,
    /// A flow; its ARN ends `/contact-flow/<id>`.
    Flow,
    /// A flow module; its ARN ends `/flow-module/<id>`.
    Module,
    /// A prompt of the library; its ARN ends `/prompt/<id>`.
    Prompt,
    /// Hours of operation; the ARN ends `/operating-hours/<id>`.
    Hours,
    /// A Lambda function that the instance may call.
    Lambda,
    /// A Lex V2 bot alias.
    Bot,
    /// A view of the agent workspace; its ARN ends `/view/<id>`.
    View,
    /// A quick connect; its ARN ends `/transfer-destination/<id>`.
    QuickConnect,
}

impl ResourceKind {
    /// All kinds.
    pub const ALL: [ResourceKind; 10] = [
        ResourceKind::Queue,
        ResourceKind::Agent,
        ResourceKind::Flow,
        ResourceKind::Module,
        ResourceKind::Prompt,
        ResourceKind::Hours,
        ResourceKind::Lambda,
        ResourceKind::Bot,
        ResourceKind::View,
        ResourceKind::QuickConnect,
    ];

    /// The keyword of the kind in the language: `queue` in `queue "Billing"`.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            ResourceKind::Queue => "queue",
            ResourceKind::Agent => "agent",
            ResourceKind::Flow => "flow",
            ResourceKind::Module => "module",
            ResourceKind::Prompt => "prompt",
            ResourceKind::Hours => "hours",
            ResourceKind::Lambda => "lambda",
            ResourceKind::Bot => "bot",
            ResourceKind::View => "view",
            ResourceKind::QuickConnect => "quick_connect",
        }
    }

    /// The kind with this keyword.
    #[must_use]
    pub fn from_keyword(keyword: &str) -> Option<ResourceKind> {
        ResourceKind::ALL.into_iter().find(|kind| kind.keyword() == keyword)
    }

    /// The plural form of the kind in messages.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            ResourceKind::Queue => "queues",
            ResourceKind::Agent => "agents",
            ResourceKind::Flow => "flows",
            ResourceKind::Module => "modules",
            ResourceKind::Prompt => "prompts",
            ResourceKind::Hours => "hours of operation",
            ResourceKind::Lambda => "Lambda functions",
            ResourceKind::Bot => "bots",
            ResourceKind::View => "views",
            ResourceKind::QuickConnect => "quick connects",
        }
    }

    /// The service in its ARN, and the resource prefix before the id.
    ///
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonconnect.html>
    #[must_use]
    pub fn arn_shape(self) -> (&'static str, &'static str) {
        match self {
            ResourceKind::Agent => ("connect", "agent/"),
            ResourceKind::Queue => ("connect", "queue/"),
            ResourceKind::Flow => ("connect", "contact-flow/"),
            ResourceKind::Module => ("connect", "flow-module/"),
            ResourceKind::Prompt => ("connect", "prompt/"),
            ResourceKind::Hours => ("connect", "operating-hours/"),
            ResourceKind::View => ("connect", "view/"),
            ResourceKind::QuickConnect => ("connect", "transfer-destination/"),
            ResourceKind::Lambda => ("lambda", "function:"),
            ResourceKind::Bot => ("lex", "bot-alias/"),
        }
    }

    /// The name of the kind in messages, with its article: `a queue`, `hours of operation`.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            ResourceKind::Queue => "a queue",
            ResourceKind::Agent => "an agent",
            ResourceKind::Flow => "a flow",
            ResourceKind::Module => "a module",
            ResourceKind::Prompt => "a prompt",
            ResourceKind::Hours => "hours of operation",
            ResourceKind::Lambda => "a Lambda function",
            ResourceKind::Bot => "a bot",
            ResourceKind::View => "a view",
            ResourceKind::QuickConnect => "a quick connect",
        }
    }
}

impl ResourceKind {
    /// The placeholder that a build writes for a resource without an id: `${flow:After hours}`.
    #[must_use]
    pub fn placeholder(self, name: &str) -> SmolStr {
        format_smolstr!("${{{}:{name}}}", self.keyword())
    }

    /// The name in the placeholder for a resource of this kind, and the text after the placeholder.
    #[must_use]
    pub fn in_placeholder(self, text: &str) -> Option<(&str, &str)> {
        let (_, rest) = text.split_once(&format!("${{{}:", self.keyword()))?;
        rest.rsplit_once('}')
    }
}

impl fmt::Display for ResourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ResourceKind::Hours => "hours of operation",
            ResourceKind::Lambda => "Lambda function",
            ResourceKind::QuickConnect => "quick connect",
            other => other.keyword(),
        })
    }
}

/// A referenced resource as the inventory lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name, or user name.
    pub name: SmolStr,
    /// Its id; a Lambda function's or bot's is its ARN.
    pub id: SmolStr,
    /// Its ARN.
    pub arn: SmolStr,
}

impl serde::Serialize for ResourceKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.keyword())
    }
}
