//! Tests and setups, and their lines.
//!
//! A block of a test has no branches. Those that are written in its braces are reported here.

use smol_str::SmolStr;

use super::separator::Commas;
use super::{Builder, Parts};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::grammar::{Pair, Rule};
use crate::syntax::recover::Enclosure;
use crate::syntax::tree::{
    Act, Block, Body, BodyItem, Expect, ExpectWhat, Given, GivenWhat, Hear, Hole, Never, NeverWhat, PathNode,
    ResultKind, Start, Test, TestKeyword, TestLine, TestResult, Use,
};

impl Builder<'_> {
    pub(super) fn test(&mut self, pair: Pair<'_>) -> Option<Test> {
        let (span, from) = (self.span(&pair), pair.as_span().start());
        let mut parts = Parts::of(pair);
        let word = self.word(&parts.take_rule(Rule::test_word)?);
        let keyword = if word.text == "setup" { TestKeyword::Setup } else { TestKeyword::Test };
        let name = self.quoted_name(Rule::only_test, from, &mut parts)?;
        self.stray(Rule::only_test, from, &mut parts);
        let lines = self.test_lines(parts);
        Some(Test { span, keyword_span: word.span, keyword, name, lines })
    }

    fn test_lines(&mut self, parts: Parts<'_>) -> Vec<TestLine> {
        let mut lines = Vec::new();
        let mut good = None;
        let mut commas = Commas::default();
        for pair in parts {
            let (rule, start) = (pair.as_rule(), pair.as_span().start());
            match rule {
                Rule::use_line => lines.extend(self.use_line(pair).map(TestLine::Use)),
                Rule::given => lines.extend(self.given(pair).map(TestLine::Given)),
                Rule::contact => lines.extend(self.contact(pair).map(TestLine::Start)),
                Rule::act => lines.extend(self.act(pair).map(TestLine::Act)),
                Rule::hear => lines.extend(self.hear(pair).map(TestLine::Hear)),
                Rule::expect => lines.extend(self.expect(pair).map(TestLine::Expect)),
                Rule::never => lines.extend(self.never(pair).map(TestLine::Never)),
                Rule::wrong_line_comma => self.comma(&mut commas, &pair),
                Rule::trailing => lines.push(TestLine::Hole(self.trailing(good, &pair))),
                _ => lines.push(TestLine::Hole(self.bad(Enclosure::Test, &pair))),
            }
            good = Some((rule, start));
        }
        self.report_commas(&commas);
        lines
    }

    fn use_line(&mut self, pair: Pair<'_>) -> Option<Use> {
        let head = self.span(&pair).head();
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::use_word)?;
        let name = self.text(&parts.take_rule(Rule::text)?);
        Some(Use { span: head.to(name.span), name })
    }

    fn given(&mut self, pair: Pair<'_>) -> Option<Given> {
        let head = self.span(&pair).head();
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::given_word)?;
        let pair = parts.next()?;
        let (end, what) = match pair.as_rule() {
            Rule::path => {
                let path = self.path_node(&pair);
                let value = self.value(&mut parts)?;
                (value.span, GivenWhat::Data { path, value })
            }
            Rule::figures => self.figures(pair)?,
            _ => self.answer(pair)?,
        };
        Some(Given { span: head.to(end), what })
    }

    fn figures(&mut self, pair: Pair<'_>) -> Option<(Span, GivenWhat)> {
        let from = pair.as_span().start();
        let mut parts = Parts::of(pair);
        let of = self.word(&parts.take_rule(Rule::figures_word)?);
        let name = parts.take_rule(Rule::text).map(|pair| self.text(&pair));
        self.stray(Rule::only_figures, from, &mut parts);
        let body = self.test_body(&mut parts)?;
        Some((body.span, GivenWhat::Figures { of, name, body: Some(body) }))
    }

    fn answer(&mut self, pair: Pair<'_>) -> Option<(Span, GivenWhat)> {
        let mut parts = Parts::of(pair);
        let once = parts.take_rule(Rule::once_word).map(|pair| self.word(&pair));
        let block = self.pattern(&mut parts)?;
        let result = self.result(&mut parts)?;
        let data = self.test_body(&mut parts);
        let end = data.as_ref().map_or(result.span, |body| body.span);
        Some((end, GivenWhat::Answer { once, block, result, data }))
    }

    fn contact(&mut self, pair: Pair<'_>) -> Option<Start> {
        let from = pair.as_span().start();
        let mut parts = Parts::of(pair);
        let word = self.word(&parts.take_rule(Rule::channel_word)?);
        let module = parts.take_rule(Rule::module_word).map(|pair| self.word(&pair));
        let flow = self.text(&parts.take_rule(Rule::text)?);
        self.stray(Rule::only_contact, from, &mut parts);
        let body = self.test_body(&mut parts);
        let end = body.as_ref().map_or(flow.span, |body| body.span);
        Some(Start { span: word.span.to(end), word, module, flow, body })
    }

    fn act(&mut self, pair: Pair<'_>) -> Option<Act> {
        let mut parts = Parts::of(pair);
        let word = self.word(&parts.take_rule(Rule::act_word)?);
        let value = match parts.peek() {
            None | Some(Rule::result | Rule::body) => None,
            Some(_) => self.value(&mut parts),
        };
        let result = self.result(&mut parts);
        let data = self.test_body(&mut parts);
        let ends = [
            value.as_ref().map(|value| value.span),
            result.as_ref().map(|result| result.span),
            data.as_ref().map(|body| body.span),
        ];
        Some(Act { span: up_to(word.span, ends), word, value, result, data })
    }

    fn hear(&mut self, pair: Pair<'_>) -> Option<Hear> {
        let mut parts = Parts::of(pair);
        let word = self.word(&parts.take_rule(Rule::hear_word)?);
        let only = parts.take_rule(Rule::only_word).map(|pair| self.word(&pair));
        let messages = self.values(&mut parts);
        let end = messages.last()?.span;
        Some(Hear { span: word.span.to(end), word, only, messages })
    }

    fn expect(&mut self, pair: Pair<'_>) -> Option<Expect> {
        let head = self.span(&pair).head();
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::expect_word)?;
        let (end, what) = if let Some(pair) = parts.take_rule(Rule::state) {
            self.state(pair)?
        } else if let Some(pair) = parts.take_rule(Rule::comparison) {
            self.comparison(pair)?
        } else {
            let (end, block, result) = self.left_block(&mut parts)?;
            (end, ExpectWhat::Block { block, result })
        };
        Some(Expect { span: head.to(end), what })
    }

    fn state(&mut self, pair: Pair<'_>) -> Option<(Span, ExpectWhat)> {
        let mut parts = Parts::of(pair);
        let word = self.word(&parts.take_rule(Rule::state_word)?);
        let value = match parts.peek() {
            None | Some(Rule::body) => None,
            Some(_) => self.value(&mut parts),
        };
        let body = self.test_body(&mut parts);
        let end = up_to(word.span, [value.as_ref().map(|value| value.span), body.as_ref().map(|body| body.span)]);
        Some((end, ExpectWhat::State { word, value, body }))
    }

    fn comparison(&mut self, pair: Pair<'_>) -> Option<(Span, ExpectWhat)> {
        let mut parts = Parts::of(pair);
        let path = self.path_node(&parts.take_rule(Rule::path)?);
        let operator = self.word(&parts.next()?);
        let value = self.value(&mut parts);
        let end = value.as_ref().map_or(operator.span, |value| value.span);
        Some((end, ExpectWhat::Data { path, operator, value }))
    }

    fn never(&mut self, pair: Pair<'_>) -> Option<Never> {
        let head = self.span(&pair).head();
        let mut parts = Parts::of(pair);
        parts.take_rule(Rule::never_word)?;
        let (end, what) = if let Some(pair) = parts.take_rule(Rule::hear) {
            let hear = self.hear(pair)?;
            (hear.span, NeverWhat::Hear(hear))
        } else {
            let (end, block, result) = self.left_block(&mut parts)?;
            (end, NeverWhat::Block { block, result })
        };
        Some(Never { span: head.to(end), what })
    }

    /// Builds a block and, if it is written, how it is left.
    fn left_block(&mut self, parts: &mut Parts<'_>) -> Option<(Span, Block, Option<TestResult>)> {
        let block = self.pattern(parts)?;
        let result = self.result(parts);
        Some((result.as_ref().map_or(block.span, |result| result.span), block, result))
    }

    fn pattern(&mut self, parts: &mut Parts<'_>) -> Option<Block> {
        let mut block = self.block(parts.take_rule(Rule::pattern)?)?;
        block.body.iter_mut().for_each(|body| self.without_branches(body));
        Some(block)
    }

    fn result(&mut self, parts: &mut Parts<'_>) -> Option<TestResult> {
        let pair = parts.take_rule(Rule::result)?;
        let head = self.span(&pair).head();
        let mut parts = Parts::of(pair);
        let (end, kind) = if parts.take_rule(Rule::when_word).is_some() {
            let condition = parts.take_rule(Rule::condition).and_then(|pair| self.condition(pair))?;
            (condition.span, ResultKind::When(condition))
        } else if let Some(pair) = parts.take_rule(Rule::text) {
            let text = self.text(&pair);
            (text.span, ResultKind::Value(text))
        } else {
            let name = self.word(&parts.take_rule(Rule::name)?);
            (name.span, ResultKind::Name(name))
        };
        Some(TestResult { span: head.to(end), kind })
    }

    fn test_body(&mut self, parts: &mut Parts<'_>) -> Option<Body> {
        let mut body = self.body(parts.take_rule(Rule::body)?);
        self.without_branches(&mut body);
        Some(body)
    }

    /// Reports the branches in the braces of a line of a test.
    fn without_branches(&mut self, body: &mut Body) {
        for item in &mut body.items {
            let BodyItem::Branch(branch) = item else { continue };
            let span = branch.span;
            self.report(
                Diagnostic::new(Code::SyntaxError, span, "a block of a test has no branches")
                    .help("how a block is left follows its arrow: `given invoke_lambda -> error`"),
            );
            *item = BodyItem::Hole(Hole::new(span, Vec::new()));
        }
    }

    fn path_node(&self, pair: &Pair<'_>) -> PathNode {
        PathNode { span: self.span(pair), text: SmolStr::new(pair.as_str()) }
    }
}

/// From `start` to the last of the parts that are there.
fn up_to(start: Span, parts: impl IntoIterator<Item = Option<Span>>) -> Span {
    parts.into_iter().flatten().fold(start, Span::to)
}
