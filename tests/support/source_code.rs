//! The Rust files of `src`, for tests of the structure: the paths that they use and the string literals that they contain.
//!
//! Comments, attributes and code that is only compiled for tests are ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of `src`.
pub struct SourceCode {
    /// Its path from the root, with `/`.
    pub path: String,
    /// Its module, from the root of the crate: `["check", "limits"]`.
    pub module: Vec<String>,
    /// The paths in it: `use a::{b, c::d}` is `a::b` and `a::c::d`; the name of a macro ends with `!`.
    pub paths: BTreeSet<Vec<String>>,
    tokens: Vec<TokenTree>,
}

/// All files that are compiled without tests, in the order of their paths.
pub fn sources() -> Vec<SourceCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    let all = files.iter().map(|file| {
        let path = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        SourceCode::new(&path, &fs::read_to_string(file).unwrap())
    });
    let all: Vec<SourceCode> = all.collect();
    let for_tests: BTreeSet<Vec<String>> = all.iter().flat_map(|file| file.modules(true)).collect();
    let is_for_tests = |module: &[String]| (0..=module.len()).any(|end| for_tests.contains(&module[..end]));
    all.into_iter().filter(|file| !is_for_tests(&file.module)).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

impl SourceCode {
    pub fn new(path: &str, text: &str) -> SourceCode {
        let bare = path.strip_prefix("src/").unwrap().strip_suffix(".rs").unwrap();
        let mut module: Vec<String> = bare.split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        SourceCode { path: path.to_owned(), module, paths: paths(&tokens), tokens }
    }

    /// Its top-level module: the first part of its module path.
    pub fn top_module(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    /// The modules that it declares: those for tests only, or the others.
    fn modules(&self, for_tests: bool) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut is_marked = false;
        for (index, token) in self.tokens.iter().enumerate() {
            if is_test_attribute(&self.tokens, index) {
                is_marked = true;
            }
            if is_word(token, "mod")
                && let (Some(TokenTree::Ident(name)), Some(end)) =
                    (self.tokens.get(index + 1), self.tokens.get(index + 2))
            {
                if is_mark(end, ';') && is_marked == for_tests {
                    found.push(self.module.iter().cloned().chain([name.to_string()]).collect());
                }
                is_marked = false;
            }
        }
        found
    }

    /// Its re-exports: the name, and the path here.
    fn exports(&self) -> Exports {
        let mut found = Exports::new();
        walk(&self.tokens, &mut |tokens, at| {
            let is_public = |at: usize| match &tokens[at] {
                TokenTree::Group(_) => at > 0 && is_word(&tokens[at - 1], "pub"),
                token => is_word(token, "pub"),
            };
            if is_word(&tokens[at], "use") && at > 0 && is_public(at - 1) {
                let mut paths = BTreeSet::new();
                paths_at(tokens, at + 1, &[], &mut paths);
                found.extend(paths.into_iter().filter_map(|path| Some((path.last()?.clone(), path))));
            }
        });
        found
    }

    /// The string literals in it, each with its line.
    pub fn texts(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        walk(&self.tokens, &mut |tokens, at| {
            if let Some(TokenTree::Literal(literal)) = tokens.get(at)
                && let Some(text) = text_of(&literal.to_string())
            {
                found.push((literal.span().start().line, text));
            }
        });
        found
    }
}

fn paths(tokens: &[TokenTree]) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    walk(tokens, &mut |tokens, at| {
        let is_inside = at >= 2 && is_mark(&tokens[at - 1], ':') && is_mark(&tokens[at - 2], ':');
        if !is_inside && matches!(tokens.get(at), Some(TokenTree::Ident(_))) {
            paths_at(tokens, at, &[], &mut found);
        }
    });
    found
}

/// Calls `visit` for every relevant token, with the tokens around it.
fn walk(tokens: &[TokenTree], visit: &mut impl FnMut(&[TokenTree], usize)) {
    let mut at = 0;
    while at < tokens.len() {
        if is_mark(&tokens[at], '#') {
            let is_for_tests = is_test_attribute(tokens, at);
            at += 1 + usize::from(tokens.get(at + 1).is_some_and(|token| is_mark(token, '!')));
            if matches!(tokens.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket) {
                at += 1;
            }
            if is_for_tests {
                let ends = |token: &TokenTree| {
                    is_mark(token, ';')
                        || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
                };
                at += tokens[at..].iter().position(ends).map_or(0, |end| end + 1);
            }
            continue;
        }
        visit(tokens, at);
        if let TokenTree::Group(group) = &tokens[at] {
            walk(&group.stream().into_iter().collect::<Vec<_>>(), visit);
        }
        at += 1;
    }
}

/// Whether `#[cfg(test)]` is here.
fn is_test_attribute(tokens: &[TokenTree], at: usize) -> bool {
    is_mark(&tokens[at], '#')
        && tokens.get(at + 1).is_some_and(|token| token.to_string().replace(' ', "") == "[cfg(test)]")
}

/// The paths that begin with the name at `at`.
fn paths_at(tokens: &[TokenTree], at: usize, above: &[String], found: &mut BTreeSet<Vec<String>>) {
    let mut path = above.to_vec();
    let mut at = at;
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let starts = |at: usize| at == 0 || is_mark(&inner[at - 1], ',');
                (0..inner.len()).filter(|at| starts(*at)).for_each(|at| paths_at(&inner, at, &path, found));
                return;
            }
            _ => break,
        }
        let is_mark_at = |at: usize, mark| tokens.get(at).is_some_and(|token| is_mark(token, mark));
        if is_mark_at(at + 1, '!') && !is_mark_at(at + 2, '=') {
            path.last_mut().unwrap().push('!');
        }
        if !(is_mark_at(at + 1, ':') && is_mark_at(at + 2, ':')) {
            break;
        }
        at += 3;
    }
    found.insert(path);
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if name == word)
}

/// The content of a string literal; `None` for other literals. Escapes are not decoded.
fn text_of(literal: &str) -> Option<String> {
    let bare = literal.trim_start_matches(['b', 'r']).trim_matches('#');
    Some(bare.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// For each module, the modules that define the items it uses.
pub type Dependencies = BTreeMap<Vec<String>, BTreeSet<Vec<String>>>;

/// The re-exports of a module: the names, each with its path there.
type Exports = BTreeMap<String, Vec<String>>;

/// The dependencies between files.
pub fn dependencies(files: &[SourceCode]) -> Dependencies {
    let exports = files.iter().map(|file| (file.module.as_slice(), file.exports()));
    let modules: BTreeMap<&[String], Exports> = exports.collect();
    let dependencies = files.iter().map(|file| {
        let exported: BTreeSet<&Vec<String>> = modules[file.module.as_slice()].values().collect();
        let named = file.paths.iter().filter(|path| !exported.contains(*path));
        let mut used: BTreeSet<Vec<String>> = named.filter_map(|path| resolve(&modules, &file.module, path)).collect();
        used.remove(&file.module);
        (file.module.clone(), used)
    });
    dependencies.collect()
}

/// The module that defines the item at a path, following re-exports; `None` if the path leads outside of the crate.
fn resolve(modules: &BTreeMap<&[String], Exports>, from: &[String], path: &[String]) -> Option<Vec<String>> {
    let mut module = from.to_vec();
    let mut rest = path;
    match path.first().map(String::as_str) {
        Some("crate") => {
            module.clear();
            rest = &rest[1..];
        }
        Some("self" | "super") => {
            while let Some(step) = rest.first().filter(|step| matches!(step.as_str(), "self" | "super")) {
                if step == "super" {
                    module.pop();
                }
                rest = &rest[1..];
            }
        }
        Some(name) if modules.contains_key([from, &[name.to_owned()]].concat().as_slice()) => {}
        _ => return None,
    }
    while let Some(name) = rest.first() {
        let inner = [module.as_slice(), std::slice::from_ref(name)].concat();
        if !modules.contains_key(inner.as_slice()) {
            let exported = modules.get(module.as_slice()).and_then(|exports| exports.get(name));
            return exported.map_or(Some(module.clone()), |path| resolve(modules, &module, path));
        }
        module = inner;
        rest = &rest[1..];
    }
    Some(module)
}
