//! Blocks that look up, list and write the values of data tables.

use super::block::BLOCK;
use super::run_time::RunTime;
use super::semantics::{Fill, Semantics};
use super::{Aspect, Block, Kind, Need, Parameter, When};
use crate::evidence::Evidence;

const PAGE: &str = "https://docs.aws.amazon.com/connect/latest/adminguide/data-table-block.html";

const TABLE: Parameter = Parameter::text("table", "DataTableId", "The data table's id or ARN.").fixed().required();

const VALUE: Parameter =
    Parameter::new("value", "Value", Kind::Text { max: None }, "The value of the attribute.").mixed();

const PRIMARY_VALUE: &[Parameter] =
    &[Parameter::text("name", "Name", "A primary attribute.").fixed().required(), VALUE.required()];

const PRIMARY_VALUES: Parameter = Parameter::new(
    "primary_values",
    "PrimaryValues",
    Kind::Objects { fields: PRIMARY_VALUE, max: None },
    "All primary attributes of the table, with their values in the row.",
)
.required();

const GROUP_NAME: Parameter =
    Parameter::text("name", "PrimaryKeyGroupName", "A name for the rows, unique in the flow.").fixed().required();

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "evaluate_data_table",
        designer: "Data table (Evaluate)",
        action: "EvaluateDataTableValues",
        subject: &["table"],
        parameters: &[
            TABLE,
            Parameter::new("queries", "Queries", Kind::Objects { fields: QUERY, max: Some(5) }, "The queries to run.")
                .required(),
        ],
        semantics: Semantics { fills: &[Fill::of("DataTables")], ..Semantics::NONE },
        run: Some(RunTime::WORLD),
        summary: "Looks up values in a data table and stores them under `$.DataTables`.",
        example: r#"evaluate_data_table "11111111-2222-3333-4444-555555555555" {
  queries: [
    { name: "prices", attributes: ["price"], primary_values: [{ name: "sku", value: $.Attributes.sku }] }
  ]
  on error -> sorry
}"#,
        evidence: &[
            (Aspect::All, Evidence::Uncertain("it was not probed, and one source describes it")),
            (Aspect::Count, Evidence::Block),
        ],
        page: PAGE,
        ..BLOCK
    },
    Block {
        keyword: "list_data_table",
        designer: "Data table (List)",
        action: "ListDataTableValues",
        subject: &["table"],
        parameters: &[
            TABLE,
            Parameter::new(
                "groups",
                "PrimaryKeyGroups",
                Kind::Objects { fields: &[GROUP_NAME, PRIMARY_VALUES], max: Some(5) },
                "The rows to load; by default all rows.",
            ),
        ],
        semantics: Semantics { fills: &[Fill::of("DataTableList")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.brings(&["DataTableList.ResultData"])),
        summary: "Loads rows of a data table and stores them under `$.DataTableList`.",
        example: r#"list_data_table "11111111-2222-3333-4444-555555555555" {
  groups: [{ name: "order", primary_values: [{ name: "sku", value: $.Attributes.sku }] }]
  on error -> sorry
}"#,
        evidence: &[
            (Aspect::All, Evidence::Uncertain("it was not probed, and one source describes it")),
            (Aspect::Count, Evidence::Block),
        ],
        page: PAGE,
        ..BLOCK
    },
    Block {
        keyword: "write_data_table",
        designer: "Data table (Write)",
        action: "UpsertDataTableValues",
        subject: &["table"],
        parameters: &[
            TABLE,
            Parameter::text("lock_version", "LockVersion", "The version of the table on which the values are based.")
                .required(),
            Parameter::new(
                "rows",
                "DataTableUpsertAttributes",
                Kind::Objects { fields: ROW, max: None },
                "The rows to write.",
            )
            .required(),
        ],
        run: Some(RunTime::WORLD),
        summary: "Writes values into a data table.",
        example: r#"write_data_table "11111111-2222-3333-4444-555555555555" {
  lock_version: $.Attributes.version
  rows: [
    { name: "order", primary_values: [{ name: "sku", value: "42" }], attributes: [{ name: "stock", value: "0" }] }
  ]
  on error -> sorry
}"#,
        evidence: &[
            (Aspect::All, Evidence::Uncertain("it was not probed, and one source describes it")),
            (Aspect::Count, Evidence::Block),
        ],
        page: PAGE,
        ..BLOCK
    },
];

const QUERY: &[Parameter] = &[
    Parameter::text("name", "QueryName", "A name for the query, unique in the flow.").fixed().required(),
    Parameter::new("attributes", "Attributes", Kind::Texts { max: None, known: &[] }, "The attributes to look up.")
        .required(),
    Parameter::new(
        "primary_values",
        "PrimaryValues",
        Kind::Objects {
            fields: &[
                Parameter::text("name", "AttributeName", "A primary attribute.").fixed().required(),
                VALUE.required(),
            ],
            max: None,
        },
        "All primary attributes of the table, with their values in the row.",
    )
    .required(),
];

const ROW: &[Parameter] = &[
    GROUP_NAME,
    PRIMARY_VALUES,
    Parameter::new(
        "attributes",
        "Attributes",
        Kind::Objects {
            fields: &[
                Parameter::text("name", "Name", "The attribute.").fixed().required(),
                VALUE.need(Need::RequiredWhen(When::IsNot("UseDefaultValue", &["true"]))),
                Parameter::new(
                    "use_default",
                    "UseDefaultValue",
                    Kind::JsonBoolean,
                    "Whether to write the default value of the attribute.",
                ),
            ],
            max: Some(25),
        },
        "The values to write.",
    ),
];
