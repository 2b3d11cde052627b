//! Runs of flows: what a contact goes through, from outside. Each fixture holds what the world and people do as comments.

use std::collections::BTreeSet;

use callflow::catalogue::run_time::{HOOKS, HOOKS_OFF};
use callflow::catalogue::{self, Channel, Decides, Does, Kind, When, contact_data};
use callflow::graph::{Build, Mode};
use callflow::simulate::{Act, Answer, At, Figures, Holder, Outcome, Simulation, Start, Stop, World};
use serde_json::json;
use smol_str::SmolStr;

use crate::support::run::{Project, Purpose, emitted};
use crate::support::{chosen, contact, corpus, fixtures, snapshot_beside, snapshot_in, stem};

/// The documented rules of a run that concern a decision or data: the rule, what it is about, and the fixture that shows
/// it.
const RULES: &[(&str, &str, &str)] = &[
    ("an error takes its branch before any condition is tried", "engine", "voice"),
    ("the first true condition in order is taken", "engine", "conditions"),
    ("without a true condition, `no_match` is taken where the action has it", "engine", "conditions"),
    ("success takes the next action", "engine", "voice"),
    ("texts are compared with their case", "engine", "conditions"),
    ("texts are compared at their start, their end and inside", "engine", "conditions"),
    ("a comparison of numbers with what is no number is false and no error", "engine", "conditions"),
    ("numbers have decimals", "engine", "conditions"),
    ("an operand may be a path", "engine", "conditions"),
    ("parameters are resolved before the action runs", "engine", "lifetimes"),
    ("a prompt without an error branch goes on", "engine", "channels"),
    ("looping prompts without an error branch end the flow, and the contact stays in the queue", "engine", "waiting"),
    ("an action that the type of the flow does not allow fails", "engine", "modules"),
    ("texts, media and attributes have paths in them, in every form", "references", "paths"),
    ("a path between backticks is resolved first", "references", "paths"),
    ("a blank, a comma or a full stop ends a path", "references", "paths"),
    ("a parameter whose value is missing takes the error branch", "references", "paths"),
    ("bad SSML takes the error branch", "references", "paths"),
    ("attributes go with the contact to other flows", "data", "lifetimes"),
    ("attributes of a flow stay in the flow", "data", "lifetimes"),
    ("each answer of a function replaces the one before", "data", "lifetimes"),
    ("stored input is `Timeout` when nothing came, and other questions leave it alone", "data", "input"),
    ("the queue goes with the contact to other flows", "data", "lifetimes"),
    ("the data of a loop lives while it is active, from index 0", "data", "loops"),
    ("a module sees its input, and not the data of its caller", "data", "modules"),
    ("the caller finds its own data again", "data", "modules"),
    ("what a module returned stays until a module returns something else", "data", "modules"),
    ("a data table takes away the answers of the one before", "data", "lifetimes"),
    ("a bot's data is that of the last bot", "data", "bots"),
    ("a view sets its action and its data", "data", "bots"),
    ("the agent is known in whispers", "data", "people"),
    ("the agent hears the agent's whisper, then the customer the customer's", "flows", "people"),
    ("a transfer runs the transfer flow, the hold flow for the customer, and the whispers", "flows", "people"),
    ("a queue transfer ends in a queue", "flows", "people"),
    ("a move to another queue is a new contact of its own kind", "flows", "waiting"),
    ("the last flow set for an event counts, and a whisper can be switched off", "flows", "people"),
    ("a customer queue flow ends when an agent accepts", "flows", "waiting"),
    ("an interrupt takes its branch, and the end of it goes back to the first prompt", "flows", "waiting"),
    ("the time until an interrupt belongs to the call", "flows", "interrupts"),
    ("a whisper is cut after two minutes", "flows", "people"),
    ("an agent who leaves in the whisper leaves the customer in the queue", "flows", "people"),
    ("the end of an inbound flow disconnects", "flows", "leaving"),
    ("the end of a customer queue flow leaves the contact in the queue", "flows", "modules"),
    ("the end of a whisper goes on", "flows", "people"),
    ("a transfer to a queue, an agent, a flow or a number ends the flow", "flows", "leaving"),
    ("the customer who hangs up ends the flow", "flows", "people"),
    ("the disconnect flow runs when the agent hangs up first, with its own way of beginning", "flows", "people"),
    ("a flow that disconnects a task runs the disconnect flow", "flows", "leaving"),
    ("a prompt is skipped while a key is buffered, if it says so", "talking", "buffer"),
    ("a menu takes one key", "talking", "input"),
    ("a key without a condition is no match, and no key the timeout", "talking", "input"),
    ("stored input ends at its length or its end key, which is not stored", "talking", "input"),
    ("the end keys may be several and repeat keys before them", "talking", "input"),
    ("the cancel key deletes, unless it is an ordinary key", "talking", "input"),
    ("a local number is stored with the code of its country", "talking", "input"),
    ("a number that is not valid takes its branch", "talking", "input"),
    ("encrypted input is not readable", "talking", "input"),
    ("the buffer answers menus and stored input, and is stored or cleared when it stops", "talking", "buffer"),
    ("an intent is compared exactly, and any other is no match", "talking", "bots"),
    ("a silent chat times out", "talking", "bots"),
    ("a view without an answer times out, another action is no match", "talking", "bots"),
    ("a full queue takes its branch", "queues", "queue"),
    ("a block that needs a queue fails without one", "queues", "queue"),
    ("hours without a name are those of the queue, and fail without one", "queues", "queue"),
    ("figures decide staffing and status; the age is compared in milliseconds", "queues", "queue"),
    ("metrics set their data", "queues", "queue"),
    ("a move to a full queue leaves the contact where it is", "queues", "waiting"),
    ("a callback goes to the named queue, for the set number or the caller's", "leaving", "leaving"),
    ("a callback without a number fails", "leaving", "leaving"),
    ("a callback number without the international form is invalid", "leaving", "leaving"),
    ("a busy agent ends a transfer to an agent with a disconnect", "leaving", "people"),
    ("a call to another number comes back only if it resumes", "leaving", "leaving"),
    ("a failed call of a campaign or agent ends the contact", "leaving", "leaving"),
    ("a module returns by the name of a branch, or with success", "modules", "modules"),
    ("modules are nested up to five times", "modules", "modules"),
    ("percentages are decided by rising thresholds", "deciding", "conditions"),
    ("a loop takes its branch so many times, the other one once, and begins again", "deciding", "loops"),
    ("a loop of 0 is done at once, and a count that is no number fails", "deciding", "loops"),
    ("a loop over a list has its elements", "deciding", "loops"),
    ("a wait ends when its time is over, or when the customer writes", "waiting", "channels"),
    ("a wait runs its branch meanwhile, and a wait in it fails", "waiting", "channels"),
    ("a wait for a bot that is not there takes its branch", "waiting", "channels"),
    ("a task waits only for time, and a call only with a branch or events", "waiting", "channels"),
    ("a function that fails takes the error branch", "data blocks", "voice"),
    ("a nested answer of a function that is not JSON takes the error branch", "data blocks", "lifetimes"),
    ("profiles and cases add to what is loaded", "data blocks", "lifetimes"),
    ("keys are refused on chats, tasks and emails", "channels", "channels"),
    ("audio fails on chats and tasks, every prompt on emails", "channels", "channels"),
    ("a callback number fails with its own error off the phone", "channels", "channels"),
    ("hold flows fail off the phone", "channels", "channels"),
    ("settings of a call fail on a chat with their own error", "channels", "channels"),
    ("the text of an email is loaded on emails only", "channels", "channels"),
    ("a text of more than 6,000 characters takes the error branch", "limits", "limits"),
    ("attributes of more than 32 KB take the error branch, and none is set", "limits", "limits"),
    ("a contact moves between queues up to eleven times", "limits", "limits"),
    ("the touchtone buffer holds 30 keys", "limits", "limits"),
    ("a bot clears the touchtone buffer", "talking", "buffer"),
    ("data of a related contact is not that of this one", "data", "lifetimes"),
    ("settings of the contact are its data", "data", "lifetimes"),
    ("a function that runs on goes on at once with an id", "data blocks", "lifetimes"),
    ("1,000 blocks without a person or time are a circle", "limits", "stops"),
];

#[test]
fn contacts_go_the_way_that_the_rules_say() {
    for fixture in chosen(fixtures("tests/simulate", "flow"), |path| stem(path).to_owned()) {
        let text = std::fs::read_to_string(&fixture).unwrap().replace("\r\n", "\n");
        snapshot_beside(&fixture, &contact::trace("main.flow", &text));
    }
}

#[test]
fn each_rule_has_a_fixture_and_each_fixture_a_rule() {
    let found: BTreeSet<String> = fixtures("tests/simulate", "flow").iter().map(|path| stem(path).to_owned()).collect();
    let named: BTreeSet<String> = RULES.iter().map(|(_, _, fixture)| (*fixture).to_owned()).collect();
    assert_eq!(found, named);
}

#[test]
fn flow_json_runs_like_its_source() {
    let text = std::fs::read_to_string("tests/simulate/voice.flow").unwrap().replace("\r\n", "\n");
    let script: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("//> ")).collect();
    let analysis = Project::demo().with("main.flow", &text).analyse(Purpose::Emit, Mode::Publish);
    let files = emitted(&analysis, Mode::Publish);
    let content = files.iter().find(|file| file.path.starts_with("flows/")).unwrap();
    let trace = contact::trace_of(&[("Main.json", str::from_utf8(&content.bytes).unwrap())], &script);
    snapshot_in("tests/simulate", "voice_json", &trace);
}

#[test]
fn every_block_has_facts_for_a_run_that_fit_the_rest_of_its_entry() {
    for block in catalogue::blocks() {
        let keyword = block.keyword;
        let run = block.run.unwrap_or_else(|| panic!("{keyword} has none"));
        for path in run.brings.iter().chain(run.sets.iter().map(|(_, path)| path)) {
            let root = path.split('.').next().unwrap();
            assert!(contact_data::find(root).is_some(), "{keyword}: {path}");
        }
        let fills = block.semantics.fills.iter().filter(|fill| fill.from.is_none());
        for fill in fills.filter(|_| !run.brings.is_empty()) {
            let brings = run.brings.iter().any(|path| path.split('.').next() == Some(fill.root));
            assert!(brings, "{keyword} fills {}, and an answer does not", fill.root);
        }
        for (parameter, _) in run.sets {
            assert!(has_wire(block, parameter), "{keyword}: {parameter}");
        }
        if let Decides::Figures(metric, words) = run.decides {
            let parameter = block.parameters.iter().find(|it| it.wire == metric).unwrap();
            let Kind::Choice(choices) = parameter.kind else { panic!("{keyword}: {metric}") };
            assert!(choices.iter().all(|(_, wire)| words.iter().any(|(word, _)| word == wire)), "{keyword}");
        }
        if let Does::Waits(waits) = run.does {
            for name in [waits.over, waits.meanwhile.0, waits.returns.0] {
                assert!(block.branch(name).is_some(), "{keyword}: {name}");
            }
        }
        if run.decides == Decides::Person {
            let semantics = &block.semantics;
            let waits = matches!(run.does, Does::Waits(_)) || semantics.plays_queue_prompts();
            assert!(semantics.asks.is_some() || waits, "{keyword} waits for nobody");
        }
    }
    let hooks = HOOKS.iter().map(|(wire, _)| *wire);
    let off = HOOKS_OFF.iter().map(|(when, _)| match when {
        When::Is(wire, _) => *wire,
        other => panic!("{other:?}"),
    });
    for wire in hooks.chain(off) {
        assert!(catalogue::blocks().any(|block| has_wire(block, wire)), "{wire}");
    }
}

/// A world that gives one answer after another, and an act after another.
struct Wanderer<'b> {
    build: &'b Build,
    step: usize,
}

impl World for Wanderer<'_> {
    fn answer(&mut self, at: &At<'_>) -> Option<Answer> {
        self.step += 1;
        let action = self.build.flows[at.flow].action(at.action).unwrap();
        let branches = action.block.map_or(&[][..], |block| block.branches);
        let conditions = action.transitions.conditions.len();
        let choices = branches.len() + conditions + 2;
        let choice = self.step.wrapping_mul(7) % choices;
        let result = match choice {
            0 => return None,
            1 => Outcome::Success,
            index if index - 2 < branches.len() => Outcome::Branch(branches[index - 2].name),
            index => Outcome::Condition(index - 2 - branches.len()),
        };
        let data = serde_json::Map::from_iter([("value".to_owned(), json!("1")), ("none".to_owned(), json!(null))]);
        Some(Answer { result, data, by: None })
    }

    fn figures(&mut self, _: &Holder) -> Figures {
        self.step += 1;
        let some = u64::try_from(self.step % 7).unwrap();
        Figures {
            waiting: Some(some),
            oldest: Some(some * 60),
            available: Some(some % 2),
            staffed: Some(1),
            online: Some(1),
            full: self.step.is_multiple_of(5),
            by: None,
        }
    }
}

/// What may happen to a contact, whether it fits or not.
fn acts() -> Vec<Act> {
    vec![
        Act::Press("1#".into()),
        Act::Silence,
        Act::Wait(45),
        Act::AgentAccepts(Some("chen.wei".into())),
        Act::Say("hello".into()),
        Act::AgentHolds,
        Act::Press("*2".into()),
        Act::AgentResumes,
        Act::Choose("Next".into()),
        Act::AgentTransfers(0),
        Act::Wait(700_000),
        Act::AgentHangsUp,
        Act::HangUp,
    ]
}

/// Lets contacts wander through the flows of a build, and notes the blocks that ran.
fn wander(build: &Build, blocks: &mut BTreeSet<&'static str>) {
    let channels = [Channel::Voice, Channel::Voice, Channel::Chat, Channel::Task, Channel::Email];
    let acts = acts();
    for (flow, seed) in (0..build.flows.len()).flat_map(|flow| (0..12).map(move |seed| (flow, seed))) {
        let start = Start {
            channel: channels[seed % channels.len()],
            flow,
            attributes: serde_json::Map::new(),
            customer_number: None,
            system_number: None,
            queue: seed.is_multiple_of(3).then(|| Holder::Queue("Billing".into())),
            agent: seed.is_multiple_of(4).then(|| "chen.wei".into()),
            disconnect_flow: seed.is_multiple_of(5).then_some(0),
            input: serde_json::Map::new(),
        };
        // What is missing is given, and the contact starts again.
        let mut given: Vec<SmolStr> = Vec::new();
        let contact = loop {
            let mut world = Wanderer { build, step: seed };
            let mut contact = Simulation::new(build);
            given.iter().for_each(|path| contact.set(path, json!("1")));
            let mut result = contact.start(&start, &mut world);
            for turn in 0..40 {
                let act = &acts[(turn * 5 + seed) % acts.len()];
                result = match result {
                    Ok(()) | Err(Stop::WrongAct { .. }) => contact.act(act, None, &mut world),
                    Err(stop) => Err(stop),
                };
            }
            match result {
                Err(Stop::MissingValue { path, .. }) if !given.contains(&path) => given.push(path),
                _ => break contact,
            }
        };
        let actions = contact.events().iter().map(|event| build.flows[event.flow].action(event.action).unwrap());
        blocks.extend(actions.filter_map(|action| action.block).map(|block| block.keyword));
        let name = &build.flows[flow].name.text;
        assert!(contact.events().len() <= 20_001, "{name} runs on and on");
    }
}

#[test]
fn no_contact_wanders_for_ever() {
    let files = fixtures("tests/ok", "flow").into_iter().chain(fixtures("examples/acme-support/flows", "flow"));
    let mut blocks = BTreeSet::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let analysis = Project::demo().with("main.flow", &text).analyse(Purpose::Check, Mode::Publish);
        wander(&analysis.build, &mut blocks);
    }
    assert!(blocks.len() > 60, "only {} blocks ran", blocks.len());
}

#[test]
fn no_contact_wanders_for_ever_through_real_flows() {
    let Some(shared) = corpus::shared() else { return };
    let mut blocks = BTreeSet::new();
    for (path, text) in corpus::flows(&shared, corpus::GOOD) {
        let analysis = Project::bare().with(&path, &text).analyse(Purpose::Check, Mode::Publish);
        wander(&analysis.build, &mut blocks);
    }
    assert!(blocks.len() > 30, "only {} blocks ran", blocks.len());
}

fn has_wire(block: &catalogue::Block, wire: &str) -> bool {
    block.parameters.iter().any(|parameter| parameter.wire == wire)
        || block.entries.is_some_and(|entries| entries.wire == wire)
}
