//! Derives the inventory from the combined data of the answers.
//!
//! Takes the tables of resources, and gives the [`Inventory`] with the facts that several answers together imply. Facts
//! that are not certain stay `None`.

use std::collections::HashSet;

use smol_str::{SmolStr, ToSmolStr};

use super::answer::Thing;
use super::arn::Arn;
use super::gather::{Gathered, Record, Table};
use super::{
    Agent, Bot, FlowResource, Instance, Inventory, ModuleResource, PhoneNumber, Queue, QuickConnectResource, missing,
};
use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resource::{Known, ResourceKind};

/// The permission that lets the users of a security profile take contacts ("Access Contact Control Panel").
const MAY_TAKE_CONTACTS: &str = "BasicAgentAccess";

/// Derives the inventory from `gathered`.
pub(super) fn derive(gathered: &Gathered, diagnostics: &mut Diagnostics) -> Inventory {
    let view = View { gathered, instance: instance(gathered) };
    let mut inventory = Inventory {
        queues: view.queues(),
        agents: view.agents(diagnostics),
        flows: view.named(ResourceKind::Flow).map(|(known, entry)| flow(known, entry)).collect(),
        modules: view.named(ResourceKind::Module).map(|(known, entry)| module(known, entry)).collect(),
        prompts: view.named(ResourceKind::Prompt).map(|(known, _)| known).collect(),
        hours: view.named(ResourceKind::Hours).map(|(known, _)| known).collect(),
        lambdas: view.ours(Thing::Kind(ResourceKind::Lambda)).filter_map(lambda).collect(),
        bots: view.ours(Thing::Kind(ResourceKind::Bot)).filter_map(|entry| bot(gathered, entry)).collect(),
        views: view.named(ResourceKind::View).map(|(known, _)| known).collect(),
        quick_connects: view
            .named(ResourceKind::QuickConnect)
            .map(|(known, entry)| quick_connect(known, entry))
            .collect(),
        phone_numbers: view.phone_numbers(),
        quick_connects_of_queue: view.quick_connects_of_queue(),
        listed: ResourceKind::ALL.into_iter().filter(|kind| gathered.is_listed(Thing::Kind(*kind))).collect(),
        is_only_exported: !gathered.has_answers,
        former: gathered.former.clone(),
        instance: view.instance,
        ..Inventory::default()
    };
    inventory.missing_answers = missing::missing_answers(&inventory, gathered);
    inventory.index(gathered);
    inventory
}

/// The instance of the resources; if no resource contains it, the one in the answer of `describe-instance`.
fn instance(gathered: &Gathered) -> Option<Instance> {
    let described = || gathered.entries(Thing::Instance).first().map(|entry| &entry.arn);
    let arn = gathered.instances.first().map(|(arn, _)| arn).or_else(described)?;
    Some(Instance { arn: arn.clone(), id: super::arn::last_part(arn).into() })
}

/// The data of one instance.
struct View<'a> {
    gathered: &'a Gathered,
    instance: Option<Instance>,
}

impl<'a> View<'a> {
    /// The entries of this instance, and those that belong to no instance.
    fn ours(&self, thing: Thing) -> impl Iterator<Item = &'a Record> {
        self.gathered.entries(thing).iter().filter(|entry| self.is_ours(entry.instance.as_deref()))
    }

    fn is_ours(&self, instance: Option<&str>) -> bool {
        match (instance, &self.instance) {
            (Some(other), Some(ours)) => other == ours.arn,
            _ => true,
        }
    }

    /// The entries of this instance that have a name.
    fn named(&self, kind: ResourceKind) -> impl Iterator<Item = (Known, &'a Record)> {
        self.ours(Thing::Kind(kind)).filter_map(|entry| Some((known(entry, entry.item.name()?.into()), entry)))
    }

    fn queues(&self) -> Vec<Queue> {
        let in_profiles = self.queues_of_profiles();
        let all_known = self.are_all_profiles_known();
        let queue = |(known, entry): (Known, &Record)| {
            let is_in_one = in_profiles.contains(known.id.as_str());
            Queue {
                enabled: either(entry.item.status(), "ENABLED", "DISABLED"),
                in_routing_profile: (is_in_one || all_known).then_some(is_in_one),
                known,
            }
        };
        self.named(ResourceKind::Queue).map(queue).collect()
    }

    /// The ids of the queues in at least one routing profile.
    fn queues_of_profiles(&self) -> HashSet<&'a str> {
        let mut ids = HashSet::new();
        for profile in self.ours(Thing::RoutingProfile) {
            ids.extend(profile.contents.iter().flat_map(|contents| contents.held.iter().map(SmolStr::as_str)));
            let item = &profile.item;
            for queues in [&item.associated_queue_ids, &item.associated_manual_assignment_queue_ids] {
                ids.extend(queues.iter().flatten().map(String::as_str));
            }
        }
        ids
    }

    fn are_all_profiles_known(&self) -> bool {
        let is_complete = |profile: &Record| profile.contents.as_ref().is_some_and(|contents| contents.complete);
        self.gathered.is_listed(Thing::RoutingProfile) && self.ours(Thing::RoutingProfile).all(is_complete)
    }

    fn agents(&self, diagnostics: &mut Diagnostics) -> Vec<Agent> {
        let mut agents = Vec::new();
        for (known, entry) in self.named(ResourceKind::Agent) {
            if is_uuid(&known.name)
                && let Some(span) = entry.origin
            {
                diagnostics.push(name_like_id(&known.name).label(span, format!("the user `{}`", known.name)));
            }
            let table = self.gathered.table(Thing::SecurityProfile);
            let profile = |arn: SmolStr| table.and_then(|table| table.get(&arn));
            let profiles: Vec<Option<&Record>> = entry.security_profiles().map(profile).collect();
            let names = profiles.iter().flatten().filter_map(|profile| profile.item.name());
            agents.push(Agent {
                known,
                may_take_contacts: may_take_contacts(&profiles),
                security_profiles: names.map(SmolStr::new).collect(),
            });
        }
        agents
    }

    fn phone_numbers(&self) -> Option<Vec<PhoneNumber>> {
        let table: &Table = self.gathered.table(Thing::PhoneNumber).filter(|table| table.is_listed())?;
        let number = |entry: &Record| Some(PhoneNumber { number: entry.item.name()?.into(), id: entry.id.clone() });
        Some(table.entries.iter().filter(|entry| self.is_our_number(entry)).filter_map(number).collect())
    }

    /// Whether the number belongs to this instance. A number of a traffic distribution group may, and counts too.
    fn is_our_number(&self, entry: &Record) -> bool {
        let target = entry.item.target_arn.as_deref().and_then(Arn::parse).and_then(|target| target.instance);
        let by_id = match (&entry.item.instance_id, &self.instance) {
            (Some(id), Some(ours)) => *id == ours.id,
            _ => true,
        };
        by_id && self.is_ours(target) && self.is_ours(entry.instance.as_deref())
    }

    fn quick_connects_of_queue(&self) -> Vec<(SmolStr, usize)> {
        let count = |entry: &Record| {
            let contents = entry.contents.as_ref().filter(|contents| contents.complete)?;
            Some((entry.id.clone(), contents.held.len()))
        };
        self.ours(Thing::Kind(ResourceKind::Queue)).filter_map(count).collect()
    }
}

fn known(entry: &Record, name: SmolStr) -> Known {
    Known { name, id: entry.id.clone(), arn: entry.arn.clone() }
}

/// Whether `text` is `yes` rather than `no`.
fn either(text: Option<&str>, yes: &str, no: &str) -> Option<bool> {
    let text = text?;
    if text == yes { Some(true) } else { (text == no).then_some(false) }
}

fn flow(known: Known, entry: &Record) -> FlowResource {
    FlowResource {
        known,
        flow_type: entry.item.flow_type().and_then(FlowType::from_wire),
        published: either(entry.item.status(), "PUBLISHED", "SAVED"),
        active: either(entry.item.state(), "ACTIVE", "ARCHIVED"),
    }
}

fn module(known: Known, entry: &Record) -> ModuleResource {
    ModuleResource { known, active: either(entry.item.state(), "ACTIVE", "ARCHIVED") }
}

fn quick_connect(known: Known, entry: &Record) -> QuickConnectResource {
    QuickConnectResource { known, type_: entry.item.quick_connect_type().map(SmolStr::new) }
}

/// A function's name is the part of the ARN after `function:`, with its version or alias.
fn lambda(entry: &Record) -> Option<Known> {
    let name = Arn::parse(&entry.arn)?.resource.strip_prefix("function:")?.to_smolstr();
    Some(known(entry, name))
}

/// A bot's name is the one in the answers of Lex; its id, if there is no such answer.
fn bot(gathered: &Gathered, entry: &Record) -> Option<Bot> {
    let ids = Arn::parse(&entry.arn)?.resource.strip_prefix("bot-alias/")?;
    let (bot_id, alias_id) = ids.split_once('/')?;
    let alias = gathered.alias_names.get(&(SmolStr::new(bot_id), SmolStr::new(alias_id))).cloned();
    let name = gathered.bot_names.get(bot_id).cloned().unwrap_or_else(|| bot_id.into());
    Some(Bot { known: known(entry, name), alias })
}

/// Whether one of the security profiles lets its users take contacts. This is certain if one does, or if all are known
/// and none does.
fn may_take_contacts(profiles: &[Option<&Record>]) -> Option<bool> {
    let contents = || profiles.iter().map(|profile| profile.and_then(|profile| profile.contents.as_ref()));
    if contents().flatten().any(|contents| contents.held.contains(MAY_TAKE_CONTACTS)) {
        return Some(true);
    }
    let all_known = contents().all(|contents| contents.is_some_and(|contents| contents.complete));
    (!profiles.is_empty() && all_known).then_some(false)
}

/// Whether `text` has the form of an id: 8, 4, 4, 4 and 12 hexadecimal digits.
pub(crate) fn is_uuid(text: &str) -> bool {
    let mut lengths = text.split('-').map(|part| (part.len(), part.bytes().all(|byte| byte.is_ascii_hexdigit())));
    text.len() == 36 && [8, 4, 4, 4, 12].into_iter().all(|length| lengths.next() == Some((length, true)))
}

fn name_like_id(name: &str) -> Diagnostic {
    Diagnostic::unlocated(Code::AgentNameLikeId, format!("the user name `{name}` looks like a user id"))
        .help("a text after `agent` is looked up as a user name first: rename the user, or write `agent id \"…\"`")
}
