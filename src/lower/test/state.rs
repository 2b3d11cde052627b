//! Where a contact is expected to be, what was booked for it, and how a module returned.

use serde_json::Map;

use super::super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::script::State;
use crate::source::Span;
use crate::syntax::tree::{Body, Value, Word};

impl Context<'_> {
    /// Lowers an expected state. `None` if it could not be read, which is reported.
    pub(super) fn state(&mut self, word: &Word, value: Option<&Value>, body: Option<&Body>) -> Option<State> {
        let is_module = word.text == "returned";
        if let Some(body) = body.filter(|_| !is_module) {
            self.not_of_state(word, body.span);
            return None;
        }
        Some(match word.text.as_str() {
            "queued" => State::Queued(self.optional(value, Self::holder)?),
            "with_agent" => State::WithAgent(self.optional(value, Self::agent)?),
            "callback" => State::Callback(self.optional(value, Self::holder)?),
            "transferred" => {
                State::Transferred(self.optional(value, |context, value| Some(context.spanned(value)?.text))?)
            }
            "returned" => {
                let branch = self.optional(value, |context, value| Some(context.spanned(value)?.text))?;
                State::Returned(branch, body.map_or_else(|| Some(Map::new()), |body| self.data(Some(body)))?)
            }
            _ => {
                if let Some(value) = value {
                    self.not_of_state(word, value.span);
                    return None;
                }
                State::Disconnected
            }
        })
    }

    /// What a state names, if it names anything. `None` if that could not be read.
    #[expect(
        clippy::option_option,
        reason = "the outer one is whether it could be read, the inner one whether it is written"
    )]
    fn optional<T>(
        &mut self,
        value: Option<&Value>,
        read: impl FnOnce(&mut Self, &Value) -> Option<T>,
    ) -> Option<Option<T>> {
        match value {
            Some(value) => read(self, value).map(Some),
            None => Some(None),
        }
    }

    fn not_of_state(&mut self, word: &Word, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::ActNotUnderstood, span, format!("nothing follows `{}`", word.text)).help("delete it"),
        );
    }
}
