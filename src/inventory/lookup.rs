//! Lookup of resources in the inventory by name, id and ARN.
//!
//! Takes exact names and ids, and gives the resources, each in constant time: an index is built once, when the
//! inventory is read. Never guesses: for a name that two resources have, it returns both.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::arn::{Arn, last_part};
use super::gather::Gathered;
use super::{Agent, Bot, FlowResource, Inventory, ModuleResource, Queue, QuickConnectResource};
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// The positions of the resources in the lists of an [`Inventory`].
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    kinds: HashMap<ResourceKind, NameIndex>,
    /// The span of each ARN in the files.
    origins: HashMap<SmolStr, Span>,
    /// The number of quick connects of each queue, by queue id.
    quick_connects: HashMap<SmolStr, usize>,
}

/// The resources of one kind, as indexes into the list of that kind.
#[derive(Clone, Debug, Default)]
struct NameIndex {
    by_name: HashMap<SmolStr, Vec<usize>>,
    /// By id and by ARN.
    by_id: HashMap<SmolStr, usize>,
}

impl Inventory {
    /// Whether all resources of `kind` are known. If they are, one that is not in the inventory does not exist.
    #[must_use]
    pub fn is_listed(&self, kind: ResourceKind) -> bool {
        self.listed.contains(&kind)
    }

    /// The resources of `kind` whose name is exactly `name`; for an agent, the user name.
    ///
    /// The qualifier is a bot's alias, or the version or alias of a Lambda function; other kinds ignore it. A Lambda
    /// function that the instance may call only by a version or alias is also found without it.
    #[must_use]
    pub fn by_name(&self, kind: ResourceKind, name: &str, qualifier: Option<&str>) -> Vec<Known> {
        let found: Vec<&Known> = match (kind, qualifier) {
            (ResourceKind::Bot, Some(alias)) => {
                let bots = self.indexes(kind, name).filter_map(|at| self.bots.get(at));
                bots.filter(|bot| bot.alias_or_id() == alias).map(|bot| &bot.known).collect()
            }
            (ResourceKind::Lambda, Some(version)) => self.with_name(kind, &format!("{name}:{version}")).collect(),
            (ResourceKind::Lambda, None) => {
                let (exact, qualified): (Vec<_>, Vec<_>) = self.with_name(kind, name).partition(|it| it.name == name);
                if exact.is_empty() { qualified } else { exact }
            }
            _ => self.with_name(kind, name).collect(),
        };
        found.into_iter().cloned().collect()
    }

    /// The resource of `kind` with this id or ARN; for an agent, the user id.
    #[must_use]
    pub fn by_id(&self, kind: ResourceKind, id_or_arn: &str) -> Option<&Known> {
        let index = self.index_of(kind, id_or_arn);
        // The ARN may have a suffix: a version, an alias or `$SAVED`.
        self.known(kind, index.or_else(|| self.index_of(kind, Arn::parse(id_or_arn)?.bare))?)
    }

    /// The user with this id.
    #[must_use]
    pub fn agent_by_user_id(&self, id: &str) -> Option<&Agent> {
        self.agent(id).filter(|agent| last_part(&agent.known.id) == id)
    }

    /// The resource that had this name when it was exported.
    #[must_use]
    pub fn renamed(&self, kind: ResourceKind, name: &str) -> Option<&Known> {
        let (.., arn) = self.former.iter().find(|(of, old, _)| *of == kind && old == name)?;
        self.by_id(kind, arn)
    }

    /// The names of all resources of `kind`, for near misses.
    pub fn names(&self, kind: ResourceKind) -> impl Iterator<Item = &str> {
        (0..).map_while(move |at| self.known(kind, at)).map(|known| known.name.as_str())
    }

    /// The queue with this id or ARN.
    #[must_use]
    pub fn queue(&self, id_or_arn: &str) -> Option<&Queue> {
        self.queues.get(self.index_of(ResourceKind::Queue, id_or_arn)?)
    }

    /// The user with this id or ARN.
    #[must_use]
    pub fn agent(&self, id_or_arn: &str) -> Option<&Agent> {
        self.agents.get(self.index_of(ResourceKind::Agent, id_or_arn)?)
    }

    /// The flow with this id or ARN.
    #[must_use]
    pub fn flow(&self, id_or_arn: &str) -> Option<&FlowResource> {
        self.flows.get(self.index_of(ResourceKind::Flow, id_or_arn)?)
    }

    /// The module with this id or ARN.
    #[must_use]
    pub fn module(&self, id_or_arn: &str) -> Option<&ModuleResource> {
        self.modules.get(self.index_of(ResourceKind::Module, id_or_arn)?)
    }

    /// The bot alias with this ARN.
    #[must_use]
    pub fn bot(&self, arn: &str) -> Option<&Bot> {
        self.bots.get(self.index_of(ResourceKind::Bot, arn)?)
    }

    /// The quick connect with this id or ARN.
    #[must_use]
    pub fn quick_connect(&self, id_or_arn: &str) -> Option<&QuickConnectResource> {
        self.quick_connects.get(self.index_of(ResourceKind::QuickConnect, id_or_arn)?)
    }

    /// The number of quick connects of the queue with this id; `None` if no answer contains it.
    #[must_use]
    pub fn quick_connects_of(&self, queue_id: &str) -> Option<usize> {
        self.index.quick_connects.get(queue_id).copied()
    }

    /// Whether the instance has this phone number, in E.164 form; `None` if no answer lists its numbers.
    #[must_use]
    pub fn owns_number(&self, number: &str) -> Option<bool> {
        Some(self.phone_numbers.as_ref()?.iter().any(|known| known.number == number))
    }

    /// The first span of this ARN in the inventory's files.
    #[must_use]
    pub fn origin(&self, arn: &str) -> Option<Span> {
        self.index.origins.get(arn).copied()
    }

    fn with_name(&self, kind: ResourceKind, name: &str) -> impl Iterator<Item = &Known> {
        self.indexes(kind, name).filter_map(move |at| self.known(kind, at))
    }

    fn indexes(&self, kind: ResourceKind, name: &str) -> impl Iterator<Item = usize> {
        self.index.kinds.get(&kind).and_then(|names| names.by_name.get(name)).into_iter().flatten().copied()
    }

    fn index_of(&self, kind: ResourceKind, id_or_arn: &str) -> Option<usize> {
        self.index.kinds.get(&kind)?.by_id.get(id_or_arn).copied()
    }

    /// The resource at an index of the list of `kind`.
    fn known(&self, kind: ResourceKind, at: usize) -> Option<&Known> {
        match kind {
            ResourceKind::Queue => self.queues.get(at).map(|queue| &queue.known),
            ResourceKind::Agent => self.agents.get(at).map(|agent| &agent.known),
            ResourceKind::Flow => self.flows.get(at).map(|flow| &flow.known),
            ResourceKind::Module => self.modules.get(at).map(|module| &module.known),
            ResourceKind::Prompt => self.prompts.get(at),
            ResourceKind::Hours => self.hours.get(at),
            ResourceKind::Lambda => self.lambdas.get(at),
            ResourceKind::Bot => self.bots.get(at).map(|bot| &bot.known),
            ResourceKind::View => self.views.get(at),
            ResourceKind::QuickConnect => self.quick_connects.get(at).map(|quick_connect| &quick_connect.known),
        }
    }

    /// Builds the index; the lists must not change afterwards.
    pub(super) fn index(&mut self, gathered: &Gathered) {
        let mut index = Index::default();
        for kind in ResourceKind::ALL {
            let mut names = NameIndex::default();
            for (at, known) in (0..).map_while(|at| Some((at, self.known(kind, at)?))) {
                names.by_name.entry(known.name.clone()).or_default().push(at);
                names.by_id.entry(known.id.clone()).or_insert(at);
                names.by_id.entry(known.arn.clone()).or_insert(at);
                if kind == ResourceKind::Agent {
                    names.by_id.entry(last_part(&known.arn).into()).or_insert(at);
                }
                if kind == ResourceKind::Lambda
                    && let Some((bare, _)) = known.name.split_once(':')
                {
                    names.by_name.entry(bare.into()).or_default().push(at);
                }
            }
            index.kinds.insert(kind, names);
        }
        for entry in gathered.all_entries() {
            if let Some(origin) = entry.origin {
                index.origins.insert(entry.arn.clone(), origin);
            }
        }
        index.quick_connects = self.quick_connects_of_queue.iter().cloned().collect();
        self.index = index;
    }
}

impl Bot {
    /// The alias's name; its id, if no answer of Lex contains the name.
    #[must_use]
    pub fn alias_or_id(&self) -> &str {
        self.alias.as_deref().unwrap_or_else(|| last_part(&self.known.arn))
    }

    /// The bot's id, from the ARN.
    #[must_use]
    pub fn id_of_bot(&self) -> Option<&str> {
        let ids = Arn::parse(&self.known.arn)?.resource.strip_prefix("bot-alias/")?;
        Some(ids.split_once('/').map_or(ids, |(bot, _)| bot))
    }
}
