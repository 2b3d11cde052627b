//! Blocks that create, find and update cases.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::RunTime;
use super::semantics::{Fill, Semantics};
use super::{Aspect, Block, Branch, Entries, Exceptions, Kind, Parameter, When};
use crate::evidence::Evidence;

const SWITCH: Kind = Kind::Boolean { yes: "true", no: "false" };

const LINK: Parameter =
    Parameter::new("link_to_contact", "LinkContactToCase", SWITCH, "Whether the contact is linked to the case.");

const NOT_LINKED: Branch =
    Branch::error("not_linked", "ContactNotLinked").when(When::Is("LinkContactToCase", &["true"])).evidence(&[
        (Aspect::Presence, Evidence::Uncertain("no probe shows that it is required")),
        (Aspect::Accepted, Evidence::Uncertain("no probe shows that it is refused")),
    ]);

const NOT_PROBED: Exceptions = &[(Aspect::Presence, Evidence::Uncertain("whether it is required was not probed"))];

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "create_case",
        designer: "Cases (Create case)",
        action: "CreateCase",
        parameters: &[
            LINK,
            Parameter::text("template", "CaseTemplateId", "The id of the case template.").fixed().required(),
            Parameter::new(
                "contact_to_link",
                "ContactToLink",
                Kind::Choice(&[("current", "Current")]),
                "The contact that is linked.",
            ),
        ],
        entries: Some(Entries::texts("CaseRequestFields", "case fields")),
        branches: &[SUCCESS, NOT_LINKED, ERROR],
        semantics: Semantics { fills: &[Fill::of("Case")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Creates a case and stores its fields under `$.Case`.",
        example: r#"create_case {
  template: "11111111-2222-3333-4444-555555555555"
  link_to_contact: true
  title = "Broken on arrival"
  customer_id = $.Customer.ProfileArn
  on not_linked, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/createcase.html",
        ..BLOCK
    },
    Block {
        keyword: "get_case",
        designer: "Cases (Get case)",
        action: "GetCase",
        parameters: &[
            LINK,
            Parameter::new(
                "last_updated",
                "GetLastUpdatedCase",
                SWITCH,
                "Whether only the most recently updated case is considered.",
            ),
            Parameter::text("customer_id", "CustomerId", "The customer whose cases are searched."),
            Parameter::new(
                "response_fields",
                "CaseResponseFields",
                Kind::Texts { max: Some(10), known: &[] },
                "The fields that are stored under `$.Case`.",
            ),
        ],
        entries: Some(Entries::texts("CaseRequestFields", "case fields")),
        branches: &[
            SUCCESS,
            Branch::error("none_found", "NoneFound").evidence(NOT_PROBED),
            Branch::error("multiple_found", "MultipleFound").evidence(NOT_PROBED),
            NOT_LINKED,
            ERROR,
        ],
        semantics: Semantics { fills: &[Fill::of("Case")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Finds a case and stores the selected fields under `$.Case`.",
        example: r#"get_case {
  link_to_contact: false
  last_updated: true
  response_fields: ["status", "title"]
  "customer_id" = $.Customer.ProfileArn
  on none_found -> next
  on multiple_found, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/getcase.html",
        ..BLOCK
    },
    Block {
        keyword: "update_case",
        designer: "Cases (Update case)",
        action: "UpdateCase",
        parameters: &[LINK, Parameter::text("case_id", "CaseId", "The case, usually `$.Case.case_id`.").required()],
        entries: Some(Entries::texts("CaseRequestFields", "case fields").required().left_out_empty()),
        branches: &[SUCCESS, NOT_LINKED, ERROR],
        semantics: Semantics { fills: &[Fill::of("Case")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Updates fields of a case.",
        example: r#"update_case {
  case_id: $.Case.case_id
  link_to_contact: true
  status = "closed"
  on not_linked, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/updatecase.html",
        ..BLOCK
    },
];
