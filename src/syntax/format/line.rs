//! The nodes that get a line of their own if brackets are broken over several lines.

use crate::source::Span;
use crate::syntax::tree::{BodyItem, Default, Field, Item, MapEntry, Member, Statement, TestLine, Value};

/// A node that gets a line of its own if brackets are broken over several lines.
#[derive(Clone, Copy)]
pub(super) enum Line<'t> {
    Item(&'t Item),
    Member(&'t Member),
    Default(&'t Default),
    Field(&'t Field),
    Test(&'t TestLine),
    Statement(&'t Statement),
    BodyItem(&'t BodyItem),
    Value(&'t Value),
    MapEntry(&'t MapEntry),
}

impl Line<'_> {
    /// Its span.
    pub(super) fn span(&self) -> Span {
        match self {
            Line::Item(Item::Const(found)) => found.span,
            Line::Item(Item::Flow(flow)) => flow.span,
            Line::Item(Item::QuickConnect(quick_connect)) => quick_connect.span,
            Line::Item(Item::Test(test)) => test.span,
            Line::Member(Member::Setting(setting)) => setting.span,
            Line::Member(Member::Schema(schema)) => schema.span,
            Line::Member(Member::Explicit(explicit)) => explicit.span,
            Line::Member(Member::Default(default)) => default.span,
            Line::Default(default) => default.span,
            Line::Member(Member::Step(step)) => step.span,
            Line::Field(field) => field.span,
            Line::Test(line) => line.span(),
            Line::Statement(statement) => statement.span(),
            Line::BodyItem(BodyItem::Parameter(parameter)) => parameter.span,
            Line::BodyItem(BodyItem::Entry(entry)) => entry.span,
            Line::BodyItem(BodyItem::Branch(branch)) => branch.span,
            Line::BodyItem(BodyItem::Flag(word)) => word.span,
            Line::Value(value) => value.span,
            Line::MapEntry(entry) => entry.span,
            Line::Item(Item::Hole(hole)) | Line::Member(Member::Hole(hole)) | Line::BodyItem(BodyItem::Hole(hole)) => {
                hole.span
            }
        }
    }
}
