//! What an editor asks of an analysis: what stands at a place, and what else stands for the same thing.

use callflow::analysis::{Analysis, Options, Referent, Role, Workspace};
use callflow::resource::ResourceKind;
use callflow::source::{FileId, Sources, Span};
use callflow::syntax::visit::{Node, node_at};

use crate::support::run::DEMO;

const TEXT: &str = r#"const brand = "Acme"

flow "Main" inbound {
  on error -> sorry

  start {
    set_contact_attributes { tier = "gold" }
    play_prompt "Welcome to ${brand}, $.Attributes.tier customer."
    set_working_queue "Billing"
    transfer_to_flow "Other" { on error -> sorry }
  }

  step sorry { disconnect }
}

flow "Other" inbound { start { disconnect } }
"#;

fn analysed(text: &str) -> (Workspace, FileId, Analysis) {
    let mut workspace = Workspace::new();
    let file = workspace.set_as("main.flow", text, Role::Text);
    let analysis = workspace.analyse(Options { inventory: Some(&DEMO), ..Options::default() });
    (workspace, file, analysis)
}

/// The place of the `nth` time that `part` stands in [`TEXT`].
fn place(file: FileId, part: &str, nth: usize) -> Span {
    let (at, _) = TEXT.match_indices(part).nth(nth).unwrap();
    Span { file, start: at as u32, end: (at + part.len()) as u32 }
}

/// The places of all uses of what stands at a place, declarations first.
fn uses_of(analysis: &Analysis, sources: &Sources, span: Span) -> (Vec<Span>, Vec<Span>) {
    let uses = analysis.uses(sources);
    let referent = &uses.iter().find(|it| it.span == span).expect("something is known of the place").referent;
    let (declared, used): (Vec<_>, Vec<_>) =
        uses.iter().filter(|it| it.referent == *referent).partition(|it| it.is_declaration);
    let spans = |uses: Vec<&callflow::analysis::Use>| uses.into_iter().map(|it| it.span).collect();
    (spans(declared), spans(used))
}

#[test]
fn every_kind_of_name_is_found_where_it_is_declared_and_used() {
    let (workspace, file, analysis) = analysed(TEXT);
    let uses_of = |span| uses_of(&analysis, workspace.sources(), span);
    let at = |part, nth| place(file, part, nth);
    assert_eq!(uses_of(at("brand", 0)), (vec![at("brand", 0)], vec![at("brand", 1)]));
    assert_eq!(uses_of(at("sorry", 2)), (vec![at("sorry", 2)], vec![at("sorry", 0), at("sorry", 1)]));
    assert_eq!(uses_of(at("tier", 0)), (vec![at("tier", 0)], vec![at("tier", 1)]));
    assert_eq!(uses_of(at("\"Other\"", 1)), (vec![at("\"Other\"", 1)], vec![at("\"Other\"", 0)]));
    let billing = analysis.uses(workspace.sources()).into_iter().find(|it| it.span == at("\"Billing\"", 0)).unwrap();
    assert!(matches!(billing.referent, Referent::Resource(ResourceKind::Queue, _)), "{billing:?}");
}

#[test]
fn a_name_that_is_not_known_is_no_use() {
    let (workspace, file, analysis) =
        analysed(&TEXT.replace("\"Billing\"", "\"Billimg\"").replace("-> sorry }", "-> sory }"));
    assert!(analysis.diagnostics.has_errors());
    let span = place(file, "\"Billing\"", 0);
    assert!(analysis.uses(workspace.sources()).iter().all(|it| it.span.start != span.start));
    assert_eq!(uses_of(&analysis, workspace.sources(), place(file, "sorry", 0)).1, [place(file, "sorry", 0)]);
}

#[test]
fn the_nodes_at_a_place_lead_from_the_declaration_to_the_word() {
    let (_, file, analysis) = analysed(TEXT);
    let names = |part, nth| {
        let path = node_at(&analysis.trees[0], place(file, part, nth).start);
        let name = |node: &Node<'_>| format!("{node:?}").split('(').next().unwrap().to_owned();
        path.iter().map(name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("brand", 0), "Const Word");
    assert_eq!(names("brand", 1), "Flow Step Run Block Value Text Word");
    assert_eq!(names("sorry", 0), "Flow Default Word");
    assert_eq!(names("sorry", 1), "Flow Step Run Block Body Branch Jump Word");
    assert_eq!(names("tier", 0), "Flow Step Run Block Body Entry Key");
    let between = place(file, "\n\nflow", 0).start + 1;
    assert!(node_at(&analysis.trees[0], between).is_empty());
}

#[test]
fn a_file_is_parsed_again_only_after_it_was_set() {
    let (mut workspace, _, first) = analysed(TEXT);
    let other = workspace.set_as("other.flow", "flow \"Third\" inbound { start { disconnect } }\n", Role::Text);
    let second = workspace.analyse(Options::default());
    assert!(std::sync::Arc::ptr_eq(&first.trees[0], &second.trees[0]));
    workspace.set_as("main.flow", &TEXT.replace("Acme", "Example"), Role::Text);
    let third = workspace.analyse(Options::default());
    assert!(!std::sync::Arc::ptr_eq(&second.trees[0], &third.trees[0]));
    assert!(std::sync::Arc::ptr_eq(&second.trees[1], &third.trees[1]));
    workspace.remove("other.flow");
    let fourth = workspace.analyse(Options::default());
    assert_eq!(fourth.trees.len(), 1);
    assert!(fourth.trees[0].id != other && fourth.build.flows.len() == 2);
}

#[test]
fn names_in_tests_are_uses_too() {
    let text = format!(
        "{TEXT}\ntest \"T\" {{\n  call \"Main\" {{ tier = \"silver\" }}\n  expect $.Attributes.tier = \"gold\"\n  expect transfer_to_flow \"Other\"\n  expect queued \"Billing\"\n}}\n"
    );
    let (workspace, _, analysis) = analysed(&text);
    let count = |part: &str| {
        let uses = analysis.uses(workspace.sources());
        let at = |it: &&callflow::analysis::Use| workspace.sources().text(it.span) == part;
        let referent = &uses.iter().find(at).expect("something is known of it").referent;
        let of_it = || uses.iter().filter(|it| it.referent == *referent);
        (of_it().filter(|it| it.is_declaration).count(), of_it().filter(|it| !it.is_declaration).count())
    };
    assert_eq!(count("\"Main\""), (1, 1));
    assert_eq!(count("\"Other\""), (1, 2));
    assert_eq!(count("\"Billing\""), (0, 2));
    assert_eq!(count("tier"), (2, 2));
}
