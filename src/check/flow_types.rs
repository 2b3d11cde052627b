//! The blocks that are allowed in each flow type.

use super::{ActionRef, Checker};
use crate::catalogue::{Aspect, Block, FlowType};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::FlowKind;
use crate::resource::ResourceKind;

impl Checker<'_> {
    pub(super) fn flow_type(&mut self, place: ActionRef<'_>) {
        let Some(block) = place.action.block else { return };
        match place.flow.kind {
            FlowKind::Module if !block.flow_types.modules => self.report(
                Diagnostic::new(
                    Code::NotInFlowType,
                    place.action.head,
                    format!("`{}` is not allowed in a module", self.terms.block(block)),
                )
                .rests_on(block.source(Aspect::Modules))
                .help(self.allowed(block)),
            ),
            FlowKind::Module | FlowKind::Flow(None) => {}
            FlowKind::Flow(Some(flow_type)) => self.flow_type_of(place, block, flow_type),
        }
    }

    fn flow_type_of(&mut self, place: ActionRef<'_>, block: &'static Block, flow_type: FlowType) {
        if block.flow_types.allows(flow_type) {
            return;
        }
        let type_ = self.terms.flow_type(flow_type);
        if block.flow_types.disputes(flow_type) {
            self.report(
                Diagnostic::new(
                    Code::FlowTypeDisputed,
                    place.action.head,
                    format!("`{}` may not be allowed in flows of type `{type_}`", self.terms.block(block)),
                )
                .label(place.flow.kind_origin, "the flow's type")
                .primary_label("AWS's pages disagree about this")
                .help(match block.if_disputed {
                    Some((text, json)) => self.terms.either(text, json),
                    None => "if it is not, the contact takes the error branch: try it on a test instance",
                }),
            );
            return;
        }
        let instead = || block.instead.iter().filter(|it| it.types.is_empty() || it.types.contains(&flow_type));
        for advice in instead() {
            let Some((path, message)) = advice.parameter else { continue };
            let Some(property) = place.action.parameters.at(path) else { continue };
            self.report(
                Diagnostic::new(Code::AgentNotAllowed, property.node.origin, message)
                    .rests_on(block.source(Aspect::FlowTypes))
                    .label(place.flow.kind_origin, "the flow's type")
                    .help(self.terms.either(advice.text, advice.json)),
            );
            return;
        }
        let mut diagnostic = Diagnostic::new(
            Code::NotInFlowType,
            place.action.head,
            format!("`{}` is not allowed in flows of type `{type_}`", self.terms.block(block)),
        )
        .rests_on(block.source(Aspect::FlowTypes))
        .label(place.flow.kind_origin, "the flow's type")
        .help(self.allowed(block));
        if let Some(advice) = instead().find(|advice| advice.parameter.is_none()) {
            diagnostic = diagnostic.help(self.terms.either(advice.text, advice.json));
        }
        self.report(diagnostic);
    }

    /// Reports a flow of this build that has the same name and another type in the inventory: the type of a flow is
    /// fixed when the flow is created.
    pub(super) fn changed_type(&mut self, flow: &crate::graph::Flow) {
        let FlowKind::Flow(Some(flow_type)) = flow.kind else { return };
        let Some(inventory) = self.inventory else { return };
        let found = inventory.by_name(ResourceKind::Flow, &flow.name.text, None);
        let Some(existing) = found.first().and_then(|known| inventory.flow(&known.id)) else { return };
        if let Some(old) = existing.flow_type.filter(|old| *old != flow_type) {
            self.report(
                Diagnostic::new(
                    Code::FlowTypeChanged,
                    flow.kind_origin,
                    format!("the flow `{}` already exists with type `{}`", flow.name.text, self.terms.flow_type(old)),
                )
                .primary_label(format!("`{}` here", self.terms.flow_type(flow_type)))
                .help("the type of a flow cannot be changed: give this flow another name"),
            );
        }
    }

    fn allowed(&self, block: &Block) -> String {
        let types = block.flow_types.iter().map(|flow_type| self.terms.flow_type(flow_type));
        let places: Vec<&str> = types.chain(block.flow_types.modules.then_some("modules")).collect();
        format!("it is allowed in {}", places.join(", "))
    }
}
