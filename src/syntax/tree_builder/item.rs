//! A file's items: consts, quick connects, flows, modules and tests.

use super::separator::Commas;
use super::{Builder, Parts};
use crate::syntax::grammar::{Pair, Pairs, Rule};
use crate::syntax::recover::Enclosure;
use crate::syntax::tree::{Const, Item, QuickConnect};

/// Builds all items of a file.
pub(in crate::syntax) fn items(builder: &mut Builder<'_>, file: Pairs<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut good = None;
    let mut commas = Commas::default();
    for pair in file.flat_map(Parts::of) {
        let (rule, start) = (pair.as_rule(), pair.as_span().start());
        match rule {
            Rule::constant => items.extend(builder.constant(pair).map(Item::Const)),
            Rule::quick_connect => items.extend(builder.quick_connect(pair).map(Item::QuickConnect)),
            Rule::test => items.extend(builder.test(pair).map(Item::Test)),
            Rule::flow => items.extend(builder.flow(pair).map(Item::Flow)),
            Rule::wrong_line_comma => builder.comma(&mut commas, &pair),
            Rule::trailing => items.push(Item::Hole(builder.trailing(good, &pair))),
            _ => items.push(Item::Hole(builder.bad(Enclosure::File, &pair))),
        }
        good = Some((rule, start));
    }
    builder.report_commas(&commas);
    items
}

impl Builder<'_> {
    fn constant(&mut self, pair: Pair<'_>) -> Option<Const> {
        let keyword = self.span(&pair).head();
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::const_word)?;
        let name = self.word(&parts.take_rule(Rule::name)?);
        let value = self.value(&mut parts)?;
        Some(Const { span: keyword.to(value.span), name, value })
    }

    fn quick_connect(&mut self, pair: Pair<'_>) -> Option<QuickConnect> {
        let (span, from) = (self.span(&pair), pair.as_span().start());
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::quick_connect_word)?;
        let name = self.quoted_name(Rule::only_quick_connect, from, &mut parts)?;
        self.stray(Rule::only_quick_connect, from, &mut parts);
        let body = self.body(parts.take_rule(Rule::body)?);
        Some(QuickConnect { span, name, body })
    }
}
