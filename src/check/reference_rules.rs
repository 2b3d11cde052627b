//! References: to live flows of the right type, to queues that agents serve, to agents who can take contacts.

use smol_str::SmolStr;

use super::{ActionRef, Checker};
use crate::catalogue::{FlowType, Kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{BuildItem, FlowKind, Node, Reference, ReferenceForm, Value};
use crate::inventory::Inventory;
use crate::inventory::arn::{Arn, last_part};
use crate::resource::ResourceKind;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn references(&mut self, place: ActionRef<'_>) {
        for (reference, span) in place.action.parameters.references() {
            self.reference(reference, span);
        }
        let Some(block) = place.action.block else { return };
        for parameter in block.parameters.iter().filter(|parameter| !parameter.target_types.is_empty()) {
            if !matches!(parameter.kind, Kind::Reference(ResourceKind::Flow) | Kind::Hook { .. }) {
                continue;
            }
            if let Some(Node { value: Value::Reference(reference), origin }) =
                place.action.parameters.get(parameter.wire)
                && let Some((found, declared)) = self.type_of(reference)
                && !parameter.target_types.contains(&found)
            {
                let types = parameter.target_types.iter();
                let wanted: Vec<String> = types.map(|wanted| format!("`{}`", self.terms.flow_type(*wanted))).collect();
                let mut diagnostic = Diagnostic::new(
                    Code::WrongFlowType,
                    *origin,
                    format!("the flow `{}` has type `{}`", self.name_of(reference), self.terms.flow_type(found)),
                )
                .primary_label(format!(
                    "`{}` expects a flow of type {}",
                    self.terms.block(block),
                    wanted.join(" or ")
                ));
                if let Some(declared) = declared {
                    diagnostic = diagnostic.label(declared, "its type");
                }
                self.report(diagnostic);
            }
        }
    }

    /// Rules about a resource that apply to every reference.
    pub(super) fn reference(&mut self, reference: &Reference, span: Span) {
        self.test_alias(reference, span);
        // Errors in the ARN itself take precedence: an ARN of another instance is in no list of this one.
        let is_reported = self.other_instance(reference, span) || self.other_kind(reference, span);
        if !is_reported {
            self.unknown_id(reference, span);
        }
        let (Some(inventory), Some(known)) = (self.inventory, &reference.known) else { return };
        let name = &known.name;
        match reference.kind {
            ResourceKind::Agent => {
                let Some(agent) = inventory.agent(&known.id) else { return };
                if agent.may_take_contacts == Some(false) {
                    let mut diagnostic = Diagnostic::new(
                        Code::AgentWithoutCcp,
                        span,
                        format!("the agent `{name}` cannot take contacts"),
                    )
                    .primary_label("no one would ever answer");
                    if !agent.security_profiles.is_empty() {
                        let profiles: Vec<String> =
                            agent.security_profiles.iter().map(|profile| format!("`{profile}`")).collect();
                        let lack = if let [one] = profiles.as_slice() {
                            format!("the security profile {one} lacks")
                        } else {
                            format!("the security profiles {} lack", profiles.join(", "))
                        };
                        diagnostic =
                            diagnostic.help(format!("{lack} access to the Contact Control Panel (`BasicAgentAccess`)"));
                    }
                    self.report(diagnostic);
                }
            }
            ResourceKind::Queue => {
                let Some(queue) = inventory.queue(&known.id) else { return };
                if queue.enabled == Some(false) {
                    self.report(
                        Diagnostic::new(Code::QueueDisabled, span, format!("the queue `{name}` is disabled"))
                            .primary_label("it accepts no contacts"),
                    );
                } else if queue.in_routing_profile == Some(false) {
                    self.report(
                        Diagnostic::new(
                            Code::QueueInNoProfile,
                            span,
                            format!("the queue `{name}` is in no routing profile"),
                        )
                        .primary_label("no agent serves it"),
                    );
                }
            }
            // A flow or module of this build will be live, whatever its current state in the instance.
            ResourceKind::Flow if reference.item.is_none() => {
                let Some(flow) = inventory.flow(&known.id) else { return };
                self.live(name, "flow", flow.published, flow.active, span);
            }
            ResourceKind::Module if reference.item.is_none() => {
                let Some(module) = inventory.module(&known.id) else { return };
                self.live(name, "module", None, module.active, span);
            }
            _ => {}
        }
    }

    /// Whether an ARN belongs to another instance: a block can use only resources of its own instance.
    fn other_instance(&mut self, reference: &Reference, span: Span) -> bool {
        let instance = self.inventory.and_then(|inventory| inventory.instance.as_ref());
        let Some(instance) = instance.filter(|_| reference.form == ReferenceForm::Arn) else { return false };
        let own = Arn::parse(&reference.text).filter(|_| !is_template(&reference.text)).and_then(|arn| arn.instance);
        let is_other = own.is_some_and(|own| last_part(own) != instance.id);
        if is_other {
            self.report(
                Diagnostic::new(
                    Code::OtherInstance,
                    span,
                    "this ARN belongs to a different instance than the inventory",
                )
                .primary_label("only resources of the same instance can be used")
                .help(
                    self.terms.either(
                        format!(
                            "refer to the {} by name instead: its ARN is then looked up in each inventory",
                            reference.kind.keyword()
                        ),
                        "`callflow import` converts it to a name, and `callflow build` to the ARN in each instance"
                            .to_owned(),
                    ),
                ),
            );
        }
        is_other
    }

    /// Reports the id or ARN of a resource that the instance does not have, or no longer has.
    fn unknown_id(&mut self, reference: &Reference, span: Span) {
        let kind = reference.kind;
        let Some(inventory) = self.inventory.filter(|inventory| inventory.is_listed(kind)) else { return };
        let is_id = matches!(reference.form, ReferenceForm::Id | ReferenceForm::Arn);
        // An ARN with a path in it is complete only at run time.
        let is_open = is_template(&reference.text) || reference.text.contains("$.") || reference.text.contains("$[");
        if !is_id || reference.text.is_empty() || is_open {
            return;
        }
        let arn = Arn::parse(&reference.text);
        // An agent's own queue is in no list, and AWS's own views belong to no instance.
        let is_unlisted = ["queue/agent/", ":aws:view/"].iter().any(|mark| reference.text.contains(mark));
        let is_known = is_unlisted
            || reference.known.is_some()
            || kind == ResourceKind::Lambda && arn.is_some_and(|arn| calls(inventory, arn));
        if is_known || self.is_name(reference, span, Code::UnknownId) {
            return;
        }
        let message = format!("the inventory has no {kind} with this id");
        let diagnostic = Diagnostic::new(Code::UnknownId, span, message);
        self.report(match kind {
            ResourceKind::Lambda | ResourceKind::Bot => diagnostic
                .primary_label("it is not associated with the instance")
                .help("every contact that reaches this block would take the error branch"),
            _ => diagnostic.help("it may have been deleted, or may belong to another instance"),
        });
    }

    /// Reports the name of a resource in the place of its id or ARN.
    fn is_name(&mut self, reference: &Reference, span: Span, code: Code) -> bool {
        let Some(inventory) = self.inventory.filter(|_| Arn::parse(&reference.text).is_none()) else { return false };
        let found = inventory.by_name(reference.kind, &reference.text, None);
        let [known] = found.as_slice() else { return false };
        let described = reference.kind.described();
        let id = if reference.form == ReferenceForm::Arn { "ARN" } else { "id" };
        let message = format!("expected the {id} of {described}, found the name `{}`", known.name);
        let named = format!("write `{} \"{}\"`", reference.kind.keyword(), known.name);
        let help = self.terms.either(named, format!("its ARN is `{}`", known.arn));
        self.report(Diagnostic::new(code, span, message).help(help));
        true
    }

    /// Whether the kind of resource in an ARN is not the expected one.
    fn other_kind(&mut self, reference: &Reference, span: Span) -> bool {
        if reference.form != ReferenceForm::Arn || is_template(&reference.text) {
            return false;
        }
        let Some(arn) = Arn::parse(&reference.text).filter(|arn| !arn.resource.ends_with(['/', ':'])) else {
            if self.is_name(reference, span, Code::WrongKind) {
                return true;
            }
            self.report(Diagnostic::new(Code::WrongKind, span, "this ARN is truncated").help(format!(
                "the ARN of {} ends with `{}` and an id",
                reference.kind.described(),
                reference.kind.arn_shape().1
            )));
            return true;
        };
        let is_of = |kind: ResourceKind| {
            let (service, before_id) = kind.arn_shape();
            arn.service == service && arn.resource.starts_with(before_id)
        };
        // Bots of Lex V1 have ARNs of another form.
        let is_lex = reference.kind == ResourceKind::Bot && arn.service == "lex";
        if is_of(reference.kind) || is_lex {
            return false;
        }
        let found = match ResourceKind::ALL.iter().find(|kind| is_of(**kind)) {
            Some(kind) => kind.described().to_owned(),
            None if arn.service == reference.kind.arn_shape().0 => {
                format!("another resource (`{}`)", arn.resource.split(['/', ':']).next().unwrap_or_default())
            }
            None => format!("a resource of the service `{}`", arn.service),
        };
        self.report(
            Diagnostic::new(
                Code::WrongKind,
                span,
                format!("expected the ARN of {}, found the ARN of {found}", reference.kind.described()),
            )
            .help(format!(
                "the ARN of {} has `{}` before the id",
                reference.kind.described(),
                reference.kind.arn_shape().1
            )),
        );
        true
    }

    /// Reports the test alias that Lex gives every bot.
    ///
    /// <https://docs.aws.amazon.com/connect/latest/adminguide/get-customer-input.html>
    fn test_alias(&mut self, reference: &Reference, span: Span) {
        let arn = reference.known.as_ref().map_or(&reference.text, |known| &known.arn);
        if reference.kind == ResourceKind::Bot && arn.ends_with("/TSTALIASID") {
            self.report(
                Diagnostic::new(Code::TestAlias, span, "this is the test alias of a bot")
                    .primary_label("AWS limits how many contacts it serves, and it changes with every build of the bot")
                    .help("create an alias for a version of the bot, and refer to that alias"),
            );
        }
    }

    fn live(&mut self, name: &str, what: &str, published: Option<bool>, active: Option<bool>, span: Span) {
        let state = if active == Some(false) {
            "archived"
        } else if published == Some(false) {
            "saved, but not published"
        } else {
            return;
        };
        self.report(
            Diagnostic::new(Code::FlowNotLive, span, format!("the {what} `{name}` is {state}"))
                .primary_label("no contact can enter it"),
        );
    }

    /// The name of the referenced resource, or what the source has in its place.
    fn name_of<'r>(&'r self, reference: &'r Reference) -> &'r SmolStr {
        let item = match reference.item {
            Some(BuildItem::Flow(index)) => self.build.flows.get(index).map(|flow| &flow.name.text),
            _ => None,
        };
        item.or(reference.known.as_ref().map(|known| &known.name)).unwrap_or(&reference.text)
    }

    /// The type of the referenced flow, and the span of its declaration if it is part of this build.
    pub(super) fn type_of(&self, reference: &Reference) -> Option<(FlowType, Option<Span>)> {
        if let Some(BuildItem::Flow(index)) = reference.item {
            let flow = self.build.flows.get(index)?;
            return match flow.kind {
                FlowKind::Flow(Some(flow_type)) => Some((flow_type, Some(flow.kind_origin))),
                _ => None,
            };
        }
        let known = reference.known.as_ref()?;
        Some((self.inventory?.flow(&known.id)?.flow_type?, None))
    }
}

/// Whether a text is a template that a program fills in before it is used.
fn is_template(text: &str) -> bool {
    ["${", "{{", "%", "<"].iter().any(|mark| text.contains(mark))
}

/// Whether the instance may call the function of this ARN, in any version or under any alias.
fn calls(inventory: &Inventory, arn: Arn<'_>) -> bool {
    let function = arn.resource.strip_prefix("function:").and_then(|rest| rest.split(':').next());
    inventory.names(ResourceKind::Lambda).any(|name| name.split(':').next() == function)
}
