//! Quick connects: destination, flow and queues fit together, and at least one queue offers them.

use std::collections::HashMap;

use super::Checker;
use super::phone_number::{bad_phone_number, is_e164};
use crate::catalogue::FlowType;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Destination, Notation, QuickConnect, Reference, ReferenceForm};
use crate::source::Span;

/// Says how long the name and the description of a quick connect may be.
const PAGE: &str = "https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateQuickConnect.html";
const DESCRIPTION: usize = 250;

/// <https://docs.aws.amazon.com/connect/latest/adminguide/feature-limits.html>
const OFFERED_BY_A_QUEUE: usize = 700;

impl Checker<'_> {
    pub(super) fn quick_connects(&mut self) {
        let build = self.build;
        for quick_connect in &build.quick_connects {
            self.name(&quick_connect.name, "quick connect", PAGE);
            self.description(quick_connect.description.as_ref(), "quick connect", DESCRIPTION, PAGE);
            self.tags(&quick_connect.tags);
            self.destination(quick_connect);
            self.same_type(quick_connect);
            for (queue, span) in &quick_connect.available_in {
                self.reference(queue, *span);
            }
            // Other files than JSON that was checked may say which queues offer it.
            let is_text = quick_connect.notation == Notation::Text;
            if is_text && quick_connect.available_in.is_empty() && quick_connect.is_whole {
                self.report(
                    Diagnostic::new(
                        Code::OfferedNowhere,
                        quick_connect.name.span,
                        format!("no queue offers the quick connect `{}`", quick_connect.name.text),
                    )
                    .primary_label("no agent sees it")
                    .help("list the queues whose agents should see it: `available_in: [\"…\"]`"),
                );
            }
        }
        self.too_many_offered();
    }

    fn destination(&mut self, quick_connect: &QuickConnect) {
        match &quick_connect.destination {
            Destination::Agent { agent: (agent, agent_span), flow: (flow, flow_span) } => {
                self.fixed(agent, *agent_span);
                self.reference(agent, *agent_span);
                self.flow(flow, *flow_span, Some(FlowType::AgentTransfer), "an agent");
            }
            Destination::Queue { queue: (queue, queue_span), flow: (flow, flow_span) } => {
                self.fixed(queue, *queue_span);
                self.reference(queue, *queue_span);
                self.queue_of_an_agent(queue, *queue_span);
                self.flow(flow, *flow_span, Some(FlowType::QueueTransfer), "a queue");
            }
            Destination::Flow((flow, span)) => self.flow(flow, *span, None, "a flow"),
            Destination::PhoneNumber(number) if !is_e164(&number.text) => {
                self.report(bad_phone_number(number.span, &number.text));
            }
            Destination::PhoneNumber(_) | Destination::Hole => {}
        }
    }

    /// Checks that the destination queue of a quick connect is a standard queue.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-connect-quickconnect-queuequickconnectconfig.html>
    fn queue_of_an_agent(&mut self, queue: &Reference, span: Span) {
        if queue.text.contains("/queue/agent/") {
            self.report(
                Diagnostic::new(Code::WrongKind, span, "expected a standard queue, found an agent's own queue")
                    .help("make the agent the destination: `agent: \"user.name\"`"),
            );
        }
    }

    /// Checks that a reference is not contact data: a quick connect is set up before there is a contact.
    fn fixed(&mut self, reference: &Reference, span: Span) {
        if reference.form == ReferenceForm::Path {
            self.report(
                Diagnostic::new(Code::MustBeLiteral, span, "a quick connect cannot refer to contact data")
                    .of_language()
                    .primary_label("it is set up before there is a contact"),
            );
        }
    }

    fn flow(&mut self, flow: &Reference, span: Span, wanted: Option<FlowType>, to: &str) {
        self.fixed(flow, span);
        self.reference(flow, span);
        let (Some(wanted), Some((found, declared))) = (wanted, self.type_of(flow)) else { return };
        if found == wanted {
            return;
        }
        let mut diagnostic =
            Diagnostic::new(Code::QuickConnectFlowType, span, format!("the flow `{}` has type `{found}`", flow.text))
                .primary_label(format!("a quick connect to {to} expects a flow of type `{wanted}`"));
        if let Some(declared) = declared {
            diagnostic = diagnostic.label(declared, "its type");
        }
        self.report(diagnostic);
    }

    /// Checks that an existing quick connect keeps its type.
    fn same_type(&mut self, quick_connect: &QuickConnect) {
        // An answer about it has the type of today.
        let Some(known) = quick_connect.known.as_ref().filter(|_| quick_connect.notation == Notation::Text) else {
            return;
        };
        let existing = self.inventory.and_then(|inventory| inventory.quick_connect(&known.id));
        let Some(old) = existing.and_then(|existing| existing.type_.as_ref()) else { return };
        let new = match quick_connect.destination {
            Destination::Agent { .. } => "USER",
            Destination::Queue { .. } => "QUEUE",
            Destination::PhoneNumber(_) => "PHONE_NUMBER",
            Destination::Flow(_) => "FLOW",
            Destination::Hole => return,
        };
        if old != new {
            self.report(
                Diagnostic::new(
                    Code::QuickConnectTypeChanged,
                    quick_connect.name.span,
                    format!("the quick connect `{}` already exists with type {old}", quick_connect.name.text),
                )
                .primary_label(format!("{new} here"))
                .help("delete the old one first, or give this one another name"),
            );
        }
    }

    fn too_many_offered(&mut self) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let (build, inventory) = (self.build, self.inventory);
        // A quick connect that already exists in the instance may already be offered.
        let new = build.quick_connects.iter().filter(|quick_connect| quick_connect.known.is_none());
        for (queue, span) in new.flat_map(|quick_connect| &quick_connect.available_in) {
            let id = queue.known.as_ref().map_or(queue.text.as_str(), |known| known.id.as_str());
            let offered = || inventory.and_then(|inventory| inventory.quick_connects_of(id)).unwrap_or_default();
            let count = counts.entry(id).or_insert_with(offered);
            *count += 1;
            if *count == OFFERED_BY_A_QUEUE + 1 {
                self.report(Diagnostic::new(
                    Code::TooManyOffered,
                    *span,
                    format!(
                        "the queue `{}` offers more than {OFFERED_BY_A_QUEUE} quick connects",
                        queue.known.as_ref().map_or(&queue.text, |known| &known.name)
                    ),
                ));
            }
        }
    }
}
