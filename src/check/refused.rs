//! What the service is known to refuse by its name alone: action types, parameters, and the lack of a constant.
//!
//! The names are those of the catalogue's table of refused names. Other unknown names are reported only for flow JSON,
//! because in text they have no meaning anyway.

use super::{ActionRef, Checker};
use crate::catalogue::{self, Aspect, Replacement};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Action, ActionState, Notation};

impl Checker<'_> {
    pub(super) fn refused_names(&mut self, place: ActionRef<'_>) {
        let action = place.action;
        if action.state == ActionState::Hole {
            return;
        }
        // The reader reports what the legacy format alone has.
        if place.flow.notation != Notation::Legacy {
            self.refused_type(action);
        }
        self.refused_parameters(action);
        self.missing_constants(action);
    }

    fn refused_type(&mut self, action: &Action) {
        let Some(refused) = catalogue::refused_type(&action.type_) else { return };
        let message = format!("`{}` is not an action type", action.type_);
        let diagnostic = Diagnostic::new(Code::UnknownAction, action.head, message)
            .rests_on(Some(refused.source))
            .primary_label("the service refuses it");
        self.report(match refused.meant {
            [] => diagnostic.help("`StartAction` names the action that a contact reaches first; remove this one"),
            meant => diagnostic.help(format!("the action type is `{}`", meant.join("`, or `"))),
        });
    }

    fn refused_parameters(&mut self, action: &Action) {
        for property in action.parameters.properties() {
            let Some(refused) = catalogue::refused_parameter(&action.type_, &property.key) else { continue };
            let message = format!("`{}` has no parameter `{}`", action.type_, property.key);
            let help = match refused.instead {
                Replacement::Parameter(key) => format!("the parameter is `{key}`"),
                Replacement::ActionBefore(type_) => {
                    let block = catalogue::by_action(type_).next();
                    let name = block.map_or(type_, |block| self.terms.block(block));
                    format!("choose it before, with `{name}`")
                }
                Replacement::Nothing => "omit it".to_owned(),
            };
            self.report(
                Diagnostic::new(Code::UnknownParameter, property.key_origin, message)
                    .rests_on(Some(refused.source))
                    .primary_label("the service refuses it")
                    .help(help),
            );
        }
    }

    /// Reports a block without one of the constants that it always has. Which block an action is was recognised by its
    /// parameters, so an action of which a part could not be read may have it.
    fn missing_constants(&mut self, action: &Action) {
        let Some(block) = action.block.filter(|_| action.state == ActionState::Whole) else { return };
        for (path, value) in block.fixed.iter().filter(|(path, _)| action.parameters.get(path).is_none()) {
            let message = format!("`{}` needs `{path}`", action.type_);
            let known = catalogue::by_action(&action.type_).flat_map(|block| block.fixed.iter());
            let mut values: Vec<&str> = known.filter(|(other, _)| other == path).map(|(_, value)| *value).collect();
            values.sort_by_key(|known| known != value);
            values.dedup();
            self.report(
                Diagnostic::new(Code::MissingParameter, action.head, message)
                    .rests_on(block.source(Aspect::Presence))
                    .help(self.terms.either(
                        format!("do not remove `{path}` in `raw`"),
                        format!("it must be `{}`", values.join("` or `")),
                    )),
            );
        }
    }
}
