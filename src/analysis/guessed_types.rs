//! `// callflow: type guessed, may be …` above a flow: nothing that depends on its type is certain.
//!
//! Takes the build and the comments, takes the types away before the checks, and gives them back afterwards, because
//! what is built needs them. Gives one note for all such flows.

use crate::allow::Allows;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Build, FlowKind, Notation};
use crate::source::{Sources, Span};

/// The types that were taken away.
pub(super) struct GuessedTypes {
    kinds: Vec<(usize, FlowKind)>,
}

impl GuessedTypes {
    /// Takes the guessed types out of `build`.
    pub(super) fn take(build: &mut Build, allows: &Allows, sources: &Sources) -> GuessedTypes {
        let is_guessed = |span: Span| {
            let line = sources.get(span.file).map(|file| file.lines().line_of(span.start));
            line.is_some_and(|line| allows.guesses_type(span.file, line))
        };
        let mut kinds = Vec::new();
        for (index, flow) in build.flows.iter_mut().enumerate() {
            if flow.notation == Notation::Text && flow.kind != FlowKind::Module && is_guessed(flow.name.span) {
                kinds.push((index, flow.kind));
                flow.kind = FlowKind::Flow(None);
            }
        }
        GuessedTypes { kinds }
    }

    /// Puts them back.
    pub(super) fn give_back(&self, build: &mut Build) {
        for (index, kind) in &self.kinds {
            if let Some(flow) = build.flows.get_mut(*index) {
                flow.kind = *kind;
            }
        }
    }

    /// The note about them.
    pub(super) fn note(&self, build: &Build) -> Option<Diagnostic> {
        let mut spans = self.kinds.iter().filter_map(|(index, _)| Some(build.flows.get(*index)?.kind_origin));
        let first = spans.next()?;
        let message = match self.kinds.len() {
            1 => "the type of this flow is a guess".to_owned(),
            count => format!("the types of {count} flows are guesses"),
        };
        let mut diagnostic = Diagnostic::new(Code::TypeGuessed, first, message);
        for span in spans {
            diagnostic = diagnostic.label(span, "");
        }
        Some(
            diagnostic
                .help("what depends on the type is not checked")
                .help("once you know the type, delete the comment above the flow: then the type counts"),
        )
    }
}
