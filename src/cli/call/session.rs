//! A session as the test that it becomes: what the person did, and what they said of the world.
//!
//! Takes lines as they are added; gives the text of the test. Knows nothing of flows.

use crate::testing::writer::quoted;

/// A session: a turn for its start and for each act.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    turns: Vec<Turn>,
}

/// An act with what it needed and what came of it.
#[derive(Clone, Debug, Default)]
struct Turn {
    /// What the world does, in the order in which it was asked.
    givens: Vec<Given>,
    /// The start or the act.
    act: String,
    /// What was heard and expected after it.
    heard: Vec<String>,
}

/// What the world does.
#[derive(Clone, Debug)]
enum Given {
    /// The answer of a block: its pattern, and the result with its data.
    Answer(String, String),
    /// Any other line.
    Line(String),
}

impl Session {
    /// Begins a turn with the start of the contact or an act.
    pub(super) fn act(&mut self, act: String) {
        self.turns.push(Turn { act, ..Turn::default() });
    }

    /// Takes the last act back. `false` if no act is left.
    pub(super) fn undo(&mut self) -> bool {
        self.turns.pop();
        !self.turns.is_empty()
    }

    /// What the block with this pattern does in the last turn.
    pub(super) fn answer(&mut self, pattern: String, result: String) {
        if let Some(turn) = self.turns.last_mut() {
            turn.givens.push(Given::Answer(pattern, result));
        }
    }

    /// Another line of what the world does in the last turn.
    pub(super) fn given(&mut self, line: String) {
        if let Some(turn) = self.turns.last_mut() {
            turn.givens.push(Given::Line(line));
        }
    }

    /// What only the service knows of the last act.
    pub(super) fn result(&mut self, result: &str) {
        if let Some(turn) = self.turns.last_mut() {
            turn.act.push_str(" -> ");
            turn.act.push_str(result);
        }
    }

    /// What came of the last act.
    pub(super) fn heard(&mut self, line: String) {
        if let Some(turn) = self.turns.last_mut() {
            turn.heard.push(line);
        }
    }

    /// The session as a test.
    pub(super) fn text(&self, name: &str) -> String {
        let mut lines = Vec::new();
        for turn in &self.turns {
            for given in &turn.givens {
                lines.push(match given {
                    Given::Answer(pattern, result) if self.is_answered_once(pattern) => {
                        format!("given {pattern} -> {result}")
                    }
                    Given::Answer(pattern, result) => format!("given once {pattern} -> {result}"),
                    Given::Line(line) => line.clone(),
                });
            }
            lines.push(turn.act.clone());
            lines.extend(turn.heard.iter().cloned());
        }
        let body: String = lines.iter().map(|line| format!("  {line}\n")).collect();
        format!("test {} {{\n{body}}}\n", quoted(name))
    }

    fn is_answered_once(&self, pattern: &str) -> bool {
        let givens = self.turns.iter().flat_map(|turn| &turn.givens);
        givens.filter(|given| matches!(given, Given::Answer(own, _) if own == pattern)).count() == 1
    }
}
