//! Output files of a graph: flow JSON, quick-connect requests, and the manifest.

use std::collections::HashSet;

use callflow::catalogue::FlowType;
use callflow::connect::{self, Mark, Placeholder, ReferenceWriter};
use callflow::emit::{self, OutputFile, Status};
use callflow::graph::{
    Action, ActionId, ActionState, Build, BuildItem, Condition, Destination, Edge, ErrorBranch, Flow, FlowKind, Node,
    Notation, Object, QuickConnect, Reference, ReferenceForm, Spanned, Tag, Target, Transitions, Value,
};
use callflow::inventory::{FlowResource, Instance, Inventory};
use callflow::resource::{Known, ResourceKind};
use callflow::source::{Sources, Span};
use serde_json::Value as Json;

use crate::support::snapshot_in;

const INSTANCE: &str = "arn:aws:connect:us-west-2:111122223333:instance/27666017-b87c-4136-9468-57308871cff5";

fn snapshot(name: &str, text: &str) {
    snapshot_in("tests/emit", name, text);
}

// ---- Building graphs ----

fn span() -> Span {
    Span::new(Sources::new().add("main.flow", ""), 0, 0)
}

fn spanned(text: &str) -> Spanned {
    Spanned { text: text.into(), span: span() }
}

fn instance() -> Inventory {
    let id = INSTANCE.rsplit('/').next().unwrap();
    let mut inventory = Inventory::default();
    inventory.instance = Some(Instance { arn: INSTANCE.into(), id: id.into() });
    inventory
}

fn named(kind: ResourceKind, name: &str) -> Reference {
    Reference { kind, form: ReferenceForm::Name, text: name.into(), known: None, item: None, suffix: "".into() }
}

fn known(kind: ResourceKind, name: &str, part: &str, id: &str) -> Reference {
    let arn = format!("{INSTANCE}/{part}/{id}");
    let known = Known { name: name.into(), id: id.into(), arn: arn.into() };
    Reference { known: Some(known), ..named(kind, name) }
}

fn queue(name: &str) -> Reference {
    known(ResourceKind::Queue, name, "queue", &format!("{}-id", name.to_lowercase().replace(' ', "-")))
}

fn made(kind: ResourceKind, name: &str, index: usize) -> Reference {
    Reference { item: Some(BuildItem::Flow(index)), ..named(kind, name) }
}

fn written(form: ReferenceForm, kind: ResourceKind, text: &str) -> Reference {
    Reference { form, ..named(kind, text) }
}

fn text(text: &str) -> Node {
    Node::text(text, span())
}

fn refer(reference: Reference) -> Node {
    Node { value: Value::Reference(Box::new(reference)), origin: span() }
}

fn edge(target: Target) -> Edge {
    Edge { target, origin: span(), taken: true }
}

fn to(index: usize) -> Target {
    Target::Action(ActionId(index))
}

fn action(identifier: &str, type_: &str, parameters: &[(&str, Node)], transitions: Transitions) -> Action {
    let mut object = Object::new();
    for (path, node) in parameters {
        object.set(path, span(), node.clone());
    }
    Action {
        identifier: identifier.into(),
        is_named: false,
        type_: type_.into(),
        block: None,
        parameters: object,
        transitions,
        origin: span(),
        head: span(),
        braces: None,
        state: ActionState::Whole,
    }
}

fn goes(next: Option<Target>, conditions: &[(&str, &str, Target)], errors: &[(&str, Target)]) -> Transitions {
    let condition = |(operator, operand, target): &(&str, &str, Target)| Condition {
        operator: (*operator).into(),
        operands: vec![text(operand)],
        edge: edge(*target),
        origin: span(),
    };
    let error =
        |(error, target): &(&str, Target)| ErrorBranch { error: (*error).into(), edge: edge(*target), origin: span() };
    Transitions {
        is_partial: false,
        next: next.map(edge),
        conditions: conditions.iter().map(condition).collect(),
        errors: errors.iter().map(error).collect(),
        terminal: false,
    }
}

fn ends() -> Transitions {
    Transitions { terminal: true, ..Transitions::default() }
}

fn flow(name: &str, kind: FlowKind, actions: Vec<Action>) -> Flow {
    Flow {
        notation: Notation::Text,
        is_saved: false,
        name: spanned(name),
        kind,
        kind_origin: span(),
        description: None,
        tags: Vec::new(),
        contract: None,
        known: None,
        notes: Vec::new(),
        saved_layout: callflow::graph::SavedLayout::default(),
        start: if actions.is_empty() { Target::Unconnected } else { to(0) },
        start_origin: span(),
        actions,
        steps: Vec::new(),
    }
}

fn hangs_up(name: &str) -> Flow {
    let actions = vec![action("start", "DisconnectParticipant", &[], ends())];
    flow(name, FlowKind::Flow(Some(FlowType::Inbound)), actions)
}

fn quick_connect(name: &str, destination: Destination, queues: &[Reference]) -> QuickConnect {
    QuickConnect {
        notation: Notation::Text,
        name: spanned(name),
        description: Some(spanned("What it is for")),
        destination,
        available_in: queues.iter().map(|queue| (queue.clone(), span())).collect(),
        tags: Vec::new(),
        known: None,
        is_whole: true,
    }
}

fn phone(name: &str, queues: &[Reference]) -> QuickConnect {
    quick_connect(name, Destination::PhoneNumber(spanned("+14255550123")), queues)
}

/// A flow, a module that it calls, and quick connects of every type.
fn acme() -> Build {
    let menu = action(
        "menu",
        "GetParticipantInput",
        &[
            ("Text", text("Press 1 for \"support\".")),
            ("InputTimeLimitSeconds", text("5")),
            ("StoreInput", text("False")),
        ],
        goes(
            Some(to(3)),
            &[("Equals", "1", to(1)), ("Equals", "2", to(2))],
            &[("InputTimeLimitExceeded", to(3)), ("NoMatchingCondition", to(3)), ("NoMatchingError", to(3))],
        ),
    );
    let working_queue = action(
        "Set the queue",
        "UpdateContactTargetQueue",
        &[("QueueId", refer(queue("Billing")))],
        goes(Some(to(4)), &[], &[("NoMatchingError", to(3))]),
    );
    let module = action(
        "verify",
        "InvokeFlowModule",
        &[
            ("FlowModuleId", refer(made(ResourceKind::Module, "Verify caller", 1))),
            (
                "Input.deep/key~odd",
                Node { value: Value::List(vec![text("a"), refer(queue("Billing"))]), origin: span() },
            ),
        ],
        goes(Some(to(0)), &[("Equals", "Success", to(1))], &[("NoMatchingError", to(3))]),
    );
    let hooks = action(
        "hooks",
        "UpdateContactEventHooks",
        &[
            ("EventHooks.AgentHold", refer(made(ResourceKind::Flow, "After hours", 2))),
            ("EventHooks.CustomerQueue", refer(known(ResourceKind::Flow, "Queue", "contact-flow", "q-flow"))),
            ("Agent", refer(known(ResourceKind::Agent, "amara.okafor", "agent", "amara-id"))),
            ("Path", refer(written(ReferenceForm::Path, ResourceKind::Queue, "$.Attributes.queue"))),
            ("Id", refer(written(ReferenceForm::Id, ResourceKind::Queue, "as-it-stands"))),
            (
                "View",
                refer(Reference { suffix: ":2".into(), ..known(ResourceKind::View, "Cards", "view", "cards-id") }),
            ),
            ("Number", Node { value: Value::Number(3.into()), origin: span() }),
            ("Yes", Node { value: Value::Bool(true), origin: span() }),
            ("Null", Node { value: Value::Null, origin: span() }),
        ],
        goes(Some(to(3)), &[], &[("NoMatchingError", Target::Unconnected)]),
    );
    let bye = action("bye", "DisconnectParticipant", &[], ends());
    let mut main = flow(
        "Main line",
        FlowKind::Flow(Some(FlowType::Inbound)),
        vec![menu, Action { is_named: true, ..working_queue }, module, bye, hooks],
    );
    main.description = Some(spanned("First stop for callers"));
    main.tags = vec![Tag { key: spanned("team"), value: spanned("support") }];
    let returns = vec![action("return", "EndFlowModuleExecution", &[], ends())];
    let transfer = known(ResourceKind::Flow, "Queue transfer", "contact-flow", "transfer-id");
    let queue_destination =
        Destination::Queue { queue: (queue("Tier 2 Support"), span()), flow: (transfer.clone(), span()) };
    let agent = known(ResourceKind::Agent, "amara.okafor", "agent", "amara-id");
    let agent_destination = Destination::Agent { agent: (agent, span()), flow: (transfer, span()) };
    let flow_destination = Destination::Flow((made(ResourceKind::Flow, "After hours", 2), span()));
    let mut night = phone("Night pager", &[queue("Billing")]);
    let arn = format!("{INSTANCE}/transfer-destination/pager-id");
    night.known = Some(Known { name: "Night pager".into(), id: "pager-id".into(), arn: arn.into() });
    night.tags = main.tags.clone();
    Build {
        flows: vec![main, flow("Verify caller", FlowKind::Module, returns), hangs_up("After hours")],
        quick_connects: vec![
            quick_connect("Tier 2", queue_destination, &[queue("General"), queue("Billing")]),
            night,
            quick_connect("Amara Okafor", agent_destination, &[queue("Billing"), queue("Billing")]),
            quick_connect("Survey", flow_destination, &[]),
        ],
    }
}

// ---- Reading the output ----

fn file<'a>(files: &'a [OutputFile], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path);
    std::str::from_utf8(&file.unwrap_or_else(|| panic!("{path} is not in {:?}", paths(files))).bytes).unwrap()
}

/// The files of a build.
fn emit(build: &Build, inventory: &Inventory, status: Status) -> Vec<OutputFile> {
    emit::json(&emit::plan(build, Some(inventory)), status)
}

fn json(files: &[OutputFile], path: &str) -> Json {
    serde_json::from_str(file(files, path)).unwrap()
}

fn paths(files: &[OutputFile]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

/// The paths of flows with these names.
fn slugs(names: &[&str]) -> Vec<String> {
    let flows = names.iter().map(|name| hangs_up(name)).collect();
    let files = emit(&Build { flows, quick_connects: vec![] }, &Inventory::default(), Status::Published);
    let flows = files.iter().filter_map(|file| file.path.strip_prefix("flows/"));
    flows.map(|path| path.strip_suffix(".json").unwrap().to_owned()).collect()
}

fn all(build: &Build, inventory: &Inventory) -> String {
    let files = emit(build, inventory, Status::Published);
    let sections = files.iter().map(|file| format!("==== {}\n{}", file.path, String::from_utf8_lossy(&file.bytes)));
    sections.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_build_for_a_known_instance() {
    let mut inventory = instance();
    let arn = format!("{INSTANCE}/contact-flow/main-id");
    inventory.flows.push(FlowResource {
        known: Known { name: "Main line".into(), id: "main-id".into(), arn: arn.into() },
        flow_type: Some(FlowType::Inbound),
        published: None,
        active: None,
    });
    snapshot("a_build_for_a_known_instance", &all(&acme(), &inventory));
}

#[test]
fn a_build_without_an_instance() {
    let files = emit(&acme(), &Inventory::default(), Status::Saved);
    let hooks = &json(&files, "flows/main-line.json")["Actions"][4]["Parameters"]["EventHooks"]["AgentHold"];
    assert_eq!(hooks, "${instance}/contact-flow/${flow:After hours}");
    let request = json(&files, "quick-connects/survey.json");
    assert_eq!(request["InstanceId"], "${instance}");
    assert_eq!(request["QuickConnectConfig"]["FlowConfig"]["ContactFlowId"], "${flow:After hours}");
    let manifest = json(&files, "manifest.json");
    assert_eq!((&manifest["instance"], &manifest["status"]), (&Json::Null, &Json::from("SAVED")));
    snapshot("a_manifest_without_an_instance", file(&files, "manifest.json"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(emit(&acme(), &instance(), Status::Published), emit(&acme(), &instance(), Status::Published));
}

#[test]
fn every_placeholder_is_listed_and_every_pointer_is_valid() {
    for inventory in [instance(), Inventory::default()] {
        let files = emit(&acme(), &inventory, Status::Published);
        let manifest = json(&files, "manifest.json");
        let listed = manifest["placeholders"].as_array().unwrap();
        for entry in listed {
            let file = json(&files, entry["file"].as_str().unwrap());
            let string = file.pointer(entry["pointer"].as_str().unwrap()).and_then(Json::as_str);
            let string = string.unwrap_or_else(|| panic!("{entry} points at no string"));
            assert!(string.contains(entry["text"].as_str().unwrap()), "{entry} in {string}");
        }
        let in_files = files.iter().filter(|file| file.path != "manifest.json");
        let count: usize = in_files.map(|file| String::from_utf8_lossy(&file.bytes).matches("${").count()).sum();
        assert_eq!(count, listed.len());
    }
}

#[test]
fn odd_keys_are_escaped_in_pointers() {
    let reference = || refer(made(ResourceKind::Flow, "A/B~C", 0));
    let mut it = hangs_up("A/B~C");
    it.actions[0].parameters.insert("a/b~c.d", span(), reference());
    it.actions[0].transitions = Transitions {
        conditions: vec![Condition {
            operator: "Equals".into(),
            operands: vec![text("x"), reference()],
            edge: edge(to(0)),
            origin: span(),
        }],
        ..Transitions::default()
    };
    let build = Build { flows: vec![it], quick_connects: vec![] };
    let content = connect::content(&build.flows[0], &ReferenceWriter::new(&build, None));
    let json: Json = serde_json::from_str(&content.render(Placeholder::text)).unwrap();
    assert_eq!(content.marks().len(), 4);
    for Mark { pointer, placeholder, .. } in content.marks() {
        let string = json.pointer(pointer).and_then(Json::as_str).unwrap();
        assert!(string.contains(placeholder.text().as_str()), "{pointer}");
    }
}

#[test]
fn a_flow_without_a_start_is_written_as_the_designer_saves_it() {
    let build = Build { flows: vec![flow("Draft", FlowKind::Flow(None), vec![])], quick_connects: vec![] };
    let json = json(&emit(&build, &instance(), Status::Saved), "flows/draft.json");
    assert_eq!(json["StartAction"], "");
    assert_eq!(json["Actions"], Json::Array(vec![]));
}

#[test]
fn only_modules_have_settings() {
    let files = emit(&acme(), &instance(), Status::Published);
    assert!(json(&files, "modules/verify-caller.json")["Settings"].is_object());
    assert!(json(&files, "flows/main-line.json").get("Settings").is_none());
}

#[test]
fn every_action_has_a_position() {
    let flow = json(&emit(&acme(), &instance(), Status::Published), "flows/main-line.json");
    for action in flow["Actions"].as_array().unwrap() {
        let entry = &flow["Metadata"]["ActionMetadata"][action["Identifier"].as_str().unwrap()];
        assert!(entry["position"]["x"].is_i64() && entry["position"]["y"].is_i64(), "{action}");
    }
}

#[test]
fn an_empty_description_is_left_out() {
    let mut it = phone("A", &[]);
    it.description = Some(spanned(""));
    let build = Build { flows: vec![], quick_connects: vec![it] };
    let request = json(&emit(&build, &instance(), Status::Published), "quick-connects/a.json");
    assert!(request.get("Description").is_none() && request.get("Tags").is_none(), "{request}");
}

#[test]
fn one_call_takes_fifty_quick_connects() {
    let names: Vec<String> = (0..51).map(|number| format!("Q{number}")).collect();
    let quick_connects = names.iter().map(|name| phone(name, &[queue("Billing")])).collect();
    let files = emit(&Build { flows: vec![], quick_connects }, &instance(), Status::Published);
    let ids = |path: &str| json(&files, path)["QuickConnectIds"].as_array().unwrap().len();
    assert_eq!((ids("associations/billing-1.json"), ids("associations/billing-2.json")), (50, 1));
    assert_eq!(json(&files, "associations/billing-2.json")["QuickConnectIds"][0], "${quick_connect:Q50}");
}

#[test]
fn one_queue_written_in_two_ways_is_one_queue() {
    let by_id = written(ReferenceForm::Id, ResourceKind::Queue, "billing-id");
    let quick_connects = vec![phone("A", &[queue("Billing")]), phone("B", &[by_id])];
    let files = emit(&Build { flows: vec![], quick_connects }, &instance(), Status::Published);
    assert_eq!(json(&files, "associations/billing-1.json")["QuickConnectIds"].as_array().unwrap().len(), 2);
    assert_eq!(files.len(), 4, "{:?}", paths(&files));
}

#[test]
fn names_become_file_names() {
    assert_eq!(slugs(&["Main line", " (After) hours! ", "24/7"]), ["main-line", "after-hours", "24-7"]);
    assert_eq!(slugs(&["受付", "Größe", "😀", ""]), ["u53d7-u4ed8", "gr-e", "flow", "flow-2"]);
    assert_eq!(slugs(&["CON", "nul", "com1", "com10"]), ["con-flow", "nul-flow", "com1-flow", "com10"]);
    assert_eq!(slugs(&["../../etc/passwd"]), ["etc-passwd"]);
}

#[test]
fn names_with_one_slug_get_numbers() {
    assert_eq!(slugs(&["A b", "a-B", "A  b", "A b 2"]), ["a-b", "a-b-2", "a-b-3", "a-b-2-2"]);
    assert_eq!(slugs(&["A b 2", "A b", "a b"]), ["a-b-2", "a-b", "a-b-3"]);
    let long = slugs(&[&"x".repeat(200), &"x".repeat(300), &format!("{} y", "x".repeat(79))]);
    assert!(long.iter().all(|slug| slug.len() <= 80), "{long:?}");
    assert_eq!(long.iter().collect::<HashSet<_>>().len(), 3);
}
