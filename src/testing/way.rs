//! The way of a contact, in words: a line for each block that ran.
//!
//! Takes the events of a run, gives what a message prints about each: the block as it is written, how it was left and
//! why, and what was said. Judges nothing.

use super::branches;
use super::text::as_text;
use crate::graph::{Action, Build, Notation};
use crate::simulate::{Event, Holder, Listener, MessageForm, Said, Why};
use crate::source::{Sources, Span};

/// A block that ran, in words.
#[derive(Clone, Debug)]
pub struct Way {
    /// The block.
    pub place: Span,
    /// The block as it is written, without its braces.
    pub block: String,
    /// How it was left; empty while it waits or where the flow ended.
    pub exit: String,
    /// Why it was left so.
    pub why: String,
    /// The line of a test that decided it.
    pub by: Option<Span>,
    /// What was said.
    pub said: Vec<String>,
}

/// The widest text of a block that is printed.
const WIDEST: usize = 60;

/// The words for an event.
#[must_use]
pub fn describe(event: &Event, build: &Build, sources: &Sources) -> Option<Way> {
    let flow = build.flows.get(event.flow)?;
    let action = flow.action(event.action)?;
    let exit = event.exit.as_ref();
    let (why, by) = exit.map_or_else(|| ("waits".to_owned(), None), |exit| reason(&exit.why));
    Some(Way {
        place: action.head,
        block: written(action, flow.notation, sources),
        exit: exit.and_then(|exit| branches::name(action, exit.edge)).unwrap_or_default(),
        why,
        by,
        said: event.said.iter().map(quoted).collect(),
    })
}

/// The block as its file has it, up to its braces; for flow JSON, its keyword or type and its identifier.
pub(super) fn written(action: &Action, notation: Notation, sources: &Sources) -> String {
    if notation != Notation::Text {
        let word = action.block.map_or(action.type_.as_str(), |block| block.keyword);
        return format!("{word} as {:?}", action.identifier.as_str());
    }
    let end = action.braces.map_or(action.origin.end, |braces| braces.start);
    let text = sources.text(Span { end, ..action.origin });
    shortened(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text of at most [`WIDEST`] characters.
fn shortened(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(WIDEST - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A message as a test would write it.
fn quoted(said: &Said) -> String {
    let message = match said.form {
        MessageForm::Text => format!("{:?}", said.text.as_str()),
        MessageForm::Ssml => format!("ssml {:?}", said.text.as_str()),
        MessageForm::Prompt => format!("prompt {:?}", said.text.as_str()),
        MessageForm::Media => format!("media {:?}", said.text.as_str()),
    };
    match said.to {
        Listener::Customer => message,
        Listener::Agent => format!("to the agent: {message}"),
        Listener::Both => format!("to both: {message}"),
    }
}

fn reason(why: &Why) -> (String, Option<Span>) {
    match why {
        Why::Given(by) => ("given".to_owned(), *by),
        Why::Figures(by) => ("by the figures".to_owned(), *by),
        Why::Pressed(keys) => (format!("pressed {keys}"), None),
        Why::SaidByCustomer(text) => (format!("said {text:?}"), None),
        Why::Chosen(action) => (format!("chosen {action:?}"), None),
        Why::Silence => ("silence".to_owned(), None),
        Why::Time(seconds) => (format!("after {seconds}s"), None),
        Why::Compared(None) => ("the value is missing".to_owned(), None),
        Why::Compared(Some(value)) => match as_text(value) {
            Some(text) => (format!("the value is {text:?}"), None),
            None => ("the value is missing".to_owned(), None),
        },
        Why::Counted(time, of) => (format!("time {time} of {of}"), None),
        Why::Channel => ("not on this channel".to_owned(), None),
        Why::FlowType => ("not in this type of flow".to_owned(), None),
        Why::Missing(path) => (format!("{path} is missing"), None),
        Why::Returned => ("the module returned".to_owned(), None),
        Why::Always | Why::Assumed | Why::Person => (String::new(), None),
    }
}

/// A queue or an agent's queue, in words.
pub(super) fn holder(holder: &Holder) -> String {
    match holder {
        Holder::Queue(name) => format!("`{name}`"),
        Holder::Agent(name) => format!("the agent `{name}`"),
    }
}
