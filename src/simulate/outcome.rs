//! How a block is left: from an answer, a value or an error to the branch of the flow.

use serde_json::Value;

use super::condition::is_true;
use super::data::{self, text};
use super::engine::{Engine, Site};
use super::resolve::Resolver;
use super::trace::{Stop, Taken, Why};
use super::world::{Answer, Outcome};
use crate::catalogue::contact_data::{self, Holds, STORED_INPUT};
use crate::catalogue::doubt::{
    AFTER_FAILURE, CATCH_ALL, EQUAL_TEXTS, NO_CONDITION, NO_ERROR_BRANCH, PATH_OPERAND, REFUSED_ANSWER,
};
use crate::catalogue::run_time::DATA_BYTES;
use crate::catalogue::{BranchWire, Decides, Does, Need, wire};
use crate::contact_path;
use crate::graph::{Action, Node, Target};

impl<'b> Engine<'_, 'b> {
    /// Leaves a block as the world says, with the data that it brings.
    pub(super) fn outcome(&mut self, site: Site<'b>, answer: &Answer) -> Result<(), Stop> {
        let why = Why::Given(answer.by);
        match &answer.result {
            Outcome::Success if !is_accepted(site, answer) => {
                self.doubt(site.event, REFUSED_ANSWER);
                self.lose(site);
                self.fail(site, wire::ANY_ERROR, why)
            }
            Outcome::Success => {
                self.bring(site, answer, true);
                self.take_effect(site, why)
            }
            Outcome::Branch(name) => match site.block.branch(name).map(|branch| branch.wire) {
                Some(BranchWire::Next) | None => {
                    self.bring(site, answer, true);
                    self.take_effect(site, why)
                }
                Some(BranchWire::Error(error)) => {
                    self.bring(site, answer, false);
                    self.fail(site, error, why)
                }
                Some(BranchWire::Condition(operator, operand)) => {
                    self.bring(site, answer, true);
                    match condition(site.action, operator, operand) {
                        Some(index) => self.take_condition(site, index, why),
                        None => self.no_condition(site, why),
                    }
                }
            },
            Outcome::Error(error) => {
                self.bring(site, answer, false);
                self.fail(site, error, why)
            }
            Outcome::Value(value) if matches!(site.block.run_time().does, Does::Stores(_)) => {
                self.put(site.thread, STORED_INPUT, Value::String(value.to_string()));
                self.take_effect(site, why)
            }
            Outcome::Value(value) => {
                self.bring(site, answer, true);
                let value = Value::String(value.to_string());
                self.got(site, &value);
                self.compare_with(site, Some(&value), why)
            }
            Outcome::Condition(index) => {
                self.bring(site, answer, true);
                self.take_condition(site, *index, why)
            }
        }
    }

    /// The same for a block outside of the catalogue.
    pub(super) fn outcome_of_unknown(
        &mut self,
        thread: usize,
        event: usize,
        action: &'b Action,
        answer: &Answer,
    ) -> Result<(), Stop> {
        let transitions = &action.transitions;
        let error_at = |error: &str| transitions.errors.iter().position(|branch| branch.error == error);
        let of_error = |index: usize| Some((Taken::Error(index), transitions.errors.get(index)?.edge.target));
        let of_condition =
            |index: usize| Some((Taken::Condition(index), transitions.conditions.get(index)?.edge.target));
        let next = || Some((Taken::Next, transitions.next?.target));
        let is_operand = |operands: &[Node], value: &str| matches!(operands, [Node { value: crate::graph::Value::Text(text), .. }] if text == value);
        let found: Option<(Taken, Target)> = match &answer.result {
            Outcome::Success => next(),
            Outcome::Branch(name) => wire::COMMON_BRANCHES
                .iter()
                .find(|(branch, _)| branch == name)
                .and_then(|(_, error)| error_at(error))
                .and_then(of_error),
            Outcome::Error(error) => error_at(error).or_else(|| error_at(wire::ANY_ERROR)).and_then(of_error),
            Outcome::Value(value) => transitions
                .conditions
                .iter()
                .position(|condition| is_operand(&condition.operands, value))
                .and_then(of_condition)
                .or_else(|| error_at(wire::NO_CONDITION).and_then(of_error)),
            Outcome::Condition(index) => of_condition(*index),
        };
        let why = Why::Given(answer.by);
        match found {
            Some((taken, target)) => {
                self.exit(event, taken, why);
                self.go(thread, event, target)
            }
            None => {
                self.exit(event, Taken::Absent, why);
                Err(Stop::Nowhere { event })
            }
        }
    }

    /// Puts the data of an answer where it belongs.
    fn bring(&mut self, site: Site<'b>, answer: &Answer, succeeded: bool) {
        let run = site.block.run_time();
        let replaces = !run.adds && run.decides == Decides::World;
        if !succeeded && answer.data.is_empty() {
            if replaces {
                self.lose(site);
            }
            return;
        }
        let is_decided = !matches!(run.decides, Decides::Nobody | Decides::Itself);
        let has_changed = succeeded && is_decided || !answer.data.is_empty();
        for path in site.block.brings() {
            let names: Vec<&str> = path.split('.').collect();
            let Some(root) = names.first() else { continue };
            let is_of_flow = data::is_of_flow(root);
            let data = self.data_mut(site.thread, root);
            if has_changed && contact_data::find(root).is_some_and(|root| matches!(root.holds, Holds::Value)) {
                // Without a value in the answer, what it is now is not known.
                data.remove(*root);
                continue;
            }
            if !run.adds && is_of_flow && has_changed {
                data::set(data, names.iter().copied(), Value::Object(data::Data::new()));
            }
            data::add(data, &names, &answer.data);
        }
    }

    /// After a failure, the data of the call before is gone.
    fn lose(&mut self, site: Site<'b>) {
        let roots: Vec<&str> = site.block.brings().filter_map(|path| path.split('.').next()).collect();
        if let Some(frame) = self.frame_mut(site.thread) {
            for root in roots.into_iter().filter(|root| data::is_of_flow(root)) {
                frame.data.lose(root, AFTER_FAILURE);
            }
        }
    }

    /// Sets a value at a path of keys with dots between them.
    pub(super) fn put(&mut self, thread: usize, path: &str, value: Value) {
        let root = path.split('.').next().unwrap_or_default();
        let data = self.data_mut(thread, root);
        data::set(data, path.split('.'), value);
    }

    /// Notes the intent or action that a block got.
    pub(super) fn got(&mut self, site: Site<'b>, value: &Value) {
        let path = match site.block.run_time().does {
            Does::Talks { intent } => intent,
            Does::Shows { action } => Some(action),
            _ => None,
        };
        if let Some(path) = path {
            self.put(site.thread, path, value.clone());
        }
    }

    /// Leaves a block that compares a value: by the first condition that is true for it.
    pub(super) fn compare_with(&mut self, site: Site<'b>, value: Option<&Value>, why: Why) -> Result<(), Stop> {
        let conditions = &site.action.transitions.conditions;
        for (index, condition) in conditions.iter().enumerate() {
            let operands: Vec<Value> = condition.operands.iter().map(|node| self.operand(site, node)).collect();
            if is_true(&condition.operator, value, &operands) {
                return self.take_condition(site, index, why);
            }
            if condition.operator == wire::EQUALS && are_equal_numbers(value, operands.first()) {
                self.doubt(site.event, EQUAL_TEXTS);
            }
        }
        self.no_condition(site, why)
    }

    fn operand(&mut self, site: Site<'b>, node: &Node) -> Value {
        let is_path = matches!(&node.value, crate::graph::Value::Text(text) if contact_path::begins(text));
        let mut resolver = Resolver::new(self.state.view(site.thread));
        let value = resolver.node(node, false);
        if is_path {
            self.doubt(site.event, PATH_OPERAND);
        }
        value
    }

    /// Takes the condition at an index.
    pub(super) fn take_condition(&mut self, site: Site<'b>, index: usize, why: Why) -> Result<(), Stop> {
        let Some(condition) = site.action.transitions.conditions.get(index) else {
            return self.absent(site, why);
        };
        self.exit(site.event, Taken::Condition(index), why);
        self.go(site.thread, site.event, condition.edge.target)
    }

    /// Takes the condition of a branch of the catalogue.
    pub(super) fn take_branch(&mut self, site: Site<'b>, name: &str, why: Why) -> Result<(), Stop> {
        let index = match site.block.branch(name).map(|branch| branch.wire) {
            Some(BranchWire::Condition(operator, operand)) => condition(site.action, operator, operand),
            Some(BranchWire::Next | BranchWire::Error(_)) | None => None,
        };
        match index {
            Some(index) => self.take_condition(site, index, why),
            None => self.no_condition(site, why),
        }
    }

    /// No condition is true.
    fn no_condition(&mut self, site: Site<'b>, why: Why) -> Result<(), Stop> {
        let errors = &site.action.transitions.errors;
        if let Some(index) = errors.iter().position(|branch| branch.error == wire::NO_CONDITION) {
            return self.take_error(site, index, why);
        }
        self.doubt(site.event, NO_CONDITION);
        self.succeed(site, why)
    }

    fn take_error(&mut self, site: Site<'b>, index: usize, why: Why) -> Result<(), Stop> {
        let Some(branch) = site.action.transitions.errors.get(index) else { return self.absent(site, why) };
        self.exit(site.event, Taken::Error(index), why);
        self.go(site.thread, site.event, branch.edge.target)
    }

    /// Leaves a block with an error.
    pub(super) fn fail(&mut self, site: Site<'b>, error: &str, why: Why) -> Result<(), Stop> {
        if site.block.run_time().does == Does::Dials {
            self.exit(site.event, Taken::Ended, why);
            return self.over(site.thread, None);
        }
        let errors = &site.action.transitions.errors;
        let at = |error: &str| errors.iter().position(|branch| branch.error == error);
        if let Some(index) = at(error) {
            return self.take_error(site, index, why);
        }
        if error != wire::NO_CONDITION
            && let Some(index) = at(wire::ANY_ERROR)
        {
            self.doubt(site.event, CATCH_ALL);
            return self.take_error(site, index, why);
        }
        let catch_all = site.block.branches.iter().find(|branch| branch.wire == BranchWire::Error(wire::ANY_ERROR));
        if !catch_all.is_some_and(|branch| branch.need == Need::Optional) {
            return self.absent(site, why);
        }
        if site.block.semantics.plays_queue_prompts() {
            self.exit(site.event, Taken::Ended, why);
            return self.stop_flow(site);
        }
        if !matches!(site.block.run_time().does, Does::Says { .. }) {
            self.doubt(site.event, NO_ERROR_BRANCH);
        }
        self.succeed(site, why)
    }

    /// Leaves a block that has succeeded, by `NextAction`.
    pub(super) fn succeed(&mut self, site: Site<'b>, why: Why) -> Result<(), Stop> {
        let Some(edge) = site.action.transitions.next else { return self.absent(site, why) };
        self.exit(site.event, Taken::Next, why);
        self.go(site.thread, site.event, edge.target)
    }

    fn absent(&mut self, site: Site<'b>, why: Why) -> Result<(), Stop> {
        self.exit(site.event, Taken::Absent, why);
        Err(Stop::Nowhere { event: site.event })
    }
}

/// Whether the service takes the answer of a function: it is not too large, and flat unless the block wants JSON.
fn is_accepted(site: Site<'_>, answer: &Answer) -> bool {
    let Does::Invokes { nests, .. } = site.block.run_time().does else { return true };
    let is_flat = answer.data.values().all(|value| !value.is_object() && !value.is_array());
    (is_flat || site.action.parameters.holds(nests)) && data::size(&answer.data) <= DATA_BYTES
}

/// The index of the condition with this operator and operand.
fn condition(action: &Action, operator: &str, operand: &str) -> Option<usize> {
    action.transitions.conditions.iter().position(|condition| {
        let is_operand =
            |node: &Node| matches!(&node.value, crate::graph::Value::Text(text) if text.eq_ignore_ascii_case(operand));
        condition.operator == operator && condition.operands.iter().any(is_operand)
    })
}

/// Whether two values are the same number in different words.
fn are_equal_numbers(one: Option<&Value>, other: Option<&Value>) -> bool {
    let number = |value: Option<&Value>| value.and_then(text).and_then(|text| super::condition::number(&text));
    matches!((number(one), number(other)), (Some(one), Some(other)) if one == other)
}
