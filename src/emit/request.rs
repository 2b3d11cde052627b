//! The requests that create quick connects and offer them to queues.
//!
//! Takes quick connects of the graph and gives the JSON for `aws connect create-quick-connect --cli-input-json` and
//! `aws connect associate-queue-quick-connects --cli-input-json`.

use serde::{Serialize, Serializer};

use crate::connect::{Document, Placeholder, RecordedString, Recorder, ReferenceWriter, WireText};
use crate::graph::{Destination, QuickConnect, Reference, Tag};
use crate::resource::ResourceKind;

/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_CreateQuickConnect.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CreateQuickConnect<'a> {
    instance_id: RecordedString<'a>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    quick_connect_config: Config<'a>,
    #[serde(skip_serializing_if = "Tags::is_empty")]
    tags: Tags<'a>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Config<'r> {
    quick_connect_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_config: Option<UserConfig<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_config: Option<QueueConfig<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_config: Option<PhoneConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_config: Option<FlowConfig<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UserConfig<'r> {
    user_id: RecordedString<'r>,
    contact_flow_id: RecordedString<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct QueueConfig<'r> {
    queue_id: RecordedString<'r>,
    contact_flow_id: RecordedString<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PhoneConfig {
    phone_number: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FlowConfig<'r> {
    contact_flow_id: RecordedString<'r>,
}

/// Tags as the API expects them: a map, in the order of the source.
#[derive(Clone, Copy)]
struct Tags<'a>(&'a [Tag]);

impl Tags<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Tags<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|tag| (tag.key.text.as_str(), tag.value.text.as_str())))
    }
}

/// The API's `QuickConnectType`; empty for an unknown destination.
pub(super) fn quick_connect_type(destination: &Destination) -> &'static str {
    match destination {
        Destination::Agent { .. } => "USER",
        Destination::Queue { .. } => "QUEUE",
        Destination::PhoneNumber(_) => "PHONE_NUMBER",
        Destination::Flow(_) => "FLOW",
        Destination::Hole => "",
    }
}

/// The request that creates `quick_connect`.
pub(super) fn create_quick_connect(quick_connect: &QuickConnect, names: &ReferenceWriter) -> Document {
    let recorder = Recorder::default();
    let mut request = RequestWriter { recorder: &recorder, pointers: Vec::new() };
    let instance_id = request.put("/InstanceId", names.instance_id());
    let mut config = Config { quick_connect_type: quick_connect_type(&quick_connect.destination), ..Config::default() };
    match &quick_connect.destination {
        Destination::Agent { agent: (agent, _), flow: (flow, _) } => {
            config.user_config = Some(UserConfig {
                user_id: request.put("/QuickConnectConfig/UserConfig/UserId", names.in_request(agent)),
                contact_flow_id: request.put("/QuickConnectConfig/UserConfig/ContactFlowId", names.in_request(flow)),
            });
        }
        Destination::Queue { queue: (queue, _), flow: (flow, _) } => {
            config.queue_config = Some(QueueConfig {
                queue_id: request.put("/QuickConnectConfig/QueueConfig/QueueId", names.in_request(queue)),
                contact_flow_id: request.put("/QuickConnectConfig/QueueConfig/ContactFlowId", names.in_request(flow)),
            });
        }
        Destination::PhoneNumber(number) => {
            config.phone_config = Some(PhoneConfig { phone_number: number.text.to_string() });
        }
        Destination::Flow((flow, _)) => {
            let contact_flow_id = request.put("/QuickConnectConfig/FlowConfig/ContactFlowId", names.in_request(flow));
            config.flow_config = Some(FlowConfig { contact_flow_id });
        }
        Destination::Hole => {}
    }
    let description = quick_connect.description.as_ref().map(|description| description.text.as_str());
    request.document(&CreateQuickConnect {
        instance_id,
        name: &quick_connect.name.text,
        // The API rejects an empty description.
        description: description.filter(|description| !description.is_empty()),
        quick_connect_config: config,
        tags: Tags(&quick_connect.tags),
    })
}

/// <https://docs.aws.amazon.com/connect/latest/APIReference/API_AssociateQueueQuickConnects.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssociateQueueQuickConnects<'r> {
    instance_id: RecordedString<'r>,
    queue_id: RecordedString<'r>,
    quick_connect_ids: Vec<RecordedString<'r>>,
}

/// The request that offers `quick_connects` to the agents of `queue`.
pub(super) fn associate(queue: &Reference, quick_connects: &[&QuickConnect], names: &ReferenceWriter) -> Document {
    let recorder = Recorder::default();
    let mut request = RequestWriter { recorder: &recorder, pointers: Vec::new() };
    let instance_id = request.put("/InstanceId", names.instance_id());
    let queue_id = request.put("/QueueId", names.in_request(queue));
    let ids = quick_connects.iter().enumerate().map(|(index, quick_connect)| {
        let id = match &quick_connect.known {
            Some(known) => WireText::plain(known.id.clone()),
            None => WireText::placeholder(Placeholder::item(ResourceKind::QuickConnect, &quick_connect.name.text)),
        };
        request.put(&format!("/QuickConnectIds/{index}"), id)
    });
    let quick_connect_ids = ids.collect();
    request.document(&AssociateQueueQuickConnects { instance_id, queue_id, quick_connect_ids })
}

/// Writes a request, and records the positions of its placeholders.
struct RequestWriter<'r> {
    recorder: &'r Recorder,
    /// The JSON pointer of each placeholder, in the order of the request.
    pointers: Vec<String>,
}

impl<'r> RequestWriter<'r> {
    /// The string at `pointer`.
    fn put(&mut self, pointer: &str, written: WireText) -> RecordedString<'r> {
        self.pointers.extend(written.placeholders().map(|_| pointer.to_owned()));
        self.recorder.string(written)
    }

    fn document(self, request: &impl Serialize) -> Document {
        self.recorder.document(request, self.pointers)
    }
}
