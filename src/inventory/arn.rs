//! The parts of an ARN: which service, which instance, what kind of thing, which id.
//!
//! Takes a text, gives its parts, or nothing where it is no ARN. Never checks account numbers or regions.

/// An ARN taken apart; `arn:aws:connect:us-west-2:111122223333:instance/<instance id>/queue/<id>` for instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// The service: `connect`.
    pub service: &'a str,
    /// The whole ARN of the instance that the thing is in.
    pub instance: Option<&'a str>,
    /// What follows the account and the instance: `queue/<id>`.
    pub resource: &'a str,
    /// The ARN without a version, alias or `$SAVED` after the id, which Lambda alone keeps.
    pub bare: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes `text` apart.
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

    /// The id: what follows the last `/`.
    pub fn id(&self) -> &'a str {
        last_part(self.bare)
    }
}

/// What follows the last `/` of `text`.
pub fn last_part(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}
