//! Reading of inventory folders: the sample of the acme-support example, and small folders that each test one aspect.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use callflow::catalogue::FlowType;
use callflow::diagnostic::{Code, Diagnostics};
use callflow::inventory::{Inventory, read};
use callflow::resource::{Known, ResourceKind};
use callflow::source::{FileId, Sources};
use proptest::prelude::*;

/// An inventory, and the diagnostics of reading it.
struct Read {
    inventory: Inventory,
    diagnostics: Diagnostics,
    sources: Sources,
}

impl Read {
    fn of(files: &[(String, String)]) -> Read {
        let mut sources = Sources::new();
        let ids: Vec<FileId> = files.iter().map(|(name, text)| sources.add(name.clone(), text)).collect();
        let mut diagnostics = Diagnostics::new();
        let inventory = read(&ids, &sources, &mut diagnostics);
        diagnostics.sort();
        Read { inventory, diagnostics, sources }
    }

    fn folder(folder: &Path) -> Read {
        Read::of(&files(folder))
    }

    fn case(name: &str) -> Read {
        Read::folder(&Path::new("tests/inventory").join(name))
    }

    fn acme() -> Read {
        Read::folder(Path::new(ACME))
    }

    /// The codes of the diagnostics, in order.
    fn codes(&self) -> Vec<Code> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    /// Each diagnostic: code, message, then each label's text and the text under it, then the help.
    fn printed(&self) -> String {
        let mut printed = String::new();
        for diagnostic in self.diagnostics.iter() {
            printed += &format!("{} {}\n", diagnostic.code, diagnostic.message);
            for label in &diagnostic.labels {
                let file = self.sources.get(label.span.file).unwrap();
                let place = file.lines().line_column(file.text(), label.span.start);
                let under = self.sources.text(label.span);
                printed += &format!("  {}:{}:{} `{under}` {}", file.name(), place.line, place.column, label.text);
                printed = printed.trim_end().to_owned() + "\n";
            }
            for help in &diagnostic.help {
                printed += &format!("  help: {help}\n");
            }
        }
        printed
    }

    fn agent(&self, user_name: &str) -> &callflow::inventory::Agent {
        self.inventory.agent(&self.one(ResourceKind::Agent, user_name).id).unwrap()
    }

    fn queue(&self, name: &str) -> &callflow::inventory::Queue {
        self.inventory.queue(&self.one(ResourceKind::Queue, name).id).unwrap()
    }

    fn one(&self, kind: ResourceKind, name: &str) -> Known {
        match self.inventory.by_name(kind, name, None).as_slice() {
            [one] => one.clone(),
            found => panic!("{} resources are called {name}", found.len()),
        }
    }

    fn arns(&self, kind: ResourceKind, name: &str, qualifier: Option<&str>) -> Vec<String> {
        self.inventory.by_name(kind, name, qualifier).into_iter().map(|known| known.arn.to_string()).collect()
    }

    fn missing(&self) -> Vec<&str> {
        self.inventory.missing_answers.iter().map(|missing| missing.command).collect()
    }
}

const ACME: &str = "examples/acme-support/inventory/dev";
const INSTANCE: &str = "arn:aws:connect:us-west-2:111122223333:instance/27666017-b87c-4136-9468-57308871cff5";

/// The `*.json` files of a folder, sorted by name, as the command line reads them.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), fs::read_to_string(folder.join(&name)).unwrap())).collect()
}

fn file(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

#[test]
fn the_sample_is_read_without_diagnostics() {
    let acme = Read::acme();
    assert_eq!(acme.printed(), "");
    let inventory = &acme.inventory;
    assert_eq!(inventory.instance.as_ref().unwrap().arn, INSTANCE);
    assert_eq!(inventory.instance.as_ref().unwrap().id, "27666017-b87c-4136-9468-57308871cff5");
    assert_eq!(inventory.listed, ResourceKind::ALL);
    let counts = ResourceKind::ALL.map(|kind| (kind.keyword(), inventory.names(kind).count()));
    insta::assert_snapshot!(format!("{counts:?}"), @r#"[("queue", 8), ("agent", 13), ("flow", 16), ("module", 4), ("prompt", 6), ("hours", 3), ("lambda", 5), ("bot", 2), ("view", 2), ("quick_connect", 5)]"#);
}

#[test]
fn agents_queues_have_no_name_and_are_not_found() {
    let acme = Read::acme();
    let user = &acme.agent("amara.okafor").known;
    assert!(acme.inventory.queue(&user.id).is_none());
    assert!(acme.inventory.names(ResourceKind::Queue).all(|name| !name.is_empty()));
}

#[test]
fn an_agent_may_take_contacts_if_one_security_profile_allows_it() {
    let acme = Read::acme();
    assert_eq!(acme.agent("amara.okafor").may_take_contacts, Some(true));
    assert_eq!(acme.agent("greta.lind").may_take_contacts, Some(true));
    assert_eq!(acme.agent("greta.lind").security_profiles, ["Agent", "QualityAnalyst"]);
    for without in ["ines.costa", "jonas.berg", "lena.moreau"] {
        assert_eq!(acme.agent(without).may_take_contacts, Some(false), "{without}");
    }
    assert_eq!(acme.agent("ines.costa").security_profiles, ["CallCenterManager"]);
}

#[test]
fn a_user_name_may_have_an_at_sign() {
    let acme = Read::acme();
    let kim = acme.agent("kim.admin@acme.example");
    assert_eq!(kim.may_take_contacts, Some(true));
    assert_eq!(acme.inventory.agent_by_user_id(&kim.known.id).unwrap().known.name, "kim.admin@acme.example");
    assert!(acme.inventory.agent_by_user_id("kim.admin@acme.example").is_none());
}

#[test]
fn an_agent_event_contains_a_user_id() {
    let acme = Read::acme();
    let nadia = acme.agent("nadia.fischer");
    assert_eq!(nadia.known.id, "94cd11ae-0ff1-507a-8915-3e4fa5860384");
    assert_eq!(nadia.known.arn, format!("{INSTANCE}/agent/94cd11ae-0ff1-507a-8915-3e4fa5860384"));
    assert_eq!(nadia.may_take_contacts, None);
    assert_eq!(acme.agent("hiro.tanaka").may_take_contacts, Some(true));
    // The sample only lacks the security profiles of the new agent.
    assert_eq!(acme.missing(), ["search-users"]);
}

#[test]
fn a_disabled_queue_in_no_routing_profile() {
    let acme = Read::acme();
    let sales = acme.queue("Sales EU");
    assert_eq!((sales.enabled, sales.in_routing_profile), (Some(false), Some(false)));
    let billing = acme.queue("Billing");
    assert_eq!((billing.enabled, billing.in_routing_profile), (Some(true), Some(true)));
    assert_eq!(acme.inventory.quick_connects_of(&billing.known.id), Some(2));
    assert_eq!(acme.inventory.quick_connects_of(&sales.known.id), Some(0));
    assert_eq!(acme.inventory.quick_connects_of("none such"), None);
}

#[test]
fn flows_modules_and_quick_connects_have_types_and_states() {
    let acme = Read::acme();
    let flow = |name| acme.inventory.flow(&acme.one(ResourceKind::Flow, name).arn).unwrap();
    let survey = flow("Survey after call");
    assert_eq!((survey.flow_type, survey.published, survey.active), (Some(FlowType::Inbound), Some(false), Some(true)));
    assert_eq!(flow("Old IVR 2023").active, Some(false));
    assert_eq!(flow("Warm agent transfer").flow_type, Some(FlowType::AgentTransfer));
    let legacy = acme.one(ResourceKind::Module, "Legacy greeting");
    assert_eq!(acme.inventory.module(&legacy.id).unwrap().active, Some(false));
    let tier_2 = acme.one(ResourceKind::QuickConnect, "Tier 2");
    assert_eq!(acme.inventory.quick_connect(&tier_2.id).unwrap().type_.as_deref(), Some("QUEUE"));
}

#[test]
fn a_view_that_aws_supplies_does_not_belong_to_another_instance() {
    let acme = Read::acme();
    assert_eq!(acme.one(ResourceKind::View, "Detail").arn, "arn:aws:connect:us-west-2:aws:view/detail");
    assert_eq!(acme.one(ResourceKind::View, "Detail").id, "detail");
}

#[test]
fn the_numbers_of_the_instance() {
    let acme = Read::acme();
    assert_eq!(acme.inventory.phone_numbers.as_ref().unwrap().len(), 4);
    assert_eq!(acme.inventory.owns_number("+12065550140"), Some(true));
    assert_eq!(acme.inventory.owns_number("+12065550199"), Some(false));
    assert_eq!(Read::of(&[]).inventory.owns_number("+12065550140"), None);

    let numbers = Read::case("numbers");
    assert_eq!(numbers.printed(), "");
    let owned: Vec<_> = numbers.inventory.phone_numbers.iter().flatten().map(|it| it.number.as_str()).collect();
    assert_eq!(owned, ["+12065550140"], "numbers of the other instance are ignored, and duplicates too");
    assert!(numbers.inventory.instance.unwrap().id.ends_with("01"), "`list-instances` does not identify the instance");
}

#[test]
fn only_describe_instance_identifies_the_instance_without_resources() {
    let instance = |file: (String, String)| Read::of(&[file]).inventory.instance.map(|it| it.arn.to_string());
    let describe = format!(r#"{{"Instance": {{"Id": "x", "Arn": "{INSTANCE}"}}}}"#);
    assert_eq!(instance(file("a.json", &describe)).as_deref(), Some(INSTANCE));
    let list = format!(r#"{{"InstanceSummaryList": [{{"Id": "x", "Arn": "{INSTANCE}"}}]}}"#);
    assert_eq!(instance(file("a.json", &list)), None);
}

#[test]
fn both_versions_of_the_cli_give_the_same_inventory() {
    let first: Vec<_> = files(Path::new(ACME)).into_iter().filter(|(name, _)| name == "list-users.json").collect();
    let other: Vec<_> =
        files(Path::new(ACME)).into_iter().filter(|(name, _)| name == "list-users.cli-v1.json").collect();
    assert_ne!(first[0].1, other[0].1);
    let (first, other) = (Read::of(&first), Read::of(&other));
    assert_eq!(other.printed(), "");
    assert_eq!(first.inventory.agents.len(), 12);
    assert_eq!(format!("{:?}", first.inventory.agents), format!("{:?}", other.inventory.agents));
}

#[test]
fn file_names_do_not_matter_for_most_answers() {
    let by_their_names =
        ["list-security-profile-permissions", "list-routing-profile-queues", "list-queue-quick-connects"];
    let mut renamed = files(Path::new(ACME));
    for (at, (name, _)) in renamed.iter_mut().enumerate() {
        if !by_their_names.iter().any(|command| name.starts_with(command)) {
            *name = format!("{at}.json");
        }
    }
    let (renamed, acme) = (Read::of(&renamed), Read::acme());
    assert_eq!(renamed.printed(), "");
    assert_eq!(format!("{:?}", renamed.inventory.agents), format!("{:?}", acme.inventory.agents));
    assert_eq!(format!("{:?}", renamed.inventory.queues), format!("{:?}", acme.inventory.queues));
}

#[test]
fn describe_answers_describe_one_resource_and_list_nothing() {
    let described = Read::of(&[
        file("a.json", &format!(r#"{{"Prompt": {{"PromptARN": "{INSTANCE}/prompt/p1", "Name": "Hold"}}}}"#)),
        file(
            "b.json",
            &format!(
                r#"{{"QuickConnect": {{"QuickConnectARN": "{INSTANCE}/transfer-destination/c1", "Name": "Pager",
                     "QuickConnectConfig": {{"QuickConnectType": "PHONE_NUMBER"}}}}}}"#
            ),
        ),
        file("c.json", &format!(r#"{{"Queue": {{"QueueArn": "{INSTANCE}/queue/q1", "Name": "Billing"}}}}"#)),
        file(
            "d.json",
            &format!(
                r#"{{"RoutingProfile": {{"RoutingProfileArn": "{INSTANCE}/routing-profile/r1", "Name": "Front",
                     "AssociatedQueueIds": ["q1"]}}}}"#
            ),
        ),
    ]);
    assert_eq!(described.printed(), "");
    assert!(described.inventory.listed.is_empty());
    assert_eq!(described.one(ResourceKind::Prompt, "Hold").id, "p1");
    assert_eq!(described.inventory.quick_connect("c1").unwrap().type_.as_deref(), Some("PHONE_NUMBER"));
    assert_eq!((described.queue("Billing").enabled, described.queue("Billing").in_routing_profile), (None, Some(true)));
}

#[test]
fn search_answers_alone_are_enough() {
    let only: Vec<_> = files(Path::new(ACME)).into_iter().filter(|(name, _)| name.starts_with("search-")).collect();
    let searched = Read::of(&only);
    assert_eq!(searched.printed(), "");
    assert_eq!(searched.inventory.listed, [ResourceKind::Queue, ResourceKind::Agent]);
    assert_eq!(searched.queue("Sales EU").enabled, Some(false));
    assert_eq!(searched.queue("Sales EU").in_routing_profile, None);
}

#[test]
fn pages_in_several_files_are_one_list() {
    let acme = Read::acme();
    assert!(!acme.arns(ResourceKind::Prompt, "Acme welcome", None).is_empty());
    assert_eq!(acme.inventory.prompts.len(), 6);

    let paged = Read::case("paged");
    assert_eq!(paged.printed(), "");
    assert_eq!(paged.inventory.names(ResourceKind::Queue).collect::<Vec<_>>(), ["Billing", "Shipping"]);
    // The last page of the users and of the profile's queues is missing: resources that are not found may be on it.
    assert_eq!(paged.inventory.listed, [ResourceKind::Queue]);
    assert_eq!(paged.queue("Billing").in_routing_profile, Some(true));
    assert_eq!(paged.queue("Shipping").in_routing_profile, None);
}

#[test]
fn a_lambda_function_is_found_with_and_without_its_qualifier() {
    let lambdas = Read::case("lambdas");
    assert_eq!(lambdas.printed(), "");
    let arns = |name, qualifier| {
        let arns = lambdas.arns(ResourceKind::Lambda, name, qualifier);
        arns.iter().map(|arn| arn.split("function:").last().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(arns("status", None), ["status:live"]);
    assert_eq!(arns("status:live", None), ["status:live"]);
    assert_eq!(arns("status", Some("live")), ["status:live"]);
    assert_eq!(arns("lookup", None), ["lookup"], "the exact name wins");
    assert_eq!(arns("both", None), ["both:1", "both:2"], "the name is ambiguous");
    assert!(arns("none", None).is_empty());
    let arn = "arn:aws:lambda:us-west-2:111122223333:function:status:live";
    assert_eq!(lambdas.inventory.by_id(ResourceKind::Lambda, arn).unwrap().id, arn);
}

#[test]
fn a_bot_is_found_by_its_names_in_lex() {
    let bots = Read::case("bots");
    assert_eq!(bots.printed(), "");
    let arns = |name, alias| {
        let arns = bots.arns(ResourceKind::Bot, name, alias);
        arns.iter().map(|arn| arn.split("bot-alias/").last().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(arns("Orders", Some("live")), ["ORDERS0001/LIVEALIAS1"]);
    assert_eq!(arns("Orders", None), ["ORDERS0001/LIVEALIAS1", "ORDERS0001/TESTALIAS1"]);
    assert!(arns("Orders", Some("LIVEALIAS1")).is_empty(), "the id is used only if the name is unknown");
    assert_eq!(arns("UNTOLD0001", Some("LIVEALIAS1")), ["UNTOLD0001/LIVEALIAS1"]);
    assert!(bots.missing().contains(&"lexv2-models list-bots"));
    assert!(bots.missing().contains(&"lexv2-models list-bot-aliases"));
    assert_eq!(Read::acme().arns(ResourceKind::Bot, "AcmeTriage", Some("TestBotAlias")).len(), 1);
}

#[test]
fn events_are_single_objects_lines_or_a_list() {
    let events = Read::case("events");
    assert_eq!(events.printed(), "");
    assert_eq!(
        events.inventory.names(ResourceKind::Agent).collect::<Vec<_>>(),
        ["chen.wei", "amara.okafor", "bruno.silva"]
    );
    assert!(!events.inventory.is_listed(ResourceKind::Agent));
}

#[test]
fn facts_without_an_answer_stay_unknown() {
    let partial = Read::case("partial");
    assert_eq!(partial.printed(), "");
    assert_eq!(partial.agent("amara.okafor").may_take_contacts, Some(true), "one profile is enough");
    assert_eq!(partial.agent("bruno.silva").may_take_contacts, None, "the permissions of s2 are unknown");
    assert_eq!(partial.agent("chen.wei").may_take_contacts, None, "the profiles are unknown");
    let flow = |name| partial.inventory.flow(&partial.one(ResourceKind::Flow, name).id).unwrap();
    assert_eq!((flow("New").flow_type, flow("New").published, flow("New").active), (None, None, None));
    assert_eq!((flow("Main").published, flow("Main").active), (Some(false), Some(true)), "the later answer adds facts");
    assert!(flow("Main").known.arn.ends_with("/contact-flow/f1"));
    assert!(
        !partial.inventory.is_listed(ResourceKind::Queue),
        "a list of agents' queues does not list standard queues"
    );
    assert_eq!(partial.queue("Billing").in_routing_profile, None);
    let missing = &partial.inventory.missing_answers;
    let missing: Vec<String> = missing.iter().map(|it| format!("{}: {}", it.command, it.enables)).collect();
    insta::assert_snapshot!(missing.join("\n"), @r#"
    list-queues: which queues there are
    list-contact-flow-modules: which modules there are
    list-prompts: which prompts there are
    list-hours-of-operations: which hours of operation there are
    list-lambda-functions: which Lambda functions the instance may call
    list-bots --lex-version V2: which bots the instance may use
    list-views: which views there are
    list-quick-connects: which quick connects there are
    list-routing-profiles: which queues are in no routing profile
    list-routing-profile-queues: which queues are in no routing profile
    list-queue-quick-connects: how many quick connects each queue has
    search-users: which agents may take contacts
    list-security-profile-permissions: which agents may take contacts
    describe-contact-flow: which flows are live
    list-phone-numbers-v2: which caller id numbers the instance owns
    "#);
}

#[test]
fn an_empty_folder_gives_an_empty_inventory() {
    let empty = Read::of(&[]);
    assert_eq!(empty.printed(), "");
    assert_eq!(empty.inventory.instance, None);
    assert!(empty.inventory.listed.is_empty());
    assert!(empty.inventory.by_name(ResourceKind::Queue, "Billing", None).is_empty());
}

#[test]
fn every_resource_has_its_span_in_the_files() {
    let acme = Read::acme();
    for kind in ResourceKind::ALL {
        let names: Vec<&str> = acme.inventory.names(kind).collect();
        for known in names.iter().flat_map(|name| acme.inventory.by_name(kind, name, None)) {
            let place = acme.inventory.origin(&known.arn).unwrap();
            assert_eq!(acme.sources.text(place), known.arn);
        }
    }
}

#[test]
fn invalid_json_is_reported_at_the_error() {
    let broken = Read::case("broken");
    insta::assert_snapshot!(broken.printed(), @r#"
    F0218 `list-queues.json` is not valid JSON: expected value
      list-queues.json:5:20 `o`
      help: an inventory must contain unchanged AWS CLI answers: run the command again with `--output json`
    F0218 `list-users.json` is truncated
      list-users.json:4:22 `"`
      help: the command that wrote it was interrupted: run the command again
    "#);
    insta::assert_snapshot!(Read::case("empty-file").printed(), @r#"
    F0218 `list-users.json` is empty
      list-users.json:1:1 ``
      help: a failed AWS CLI command leaves an empty file: run the command again
    "#);
}

#[test]
fn two_instances_are_an_error_that_shows_both() {
    let read = Read::case("two-instances");
    // Names are looked up in the first instance, so that they are not all ambiguous.
    assert_eq!((read.inventory.queues.len(), read.inventory.agents.len()), (1, 0));
    insta::assert_snapshot!(read.printed(), @r#"
    F0219 the inventory contains two instances, `00000000-0000-4000-8000-000000000001` and `00000000-0000-4000-8000-000000000002`
      list-queues.json:5:21 `arn:aws:connect:us-west-2:111122223333:instance/00000000-0000-4000-8000-000000000001/queue/q1` from the instance `00000000-0000-4000-8000-000000000001`
      list-users.json:5:21 `arn:aws:connect:eu-west-1:111122223333:instance/00000000-0000-4000-8000-000000000002/agent/u1` from the instance `00000000-0000-4000-8000-000000000002`
      help: keep the answers of each instance in its own folder, one per `[env.…]` in callflow.toml
    "#);
}

#[test]
fn an_unknown_file_gives_a_note() {
    insta::assert_snapshot!(Read::case("not-known").printed(), @r#"
    F0222 `cut-down.json` is not a known AWS CLI answer and was ignored
      cut-down.json:1:1 `{`
    F0222 `iam.json` is not a known AWS CLI answer and was ignored
      iam.json:1:1 `{`
    F0222 `identity.json` is not a known AWS CLI answer and was ignored
      identity.json:1:1 `{`
    F0222 `list-users.json` is not a known AWS CLI answer and was ignored
      list-users.json:1:42 `7` invalid type: integer `7`, expected a string
    F0222 `number.json` is not a known AWS CLI answer and was ignored
      number.json:2:3 `4`
    "#);
}

#[test]
fn an_answer_about_an_unknown_resource_is_not_used() {
    let orphan = Read::case("orphan");
    insta::assert_snapshot!(orphan.printed(), @r#"
    F0223 the name of `list-queue-quick-connects.tier-2.json` matches more than one queue; the file was ignored
      list-queue-quick-connects.tier-2.json:1:1 `{`
      help: use the id of the queue in the file name: `list-queue-quick-connects.<id>.json`
    F0223 unknown routing profile `nobody`; `list-routing-profile-queues.nobody.json` was ignored
      list-routing-profile-queues.nobody.json:1:1 `{`
      help: use the id of the routing profile in the file name, or its name in lower case with `-` for other characters
      help: `aws connect list-routing-profiles` lists every routing profile
    F0223 the name of `permissions.json` does not identify a security profile; the file was ignored
      permissions.json:1:1 `{`
      help: name the file `list-security-profile-permissions.<id or name>.json`
    "#);
    assert!(orphan.inventory.quick_connects.is_empty());
}

#[test]
fn a_user_name_that_looks_like_an_id() {
    let read = Read::case("name-like-id");
    insta::assert_snapshot!(read.printed(), @r#"
    F0225 the user name `3a902c3e-e919-424e-9ea5-b2b3ecdb4ee9` looks like a user id
      list-users.json:5:21 `arn:aws:connect:us-west-2:111122223333:instance/00000000-0000-4000-8000-000000000001/agent/u1` the user `3a902c3e-e919-424e-9ea5-b2b3ecdb4ee9`
      help: a text after `agent` is looked up as a user name first: rename the user, or write `agent id "…"`
    "#);
}

#[test]
fn an_owner_is_named_by_id_or_by_name() {
    let queue = format!(r#"{{"QueueSummaryList": [{{"Arn": "{INSTANCE}/queue/q-1", "Name": "Ventes – Été (EU)"}}]}}"#);
    let held = r#"{"QuickConnectSummaryList": []}"#;
    for named in ["q-1", "Q-1", "ventes-été-eu", "ventes---été--eu-", "ventes-t-eu", "ventes-été-eu.2"] {
        let held = file(&format!("list-queue-quick-connects.{named}.json"), held);
        let read = Read::of(&[held, file("list-queues.json", &queue)]);
        assert_eq!(read.printed(), "", "{named}");
        assert_eq!(read.inventory.quick_connects_of("q-1"), Some(0), "{named}");
    }
}

#[test]
fn ten_thousand_users_are_read_and_found_quickly() {
    let user = |n| {
        let id = format!("{n:08x}-0000-4000-8000-000000000000");
        format!(r#"{{"Id": "{id}", "Arn": "{INSTANCE}/agent/{id}", "Username": "user.{n}", "LastModifiedTime": 1.5}}"#)
    };
    let users: Vec<String> = (0..10_000).map(user).collect();
    let text = format!(r#"{{"UserSummaryList": [{}]}}"#, users.join(",\n"));
    let escaped = text.replace('/', "\\/");
    let start = Instant::now();
    for text in [text, escaped] {
        let read = Read::of(&[file("list-users.json", &text)]);
        for n in 0..10_000 {
            assert_eq!(read.one(ResourceKind::Agent, &format!("user.{n}")).name, format!("user.{n}"));
        }
        assert!(read.codes().is_empty());
    }
    // About 200 ms on a slow machine without optimisation; a quadratic algorithm takes minutes.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn the_same_files_give_the_same_inventory() {
    let list = |read: &Read| {
        let it = &read.inventory;
        format!("{:?}{:?}{:?}{:?}{:?}", it.queues, it.agents, it.quick_connects_of_queue, it.bots, it.missing_answers)
    };
    assert_eq!(list(&Read::acme()), list(&Read::acme()));
}

/// One file of the sample, with some of its bytes changed or cut away.
fn mutated() -> impl Strategy<Value = (String, String)> {
    let files = files(Path::new(ACME));
    let pieces = prop_oneof![
        ".{0,3}",
        Just("{".into()),
        Just("[".into()),
        Just("null".into()),
        Just("\"".into()),
        Just("/".into())
    ];
    (0..files.len(), 0.0..1.0_f64, 0_usize..40, pieces).prop_map(
        move |(at, place, cut, piece): (usize, f64, usize, String)| {
            let (name, text) = &files[at];
            let bytes = text.as_bytes();
            let from = (place * bytes.len() as f64) as usize;
            let to = (from + cut).min(bytes.len());
            let text = [&bytes[..from], piece.as_bytes(), &bytes[to..]].concat();
            (name.clone(), String::from_utf8_lossy(&text).into_owned())
        },
    )
}

proptest! {
    #[test]
    fn mutated_answers_never_panic(files in proptest::collection::vec(mutated(), 1..4)) {
        let read = Read::of(&files);
        for diagnostic in read.diagnostics.iter() {
            prop_assert!(diagnostic.labels.iter().all(|label| read.sources.get(label.span.file).is_some()));
        }
        let _ = read.diagnostics.to_plain_text(&read.sources);
    }

    #[test]
    fn any_text_never_panics(name in ".{0,40}", text in r#"[\[\]{}":,a-zA-Z0-9é\n\\/ ]{0,80}"#) {
        let read = Read::of(&[(name, text)]);
        let _ = read.diagnostics.to_plain_text(&read.sources);
    }
}
