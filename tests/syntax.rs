//! The parser: what valid files become, what is said about the others, and that no input breaks it.

#![allow(clippy::unwrap_used)]

mod support;

use callflow::diagnostic::Diagnostics;
use callflow::source::Sources;
use callflow::syntax;

fn parse(name: &str, text: &str) -> (Sources, syntax::tree::File, Diagnostics) {
    let mut sources = Sources::new();
    let id = sources.add(name, text);
    let mut diagnostics = Diagnostics::new();
    let file = syntax::parse(&sources, id, &mut diagnostics);
    diagnostics.sort();
    (sources, file, diagnostics)
}

#[test]
fn valid_files_become_trees() {
    for fixture in support::fixtures("tests/syntax/ok", "flow") {
        let text = std::fs::read_to_string(&fixture).unwrap();
        let (sources, file, diagnostics) = parse("ok.flow", &text);
        assert_eq!(support::plain(&sources, &diagnostics), "", "{}", fixture.display());
        let comments: Vec<_> = file.comments.iter().map(|comment| sources.text(comment.span)).collect();
        let tree = format!("{}\ncomments: {comments:#?}\n", support::tree::items(&file.items));
        support::snapshot_beside(&fixture, "", &tree);
    }
}
