//! `explicit target_contact, response` at the top of a flow: parameters that are written with the value that the service
//! takes anyway.
//!
//! Takes these lines of a flow, and gives each block what they add to it. A value that the block writes stays.

use super::Context;
use crate::catalogue::{self, Block};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::graph::{Node, Object};
use crate::source::Span;
use crate::syntax::tree::{self, Member};

/// Reads the lines of a flow.
pub(super) fn read(context: &mut Context<'_>, flow: &tree::Flow) {
    let lines = flow.members.iter().filter_map(|member| match member {
        Member::Explicit(line) => Some(line),
        _ => None,
    });
    for name in lines.flat_map(|line| &line.names) {
        let known = || catalogue::blocks().flat_map(|block| block.parameters).filter(|it| it.implied.is_some());
        if known().any(|parameter| parameter.name == name.text) {
            context.explicit.push(name.text.clone());
            continue;
        }
        let message = format!("no parameter `{}` has a value that the service takes anyway", name.text);
        let mut names: Vec<&str> = known().map(|parameter| parameter.name).collect();
        names.sort_unstable();
        names.dedup();
        let near = nearest(&name.text, names.iter().copied());
        context.diagnostics.push(
            Diagnostic::new(Code::UnknownParameter, name.span, message)
                .did_you_mean(name.span, near)
                .help(format!("these have one: `{}`", names.join("`, `"))),
        );
    }
}

impl Context<'_> {
    /// Adds the implied values that the flow makes explicit.
    pub(super) fn set_implied(&self, entry: &Block, origin: Span, object: &mut Object) {
        for parameter in entry.parameters {
            let Some(implied) = parameter.implied else { continue };
            if self.explicit.iter().any(|name| name == parameter.name) && object.get(parameter.wire).is_none() {
                object.set(parameter.wire, origin, Node::text(implied.value, origin));
            }
        }
    }
}
