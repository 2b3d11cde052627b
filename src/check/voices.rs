//! Voices: Amazon Polly has the voice, and the engine can speak with it.
//!
//! <https://docs.aws.amazon.com/connect/latest/adminguide/set-voice.html>

use super::values::is_placeholder;
use super::{ActionRef, Checker};
use crate::catalogue::speech::{DEFAULT_ENGINE, VOICES, find_voice};
use crate::catalogue::{Block, Kind};
use crate::contact_path;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{ActionState, Node, Value};

impl Checker<'_> {
    /// Checks the voice that an action sets, and its engine.
    pub(super) fn voice(&mut self, place: ActionRef<'_>) {
        let Some(block) = place.action.block.filter(|_| place.action.state == ActionState::Whole) else { return };
        let Some(sets) = block.semantics.voice else { return };
        let Some(node) = place.action.parameters.get(sets.voice).filter(|node| !is_placeholder(node)) else { return };
        let Node { value: Value::Text(voice), origin } = node else { return };
        if voice.is_empty() || contact_path::begins(voice) {
            return;
        }
        let Some(known) = find_voice(voice) else {
            let message = format!("unknown voice `{voice}`");
            self.report(match nearest(voice, VOICES.iter().map(|voice| voice.id)) {
                Some(near) => Diagnostic::new(Code::UnknownVoice, *origin, message).did_you_mean_text(*origin, near),
                None => Diagnostic::new(Code::VoiceNotInTables, *origin, message)
                    .primary_label("AWS may have added it since"),
            });
            return;
        };
        let engine = place.action.parameters.get(sets.engine);
        let (name, span) = match engine {
            None => (DEFAULT_ENGINE, *origin),
            Some(Node { value: Value::Text(text), origin }) if is_engine(block, sets.engine, text) => {
                (text.as_str(), *origin)
            }
            Some(_) => return,
        };
        if known.engines.iter().any(|engine| engine.eq_ignore_ascii_case(name)) {
            return;
        }
        let word = |engine: &str| self.terms.either(word(block, sets.engine, engine), engine.to_owned());
        let message = format!("the voice `{voice}` does not have the engine `{}`", word(name));
        let mut diagnostic = Diagnostic::new(Code::EngineNotOfVoice, span, message);
        diagnostic = diagnostic.primary_label(match engine {
            Some(_) => "the block takes its error branch".to_owned(),
            None => format!("without an engine, `{}` is used", word(name)),
        });
        let parameter = block.parameters.iter().find(|parameter| parameter.wire == sets.engine);
        let parameter = parameter.map_or("", |parameter| self.terms.parameter(parameter));
        let engines: Vec<String> =
            known.engines.iter().map(|engine| format!("`{parameter}: {}`", word(engine))).collect();
        self.report(match engines.as_slice() {
            [] => diagnostic.help("Connect cannot use this voice: choose another one"),
            engines => diagnostic.help(format!("set {}", engines.join(" or "))),
        });
    }
}

/// The engines of a block, by their words in the language.
fn engines(block: &Block, path: &str) -> &'static [(&'static str, &'static str)] {
    match block.parameters.iter().find(|parameter| parameter.wire == path).map(|parameter| parameter.kind) {
        Some(Kind::Choice(choices)) => choices,
        _ => &[],
    }
}

/// Whether a text is an engine: another text was reported, or is contact data.
fn is_engine(block: &Block, path: &str, text: &str) -> bool {
    engines(block, path).iter().any(|(_, wire)| wire.eq_ignore_ascii_case(text))
}

/// The word of an engine in the language.
fn word(block: &Block, path: &str, engine: &str) -> String {
    let found = engines(block, path).iter().find(|(_, wire)| wire.eq_ignore_ascii_case(engine));
    found.map_or(engine, |(word, _)| word).to_owned()
}
