//! A `given` answers a block that a flow of the build has.

use super::super::Checker;
use super::alike::{candidates, is_of_block, plain, subject};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::Action;
use crate::script::{Given, Pattern};

/// Up to this many blocks are listed.
const MANY: usize = 5;

/// The characters of a message that are shown.
const SHOWN: usize = 40;

impl Checker<'_> {
    /// Whether a flow has a block that this answers. If not, that is reported.
    pub(super) fn given(&mut self, given: &Given) -> bool {
        let pattern = &given.pattern;
        if !candidates(self.build, pattern).is_empty() {
            return true;
        }
        let actions = self.build.flows.iter().flat_map(|flow| &flow.actions);
        let alike: Vec<_> = actions.filter(|action| is_of_block(pattern, action)).collect();
        let keyword = pattern.blocks.first().map_or("action", |block| block.keyword);
        if alike.is_empty() {
            let message = format!("no flow of this build has the block `{keyword}`");
            self.report(Diagnostic::new(Code::NoSuchBlock, pattern.span, message));
            return false;
        }
        let message = format!("no `{keyword}` of this build is like this");
        let diagnostic = Diagnostic::new(Code::NoSuchBlock, pattern.span, message);
        if let Some(identifier) = &pattern.identifier {
            let known: Vec<&str> = alike.iter().map(|action| action.identifier.as_str()).collect();
            if !known.contains(&identifier.as_str()) {
                self.report(match nearest(identifier, known.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `as \"{near}\"`?")),
                    None => diagnostic.help(format!("the identifiers of such blocks are {}", listed(&known))),
                });
                return false;
            }
        }
        let known: Vec<String> =
            alike.iter().filter_map(|action| subject(&pattern.blocks, &action.parameters)).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let written = written(pattern);
        let is_written = |action: &&&Action| {
            let own = subject(&pattern.blocks, &action.parameters);
            own.is_some() && own == written
        };
        if let Some(action) = alike.iter().find(is_written) {
            self.report(diagnostic.label(action.head, "this one has other parameters"));
            return false;
        }
        let near = written.and_then(|text| {
            // A test writes a part of a message.
            let mut names: Vec<String> = match pattern.message {
                Some(_) => known.iter().flat_map(|known| parts(known, &text)).collect(),
                None => known.iter().map(|known| (*known).to_owned()).collect(),
            };
            names.sort_unstable();
            names.dedup();
            nearest(&text, names.iter().map(String::as_str)).map(str::to_owned)
        });
        self.report(match near {
            Some(near) => diagnostic.help(format!("did you mean `{keyword} \"{}\"`?", shortened(&near))),
            None if known.is_empty() => diagnostic.help("its parameters are different"),
            None => diagnostic.help(format!("the flows have `{keyword}` with {}", listed(&known))),
        });
        false
    }
}

/// The subject that a test writes.
fn written(pattern: &Pattern) -> Option<String> {
    let message = pattern.message.as_ref().map(|message| message.text.to_string());
    let queue = || pattern.queue.as_ref().and_then(plain);
    message.or_else(queue).or_else(|| subject(&pattern.blocks, &pattern.parameters))
}

/// The parts of a text with as many words as `like`, without the sign at their end.
fn parts(text: &str, like: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let length = like.split_whitespace().count().max(1);
    words.windows(length).map(|part| part.join(" ").trim_end_matches([',', '.', '!', '?']).to_owned()).collect()
}

/// The first of some texts, each once.
fn listed(texts: &[&str]) -> String {
    let mut listed: Vec<String> = Vec::new();
    for text in texts {
        let text = format!("`{}`", shortened(text));
        if !listed.contains(&text) {
            listed.push(text);
        }
    }
    let more = listed.len().saturating_sub(MANY);
    listed.truncate(MANY);
    if more > 0 {
        listed.push(format!("{more} more"));
    }
    listed.join(", ")
}

/// The beginning of a text, on one line.
fn shortened(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN {
        return words;
    }
    words.chars().take(SHOWN).chain(['…']).collect()
}
