//! Time that passes: looping prompts and their interrupts, waits, and whispers that are cut.

use super::engine::{Engine, Site};
use super::resolve::text_at;
use super::thread::{Interrupted, Timer, Waiting};
use super::trace::{Event, Stop, Why};
use crate::catalogue::doubt::WAIT_ENDS;
use crate::catalogue::run_time::WHISPER_SECONDS;
use crate::catalogue::{Does, QueuePrompts, Waits, wire};

/// What happens when time has passed.
enum Due {
    Interrupt(usize, usize),
    WaitIsOver(usize, Timer),
    Cut(usize),
}

impl<'b> Engine<'_, 'b> {
    /// Plays prompts until an agent or an interrupt comes.
    pub(super) fn loop_prompts(&mut self, site: Site<'b>, interrupted_after: &str) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        match self.prepared(site) {
            Ok(said) => self.note_said(site.event, said),
            Err(why) => return self.fail(site, wire::ANY_ERROR, why),
        }
        let every = text_at(self.parameters(site.event), interrupted_after).and_then(|text| text.parse().ok());
        if let Some(thread) = self.thread_mut(site.thread) {
            thread.waits = Some(Waiting::Prompts(site.event, every));
            thread.interrupted = None;
        }
        Ok(())
    }

    /// Waits for a time or an event; a branch may run meanwhile.
    pub(super) fn wait(&mut self, site: Site<'b>, waits: Waits) -> Result<(), Stop> {
        if let Some(answer) = self.answer(site) {
            return self.outcome(site, &answer);
        }
        let parameters = &site.action.parameters;
        if parameters.holds(waits.asks_world) {
            return Err(Stop::NoAnswer { event: site.event, figure: None });
        }
        let is_inside = self.state.threads.get(site.thread).is_some_and(|thread| thread.meanwhile.is_some());
        let left = text_at(self.parameters(site.event), waits.time).and_then(|text| text.parse().ok());
        let (Some(left), false) = (left, is_inside) else {
            return self.fail(site, wire::ANY_ERROR, Why::Always);
        };
        let frames = self.state.threads.get(site.thread).map_or(0, |thread| thread.frames.len());
        let timer = Timer { frames, event: site.event, left };
        let (branch, when) = waits.meanwhile;
        if !parameters.holds(when) {
            if let Some(thread) = self.thread_mut(site.thread) {
                thread.waits = Some(Waiting::Time(timer));
            }
            return Ok(());
        }
        self.doubt(site.event, WAIT_ENDS);
        self.take_branch(site, branch, Why::Always)?;
        if let Some(thread) = self.thread_mut(site.thread) {
            thread.meanwhile = Some(timer);
        }
        Ok(())
    }

    /// Lets seconds pass, with what happens in them.
    pub(super) fn pass(&mut self, seconds: u64) -> Result<(), Stop> {
        let mut left = seconds;
        loop {
            let Some((after, due)) = self.next_due().filter(|(after, _)| *after <= left) else {
                self.advance(left);
                return Ok(());
            };
            self.advance(after);
            left -= after;
            if after > 0 {
                self.state.steps = 0;
            }
            self.happen(due)?;
            self.run()?;
            if left > 0
                && let Some(event) = self.question()
            {
                return Err(Stop::WrongAct { event: Some(event) });
            }
        }
    }

    /// What happens next, and in how many seconds.
    fn next_due(&self) -> Option<(u64, Due)> {
        let mut next: Option<(u64, Due)> = None;
        let mut add = |after: u64, due: Due| {
            if next.as_ref().is_none_or(|(first, _)| after < *first) {
                next = Some((after, due));
            }
        };
        for (index, thread) in self.state.threads.iter().enumerate() {
            match thread.waits {
                Some(Waiting::Prompts(event, Some(every))) => {
                    add(every.max(1).saturating_sub(self.state.prompt_seconds), Due::Interrupt(index, event));
                }
                Some(Waiting::Time(timer)) => add(timer.left, Due::WaitIsOver(index, timer)),
                _ => {}
            }
            if let Some(timer) = thread.meanwhile {
                add(timer.left, Due::WaitIsOver(index, timer));
            }
            if let Some(cut) = thread.cut_in {
                add(cut, Due::Cut(index));
            }
        }
        next
    }

    fn advance(&mut self, seconds: u64) {
        let mut plays = false;
        for thread in &mut self.state.threads {
            match &mut thread.waits {
                Some(Waiting::Prompts(..)) => plays = true,
                Some(Waiting::Time(timer)) => timer.left = timer.left.saturating_sub(seconds),
                _ => {}
            }
            if let Some(timer) = &mut thread.meanwhile {
                timer.left = timer.left.saturating_sub(seconds);
            }
            if let Some(cut) = &mut thread.cut_in {
                *cut = cut.saturating_sub(seconds);
            }
        }
        if plays {
            self.state.prompt_seconds += seconds;
        }
    }

    fn happen(&mut self, due: Due) -> Result<(), Stop> {
        match due {
            Due::Interrupt(thread, event) => {
                let seconds = std::mem::take(&mut self.state.prompt_seconds);
                let Some(site) = self.site_of(thread, event) else { return Ok(()) };
                let Some(QueuePrompts::Plays { interrupted, .. }) = site.block.semantics.queue_prompts else {
                    return Ok(());
                };
                if let Some(running) = self.thread_mut(thread) {
                    running.waits = None;
                    running.interrupted = Some(Interrupted { action: site.id, frames: running.frames.len() });
                }
                self.take_branch(site, interrupted, Why::Time(seconds))
            }
            Due::WaitIsOver(thread, timer) => {
                let Some(site) = self.site_of(thread, timer.event) else { return Ok(()) };
                let Does::Waits(waits) = site.block.run_time().does else { return Ok(()) };
                self.end_wait(site, timer, waits.over, None)
            }
            Due::Cut(thread) => {
                self.stop_thread(thread, &Why::Time(WHISPER_SECONDS));
                Ok(())
            }
        }
    }

    /// A wait is over, also if its branch still runs.
    pub(super) fn end_wait(
        &mut self,
        site: Site<'b>,
        timer: Timer,
        branch: &str,
        why: Option<Why>,
    ) -> Result<(), Stop> {
        let seconds = match site.block.run_time().does {
            Does::Waits(waits) => text_at(self.parameters(site.event), waits.time).and_then(|text| text.parse().ok()),
            _ => None,
        };
        if let Some(thread) = self.thread_mut(site.thread) {
            thread.waits = None;
            thread.meanwhile = None;
            thread.at = None;
            thread.frames.truncate(timer.frames);
        }
        let site = self.left_again(site);
        self.take_branch(site, branch, why.unwrap_or(Why::Time(seconds.unwrap_or(0))))
    }

    /// A block that was left before, when its branch began, is left a second time: with an event of its own.
    fn left_again(&mut self, site: Site<'b>) -> Site<'b> {
        let Some(event) = self.state.events.get(site.event).filter(|event| event.exit.is_some()) else { return site };
        let again = Event { turn: self.state.turn, exit: None, said: Vec::new(), ..event.clone() };
        self.state.events.push(again);
        Site { event: self.state.events.len() - 1, ..site }
    }

    /// The event of the question that waits.
    pub(super) fn question(&self) -> Option<usize> {
        self.state.question()
    }
}
