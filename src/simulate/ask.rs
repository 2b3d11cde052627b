//! Questions: what a block says, whether somebody has answered it already, and what an answer leads to.

use serde_json::Value;

use super::act::{Act, Heard};
use super::effect::is_e164;
use super::engine::{Engine, Site};
use super::input::{self, Rules};
use super::resolve::text_at;
use super::thread::Waiting;
use super::trace::{Stop, Why};
use super::world::{Answer, Outcome};
use crate::catalogue::contact_data::STORED_INPUT;
use crate::catalogue::doubt::{BOT_SILENCE, CANCEL_KEY, KEYS_AHEAD, PAUSE_ENDS, TRUNK_ZERO};
use crate::catalogue::run_time::{BUFFER_KEYS, ENCRYPTED, END_KEY, TIMEOUT_TEXT};
use crate::catalogue::{BranchWire, Does, Question, Stores, When, wire};

impl<'b> Engine<'_, 'b> {
    /// Asks the customer, unless the world or the touchtone buffer answers.
    pub(super) fn ask(&mut self, site: Site<'b>) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            if !is_failure(site, &answer.result) {
                self.speak(site);
            }
            if matches!(site.block.semantics.asks.map(|asks| asks.how), Some(Question::Bot)) {
                self.clear_buffer();
            }
            return self.outcome(site, &answer);
        }
        let said = match self.prepared(site) {
            Ok(said) => said,
            Err(why) => return self.fail(site, wire::ANY_ERROR, why),
        };
        match site.block.semantics.asks.map(|asks| asks.how) {
            Some(Question::Bot) => self.clear_buffer(),
            Some(Question::Menu) => {
                let first = self.state.buffer.as_mut().filter(|keys| !keys.is_empty()).map(|keys| keys.remove(0));
                if let Some(key) = first {
                    return self.key(site, &key.to_string());
                }
            }
            Some(Question::Input) => {
                if let Does::Stores(stores) = site.block.run_time().does
                    && let Some(result) = self.read_buffer(site, stores)
                {
                    return result;
                }
            }
            Some(Question::View) | None => {}
        }
        self.note_said(site.event, said);
        self.await_answer(site);
        Ok(())
    }

    fn await_answer(&mut self, site: Site<'b>) {
        if let Some(thread) = self.thread_mut(site.thread) {
            thread.waits = Some(Waiting::Answer(site.event));
        }
    }

    /// Stores what is in the buffer, if that is enough.
    fn read_buffer(&mut self, site: Site<'b>, stores: Stores) -> Option<Result<(), Stop>> {
        let keys = self.state.buffer.clone().filter(|keys| !keys.is_empty())?;
        let entry = input::read(&keys, &self.rules(site, stores));
        if !entry.is_complete {
            return None;
        }
        self.state.buffer = Some(entry.rest.clone());
        Some(self.store(site, stores, &entry, None))
    }

    /// Starts or stops the touchtone buffer.
    pub(super) fn set_buffer(
        &mut self,
        site: Site<'b>,
        starts: When,
        stores: When,
        encrypts: When,
    ) -> Result<(), Stop> {
        let why = match self.answer(site) {
            Some(answer) if answer.result == Outcome::Success => Why::Given(answer.by),
            Some(answer) => return self.outcome(site, &answer),
            None => Why::Always,
        };
        let parameters = &site.action.parameters;
        if parameters.holds(starts) {
            self.state.buffer.get_or_insert_default();
        } else {
            let keys = self.state.buffer.take().unwrap_or_default();
            if parameters.holds(stores) {
                let is_secret = parameters.holds(encrypts);
                let stored = if is_secret { ENCRYPTED } else { &keys };
                self.put(site.thread, STORED_INPUT, Value::String(stored.to_owned()));
            }
        }
        self.succeed(site, why)
    }

    fn clear_buffer(&mut self) {
        if let Some(keys) = &mut self.state.buffer {
            keys.clear();
        }
    }

    /// Keeps keys that no block takes.
    pub(super) fn keep_keys(&mut self, event: Option<usize>, keys: &str) {
        match &mut self.state.buffer {
            Some(buffer) => {
                let free = BUFFER_KEYS.saturating_sub(buffer.chars().count());
                buffer.extend(keys.chars().take(free));
            }
            None if keys.is_empty() => {}
            None => {
                if let Some(event) = event {
                    self.doubt(event, KEYS_AHEAD);
                }
            }
        }
    }

    /// What the customer does at a question.
    pub(super) fn answer_question(&mut self, site: Site<'b>, act: &Act, heard: Option<&Heard>) -> Result<(), Stop> {
        let wrong = Err(Stop::WrongAct { event: Some(site.event) });
        let how = site.block.semantics.asks.map(|asks| asks.how);
        match (how, act) {
            (Some(Question::Menu), Act::Press(keys)) => {
                let mut rest = keys.chars();
                let Some(first) = rest.next() else { return wrong };
                self.done(site);
                self.keep_keys(Some(site.event), rest.as_str());
                self.key(site, &first.to_string())
            }
            (Some(Question::Menu), Act::Silence) => {
                self.done(site);
                self.fail(site, unanswered(site), Why::Silence)
            }
            (Some(Question::Input), Act::Press(keys)) => {
                let Does::Stores(stores) = site.block.run_time().does else { return wrong };
                let waiting = self.state.buffer.as_mut().map(std::mem::take).unwrap_or_default();
                let keys = format!("{waiting}{keys}");
                let entry = input::read(&keys, &self.rules(site, stores));
                self.done(site);
                let result = self.store(site, stores, &entry, heard);
                match result {
                    // The question waits on for somebody who knows.
                    Err(Stop::NumberUnknown { .. }) => self.await_answer(site),
                    _ => self.keep_keys(Some(site.event), &entry.rest),
                }
                result
            }
            (Some(Question::Input), Act::Silence) => {
                let Does::Stores(stores) = site.block.run_time().does else { return wrong };
                let waiting = self.state.buffer.as_mut().map(std::mem::take).unwrap_or_default();
                self.done(site);
                if waiting.is_empty() {
                    self.put(site.thread, STORED_INPUT, Value::String(TIMEOUT_TEXT.to_owned()));
                    return self.succeed(site, Why::Silence);
                }
                let entry = input::read(&waiting, &self.rules(site, stores));
                self.store(site, stores, &entry, heard)
            }
            (Some(Question::Bot), Act::Press(_) | Act::Say(_) | Act::Silence) => self.answer_bot(site, act, heard),
            (Some(Question::View), Act::Choose(action)) => {
                self.done(site);
                let data = heard.map(|heard| heard.data.clone()).unwrap_or_default();
                let answer = Answer { result: Outcome::Value(action.clone()), data, by: heard.map(|heard| heard.by) };
                self.outcome_because(site, &answer, Why::Chosen(action.clone()))
            }
            (Some(Question::View), Act::Silence) => {
                self.done(site);
                self.fail(site, wire::NO_TIME, Why::Silence)
            }
            _ => wrong,
        }
    }

    /// What a bot makes of an act: the test says it, or for the silence of a chat the time.
    fn answer_bot(&mut self, site: Site<'b>, act: &Act, heard: Option<&Heard>) -> Result<(), Stop> {
        let why = match act {
            Act::Press(keys) => Why::Pressed(keys.clone()),
            Act::Say(words) => Why::SaidByCustomer(words.clone()),
            _ => Why::Silence,
        };
        let Some(heard) = heard else {
            if *act == Act::Silence && !self.is_call() {
                self.done(site);
                return self.fail(site, wire::NO_ANSWER, why);
            }
            return Err(Stop::NoAnswer { event: site.event, figure: None });
        };
        if *act == Act::Silence && self.is_call() {
            self.doubt(site.event, BOT_SILENCE);
        }
        self.done(site);
        let answer = Answer { result: heard.result.clone(), data: heard.data.clone(), by: Some(heard.by) };
        self.outcome_because(site, &answer, why)
    }

    /// As the world would say it, but with another reason.
    fn outcome_because(&mut self, site: Site<'b>, answer: &Answer, why: Why) -> Result<(), Stop> {
        let result = self.outcome(site, answer);
        if let Some(exit) = self.event_mut(site.event).and_then(|event| event.exit.as_mut()) {
            exit.why = why;
        }
        result
    }

    /// The question is answered.
    fn done(&mut self, site: Site<'b>) {
        if let Some(thread) = self.thread_mut(site.thread) {
            thread.waits = None;
        }
    }

    /// One key at a menu.
    fn key(&mut self, site: Site<'b>, key: &str) -> Result<(), Stop> {
        self.compare_with(site, Some(&Value::String(key.to_owned())), Why::Pressed(key.into()))
    }

    fn rules(&self, site: Site<'b>, stores: Stores) -> Rules {
        let parameters = self.parameters(site.event);
        let maximum = text_at(parameters, stores.maximum).and_then(|text| text.parse().ok());
        let end = text_at(parameters, stores.end).map_or_else(|| END_KEY.to_owned(), |end| end.to_string());
        Rules { maximum, end, cancels: !site.action.parameters.holds(stores.keeps_cancel) }
    }

    /// Stores what was entered.
    fn store(
        &mut self,
        site: Site<'b>,
        stores: Stores,
        entry: &input::Entry,
        heard: Option<&Heard>,
    ) -> Result<(), Stop> {
        if entry.was_cancelled {
            self.doubt(site.event, CANCEL_KEY);
        }
        let why = Why::Pressed(entry.keys.as_str().into());
        if entry.keys.is_empty() && !entry.is_complete {
            self.put(site.thread, STORED_INPUT, Value::String(TIMEOUT_TEXT.to_owned()));
            return self.succeed(site, Why::Silence);
        }
        let parameters = &site.action.parameters;
        if !entry.is_complete && !parameters.holds(stores.is_number) {
            self.doubt(site.event, PAUSE_ENDS);
        }
        let mut stored = entry.keys.clone();
        if parameters.holds(stores.is_number) {
            let is_local = parameters.holds(stores.is_local);
            let country = text_at(self.parameters(site.event), stores.country).unwrap_or_default();
            let whole = if is_local { with_code(&country, &entry.keys) } else { Some(format!("+{}", entry.keys)) };
            let is_possible = whole.as_deref().is_some_and(is_e164);
            let is_valid = match heard.map(|heard| &heard.result) {
                Some(Outcome::Success) => true,
                Some(Outcome::Branch(name)) => {
                    let branch = site.block.branch(name);
                    branch.is_some_and(|branch| branch.wire == BranchWire::Next)
                }
                Some(_) => false,
                None if !is_possible => false,
                None => return Err(Stop::NumberUnknown { event: site.event }),
            };
            if !is_valid {
                return self.fail(site, wire::INVALID_NUMBER, why);
            }
            if is_local && entry.keys.starts_with('0') {
                self.doubt(site.event, TRUNK_ZERO);
            }
            stored = whole.unwrap_or(stored);
        }
        if parameters.holds(stores.encrypts) {
            ENCRYPTED.clone_into(&mut stored);
        }
        self.put(site.thread, STORED_INPUT, Value::String(stored));
        self.succeed(site, why)
    }
}

/// A local number with the code of its country.
fn with_code(country: &str, keys: &str) -> Option<String> {
    let code = crate::catalogue::calling_code::of(country)?;
    Some(format!("+{code}{}", keys.strip_prefix('0').unwrap_or(keys)))
}

/// Whether a result is the catch-all error, which also says that nothing was asked.
fn is_failure(site: Site<'_>, result: &Outcome) -> bool {
    match result {
        Outcome::Error(error) => error == wire::ANY_ERROR,
        Outcome::Branch(name) => {
            site.block.branch(name).is_some_and(|branch| branch.wire == BranchWire::Error(wire::ANY_ERROR))
        }
        Outcome::Success | Outcome::Value(_) | Outcome::Condition(_) => false,
    }
}

/// The `ErrorType` of a question without an answer.
fn unanswered(site: Site<'_>) -> &'static str {
    site.block.semantics.asks.and_then(|asks| asks.unanswered).unwrap_or(wire::NO_ANSWER)
}
