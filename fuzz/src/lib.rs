//! What holds for any input of callflow: a function for each fuzz target.
//!
//! Takes the text of a source or of flow JSON, and panics if a property fails. The fuzz targets call it, and so does
//! `tests/properties.rs`. Uses only the library's public interface.

use std::collections::HashMap;

use callflow::analysis::{Analysis, NamePolicy, Options, Role, Workspace};
use callflow::decompile::{self, Annotations, decompile};
use callflow::diagnostic::fix::apply;
use callflow::diagnostic::render::{github, json, sarif};
use callflow::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use callflow::diff::{self as difference, Scope, render};
use callflow::emit::{self, OutputFile, Status};
use callflow::graph::equal::{Identifiers, differences};
use callflow::graph::{Action, Flow, Mode};
use callflow::reader::{ImportHints, Purpose};
use callflow::source::characters::is_misleading;
use callflow::source::{Sources, Span};
use callflow::syntax::tree::{Item, State, Text, TextPart, Unit, Value, ValueKind};
use callflow::syntax::{self, format as formatter, reread, visit};
use serde_json::Value as Json;

/// The line between the two sides of an input of [`diff`].
pub const BETWEEN: &str = "\n=====\n";

fn text_alone(text: &str) -> Workspace {
    workspace(text, Role::Text)
}

fn json_alone(text: &str) -> Workspace {
    workspace(text, Role::Json { is_named: true })
}

fn workspace(text: &str, role: Role) -> Workspace {
    let mut workspace = Workspace::new();
    workspace.set_as("input", text, role);
    workspace
}

/// Names cannot be looked up, and need not be.
fn options(mode: Mode) -> Options<'static> {
    Options { mode, names: NamePolicy::Reported, ..Options::default() }
}

fn emitted(analysis: &Analysis, mode: Mode) -> Vec<OutputFile> {
    let status = if mode == Mode::Draft { Status::Saved } else { Status::Published };
    analysis.plan.as_ref().map(|plan| emit::json(plan, status)).unwrap_or_default()
}

fn codes<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<Code> {
    diagnostics.into_iter().map(|it| it.code).collect()
}

/// The diagnostics in every format that needs no terminal.
fn rendered(diagnostics: &Diagnostics, sources: &Sources) -> [String; 3] {
    [json(diagnostics, sources, ""), sarif(diagnostics, sources, ""), github(diagnostics, sources, "")]
}

/// Every diagnostic is about a place in its text, and one line of GitHub's commands.
fn are_sound(diagnostics: &Diagnostics, sources: &Sources) {
    for diagnostic in diagnostics.iter() {
        let message = &diagnostic.message;
        assert!(!message.ends_with('.'), "{message}");
        for span in diagnostic.labels.iter().map(|label| label.span) {
            is_in_text(span, sources);
        }
        diagnostic.fixes.iter().for_each(|fix| is_in_text(fix.span, sources));
    }
    let [json, sarif, github] = rendered(diagnostics, sources);
    assert!(serde_json::from_str::<Json>(&json).is_ok() && serde_json::from_str::<Json>(&sarif).is_ok());
    assert!(github.lines().all(|line| line.starts_with("::")), "{github}");
}

fn is_in_text(span: Span, sources: &Sources) {
    let text = sources.get(span.file).expect("a file of the workspace").text();
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
}

/// Any text has a tree: the same each time, with spans that lie in the text.
pub fn parse(text: &str) {
    let parsed = || {
        let mut sources = Sources::new();
        let file = sources.add("input", text);
        let mut diagnostics = Diagnostics::new();
        let tree = syntax::parse(&sources, file, &mut diagnostics);
        (sources, tree, diagnostics)
    };
    let (sources, tree, diagnostics) = parsed();
    let file = tree.id;
    let (_, again, found) = parsed();
    assert_eq!(format!("{tree:?}{diagnostics:?}"), format!("{again:?}{found:?}"));
    are_sound(&diagnostics, &sources);
    for diagnostic in diagnostics.iter() {
        let message = &diagnostic.message;
        assert!(!message.contains('\n'), "{message}");
        assert!(!diagnostic.labels.is_empty() || diagnostic.code == Code::EmptyFile, "{message}");
        // Nothing is underlined at an empty span.
        assert!(diagnostic.labels.iter().all(|label| label.span.start < label.span.end), "{message}");
    }
    tree.comments.iter().for_each(|comment| is_in_text(comment.span, &sources));
    // The spans of all words are in the output of Debug, where each is a `Span { … }`.
    for span in format!("{:?}", tree.items).split("), start: ").skip(1) {
        let (start, rest) = span.split_once(", end: ").expect("a span");
        if let (Ok(start), Ok(end)) = (start.parse(), rest.split_once(' ').expect("a brace").0.parse()) {
            is_in_text(Span::new(file, start, end), &sources);
        }
    }
    visit::walk(&tree, &mut |node| {
        is_in_text(node.span(), &sources);
        assert!(diagnostics.has_errors() || !matches!(node, visit::Node::Hole(hole) if hole.misread.is_none()));
        true
    });
}

/// A text without errors is written again with the same meaning, and once more without any change.
pub fn format(text: &str) {
    let Some(written) = formatted(text) else { return };
    assert_eq!(formatted(&written).as_ref(), Some(&written), "of\n{text}");
    let [before, after] = [text, &written].map(|text| {
        let analysis = text_alone(text).analyse(options(Mode::Draft));
        let files = emitted(&analysis, Mode::Draft).into_iter().map(|file| (file.path, file.bytes));
        (codes(analysis.diagnostics.iter().filter(|it| it.severity == Severity::Error)), files.collect::<Vec<_>>())
    });
    assert!(before == after, "{text}\nbecame\n{written}");
}

/// The text as `callflow fmt` writes it. `None` if it has errors, which `fmt` reports.
fn formatted(text: &str) -> Option<String> {
    let mut sources = Sources::new();
    let file = sources.add("input", text);
    let mut diagnostics = Diagnostics::new();
    let tree = syntax::parse(&sources, file, &mut diagnostics);
    if diagnostics.has_errors() || !visit::misread(&tree).is_empty() {
        return None;
    }
    Some(formatter::checked(&tree, &sources).expect("a text with the same tree"))
}

/// A source gives diagnostics or files, each time the same. Its fixes keep what they do not mean, and what it emits is
/// imported again.
pub fn compile(text: &str) {
    let workspace = text_alone(text);
    for mode in [Mode::Publish, Mode::Draft] {
        let analysis = workspace.analyse(options(mode));
        let files = emitted(&analysis, mode);
        let again = text_alone(text).analyse(options(mode));
        let bytes = |files: Vec<OutputFile>| files.into_iter().map(|file| (file.path, file.bytes)).collect::<Vec<_>>();
        let rendered = |analysis: &Analysis| rendered(&analysis.diagnostics, workspace.sources());
        assert_eq!(rendered(&analysis), rendered(&again));
        assert_eq!(bytes(files.clone()), bytes(emitted(&again, mode)));
        are_sound(&analysis.diagnostics, workspace.sources());
        assert_eq!(analysis.diagnostics.has_errors(), analysis.plan.is_none());
        for edited in apply(&analysis.diagnostics, workspace.sources(), &workspace.files(|_| true)) {
            // Where a bracket is missing or a declaration could not be parsed, a fix may change how the rest is read.
            // `callflow check --fix` refuses it then.
            let is_whole = analysis.trees.iter().all(|tree| tree.state == State::Whole && !tree.has_holes());
            let is_kept = reread::keeps(workspace.sources(), &edited);
            assert!(is_kept || !is_whole, "{text}\nbecame\n{}", edited.text);
            let _ = text_alone(&edited.text).analyse(options(mode));
        }
        for file in files.iter().filter(|file| file.path.starts_with("flows/")) {
            import(std::str::from_utf8(&file.bytes).expect("JSON"));
        }
    }
}

/// What is imported builds to an equal flow, and holds nothing else. What cannot be imported is reported.
pub fn import(text: &str) {
    let workspace = json_alone(text);
    let convert = || workspace.analyse(Options { purpose: Purpose::Convert, ..options(Mode::Draft) });
    let Analysis { build, exports, diagnostics, .. } = convert();
    are_sound(&diagnostics, workspace.sources());
    let (Some(flow), Some(export)) = (build.flows.first(), exports.first()) else {
        assert!(diagnostics.has_errors(), "{text}");
        return;
    };
    // A branch that is there twice is written once, and `callflow import` says that something is missing.
    let is_twice = |action: &Action| {
        let errors = &action.transitions.errors;
        errors.iter().enumerate().any(|(at, one)| errors.iter().skip(at + 1).any(|other| one.error == other.error))
    };
    let has_errors = workspace.analyse(options(Mode::Draft)).diagnostics.has_errors();
    let may_lose = has_errors || flow.actions.iter().any(is_twice);
    let annotations = Annotations {
        is_type_inferred: export.is_type_inferred,
        other_types: &export.other_types,
        names: &export.names,
    };
    let again = convert();
    for keep_identifiers in [false, true] {
        let write = |flow: &Flow, found: &mut Diagnostics| {
            let (tree, remarks) = decompile(flow, annotations, None, decompile::Options { keep_identifiers }, found);
            formatter::checked_generated(&tree, remarks)
        };
        let mut found = Diagnostics::new();
        let written = match write(flow, &mut found) {
            Ok(written) => written,
            Err(reason) => {
                assert!(reason.is_some(), "{text}");
                return;
            }
        };
        assert_eq!(Some(&written), write(&again.build.flows[0], &mut Diagnostics::new()).ok().as_ref());
        are_sound(&found, workspace.sources());
        let built = holds_only(&written);
        let identifiers = if keep_identifiers { Identifiers::Same } else { Identifiers::Any };
        let lost = differences(flow, &built, identifiers);
        assert!(lost.is_empty() || may_lose || !found.is_empty(), "{lost:?}\n{written}");
    }
}

/// The one flow that an imported text holds: in the standard layout, with nothing else.
fn holds_only(written: &str) -> Flow {
    assert_eq!(formatted(written).as_deref(), Some(written));
    assert!(!written.contains(is_misleading), "{written:?}");
    let analysis = text_alone(written).analyse(options(Mode::Draft));
    assert!(analysis.trees.iter().all(|tree| tree.items.len() == 1), "{written}");
    assert_eq!(analysis.build.flows.len(), 1, "{written}");
    let speaks = [Code::AllowWithoutReason, Code::AllowUnused, Code::AllowNotUnderstood];
    assert!(!codes(analysis.diagnostics.iter()).iter().any(|code| speaks.contains(code)), "{written}");
    analysis.build.flows.into_iter().next().expect("a flow")
}

/// Flow JSON is a flow or an error, each time the same, and gets no fix.
pub fn check_json(text: &str) {
    let workspace = json_alone(text);
    for mode in [Mode::Publish, Mode::Draft] {
        let analysis = workspace.analyse(options(mode));
        let again = json_alone(text).analyse(options(mode));
        let rendered = |analysis: &Analysis| rendered(&analysis.diagnostics, workspace.sources());
        assert_eq!(rendered(&analysis), rendered(&again));
        are_sound(&analysis.diagnostics, workspace.sources());
        assert!(analysis.diagnostics.has_errors() || analysis.build.flows.len() == 1, "{text}");
        assert!(analysis.diagnostics.iter().all(|diagnostic| diagnostic.fixes.is_empty()), "{text}");
    }
}

/// The two sides of [`BETWEEN`] are compared: each with itself, and in both directions.
pub fn diff(text: &str) {
    let (before, after) = text.split_once(BETWEEN).unwrap_or((text, text));
    let (Some(before), Some(after)) = (compared(before), compared(after)) else { return };
    let scope = Scope { resource: false, flow_type: false };
    let is_same = |one: &Flow, other: &Flow| {
        let changes = difference::diff(one, other, scope);
        assert_eq!(format!("{changes:?}"), format!("{:?}", difference::diff(one, other, scope)));
        assert_eq!(changes.is_empty(), render::human(one, other, &changes).is_empty(), "{text}");
        assert_eq!(changes.is_empty(), render::report(one, other, &changes).same, "{text}");
        changes.is_empty()
    };
    assert!(is_same(&before, &before) && is_same(&after, &after), "{text}");
    let has_changes = !is_same(&before, &after);
    assert_eq!(has_changes, !is_same(&after, &before), "{text}");
    assert!(!has_changes || !differences(&before, &after, Identifiers::Any).is_empty(), "{text}");
}

/// The first flow of a side, if it can be read.
fn compared(text: &str) -> Option<Flow> {
    let role = Role::of("input", text);
    let role = if role == Role::Text { role } else { Role::Json { is_named: true } };
    let options = Options {
        purpose: Purpose::Compare,
        hints: ImportHints { default_name: Some("Input".into()), ..ImportHints::default() },
        ..options(Mode::Draft)
    };
    let analysis = workspace(text, role).analyse(options);
    if analysis.diagnostics.has_errors() { None } else { analysis.build.flows.into_iter().next() }
}

/// The largest value that the oracle makes of a const. Above it, only the absence of panics is checked.
const LARGEST: usize = 4 << 20;

/// A text of consts: each use is replaced by exactly its value, or its value is reported.
pub fn consts(text: &str) {
    let mut sources = Sources::new();
    let file = sources.add("input", text);
    let mut diagnostics = Diagnostics::new();
    let tree = syntax::parse(&sources, file, &mut diagnostics);
    let consts: HashMap<&str, &Value> = tree
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Const(it) => Some((it.name.text.as_str(), &it.value)),
            _ => None,
        })
        .collect();
    if diagnostics.has_errors() || consts.len() != tree.items.len() {
        return;
    }
    let names: Vec<&str> = tree
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Const(it) => Some(it.name.text.as_str()),
            _ => None,
        })
        .collect();
    let uses: Vec<String> = names.iter().enumerate().map(|(at, name)| format!("K{at}: ${{{name}}}")).collect();
    let source = format!(
        "{text}\nflow \"Input\" inbound {{ start {{\naction \"Any\" {{ parameters: {{ {} }}; terminal }}\n}} }}\n",
        uses.join(", ")
    );
    let analysis = text_alone(&source).analyse(options(Mode::Draft));
    let files = emitted(&analysis, Mode::Draft);
    let size: usize = files.iter().map(|file| file.bytes.len()).sum();
    assert!(size < 128 << 20, "{size} bytes of {text}");
    let Some(flow) = files.iter().find(|file| file.path.starts_with("flows/")) else { return };
    let made: Json = serde_json::from_slice(&flow.bytes).expect("JSON");
    let parameters = &made["Actions"][0]["Parameters"];
    for (at, name) in names.iter().enumerate() {
        let mut left = LARGEST;
        let mut expected = match value_of(consts[name], &consts, &mut left) {
            Some(Json::Null) => continue,
            Some(expected) => expected,
            None => continue,
        };
        without_nulls(&mut expected);
        let found = &parameters[format!("K{at}")];
        assert!(is_same_json(&expected, found), "`{name}`: {expected} against {found} in\n{text}");
    }
}

/// The value of a const as JSON. `None` where the oracle has no opinion.
fn value_of(value: &Value, consts: &HashMap<&str, &Value>, left: &mut usize) -> Option<Json> {
    *left = left.checked_sub(8)?;
    match &value.kind {
        ValueKind::Text(text) => Some(Json::String(text_of(text, consts, left)?)),
        ValueKind::Number(number) if number.unit == Unit::None => serde_json::from_str(&number.digits).ok(),
        ValueKind::Word(word) if word.text == "none" => Some(Json::Null),
        ValueKind::Path(path) => Some(Json::String(path.to_string())),
        ValueKind::Const(name) => value_of(consts.get(name.text.as_str())?, consts, left),
        ValueKind::List(items) => items.iter().map(|item| value_of(item, consts, left)).collect(),
        ValueKind::Map(entries) => entries
            .iter()
            .map(|entry| Some((entry.key.text.to_string(), value_of(&entry.value, consts, left)?)))
            .collect::<Option<serde_json::Map<_, _>>>()
            .map(Json::Object),
        _ => None,
    }
}

fn text_of(text: &Text, consts: &HashMap<&str, &Value>, left: &mut usize) -> Option<String> {
    let mut made = String::new();
    for part in &text.parts {
        match part {
            TextPart::Literal(literal) => made.push_str(literal),
            TextPart::Const(name) => match &consts.get(name.text.as_str())?.kind {
                ValueKind::Number(number) => made.push_str(&number.digits),
                _ => match value_of(consts.get(name.text.as_str())?, consts, left)? {
                    Json::String(text) => made.push_str(&text),
                    _ => return None,
                },
            },
            TextPart::Hole => return None,
        }
    }
    *left = left.checked_sub(made.len())?;
    Some(made)
}

/// `none` leaves a key out.
fn without_nulls(value: &mut Json) {
    if let Json::Object(map) = value {
        map.retain(|_, value| !value.is_null());
        map.values_mut().for_each(without_nulls);
    }
}

/// Whether two values are the same, where a number equals its text.
fn is_same_json(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same_json(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|it| is_same_json(value, it)))
        }
        (Json::Number(one), Json::Number(other)) => one.as_f64() == other.as_f64(),
        (Json::Number(one), Json::String(other)) => other.parse().ok() == one.as_f64(),
        _ => one == other,
    }
}
