//! The answers of the AWS CLI, and the fields that are read from each.
//!
//! Takes the text of one answer (or a list of them), and gives its parts as [`Item`]s. Only the top-level keys
//! determine the kind of an answer. Never reads fields that are not needed, such as timestamps, and therefore accepts
//! the answers of both generations of the CLI.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::arn::Arn;
use crate::resource::ResourceKind;

/// The subject of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Thing {
    /// A resource that `.flow` source can name.
    Kind(ResourceKind),
    RoutingProfile,
    SecurityProfile,
    PhoneNumber,
    Instance,
    /// A bot in an answer of Lex, with its name.
    LexBot,
    /// An alias of a bot in an answer of Lex, with its name.
    LexAlias,
    /// A permission of a security profile. Only the file name identifies the profile.
    Permission,
    /// A queue of a routing profile. Only the file name identifies the profile.
    QueueOfProfile,
}

/// The shape of the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A list of objects: all of them, or a page.
    List,
    /// A list of strings.
    Texts,
    /// One object.
    One,
}

/// A top-level key of an answer, and its value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) key: &'static str,
    pub(super) thing: Thing,
    pub(super) shape: Shape,
}

/// The `NextToken` of a list that an import wrote: the list is never complete.
pub(super) const IMPORTED: &str = "imported by callflow: only what the exports name";

const fn row(key: &'static str, thing: Thing, shape: Shape) -> Row {
    Row { key, thing, shape }
}

const AGENT: Thing = Thing::Kind(ResourceKind::Agent);
const QUEUE: Thing = Thing::Kind(ResourceKind::Queue);
const FLOW: Thing = Thing::Kind(ResourceKind::Flow);
const MODULE: Thing = Thing::Kind(ResourceKind::Module);
const PROMPT: Thing = Thing::Kind(ResourceKind::Prompt);
const HOURS: Thing = Thing::Kind(ResourceKind::Hours);
const LAMBDA: Thing = Thing::Kind(ResourceKind::Lambda);
const BOT: Thing = Thing::Kind(ResourceKind::Bot);
const VIEW: Thing = Thing::Kind(ResourceKind::View);
const QUICK_CONNECT: Thing = Thing::Kind(ResourceKind::QuickConnect);

/// Whether a text has a key of an answer.
#[must_use]
pub fn may_be_an_answer(text: &str) -> bool {
    ROWS.iter().any(|row| text.contains(&format!("\"{}\"", row.key)))
}

/// The first of the top-level keys of an object that an answer has.
pub fn key_of_answer<'k>(mut keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    keys.find(|key| ROWS.iter().any(|row| row.key == *key))
}

/// Every key that identifies an answer; for each kind, those of the `list-`, `search-` and `describe-` commands.
pub(super) const ROWS: &[Row] = &[
    row("UserSummaryList", AGENT, Shape::List),
    row("Users", AGENT, Shape::List),
    row("User", AGENT, Shape::One),
    row("QueueSummaryList", QUEUE, Shape::List),
    row("Queues", QUEUE, Shape::List),
    row("Queue", QUEUE, Shape::One),
    row("ContactFlowSummaryList", FLOW, Shape::List),
    row("ContactFlows", FLOW, Shape::List),
    row("ContactFlow", FLOW, Shape::One),
    row("ContactFlowModulesSummaryList", MODULE, Shape::List),
    row("ContactFlowModules", MODULE, Shape::List),
    row("ContactFlowModule", MODULE, Shape::One),
    row("PromptSummaryList", PROMPT, Shape::List),
    row("Prompts", PROMPT, Shape::List),
    row("Prompt", PROMPT, Shape::One),
    row("HoursOfOperationSummaryList", HOURS, Shape::List),
    row("HoursOfOperations", HOURS, Shape::List),
    row("HoursOfOperation", HOURS, Shape::One),
    row("LambdaFunctions", LAMBDA, Shape::Texts),
    row("LexBots", BOT, Shape::List),
    row("ViewsSummaryList", VIEW, Shape::List),
    row("Views", VIEW, Shape::List),
    row("View", VIEW, Shape::One),
    // `list-queue-quick-connects` has this key too; [`Answer::is_of_one`] distinguishes the two.
    row("QuickConnectSummaryList", QUICK_CONNECT, Shape::List),
    row("QuickConnects", QUICK_CONNECT, Shape::List),
    row("QuickConnect", QUICK_CONNECT, Shape::One),
    row("RoutingProfileSummaryList", Thing::RoutingProfile, Shape::List),
    row("RoutingProfiles", Thing::RoutingProfile, Shape::List),
    row("RoutingProfile", Thing::RoutingProfile, Shape::One),
    row("RoutingProfileQueueConfigSummaryList", Thing::QueueOfProfile, Shape::List),
    row("SecurityProfileSummaryList", Thing::SecurityProfile, Shape::List),
    row("SecurityProfiles", Thing::SecurityProfile, Shape::List),
    row("SecurityProfile", Thing::SecurityProfile, Shape::One),
    row("Permissions", Thing::Permission, Shape::Texts),
    row("PhoneNumberSummaryList", Thing::PhoneNumber, Shape::List),
    row("ListPhoneNumbersSummaryList", Thing::PhoneNumber, Shape::List),
    row("ClaimedPhoneNumberSummary", Thing::PhoneNumber, Shape::One),
    row("InstanceSummaryList", Thing::Instance, Shape::List),
    row("Instance", Thing::Instance, Shape::One),
    row("botSummaries", Thing::LexBot, Shape::List),
    row("botAliasSummaries", Thing::LexAlias, Shape::List),
];

/// The service in the ARN of a resource, and the part before its id; `None` if it has no ARN of its own.
fn arn_shape(thing: Thing) -> Option<(&'static str, &'static str)> {
    Some(match thing {
        Thing::Kind(kind) => kind.arn_shape(),
        Thing::QueueOfProfile => ResourceKind::Queue.arn_shape(),
        Thing::RoutingProfile => ("connect", "routing-profile/"),
        Thing::SecurityProfile => ("connect", "security-profile/"),
        Thing::PhoneNumber => ("connect", "phone-number/"),
        Thing::Instance => ("connect", ""),
        Thing::LexBot | Thing::LexAlias | Thing::Permission => return None,
    })
}

impl Thing {
    /// Whether `arn` belongs to such a resource. The queue of an agent does not count, because source cannot name it.
    pub(super) fn fits(self, arn: &Arn<'_>) -> bool {
        let Some((service, before_id)) = arn_shape(self) else { return false };
        let id = if arn.service == service { arn.resource.strip_prefix(before_id) } else { None };
        id.is_some_and(|id| !id.starts_with("agent/") && (self == Thing::Instance || !id.is_empty()))
    }

    /// Whether `arn` belongs to another service: `iam list-users`, for example, uses the same key.
    pub(super) fn is_foreign(self, arn: &Arn<'_>) -> bool {
        arn_shape(self).is_some_and(|(service, _)| service != arn.service)
    }
}

/// One resource in an answer. Fields that the answer does not have are `None`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Item {
    id: Option<String>,
    arn: Option<String>,
    queue_arn: Option<String>,
    hours_of_operation_arn: Option<String>,
    routing_profile_arn: Option<String>,
    #[serde(rename = "QuickConnectARN")]
    quick_connect_arn: Option<String>,
    #[serde(rename = "PromptARN")]
    prompt_arn: Option<String>,
    phone_number_arn: Option<String>,
    #[serde(rename = "LexV2Bot")]
    lex_v2_bot: Option<LexV2Bot>,

    name: Option<String>,
    username: Option<String>,
    queue_name: Option<String>,
    security_profile_name: Option<String>,
    phone_number: Option<String>,

    contact_flow_type: Option<String>,
    quick_connect_type: Option<String>,
    quick_connect_config: Option<QuickConnectConfig>,
    r#type: Option<String>,
    contact_flow_state: Option<String>,
    state: Option<String>,
    contact_flow_status: Option<String>,
    status: Option<String>,

    pub(super) security_profile_ids: Option<Vec<String>>,
    pub(super) associated_queue_ids: Option<Vec<String>>,
    pub(super) associated_manual_assignment_queue_ids: Option<Vec<String>>,
    pub(super) target_arn: Option<String>,
    pub(super) instance_id: Option<String>,

    #[serde(rename = "botId")]
    pub(super) bot_id: Option<String>,
    #[serde(rename = "botName")]
    pub(super) bot_name: Option<String>,
    #[serde(rename = "botAliasId")]
    pub(super) bot_alias_id: Option<String>,
    #[serde(rename = "botAliasName")]
    pub(super) bot_alias_name: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LexV2Bot {
    alias_arn: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct QuickConnectConfig {
    quick_connect_type: Option<String>,
}

impl Item {
    /// An item with only an ARN, or a permission.
    pub(super) fn of_text(arn: String) -> Item {
        Item { arn: Some(arn), ..Item::default() }
    }

    /// The id, for lists that may lack the ARN.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// A user from an agent event.
    pub(super) fn of_user(arn: String, username: String) -> Item {
        Item { arn: Some(arn), username: Some(username), ..Item::default() }
    }

    /// The ARN, under any of its keys; in a list of strings, the string itself.
    pub(super) fn arn(&self) -> Option<&str> {
        let lex = || self.lex_v2_bot.as_ref().and_then(|bot| bot.alias_arn.as_ref());
        let arn = self.arn.as_ref().or(self.queue_arn.as_ref()).or(self.hours_of_operation_arn.as_ref());
        let arn = arn.or(self.routing_profile_arn.as_ref()).or(self.quick_connect_arn.as_ref());
        arn.or(self.prompt_arn.as_ref()).or(self.phone_number_arn.as_ref()).or_else(lex).map(String::as_str)
    }

    /// The name; the user name for a user, the number for a phone number.
    pub(super) fn name(&self) -> Option<&str> {
        let name = self.username.as_ref().or(self.phone_number.as_ref()).or(self.name.as_ref());
        name.or(self.queue_name.as_ref()).or(self.security_profile_name.as_ref()).map(String::as_str)
    }

    /// A flow's type.
    pub(super) fn flow_type(&self) -> Option<&str> {
        self.contact_flow_type.as_ref().or(self.r#type.as_ref()).map(String::as_str)
    }

    /// A quick connect's type.
    pub(super) fn quick_connect_type(&self) -> Option<&str> {
        let inside = || self.quick_connect_config.as_ref().and_then(|config| config.quick_connect_type.as_ref());
        self.quick_connect_type.as_ref().or_else(inside).map(String::as_str)
    }

    /// `ACTIVE` or `ARCHIVED`.
    pub(super) fn state(&self) -> Option<&str> {
        self.contact_flow_state.as_ref().or(self.state.as_ref()).map(String::as_str)
    }

    /// `PUBLISHED` or `SAVED`, `ENABLED` or `DISABLED`.
    pub(super) fn status(&self) -> Option<&str> {
        self.contact_flow_status.as_ref().or(self.status.as_ref()).map(String::as_str)
    }

    /// Takes from `later` the fields that this item lacks.
    pub(super) fn fill(&mut self, later: Item) {
        macro_rules! fill {
            ($($field:ident)*) => { $(if self.$field.is_none() { self.$field = later.$field; })* };
        }
        fill! {
            arn queue_arn hours_of_operation_arn routing_profile_arn quick_connect_arn prompt_arn phone_number_arn
            lex_v2_bot name username queue_name security_profile_name phone_number contact_flow_type quick_connect_type
            quick_connect_config r#type contact_flow_state state contact_flow_status status security_profile_ids
            associated_queue_ids associated_manual_assignment_queue_ids target_arn instance_id
            bot_id bot_name bot_alias_id bot_alias_name
        }
    }
}

/// The items under one key.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) row: &'static Row,
    pub(super) items: Vec<Item>,
}

/// One answer, or one agent event.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// Its parts, in the order of the text.
    pub(super) parts: Vec<Part>,
    /// Whether more pages follow.
    pub(super) has_next: bool,
    /// Whether an import wrote it: it lists what some exports name.
    pub(super) is_imported: bool,
    /// Whether it has a modification time, as only lists of the contents of one resource do.
    pub(super) is_of_one: bool,
    /// The bot whose aliases it lists.
    pub(super) bot_id: Option<String>,
    /// The agent of an event.
    pub(super) agent_arn: Option<String>,
    /// The agent's user name, from either snapshot of an event.
    pub(super) username: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Snapshot {
    configuration: Option<Configuration>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Configuration {
    username: Option<String>,
}

/// A top-level value of a file: one answer, or a list of answers; empty for a bare string, number or other scalar.
#[derive(Debug, Default)]
pub(super) struct Answers(pub(super) Vec<Answer>);

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Answers, D::Error> {
        deserializer.deserialize_any(AnswersVisitor)
    }
}

struct AnswersVisitor;

impl<'de> Visitor<'de> for AnswersVisitor {
    type Value = Answers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an AWS CLI answer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Answers, A::Error> {
        let mut answer = Answer::default();
        while let Some(key) = map.next_key::<String>()? {
            if let Some(row) = ROWS.iter().find(|row| row.key == key) {
                if let Some(items) = map.next_value_seed(row.shape)? {
                    answer.parts.push(Part { row, items });
                }
                continue;
            }
            match key.as_str() {
                "NextToken" | "nextToken" => {
                    let token = map.next_value::<Option<serde_json::Value>>()?;
                    answer.has_next = token.is_some();
                    answer.is_imported |= token.is_some_and(|token| token == IMPORTED);
                }
                "LastModifiedTime" => answer.is_of_one = map.next_value::<Option<IgnoredAny>>()?.is_some(),
                "botId" => answer.bot_id = map.next_value()?,
                "AgentARN" => answer.agent_arn = map.next_value()?,
                "CurrentAgentSnapshot" | "PreviousAgentSnapshot" => {
                    let snapshot = map.next_value::<Option<Snapshot>>()?;
                    let username = snapshot.and_then(|it| it.configuration).and_then(|it| it.username);
                    answer.username = answer.username.or(username);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Answers(vec![answer]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Answers, A::Error> {
        let mut all = Answers::default();
        while let Some(Answers(answers)) = seq.next_element()? {
            all.0.extend(answers);
        }
        Ok(all)
    }

    fn visit_unit<E>(self) -> Result<Answers, E> {
        Ok(Answers::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Answers, E> {
        Ok(Answers::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Answers, E> {
        Ok(Answers::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Answers, E> {
        Ok(Answers::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Answers, E> {
        Ok(Answers::default())
    }

    fn visit_str<E>(self, _: &str) -> Result<Answers, E> {
        Ok(Answers::default())
    }
}

impl<'de> DeserializeSeed<'de> for Shape {
    type Value = Option<Vec<Item>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Ok(match self {
            Shape::List => Option::deserialize(deserializer)?,
            Shape::One => Option::<Item>::deserialize(deserializer)?.map(|item| vec![item]),
            Shape::Texts => Option::<Vec<String>>::deserialize(deserializer)?
                .map(|texts| texts.into_iter().map(Item::of_text).collect()),
        })
    }
}
