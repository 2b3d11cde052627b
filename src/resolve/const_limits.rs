//! The limits of consts: how large and how deeply nested a value may become through them.
//!
//! Takes trees and the sizes of consts, gives the consts that pass a limit. Replaces nothing itself.

use std::collections::HashMap;

use super::const_size::{Size, measure};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::MAX_DEPTH;
use crate::syntax::tree::{self, Item, Reference, ReferenceTarget, Value, ValueKind, Word};
use crate::syntax::visit::{Node, of_item};

/// The largest size of a value, in bytes. Connect takes flows up to this size.
const MAX_VALUE: usize = 1 << 20;

/// The largest size of all consts of a file and of all their uses in it, in bytes.
const MAX_FILE: usize = 16 << 20;

/// What is too much about a value of this size.
fn excess(size: Size) -> Option<String> {
    if size.depth > MAX_DEPTH {
        Some(format!("nested more than {MAX_DEPTH} levels deep"))
    } else {
        (size.bytes > MAX_VALUE).then(|| "larger than 1 MiB".to_owned())
    }
}

/// The size of the value that a const is to have, or what is reported if it passes a limit. `total` is the size of the
/// consts of its file that have their values already.
pub(super) fn of_declaration(
    const_: &tree::Const,
    total: usize,
    of_const: &dyn Fn(&str) -> Size,
) -> Result<Size, Diagnostic> {
    let size = measure(&const_.value, of_const);
    let name = &const_.name;
    let new = |message| Diagnostic::new(Code::ConstTooLarge, name.span, message);
    if let Some(excess) = excess(size) {
        let message = format!("the value of the const `{}` would be {excess}", name.text);
        return Err(new(message).help("use the other consts in it less often, or write a shorter value"));
    }
    if total.saturating_add(size.bytes) > MAX_FILE {
        let message = format!("with the const `{}`, the consts of this file would be larger than 16 MiB", name.text);
        return Err(new(message).help("use the other consts in it less often, or write a shorter value"));
    }
    Ok(size)
}

/// The consts whose uses in `file`, outside of other consts, pass a limit: a use of each, and what would become too
/// large. `total` is the size of the consts that the file declares.
pub(super) fn of_uses<'t>(
    file: &'t tree::File,
    total: usize,
    of_const: &dyn Fn(&str) -> Size,
) -> Vec<(&'t Word, String)> {
    let (mut values, mut uses) = (Vec::new(), Vec::new());
    for item in file.items.iter().filter(|item| !matches!(item, Item::Const(_))) {
        collect(item, &mut values, &mut uses);
    }
    let mut found: Vec<(&Word, String)> = Vec::new();
    // The value of a const that was found is a hole.
    let size = |found: &[(&Word, String)], name: &str| match found.iter().any(|(word, _)| word.text == name) {
        true => Size::default(),
        false => of_const(name),
    };
    for value in values {
        let Some(excess) = excess(measure(value, &|name| size(&found, name))) else { continue };
        let mut within = Vec::new();
        words(Node::Value(value), &mut within);
        let weight = |word: &&Word| (size(&found, &word.text).depth, size(&found, &word.text).bytes);
        if let Some(word) = within.into_iter().rev().max_by_key(weight) {
            found.push((word, format!("with the const `{}`, this value would be {excess}", word.text)));
        }
    }
    let uses = counted(uses);
    loop {
        let of_all = |(word, count): &(&Word, usize)| size(&found, &word.text).bytes.saturating_mul(*count);
        let sum = uses.iter().fold(total, |sum, uses| sum.saturating_add(of_all(uses)));
        let Some((word, _)) = uses.iter().rev().max_by_key(|uses| of_all(uses)) else { return found };
        if sum <= MAX_FILE || size(&found, &word.text).bytes == 0 {
            return found;
        }
        let message = format!("with the const `{}`, the values of this file would be larger than 16 MiB", word.text);
        found.push((word, message));
    }
}

/// The first use of each const, and how many there are, in source order.
fn counted(uses: Vec<&Word>) -> Vec<(&Word, usize)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut counted: Vec<(&Word, usize)> = Vec::new();
    for word in uses {
        let place = *places.entry(&word.text).or_insert(counted.len());
        match counted.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counted.push((word, 1)),
        }
    }
    counted
}

/// Collects the values of an item that are in no other value, and all uses of consts.
fn collect<'t>(item: &'t Item, values: &mut Vec<&'t Value>, uses: &mut Vec<&'t Word>) {
    of_item(item).walk(&mut |node| {
        match node {
            Node::Value(value) => {
                values.push(value);
                words(node, uses);
            }
            Node::Text(text) => uses.extend(text.consts()),
            _ => {}
        }
        !matches!(node, Node::Value(_))
    });
}

/// Collects the uses of consts in a node.
fn words<'t>(node: Node<'t>, uses: &mut Vec<&'t Word>) {
    node.walk(&mut |node| {
        match node {
            Node::Value(Value { kind: ValueKind::Const(name), .. })
            | Node::Reference(Reference { target: ReferenceTarget::Const(name), .. }, _) => uses.push(name),
            Node::Text(text) => uses.extend(text.consts()),
            _ => {}
        }
        true
    });
}
