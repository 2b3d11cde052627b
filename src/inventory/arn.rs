//! The parts of an ARN: service, instance, kind of resource, id.
//!
//! Takes a text and gives its parts, or `None` if it is not an ARN. Never checks account numbers or regions.

/// A parsed ARN, for example `arn:aws:connect:us-west-2:111122223333:instance/<instance id>/queue/<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// The service: `connect`.
    pub service: &'a str,
    /// The whole ARN of the instance that contains the resource.
    pub instance: Option<&'a str>,
    /// The part after the account and the instance: `queue/<id>`.
    pub resource: &'a str,
    /// The ARN without the suffix after the id: a version, an alias or `$SAVED`. Only ARNs of Lambda keep theirs.
    pub bare: &'a str,
}

impl<'a> Arn<'a> {
    /// Parses `text`.
    pub fn parse(text: &'a str) -> Option<Arn<'a>> {
        let mut parts = text.splitn(6, ':');
        let (scheme, _partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (_region, _account, rest) = (parts.next()?, parts.next()?, parts.next()?);
        if scheme != "arn" || rest.is_empty() {
            return None;
        }
        if service != "connect" {
            return Some(Arn { service, instance: None, resource: rest, bare: text });
        }
        let head = text.len() - rest.len();
        let rest = rest.split(':').next().unwrap_or(rest);
        let bare = text.get(..head + rest.len()).unwrap_or(text);
        let (instance, resource) = match rest.strip_prefix("instance/") {
            None => (None, rest),
            Some(inside) => {
                let (id, resource) = inside.split_once('/').unwrap_or((inside, ""));
                (text.get(..head + "instance/".len() + id.len()), resource)
            }
        };
        Some(Arn { service, instance, resource, bare })
    }

    /// The id: the part after the last `/`.
    pub fn id(&self) -> &'a str {
        last_part(self.bare)
    }
}

/// The part of `text` after the last `/`.
pub fn last_part(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}
