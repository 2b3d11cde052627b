//! Finding things of the inventory by name, id and ARN.
//!
//! Takes exact names and ids, gives what is known of them, each in constant time: an index is made once, when the
//! inventory is read. Never guesses: a name that two things have gives both.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::arn::{Arn, last_part};
use super::gather::Gathered;
use super::{Agent, Bot, FlowResource, Inventory, ModuleResource, Queue, QuickConnectResource};
use crate::resource::{Known, ResourceKind};
use crate::source::Span;

/// Where each thing is in the lists of an [`Inventory`].
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    kinds: HashMap<ResourceKind, NameIndex>,
    /// Where an ARN stands in the files.
    origins: HashMap<SmolStr, Span>,
    /// How many quick connects a queue has, by queue id.
    quick_connects: HashMap<SmolStr, usize>,
}

/// The things of one kind, as places in the list of that kind.
#[derive(Clone, Debug, Default)]
struct NameIndex {
    by_name: HashMap<SmolStr, Vec<usize>>,
    /// By id and by ARN.
    by_id: HashMap<SmolStr, usize>,
}

impl Inventory {
    /// Whether every thing of `kind` is known, so that one which is not here does not exist.
    #[must_use]
    pub fn is_listed(&self, kind: ResourceKind) -> bool {
        self.listed.contains(&kind)
    }

    /// The things of `kind` that are called exactly `name`; an agent by the user name.
    ///
    /// The qualifier is a bot's alias, or the version or alias of a Lambda function; other kinds take none and look at
    /// none. A Lambda function that the instance may call under a version or alias only is found without it too.
    #[must_use]
    pub fn by_name(&self, kind: ResourceKind, name: &str, qualifier: Option<&str>) -> Vec<Known> {
        let found: Vec<&Known> = match (kind, qualifier) {
            (ResourceKind::Bot, Some(alias)) => {
                let bots = self.places(kind, name).filter_map(|at| self.bots.get(at));
                bots.filter(|bot| bot.alias_or_id() == alias).map(|bot| &bot.known).collect()
            }
            (ResourceKind::Lambda, Some(version)) => self.called(kind, &format!("{name}:{version}")).collect(),
            (ResourceKind::Lambda, None) => {
                let (exact, qualified): (Vec<_>, Vec<_>) = self.called(kind, name).partition(|it| it.name == name);
                if exact.is_empty() { qualified } else { exact }
            }
            _ => self.called(kind, name).collect(),
        };
        found.into_iter().cloned().collect()
    }

    /// The thing of `kind` with this id or ARN; an agent's is the user id.
    #[must_use]
    pub fn by_id(&self, kind: ResourceKind, id_or_arn: &str) -> Option<&Known> {
        let place = self.place(kind, id_or_arn);
        // A version or alias, and `$SAVED`, stand behind the ARN.
        self.known(kind, place.or_else(|| self.place(kind, Arn::parse(id_or_arn)?.bare))?)
    }

    /// The user with this id.
    #[must_use]
    pub fn agent_by_user_id(&self, id: &str) -> Option<&Agent> {
        self.agent(id).filter(|agent| agent.known.id == id)
    }

    /// The names of all things of `kind`, for saying which is near.
    pub fn names(&self, kind: ResourceKind) -> impl Iterator<Item = &str> {
        (0..).map_while(move |at| self.known(kind, at)).map(|known| known.name.as_str())
    }

    /// The queue with this id or ARN.
    #[must_use]
    pub fn queue(&self, id_or_arn: &str) -> Option<&Queue> {
        self.queues.get(self.place(ResourceKind::Queue, id_or_arn)?)
    }

    /// The user with this id or ARN.
    #[must_use]
    pub fn agent(&self, id_or_arn: &str) -> Option<&Agent> {
        self.agents.get(self.place(ResourceKind::Agent, id_or_arn)?)
    }

    /// The flow with this id or ARN.
    #[must_use]
    pub fn flow(&self, id_or_arn: &str) -> Option<&FlowResource> {
        self.flows.get(self.place(ResourceKind::Flow, id_or_arn)?)
    }

    /// The module with this id or ARN.
    #[must_use]
    pub fn module(&self, id_or_arn: &str) -> Option<&ModuleResource> {
        self.modules.get(self.place(ResourceKind::Module, id_or_arn)?)
    }

    /// The bot alias with this ARN.
    #[must_use]
    pub fn bot(&self, arn: &str) -> Option<&Bot> {
        self.bots.get(self.place(ResourceKind::Bot, arn)?)
    }

    /// The quick connect with this id or ARN.
    #[must_use]
    pub fn quick_connect(&self, id_or_arn: &str) -> Option<&QuickConnectResource> {
        self.quick_connects.get(self.place(ResourceKind::QuickConnect, id_or_arn)?)
    }

    /// How many quick connects the queue with this id has, where an answer tells.
    #[must_use]
    pub fn quick_connects_of(&self, queue_id: &str) -> Option<usize> {
        self.index.quick_connects.get(queue_id).copied()
    }

    /// Whether the instance has this phone number, in E.164 form; `None` where no answer lists its numbers.
    #[must_use]
    pub fn owns_number(&self, number: &str) -> Option<bool> {
        Some(self.phone_numbers.as_ref()?.iter().any(|known| known.number == number))
    }

    /// Where the inventory's files first tell of the thing with this ARN.
    #[must_use]
    pub fn origin(&self, arn: &str) -> Option<Span> {
        self.index.origins.get(arn).copied()
    }

    fn called(&self, kind: ResourceKind, name: &str) -> impl Iterator<Item = &Known> {
        self.places(kind, name).filter_map(move |at| self.known(kind, at))
    }

    fn places(&self, kind: ResourceKind, name: &str) -> impl Iterator<Item = usize> {
        self.index.kinds.get(&kind).and_then(|names| names.by_name.get(name)).into_iter().flatten().copied()
    }

    fn place(&self, kind: ResourceKind, id_or_arn: &str) -> Option<usize> {
        self.index.kinds.get(&kind)?.by_id.get(id_or_arn).copied()
    }

    /// The thing at a place of the list of `kind`.
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

    /// Makes the index; the lists must not change afterwards.
    pub(super) fn index(&mut self, gathered: &Gathered) {
        let mut index = Index::default();
        for kind in ResourceKind::ALL {
            let mut names = NameIndex::default();
            for (at, known) in (0..).map_while(|at| Some((at, self.known(kind, at)?))) {
                names.by_name.entry(known.name.clone()).or_default().push(at);
                names.by_id.entry(known.id.clone()).or_insert(at);
                names.by_id.entry(known.arn.clone()).or_insert(at);
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
    /// The alias's name; its id, where no answer of Lex tells the name.
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
