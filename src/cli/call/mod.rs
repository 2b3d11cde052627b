//! `callflow call`: plays a flow in the terminal. Prompts are printed, keys and words are typed, and what the world does
//! is asked. Writes no file: `--record` prints the session as a test.
//!
//! The session is a test that grows by a line at a time and is run again from its start after each: so what is printed
//! is what the recorded test does.

mod answers;
mod session;

use std::io::{self, BufRead};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::files::Takes;
use super::project::Project;
use super::{Outcome, ProjectArgs, cap, console};
use crate::analysis::{Analysis, NamePolicy, Role};
use crate::diagnostic::{Diagnostics, Severity};
use crate::graph::Mode;
use crate::simulate::{Simulation, Whereabouts};
use crate::source::{Sources, Span};
use crate::testing::{self, Played, writer};
use session::Session;

#[derive(Args, Debug)]
#[command(after_help = "\
At a question, what you type is the answer: keys, words, the action of a view; an empty line is silence. Where nothing is \
asked, and after a `/`, write an act of a test: `wait 30s`, `hang_up`, `agent_accepts`, `agent_hangs_up`. `/quit` ends the \
session.

Exit status: 0 the session ended, 1 the sources have errors, 2 wrong usage or a file that cannot be read.

Examples:
  callflow call \"Main IVR\"
  callflow call \"Main IVR\" examples/acme-support --record")]
pub(super) struct CallArgs {
    /// The name of the flow or module
    flow: String,
    /// .flow files, flow JSON, folders of such files, or the folder of a callflow.toml [default: the current folder]
    paths: Vec<PathBuf>,
    /// The channel of the contact
    #[arg(long, value_enum, default_value_t = CallChannel::Call)]
    channel: CallChannel,
    /// Print the session as a test when it ends
    #[arg(long)]
    record: bool,
    /// The environment of callflow.toml whose inventory is used to look up names
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// A folder of AWS CLI answers in which to look up names
    #[arg(long, value_name = "DIR", conflicts_with = "env")]
    inventory: Option<PathBuf>,
    #[command(flatten)]
    cap: cap::Cap,
}

/// The channel of a contact, by the word that starts it in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CallChannel {
    /// A phone call
    Call,
    /// A chat
    Chat,
    /// A task
    Task,
    /// An email
    Email,
}

impl CallChannel {
    fn word(self) -> &'static str {
        match self {
            CallChannel::Call => "call",
            CallChannel::Chat => "chat",
            CallChannel::Task => "task",
            CallChannel::Email => "email",
        }
    }
}

/// The name of the session's file, which is only in memory, and of its test.
const FILE: &str = "session.test.flow";
const NAME: &str = "Recorded session";

pub(super) fn run(args: &CallArgs) -> Outcome {
    let project_args = ProjectArgs {
        paths: args.paths.clone(),
        env: args.env.clone(),
        inventory: args.inventory.clone(),
        ..ProjectArgs::default()
    };
    let mut diagnostics = Diagnostics::new();
    let mut project = Project::load_with_siblings(&project_args, Takes::Both, &mut diagnostics);
    if let Some(first) = std::mem::take(&mut project.unchosen).first() {
        project.choose(first, &mut diagnostics);
    }
    let analysis = analyse(&project, &mut diagnostics);
    if analysis.diagnostics.has_errors() {
        let mut found = analysis.diagnostics;
        found.retain(|diagnostic| diagnostic.severity == Severity::Error);
        return console::finish(&found, project.sources(), args.cap);
    }
    let Some(flow) = analysis.build.flows.iter().find(|flow| flow.name.text == args.flow) else {
        console::error(&unknown(&args.flow, &analysis));
        return Outcome::Failed;
    };
    let module = if flow.contract.is_some() { "module " } else { "" };
    let mut call = Call { session: Session::default(), said: 0 };
    call.session.act(format!("{} {module}{}", args.channel.word(), writer::quoted(&args.flow)));
    let outcome = call.play(&mut project);
    if args.record && outcome == Outcome::Good {
        console::print(&format!("\n{}", call.session.text(NAME)));
    }
    outcome
}

fn unknown(name: &str, analysis: &Analysis) -> String {
    let names = analysis.build.flows.iter().map(|flow| flow.name.text.as_str());
    match crate::diagnostic::nearest(name, names.clone()) {
        Some(near) => format!("no flow or module is called `{name}`; did you mean `{near}`?"),
        None => {
            let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            format!("no flow or module is called `{name}`; there are {}", names.join(", "))
        }
    }
}

fn analyse(project: &Project, diagnostics: &mut Diagnostics) -> Analysis {
    project.workspace.analyse(project.options(Mode::Draft, NamePolicy::MayBeUnverified, diagnostics))
}

/// A session in progress.
struct Call {
    session: Session,
    /// How many messages were printed.
    said: usize,
}

impl Call {
    /// Plays until the contact is over or the person leaves.
    fn play(&mut self, project: &mut Project) -> Outcome {
        loop {
            let text = self.session.text(NAME);
            project.workspace.set_as(FILE, &text, Role::Text);
            let analysis = analyse(project, &mut Diagnostics::new());
            let sources = project.sources();
            let test = analysis.script.tests.iter().find(|test| is_own(test.span, sources));
            let Some(test) = test.filter(|test| test.is_whole) else {
                if !self.refuse(&analysis, sources) {
                    return Outcome::Failed;
                }
                continue;
            };
            let played = testing::play(&analysis.build, &analysis.script, sources, test);
            self.print_said(&played.simulation);
            let goes_on = match &played.stop {
                Some(stop) => answers::ask(stop, &played, &analysis, sources, &mut self.session),
                None => self.next(&played),
            };
            if !goes_on {
                return Outcome::Good;
            }
        }
    }

    /// Says what is wrong with the line that was typed, and takes it back. `false` if nothing is left.
    fn refuse(&mut self, analysis: &Analysis, sources: &Sources) -> bool {
        let mut own = analysis.diagnostics.clone();
        own.retain(|it| it.severity == Severity::Error && it.span().is_some_and(|span| is_own(span, sources)));
        for diagnostic in own.iter() {
            console::print(&format!("  {}\n", diagnostic.message));
        }
        self.session.undo()
    }

    /// Prints what was said since the last line.
    fn print_said(&mut self, simulation: &Simulation<'_>) {
        let said: Vec<_> = simulation.events().iter().flat_map(|event| &event.said).collect();
        for said in said.iter().skip(self.said) {
            console::print(&format!("{}\n", answers::spoken(said)));
            if let Some(line) = writer::hear(said) {
                self.session.heard(line);
            }
        }
        self.said = said.len();
    }

    /// Asks the person what they do. `false` if the session is over.
    fn next(&mut self, played: &Played<'_>) -> bool {
        let simulation = &played.simulation;
        let at = simulation.whereabouts();
        if let Some(line) = writer::whereabouts(&at) {
            console::print(&format!("({})\n", answers::place(&at)));
            if matches!(at, Whereabouts::Disconnected | Whereabouts::Transferred(_) | Whereabouts::Elsewhere(_)) {
                self.session.heard(line);
                return false;
            }
        }
        if let Some(returned) = simulation.returned() {
            let branch = returned.branch.as_ref().map(|branch| format!(" {}", writer::quoted(branch)));
            self.session.heard(format!("expect returned{}", branch.unwrap_or_default()));
            console::print("(the module returned)\n");
            return false;
        }
        let is_asked = simulation.asks().is_some();
        let Some(typed) = read(if is_asked { "> " } else { "act> " }) else {
            return self.leave(&at);
        };
        let act = match (typed.strip_prefix('/'), is_asked) {
            (Some("quit"), _) => return self.leave(&at),
            (Some(act), _) => act.trim().to_owned(),
            (None, true) => answers::reply(&typed, played),
            (None, false) if typed.is_empty() => return true,
            (None, false) => typed,
        };
        self.session.act(act);
        true
    }

    /// Ends the session where it is.
    fn leave(&mut self, at: &Whereabouts) -> bool {
        if let Some(line) = writer::whereabouts(at) {
            self.session.heard(line);
        }
        false
    }
}

/// Whether a place is in the session's file.
fn is_own(span: Span, sources: &Sources) -> bool {
    sources.get(span.file).is_some_and(|file| file.name() == FILE)
}

/// Asks for a line; `None` at the end of the input.
fn read(prompt: &str) -> Option<String> {
    console::print(prompt);
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim().to_owned()),
    }
}
