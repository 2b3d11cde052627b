//! Quick connects in JSON → the graph: answers of the AWS CLI, and the requests that a build writes.
//!
//! Takes a parsed file, gives the quick connects in it and the queues that it says offer some. Which of the two belong
//! together is for the caller, who knows all files. A part that the language cannot express is lost in a conversion, and
//! what the service would not take is a violation: the caller reports one of the two.

use smol_str::SmolStr;

use super::Document;
use super::json::{Json, Kind};
use super::today::{spanned, tags};
use super::value::{node, reference};
use crate::diagnostic::{Code, Diagnostic, Lowering, Violations, nearest};
use crate::evidence::Source;
use crate::graph::{Destination, Notation, QuickConnect, Reference, Spanned, Value};
use crate::inventory::{Inventory, queue_of_answer};
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// Says that a destination has a type, and which.
const CONFIG_PAGE: &str = "https://docs.aws.amazon.com/connect/latest/APIReference/API_QuickConnectConfig.html";

const CONFIG: &str = "QuickConnectConfig";
const IDS: &str = "QuickConnectIds";
const SUMMARIES: &str = "QuickConnectSummaryList";
/// The keys of a quick connect, with those that only say when and where it was made.
const KEYS: &[&str] = &[
    "Name",
    "Description",
    CONFIG,
    "Tags",
    "InstanceId",
    "QuickConnectId",
    "QuickConnectARN",
    "LastModifiedTime",
    "LastModifiedRegion",
];

/// The types of destinations, each with the key that describes it and the keys in that.
const KEYS_OF_TYPES: [(&str, &str, &[&str]); 4] = [
    ("USER", "UserConfig", &["UserId", "ContactFlowId"]),
    ("QUEUE", "QueueConfig", &["QueueId", "ContactFlowId"]),
    ("PHONE_NUMBER", "PhoneConfig", &["PhoneNumber"]),
    ("FLOW", "FlowConfig", &["ContactFlowId"]),
];

/// What a file says about quick connects.
#[derive(Clone, Debug, Default)]
pub struct QuickConnects {
    /// Those that it describes. None is offered by a queue yet.
    pub described: Vec<QuickConnect>,
    /// The queues that offer some.
    pub offers: Vec<Offer>,
}

/// A queue and the quick connects that it offers.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The queue, and where it is named.
    pub queue: (Reference, Span),
    /// The quick connects.
    pub offered: Vec<Offered>,
}

/// A quick connect that a queue offers.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Its id, if the instance has it.
    pub id: Option<SmolStr>,
    /// Its name, if the file has it.
    pub name: Option<SmolStr>,
    /// Where it is named.
    pub span: Span,
}

/// Whether a text may be JSON about quick connects.
#[must_use]
pub fn may_hold_quick_connects(text: &str) -> bool {
    // With its quotes: a manifest has the keys in pointers.
    [CONFIG, IDS, SUMMARIES].iter().any(|key| text.contains(&format!("\"{key}\"")))
}

impl Document {
    /// The answers in the file: one, or a list of them.
    fn answers(&self) -> &[Json] {
        match &self.whole.kind {
            Kind::List(answers) => answers,
            _ => std::slice::from_ref(&self.whole),
        }
    }

    /// Whether the file is about quick connects, and not about a flow.
    #[must_use]
    pub fn is_about_quick_connects(&self) -> bool {
        let keys = [CONFIG, IDS, SUMMARIES, "QuickConnect", "QuickConnects"];
        self.answers().iter().any(|answer| keys.iter().any(|key| answer.get(key).is_some()))
    }

    /// Whether the file only lists the quick connects of an instance, and not where they lead.
    #[must_use]
    pub fn only_lists_quick_connects(&self) -> bool {
        self.answers().iter().all(|answer| {
            answer.get(SUMMARIES).is_some() && queue_of_answer(&self.path, is_of_one(answer), None).is_none()
        })
    }

    /// What the file says about quick connects.
    #[must_use]
    pub fn quick_connects(&self, inventory: Option<&Inventory>, violations: &mut Violations) -> QuickConnects {
        let mut reader = Reader { inventory, violations };
        let mut found = QuickConnects::default();
        for answer in self.answers() {
            let one = answer.get("QuickConnect").or(answer.get(CONFIG).map(|_| answer));
            let several = answer.get("QuickConnects").map(Json::items).unwrap_or_default();
            found.described.extend(one.into_iter().chain(several).filter_map(|json| reader.quick_connect(json)));
            found.offers.extend(answer.get(IDS).and_then(|ids| reader.association(answer, ids)));
            found.offers.extend(answer.get(SUMMARIES).and_then(|list| reader.answer(answer, list, &self.path)));
        }
        found
    }
}

struct Reader<'r> {
    inventory: Option<&'r Inventory>,
    violations: &'r mut Violations,
}

impl Reader<'_> {
    fn lost(&mut self, span: Span, message: impl Into<String>) {
        self.violations.lost.push(Diagnostic::new(Code::NotTakenOver, span, message));
    }

    /// `None` if it has no name or leads nowhere, which is reported.
    fn quick_connect(&mut self, json: &Json) -> Option<QuickConnect> {
        let Some(name) = json.get("Name").and_then(spanned).filter(|name| !name.text.trim().is_empty()) else {
            self.lost(json.span.head(), "a quick connect without a name cannot be converted");
            return None;
        };
        self.unknown_keys(json, KEYS, "a quick connect");
        let destination = self.destination(json.get(CONFIG), &name)?;
        let description = json.get("Description").and_then(spanned).filter(|text| !text.text.trim().is_empty());
        if description.is_none() {
            let message = format!("the quick connect `{}` has no description, which a build requires", name.text);
            let lost = Diagnostic::new(Code::NotTakenOver, name.span, message);
            self.violations.lost.push(lost.help("write `description: \"…\"` into the text"));
        }
        for tag in json.get("Tags").map(Json::members).unwrap_or_default() {
            if tag.value.text().is_none() {
                self.lost(tag.value.span, format!("the tag `{}` is not a text", tag.key));
            }
        }
        let id = json.text_at("QuickConnectId").zip(json.text_at("QuickConnectARN"));
        let known = id.map(|(id, arn)| Known { name: name.text.clone(), id: id.clone(), arn: arn.clone() });
        let tags = tags(json.get("Tags"), json.span.head());
        Some(QuickConnect {
            notation: Notation::Json,
            name,
            description,
            destination,
            available_in: Vec::new(),
            tags,
            known,
            is_whole: true,
        })
    }

    fn unknown_keys(&mut self, json: &Json, known: &[&str], what: &str) {
        let unknown = |member: &&super::json::Member| {
            !known.contains(&member.key.as_str()) && !matches!(member.value.kind, Kind::Null)
        };
        for member in json.members().iter().filter(unknown) {
            self.lost(member.key_span, format!("the key `{}` in {what} cannot be converted", member.key));
            let message = format!("unknown key `{}` in {what}", member.key);
            let diagnostic = Diagnostic::new(Code::UnknownKey, member.key_span, message).lowered(Lowering::NotInTables);
            self.violations.push(match nearest(&member.key, known.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic,
            });
        }
    }

    fn destination(&mut self, config: Option<&Json>, name: &Spanned) -> Option<Destination> {
        let type_ = config.and_then(|config| config.get("QuickConnectType"));
        let row = type_.and_then(Json::text).and_then(|type_| KEYS_OF_TYPES.iter().find(|(known, ..)| known == type_));
        let (key, fields) = row.map_or(("", &[][..]), |(_, key, fields)| (*key, *fields));
        if let Some(config) = config {
            self.unknown_keys(config, &["QuickConnectType", key], "the destination of a quick connect");
        }
        let inside = config.and_then(|config| config.get(key));
        let found = inside.and_then(|inside| {
            self.unknown_keys(inside, fields, "the destination of a quick connect");
            let refer = |kind, field: &str| self.reference(kind, inside.get(field)?);
            let flow = || refer(ResourceKind::Flow, "ContactFlowId");
            Some(match key {
                "UserConfig" => Destination::Agent { agent: refer(ResourceKind::Agent, "UserId")?, flow: flow()? },
                "QueueConfig" => Destination::Queue { queue: refer(ResourceKind::Queue, "QueueId")?, flow: flow()? },
                "PhoneConfig" => Destination::PhoneNumber(inside.get("PhoneNumber").and_then(spanned)?),
                _ => Destination::Flow(flow()?),
            })
        });
        if found.is_none() {
            let span = inside.or(type_).or(config).map_or(name.span, |json| json.span.head());
            self.lost(span, format!("the quick connect `{}` has no destination that can be converted", name.text));
            let message = format!("the quick connect `{}` has no destination", name.text);
            let diagnostic =
                Diagnostic::new(Code::NoDestination, span, message).rests_on(Some(Source::Page(CONFIG_PAGE)));
            let type_ = type_.and_then(Json::text).map_or("", SmolStr::as_str);
            self.violations.push(match KEYS_OF_TYPES.iter().find(|(known, ..)| *known == type_) {
                Some((type_, key, fields)) => {
                    diagnostic.help(format!("the type `{type_}` needs `{key}` with `{}`", fields.join("` and `")))
                }
                // It may be newer than this table.
                None => diagnostic
                    .lowered_if(!type_.is_empty(), Lowering::NotInTables)
                    .help(format!("valid types are `{}`", KEYS_OF_TYPES.map(|(type_, ..)| type_).join("`, `"))),
            });
        }
        found
    }

    fn reference(&self, kind: ResourceKind, json: &Json) -> Option<(Reference, Span)> {
        let node = reference(kind, &node(json), self.inventory);
        match node.value {
            Value::Reference(reference) => Some((*reference, node.origin)),
            _ => None,
        }
    }

    /// A request that offers quick connects: their ids, or placeholders with their names.
    fn association(&mut self, request: &Json, ids: &Json) -> Option<Offer> {
        let Some(queue) = request.get("QueueId").and_then(|id| self.reference(ResourceKind::Queue, id)) else {
            self.lost(ids.span.head(), "nothing says which queue offers these quick connects");
            return None;
        };
        let offered = ids.items().iter().filter_map(|id| {
            let text = id.text()?;
            let name = ResourceKind::QuickConnect.in_placeholder(text).map(|(name, _)| name.into());
            Some(Offered { id: name.is_none().then(|| text.clone()), name, span: id.span })
        });
        Some(Offer { queue, offered: offered.collect() })
    }

    /// The answer of `list-queue-quick-connects`. The one of `list-quick-connects` names no queue.
    fn answer(&mut self, answer: &Json, list: &Json, path: &str) -> Option<Offer> {
        let queue = match queue_of_answer(path, is_of_one(answer), self.inventory)? {
            Ok(queue) => queue,
            Err(_) if list.items().is_empty() => return None,
            Err(help) => {
                let message = "nothing says which queue offers these quick connects";
                let lost = Diagnostic::new(Code::NotTakenOver, list.span.head(), message);
                self.violations.lost.push(lost.help(help));
                return None;
            }
        };
        let id = Json { kind: Kind::Text(queue), span: list.span.head() };
        let queue = self.reference(ResourceKind::Queue, &id)?;
        let offered = list.items().iter().map(|item| Offered {
            id: item.text_at("Id").cloned(),
            name: item.text_at("Name").cloned(),
            span: item.get("Name").unwrap_or(item).span,
        });
        Some(Offer { queue, offered: offered.collect() })
    }
}

/// Whether a list has a modification time, as only lists of the contents of one resource do.
fn is_of_one(answer: &Json) -> bool {
    answer.get("LastModifiedTime").is_some()
}
