//! Runs of contacts for tests: a flow text whose comments `//> …` are what the world and people do; gives the trace as
//! text. Each `call`, `chat`, `task` or `email` starts another contact.

use std::fmt::Write as _;

use callflow::analysis::Analysis;
use callflow::catalogue::Channel;
use callflow::graph::{Build, FlowKind, Mode};
use callflow::simulate::{
    Act, Answer, At, Event, Exit, Figures, Heard, Holder, Listener, MessageForm, Outcome, Simulation, Start, Stop,
    Taken, Whereabouts, Why, World,
};
use callflow::source::{Sources, Span};
use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::run::{Project, Purpose};

/// What a script says about the world.
#[derive(Default)]
struct Script {
    givens: Vec<Given>,
    figures: Vec<(Holder, Figures)>,
}

struct Given {
    once: bool,
    keyword: String,
    part: Option<String>,
    result: String,
    data: Map<String, Value>,
}

struct Answers<'a> {
    script: &'a mut Script,
    build: &'a Build,
}

impl World for Answers<'_> {
    fn answer(&mut self, at: &At<'_>) -> Option<Answer> {
        let action = self.build.flows[at.flow].action(at.action).unwrap();
        let keyword = action.block.map_or(action.type_.as_str(), |block| block.keyword);
        let all = format!("{} {}", action.identifier, Value::Object(at.parameters.clone()));
        let fits = |given: &Given| {
            given.keyword == keyword && given.part.as_ref().is_none_or(|part| all.contains(part.as_str()))
        };
        let once = self.script.givens.iter().position(|given| given.once && fits(given));
        if let Some(index) = once {
            let given = self.script.givens.remove(index);
            return Some(Answer { result: outcome(&given.result), data: given.data, by: None });
        }
        let given = self.script.givens.iter().rfind(|given| fits(given))?;
        Some(Answer { result: outcome(&given.result), data: given.data.clone(), by: None })
    }

    fn figures(&mut self, of: &Holder) -> Figures {
        let found = self.script.figures.iter().rfind(|(holder, _)| holder == of);
        found.map(|(_, figures)| figures.clone()).unwrap_or_default()
    }
}

/// `success`, the name of a branch, `error:Type`, `"value"` or `#index`.
fn outcome(text: &str) -> Outcome {
    if text == "success" {
        return Outcome::Success;
    }
    if let Some(error) = text.strip_prefix("error:") {
        return Outcome::Error(error.into());
    }
    if let Some(index) = text.strip_prefix('#') {
        return Outcome::Condition(index.parse().unwrap());
    }
    if let Some(value) = text.strip_prefix('"') {
        return Outcome::Value(value.trim_end_matches('"').into());
    }
    let names = callflow::catalogue::blocks().flat_map(|block| block.branches).map(|branch| branch.name);
    Outcome::Branch(names.into_iter().find(|name| *name == text).unwrap_or_else(|| panic!("no branch {text}")))
}

/// The trace of the contacts of a text.
pub fn trace(name: &str, text: &str) -> String {
    let json = text.trim_start().starts_with('{');
    let script: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("//> ")).collect();
    trace_of(&[(if json { "main.json" } else { name }, text)], &script)
}

/// The trace of the contacts of a script in these files.
pub fn trace_of(files: &[(&str, &str)], script: &[&str]) -> String {
    let project = files.iter().fold(Project::demo(), |project, (name, text)| project.with(name, text));
    let analysis = project.analyse(Purpose::Check, Mode::Publish);
    let mut out = String::new();
    if analysis.diagnostics.has_errors() {
        write!(out, "{}", analysis.diagnostics.to_plain_text(project.sources())).unwrap();
    }
    let mut player =
        Player { analysis: &analysis, sources: project.sources(), script: Script::default(), early: Vec::new(), out };
    player.play(script);
    player.out
}

struct Player<'a> {
    analysis: &'a Analysis,
    sources: &'a Sources,
    script: Script,
    early: Vec<(String, Value)>,
    out: String,
}

impl<'a> Player<'a> {
    fn play(&mut self, script: &[&str]) {
        let mut contact: Option<Simulation<'a>> = None;
        let mut stopped = false;
        for line in script {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = rest.trim();
            match word {
                "given" => self.given(rest),
                "queue" | "agent" => self.figures(word, rest),
                "data" => {
                    let (path, value) = rest.split_once(" = ").unwrap();
                    let value: Value = serde_json::from_str(value).unwrap();
                    match &mut contact {
                        Some(contact) => contact.set(path, value),
                        None => self.early.push((path.to_owned(), value)),
                    }
                }
                "call" | "chat" | "task" | "email" => {
                    writeln!(self.out, "{}> {line}", if contact.is_some() { "\n" } else { "" }).unwrap();
                    let build = &self.analysis.build;
                    let mut new = Simulation::new(build);
                    for (path, value) in self.early.drain(..) {
                        new.set(&path, value);
                    }
                    let start = self.start(word, rest);
                    let result = new.start(&start, &mut Answers { script: &mut self.script, build });
                    stopped = result.is_err();
                    self.show(&new, 0, result);
                    contact = Some(new);
                }
                "value" => {
                    let value = contact.as_ref().unwrap().value(rest);
                    let text = value.map_or("missing".to_owned(), |value| value.to_string());
                    writeln!(self.out, "  {rest} = {text}").unwrap();
                }
                _ if stopped => writeln!(self.out, "> {line} (the run has stopped)").unwrap(),
                _ => {
                    writeln!(self.out, "> {line}").unwrap();
                    let (act, heard) = self.act(word, rest);
                    let contact = contact.as_mut().unwrap();
                    let before = contact.events().len();
                    let is_open = |index: &usize| contact.events()[*index].exit.is_none();
                    let waited: Vec<usize> = (0..before).filter(is_open).collect();
                    let build = &self.analysis.build;
                    let result = contact.act(&act, heard.as_ref(), &mut Answers { script: &mut self.script, build });
                    stopped = result.is_err();
                    self.left(contact, &waited);
                    self.show(contact, before, result);
                }
            }
        }
    }

    /// `keyword ['part of it'] -> result [{ data }]`
    fn given(&mut self, text: &str) {
        let (block, result) = text.split_once(" -> ").unwrap();
        let (once, block) = block.strip_prefix("once ").map_or((false, block), |block| (true, block));
        let (keyword, part) = block.split_once(' ').map_or((block, None), |(word, part)| (word, Some(part)));
        let (result, data) = with_data(result);
        let part = part.map(|part| part.trim_matches('\'').to_owned());
        self.script.givens.push(Given { once, keyword: keyword.to_owned(), part, result, data });
    }

    /// `"Name" waiting=3 available=0 full`
    fn figures(&mut self, word: &str, text: &str) {
        let (name, rest) = text.strip_prefix('"').unwrap().split_once('"').unwrap();
        let holder = if word == "queue" { Holder::Queue(name.into()) } else { Holder::Agent(name.into()) };
        let mut figures = Figures::default();
        for item in rest.split_whitespace() {
            let (key, value) = item.split_once('=').unwrap_or((item, "0"));
            let value = Some(value.parse().unwrap());
            match key {
                "waiting" => figures.waiting = value,
                "oldest" => figures.oldest = value,
                "available" => figures.available = value,
                "staffed" => figures.staffed = value,
                "online" => figures.online = value,
                "full" => figures.full = true,
                _ => panic!("{key}"),
            }
        }
        self.script.figures.push((holder, figures));
    }

    /// `"Flow" [{ "queue": …, "agent": …, "number": …, "disconnect_flow": …, "input": {…}, "attributes": {…} }]`
    fn start(&self, word: &str, text: &str) -> Start {
        let (name, data) = with_data(text);
        let flow = |name: &str| self.analysis.build.flows.iter().position(|flow| flow.name.text == name).unwrap();
        let object = |key: &str| data.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        let text = |key: &str| data.get(key).and_then(Value::as_str).map(SmolStr::new);
        Start {
            channel: match word {
                "chat" => Channel::Chat,
                "task" => Channel::Task,
                "email" => Channel::Email,
                _ => Channel::Voice,
            },
            flow: flow(name.trim_matches('"')),
            attributes: object("attributes"),
            customer_number: data.get("number").cloned(),
            system_number: None,
            queue: text("queue").map(Holder::Queue),
            agent: text("agent"),
            disconnect_flow: text("disconnect_flow").map(|name| flow(&name)),
            input: object("input"),
        }
    }

    fn act(&self, word: &str, text: &str) -> (Act, Option<Heard>) {
        let span = self.analysis.build.flows[0].name.span;
        let (what, result) = text.split_once("-> ").map_or((text, None), |(what, result)| (what.trim(), Some(result)));
        let (what, data) = with_data(what);
        let heard = match result.map(with_data) {
            Some((result, data)) => Some(Heard { result: outcome(&result), data, by: span }),
            None if data.is_empty() => None,
            None => Some(Heard { result: Outcome::Success, data, by: span }),
        };
        let quick = |name: &str| self.analysis.build.quick_connects.iter().position(|quick| quick.name.text == name);
        let act = match word {
            "press" => Act::Press(what.into()),
            "say" => Act::Say(what.into()),
            "choose" => Act::Choose(what.into()),
            "silence" => Act::Silence,
            "wait" => Act::Wait(what.parse().unwrap()),
            "hang_up" => Act::HangUp,
            "agent_accepts" => Act::AgentAccepts((!what.is_empty()).then(|| what.into())),
            "agent_holds" => Act::AgentHolds,
            "agent_resumes" => Act::AgentResumes,
            "agent_transfers" => Act::AgentTransfers(quick(&what).unwrap()),
            "agent_hangs_up" => Act::AgentHangsUp,
            _ => panic!("{word}"),
        };
        (act, heard)
    }

    /// The blocks that waited before the act and were left by it.
    fn left(&mut self, contact: &Simulation<'_>, waited: &[usize]) {
        for index in waited {
            let event = &contact.events()[*index];
            if let Some(exit) = &event.exit {
                let line = format!("  [{index}] {} -> {}", self.block(event), self.exit(event, exit));
                writeln!(self.out, "{line}").unwrap();
                self.doubts(event);
            }
        }
    }

    fn show(&mut self, contact: &Simulation<'_>, from: usize, result: Result<(), Stop>) {
        for (index, event) in contact.events().iter().enumerate().skip(from) {
            if index - from == 12 && contact.events().len() > 100 {
                writeln!(self.out, "  …").unwrap();
            }
            if index - from >= 12 && contact.events().len() - index > 2 && contact.events().len() > 100 {
                continue;
            }
            let exit = event.exit.as_ref().map_or("waits".to_owned(), |exit| self.exit(event, exit));
            // What waits is printed again when it is left.
            let number = if event.exit.is_some() { format!("[{index}] ") } else { String::new() };
            let depth = "  ".repeat(event.depth + 1);
            writeln!(self.out, "{depth}{number}{} -> {exit}", self.block(event)).unwrap();
            self.doubts(event);
        }
        match result {
            Ok(()) => writeln!(self.out, "  = {}", place(&contact.whereabouts())).unwrap(),
            Err(stop) => writeln!(self.out, "  STOP {}", stopped(&stop, contact)).unwrap(),
        }
        if let Some(returned) = contact.returned() {
            let branch = returned.branch.as_deref().unwrap_or("success");
            let output = Value::Object(returned.output.clone());
            writeln!(self.out, "  = returned {branch} {output}").unwrap();
        }
        if !contact.callbacks().is_empty() {
            writeln!(self.out, "  = callbacks {:?}", contact.callbacks()).unwrap();
        }
    }

    fn block(&self, event: &Event) -> String {
        let flow = &self.analysis.build.flows[event.flow];
        let action = flow.action(event.action).unwrap();
        let keyword = action.block.map_or(action.type_.as_str(), |block| block.keyword);
        let mut text = format!("{keyword} {}", self.line(action.head));
        if flow.kind != FlowKind::Module && event.role != callflow::simulate::Role::Main {
            write!(text, " ({:?})", event.role).unwrap();
        }
        if let Some(queue) = &event.queue {
            write!(text, " {queue:?}").unwrap();
        }
        for said in &event.said {
            let who = match said.to {
                Listener::Customer => "",
                Listener::Agent => "agent: ",
                Listener::Both => "both: ",
            };
            let form = match said.form {
                MessageForm::Text => "",
                MessageForm::Ssml => "ssml ",
                MessageForm::Prompt => "prompt ",
                MessageForm::Media => "media ",
            };
            write!(text, " {who}{form}{:?}", said.text).unwrap();
        }
        text
    }

    fn line(&self, span: Span) -> usize {
        self.sources.get(span.file).unwrap().lines().line_of(span.start) + 1
    }

    fn doubts(&mut self, event: &Event) {
        for doubt in &event.doubts {
            let mark = if doubt.is_inferred { "inferred" } else { "unknown" };
            writeln!(self.out, "      {mark}: {}", doubt.what).unwrap();
        }
    }

    fn exit(&self, event: &Event, exit: &Exit) -> String {
        let action = self.analysis.build.flows[event.flow].action(event.action).unwrap();
        let edge = match exit.edge {
            Taken::Next => "next".to_owned(),
            Taken::Condition(index) => {
                let condition = &action.transitions.conditions[index];
                let operands: Vec<&str> =
                    condition.operands.iter().map(|node| self.sources.text(node.origin)).collect();
                format!("{} {}", condition.operator, operands.join(" "))
            }
            Taken::Error(index) => action.transitions.errors[index].error.to_string(),
            Taken::Ended => "ended".to_owned(),
            Taken::Absent => "absent".to_owned(),
        };
        format!("{edge} ({})", because(&exit.why))
    }
}

fn because(why: &Why) -> String {
    match why {
        Why::Given(_) => "given".to_owned(),
        Why::Figures(_) => "figures".to_owned(),
        Why::Pressed(keys) => format!("pressed {keys}"),
        Why::SaidByCustomer(words) => format!("said {words}"),
        Why::Chosen(action) => format!("chosen {action}"),
        Why::Time(seconds) => format!("{seconds} s"),
        Why::Compared(Some(value)) => format!("compared {value}"),
        Why::Compared(None) => "compared nothing".to_owned(),
        Why::Counted(time, of) => format!("{time} of {of}"),
        Why::Missing(path) => format!("missing {path}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn place(place: &Whereabouts) -> String {
    match place {
        Whereabouts::Nowhere => "nowhere".to_owned(),
        Whereabouts::InFlow => "in flow".to_owned(),
        Whereabouts::Queued(holder) => format!("queued {holder:?}"),
        Whereabouts::WithAgent(agent) => format!("with agent {}", agent.as_deref().unwrap_or("?")),
        Whereabouts::Transferred(number) => format!("transferred {number}"),
        Whereabouts::Elsewhere(flow) => format!("elsewhere {flow}"),
        Whereabouts::Disconnected => "disconnected".to_owned(),
    }
}

fn stopped(stop: &Stop, contact: &Simulation<'_>) -> String {
    let action = |event: usize| contact.events()[event].action.0;
    match stop {
        Stop::NoAnswer { event, figure } => format!("no answer for action {} {figure:?}", action(*event)),
        Stop::WrongAct { event } => format!("nobody waits for this; waits: {:?}", event.map(action)),
        Stop::NumberUnknown { .. } => "valid or not?".to_owned(),
        Stop::MissingValue { path, .. } => format!("missing {path}"),
        Stop::NotHere { .. } => "not here".to_owned(),
        Stop::Circle { events } => format!("a circle of {}", events.len()),
        Stop::Nowhere { .. } => "the branch leads nowhere".to_owned(),
        Stop::UnknownBlock { .. } => "an unknown block".to_owned(),
    }
}

/// A text and the JSON object after it.
fn with_data(text: &str) -> (String, Map<String, Value>) {
    let (text, data) = text.split_once('{').map_or((text, None), |(text, data)| (text, Some(data)));
    let data =
        data.map(|data| serde_json::from_str(&format!("{{{data}")).unwrap_or_else(|error| panic!("{data}: {error}")));
    (text.trim().to_owned(), data.unwrap_or_default())
}
