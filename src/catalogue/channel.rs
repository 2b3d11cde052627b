//! The channels of contacts.

use serde::Serialize;

/// A channel of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Calls.
    Voice,
    /// Chats.
    Chat,
    /// Tasks.
    Task,
    /// Emails.
    Email,
}

impl Channel {
    /// The channel as written in messages: `voice`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Channel::Voice => "voice",
            Channel::Chat => "chat",
            Channel::Task => "task",
            Channel::Email => "email",
        }
    }
}

/// Every channel.
pub const EVERY_CHANNEL: &[Channel] = &[Channel::Voice, Channel::Chat, Channel::Task, Channel::Email];
