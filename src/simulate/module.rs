//! Modules and loops: what is inside of a flow and comes back.

use serde_json::Value;

use super::data::{self, FlowData};
use super::engine::{Engine, Site};
use super::resolve::{at, text_at};
use super::state::Place;
use super::thread::Frame;
use super::trace::{Returned, Stop, Taken, Why};
use crate::catalogue::contact_data::{self as names, MODULE_BRANCH, MODULE_INPUT, MODULE_OUTPUT, MODULES};
use crate::catalogue::doubt::{IN_MODULE, LOOP_SCOPE, NESTING, UNNAMED_BRANCH};
use crate::catalogue::run_time::MODULE_NESTING;
use crate::catalogue::{BranchWire, Counts, ModuleUse, wire};
use crate::graph::FlowKind;

impl<'b> Engine<'_, 'b> {
    /// Runs a module, unless the world says how it returns.
    pub(super) fn invoke_module(&mut self, site: Site<'b>) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            if let super::world::Outcome::Value(branch) = &answer.result {
                self.put_result(site.thread, Some(branch), None);
            }
            return self.outcome(site, &answer);
        }
        let Some((module, input)) = site.block.semantics.calls_module() else { return self.change(site) };
        let name = text_at(self.parameters(site.event), module).unwrap_or_default();
        let here = site.action.flow_at(module);
        let Some(flow) = here.or_else(|| self.flow_named(&name, |flow| flow.kind == FlowKind::Module)) else {
            return Err(Stop::NotHere { event: site.event });
        };
        let input = at(self.parameters(site.event), input).cloned();
        let Some(thread) = self.thread_mut(site.thread) else { return Ok(()) };
        if thread.frames.len() > MODULE_NESTING {
            self.doubt(site.event, NESTING);
            return self.fail(site, wire::ANY_ERROR, Why::Always);
        }
        let from = thread.frames.last().map(|frame| frame.data.after(IN_MODULE)).unwrap_or_default();
        let mut frame = Frame { flow, data: from, called_by: Some(site.event), ..Frame::default() };
        if let Some(input) = input {
            data::set(&mut frame.data.data, [MODULES, MODULE_INPUT], input);
        }
        let start = self.build.flows.get(flow).map(|flow| flow.start);
        if let Some(thread) = self.thread_mut(site.thread) {
            thread.frames.push(frame);
        }
        match start {
            Some(start) => self.go(site.thread, site.event, start),
            None => Ok(()),
        }
    }

    /// A module returns to the flow that invoked it.
    pub(super) fn return_from_module(&mut self, site: Site<'b>) -> Result<(), Stop> {
        let Some(ModuleUse::Returns { branch, output }) = site.block.semantics.module else {
            return self.end_flow(site);
        };
        let branch = text_at(self.parameters(site.event), branch);
        let output = at(self.parameters(site.event), output).cloned();
        self.exit(site.event, Taken::Ended, Why::Always);
        let Some(thread) = self.thread_mut(site.thread) else { return Ok(()) };
        let Some(frame) = thread.frames.pop() else { return Ok(()) };
        self.leave_loops(&frame);
        let Some(event) = frame.called_by else {
            // The module was started alone.
            self.stop_all(&Why::Always);
            self.state.last = FlowData { data: frame.data.data, lost: Vec::new() };
            let output = match output {
                Some(Value::Object(map)) => map,
                _ => data::Data::new(),
            };
            self.state.returned = Some(Returned { branch, output });
            self.state.place = Place::Nowhere;
            return Ok(());
        };
        self.put_result(site.thread, branch.as_deref(), output);
        let Some(caller) = self.site_of(site.thread, event) else { return Ok(()) };
        match branch {
            None => self.succeed(caller, Why::Returned),
            Some(branch) => {
                let value = Value::String(branch.to_string());
                let conditions = &caller.action.transitions.conditions;
                let is_named = conditions.iter().any(|condition| {
                    condition
                        .operands
                        .iter()
                        .any(|node| matches!(&node.value, crate::graph::Value::Text(text) if *text == branch))
                });
                if !is_named {
                    self.doubt(event, UNNAMED_BRANCH);
                }
                self.compare_with(caller, Some(&value), Why::Returned)
            }
        }
    }

    /// Notes the result of a module. What it does not return stays as it was.
    fn put_result(&mut self, thread: usize, branch: Option<&str>, output: Option<Value>) {
        let Some(frame) = self.frame_mut(thread) else { return };
        if let Some(branch) = branch {
            data::set(&mut frame.data.data, [MODULES, MODULE_BRANCH], Value::String(branch.to_owned()));
        }
        if let Some(output) = output {
            data::set(&mut frame.data.data, [MODULES, MODULE_OUTPUT], output);
        }
    }

    /// Takes one branch of a loop a number of times, or once for each element; then the other one.
    pub(super) fn count(&mut self, site: Site<'b>, counts: Counts) -> Result<(), Stop> {
        let times = at(self.parameters(site.event), counts.times).cloned().unwrap_or(Value::Null);
        let elements = match &times {
            Value::Array(items) => Some(items.clone()),
            _ => None,
        };
        let limit = match &elements {
            Some(items) => u64::try_from(items.len()).ok(),
            None => data::text(&times).and_then(|text| text.parse().ok()),
        };
        let Some(limit) = limit else {
            return self.fail(site, wire::ANY_ERROR, Why::Compared(Some(times)));
        };
        let id = site.id;
        let name = site.action.identifier.clone();
        let Some(frame) = self.frame_mut(site.thread) else { return Ok(()) };
        let flow = frame.flow;
        let taken = frame.loops.get(&id).copied().unwrap_or(0);
        if taken >= limit {
            frame.loops.remove(&id);
            if let Some(Value::Object(loops)) = frame.data.data.get_mut(names::LOOP) {
                loops.remove(name.as_str());
            }
            let done = site
                .block
                .branches
                .iter()
                .find(|branch| branch.name != counts.again && matches!(branch.wire, BranchWire::Condition(..)));
            return self.take_branch(site, done.map_or("", |branch| branch.name), Why::Counted(taken, limit));
        }
        if taken == 0 && self.state.half_used.contains(&(flow, id)) {
            self.doubt(site.event, LOOP_SCOPE);
        }
        let Some(frame) = self.frame_mut(site.thread) else { return Ok(()) };
        frame.loops.insert(id, taken + 1);
        data::set(&mut frame.data.data, [names::LOOP, &name, names::LOOP_INDEX], Value::from(taken));
        if let Some(items) = elements {
            let element = usize::try_from(taken).ok().and_then(|index| items.get(index)).cloned();
            let element = element.unwrap_or(Value::Null);
            data::set(&mut frame.data.data, [names::LOOP, &name, names::LOOP_ELEMENT], element);
            data::set(&mut frame.data.data, [names::LOOP, &name, names::LOOP_ELEMENTS], Value::Array(items));
        }
        self.take_branch(site, counts.again, Why::Counted(taken + 1, limit))
    }
}
