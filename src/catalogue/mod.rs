//! The catalogue of blocks: constant tables of pure data, one file per category of the designer.
//!
//! This is the only place with facts about Connect's blocks. Checks, lowering, the reference documentation and all
//! other code that needs to know a block read them here. An entry contains no code. A block that needs special lowering
//! has a variant of an enum, which every `match` must handle.
//!
//! *Flow JSON* is the JSON that Connect imports and exports. Fields named `wire` hold its keys, paths and words.

mod analyze;
mod aspect;
mod block;
mod branch;
pub mod calling_code;
mod campaign;
mod case;
mod channel;
mod check;
pub mod contact_data;
mod data_table;
pub mod doubt;
mod entries;
mod flow_type;
pub mod identifier;
mod integrate;
mod interact;
#[cfg(test)]
mod invented;
mod logic;
mod message;
mod module;
mod need;
mod parameter;
mod profile;
mod record;
mod refused;
pub mod run_time;
mod semantics;
mod set;
pub mod speech;
mod step_name;
mod transfer;
pub mod wire;

pub use aspect::{Aspect, Exceptions};
pub use block::{Block, Form, Instead};
pub use branch::{Branch, BranchWire, Conditions, Next, Operands};
pub use channel::{Channel, EVERY_CHANNEL};
pub use doubt::Doubt;
pub use entries::{Entries, EntryLimits, EntryValues};
pub use flow_type::{FlowType, FlowTypes};
pub use need::{Need, When};
pub use parameter::{Dynamic, Group, GroupRule, Kind, Parameter, TimeUnit};
pub use refused::{
    REFUSED_PARAMETERS, REFUSED_TYPES, RefusedParameter, RefusedType, Replacement, UNDESCRIBED_TYPES,
    refused_parameter, refused_type,
};
pub use run_time::{Decides, Does, Elsewhere, Figure, Hook, RunTime, Stores, Waits};
pub use semantics::{
    Asks, CallbackUse, Counts, Ends, Fill, ModuleUse, Question, QueuePrompts, QueueUse, Semantics, SetsVoice, Streams,
    WaitsFor,
};
pub use step_name::{NameSource, StepName};

/// A category of the designer's palette, with its blocks.
#[derive(Clone, Copy, Debug)]
pub struct Category {
    /// Its name in the designer.
    pub name: &'static str,
    /// Its blocks.
    pub blocks: &'static [Block],
}

/// All blocks, by category.
pub static CATEGORIES: &[Category] = &[
    Category { name: "Interact", blocks: interact::BLOCKS },
    Category { name: "Set", blocks: set::BLOCKS },
    Category { name: "Check", blocks: check::BLOCKS },
    Category { name: "Logic", blocks: logic::BLOCKS },
    Category { name: "Analyze", blocks: analyze::BLOCKS },
    Category { name: "Recording and analytics", blocks: record::BLOCKS },
    Category { name: "Integrate", blocks: integrate::BLOCKS },
    Category { name: "Customer profiles", blocks: profile::BLOCKS },
    Category { name: "Cases", blocks: case::BLOCKS },
    Category { name: "Data tables", blocks: data_table::BLOCKS },
    Category { name: "Send message", blocks: message::BLOCKS },
    Category { name: "Outbound campaigns", blocks: campaign::BLOCKS },
    Category { name: "Modules", blocks: module::BLOCKS },
    Category { name: "Terminate / Transfer", blocks: transfer::BLOCKS },
    #[cfg(test)]
    Category { name: "Invented", blocks: invented::BLOCKS },
];

/// The maximum number of characters in a message that is text or SSML.
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/play.html>
pub const MESSAGE_LENGTH: usize = 6_000;

/// Whether `name` is one of `names`. A name in the list that ends with a dot matches itself and all names below it.
#[must_use]
pub fn is_known(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| match known.strip_suffix('.') {
        Some(above) => name.starts_with(known) || name == above,
        None => *known == name,
    })
}

/// The first block whose semantics satisfy a predicate.
pub fn with(does: impl Fn(&Semantics) -> bool) -> Option<&'static Block> {
    blocks().find(|block| does(&block.semantics))
}

/// All blocks.
pub fn blocks() -> impl Iterator<Item = &'static Block> {
    CATEGORIES.iter().flat_map(|category| category.blocks)
}

/// The blocks with this keyword: none, one, or the two forms of `transfer_to_queue`.
pub fn by_keyword(keyword: &str) -> impl Iterator<Item = &'static Block> {
    blocks().filter(move |block| block.keyword == keyword)
}

/// The blocks with this action type, in the order in which [`Block::recognised`] must be tried.
pub fn by_action(action: &str) -> impl Iterator<Item = &'static Block> {
    blocks().filter(move |block| block.action == action)
}

impl Block {
    /// The parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The branch of this name.
    #[must_use]
    pub fn branch(&self, name: &str) -> Option<&'static Branch> {
        self.branches.iter().find(|branch| branch.name == name)
    }

    /// Whether the block has no transitions.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.next == Next::Terminal
    }

    /// Whether it can succeed without one of its conditions deciding: it has a branch for that, or its success ends the
    /// flow.
    #[must_use]
    pub fn can_succeed(&self) -> bool {
        let decides = |branch: &Branch| matches!(branch.wire, BranchWire::Condition(..));
        let ends_flow = !self.is_terminal() && self.conditions.is_none() && !self.branches.iter().any(decides);
        ends_flow || self.branches.iter().any(|branch| branch.wire == BranchWire::Next)
    }

    /// Whether it waits for input of the customer.
    #[must_use]
    pub fn waits_for_customer(&self) -> bool {
        self.semantics.waits == Some(WaitsFor::Caller)
    }

    /// Whether nothing but the flow and its data decides how it is left: it compares, counts, returns or ends the flow.
    #[must_use]
    pub fn only_computes(&self) -> bool {
        self.semantics.compares.is_some() || self.semantics.counts.is_some() || self.is_terminal()
    }

    /// The parameter that a condition depends on, as it is written in source: `resume_after_disconnect: true`.
    #[must_use]
    pub fn parameter_behind(&self, when: When) -> Option<String> {
        let (path, value) = match when {
            When::Always | When::Absent(_) | When::IsNot(..) => return None,
            When::Present(path) => (path, None),
            When::AnyPresent(paths) => (*paths.first()?, None),
            When::Is(path, values) => (path, values.first().copied()),
            When::Has(path, item) => (path, Some(item)),
        };
        let parameter = self
            .parameters
            .iter()
            .find(|parameter| parameter.wire == path || parameter.wire.starts_with(&format!("{path}.")))?;
        let written = match (parameter.kind, value) {
            (Kind::Boolean { yes, .. }, Some(value)) => {
                Some(if yes.eq_ignore_ascii_case(value) { "true".to_owned() } else { "false".to_owned() })
            }
            (Kind::Choice(choices), Some(value)) => {
                choices.iter().find(|(_, wire)| wire.eq_ignore_ascii_case(value)).map(|(name, _)| (*name).to_owned())
            }
            (Kind::Choices(choices), Some(value)) => {
                choices.iter().find(|(_, wire)| *wire == value).map(|(name, _)| format!("[{name}]"))
            }
            _ => None,
        };
        Some(match written {
            Some(written) => format!("{}: {written}", parameter.name),
            None => parameter.name.to_owned(),
        })
    }
}
