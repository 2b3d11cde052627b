//! Blocks that find, create and update customer profiles.

use super::block::BLOCK;
use super::branch::{ERROR, SUCCESS};
use super::run_time::RunTime;
use super::semantics::{Fill, Semantics};
use super::{Aspect, Block, Branch, Entries, EntryValues, Group, GroupRule, Kind, Need, Next, Parameter, When};
use crate::evidence::Evidence;

/// The maximum number of characters in a value; longer values take the error branch.
const VALUE: u32 = 255;

const NONE_FOUND: Branch = Branch::error("none_found", "NoneFoundError");

const CALCULATED_NONE_FOUND: Branch =
    NONE_FOUND.evidence(&[(Aspect::Presence, Evidence::Uncertain("that it is required is inferred from exports"))]);

const PROFILE: Parameter = Parameter::new(
    "profile_id",
    "ProfileRequestData.ProfileId",
    Kind::Text { max: None },
    "The profile, usually `$.Customer.ProfileId`.",
)
.mixed()
.required();

const RESPONSE: Parameter = Parameter::new(
    "response_fields",
    "ProfileResponseData",
    Kind::Texts { max: None, known: FIELDS },
    "The fields that are stored under `$.Customer`.",
);

const IDENTIFIER_VALUE: Parameter = Parameter::new(
    "identifier_value",
    "ProfileRequestData.IdentifierValue",
    Kind::Text { max: Some(VALUE) },
    "The value to search for.",
)
.mixed()
.need(Need::RequiredWhen(When::Present("ProfileRequestData.IdentifierName")));

pub(super) static BLOCKS: &[Block] = &[
    Block {
        keyword: "get_profile",
        designer: "Customer profiles (Get profile)",
        action: "GetCustomerProfile",
        parameters: &[
            Parameter::text(
                "identifier_name",
                "ProfileRequestData.IdentifierName",
                "The key to search by, such as `_phone`.",
            ),
            IDENTIFIER_VALUE,
            Parameter::new(
                "search",
                "ProfileRequestData.SearchCriteria",
                Kind::Objects { fields: CRITERION, max: Some(5) },
                "Several keys to search by.",
            ),
            Parameter::new(
                "match",
                "ProfileRequestData.LogicalOperator",
                Kind::Choice(&[("all", "AND"), ("any", "OR")]),
                "Whether all keys must match, or any of them.",
            )
            .need(Need::RequiredWhen(When::Present("ProfileRequestData.SearchCriteria"))),
            Parameter::new(
                "phone_number",
                "ProfileRequestData.PhoneNumber",
                Kind::Text { max: None },
                "The phone number, in the format of older flows.",
            )
            .mixed(),
            Parameter::new(
                "email_address",
                "ProfileRequestData.EmailAddress",
                Kind::Text { max: None },
                "The address, in the format of older flows.",
            )
            .mixed(),
            RESPONSE,
        ],
        groups: &[
            Group { parameters: &["identifier_name", "search"], rule: GroupRule::AtMostOne },
            Group {
                parameters: &["identifier_name", "search", "phone_number", "email_address"],
                rule: GroupRule::AtLeastOne,
            },
        ],
        branches: &[SUCCESS, Branch::error("multiple_found", "MultipleFoundError"), NONE_FOUND, ERROR],
        semantics: Semantics { fills: &[Fill::of("Customer")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Finds a customer's profile.",
        example: r#"get_profile {
  identifier_name: "_phone"
  identifier_value: $.CustomerEndpoint.Address
  response_fields: ["FirstName", "LastName"]
  on none_found -> next
  on multiple_found, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-getcustomerprofile.html",
        ..BLOCK
    },
    Block {
        keyword: "create_profile",
        designer: "Customer profiles (Create profile)",
        action: "CreateCustomerProfile",
        parameters: &[RESPONSE],
        entries: Some(REQUEST),
        semantics: Semantics { fills: &[Fill::of("Customer")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Creates a profile and stores its id under `$.Customer.ProfileId`.",
        example: r#"create_profile {
  response_fields: ["FirstName"]
  FirstName = $.Attributes.name
  PhoneNumber = $.CustomerEndpoint.Address
  on error -> sorry
}"#,
        evidence: &[(Aspect::Entries, Evidence::Uncertain("whether an empty map is refused is not published"))],
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-createcustomerprofile.html",
        ..BLOCK
    },
    Block {
        keyword: "update_profile",
        designer: "Customer profiles (Update profile)",
        action: "UpdateCustomerProfile",
        parameters: &[RESPONSE],
        entries: Some(REQUEST),
        semantics: Semantics { fills: &[Fill::of("Customer")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Updates the profile that was found or created before.",
        example: r#"update_profile {
  EmailAddress = $.Attributes.mail
  "Attributes.Tier" = "gold"
  on error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-updatecustomerprofile.html",
        ..BLOCK
    },
    Block {
        keyword: "associate_profile",
        designer: "Customer profiles (Associate contact to profile)",
        action: "AssociateContactToCustomerProfile",
        parameters: &[
            PROFILE,
            Parameter::new(
                "contact_id",
                "ProfileRequestData.ContactId",
                Kind::Text { max: None },
                "The contact, usually `$.ContactId`.",
            )
            .mixed()
            .required(),
        ],
        semantics: Semantics { fills: &[Fill::of("Customer")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Links a contact to a profile.",
        example: r"associate_profile {
  profile_id: $.Customer.ProfileId
  contact_id: $.ContactId
  on error -> sorry
}",
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-associatecontacttocustomerprofile.html",
        ..BLOCK
    },
    Block {
        keyword: "get_profile_object",
        designer: "Customer profiles (Get profile object)",
        action: "GetCustomerProfileObject",
        parameters: &[
            PROFILE,
            Parameter::text(
                "object_type",
                "ProfileRequestData.ObjectType",
                "The type: `_asset`, `_order`, `_case` or one of your own.",
            )
            .required(),
            Parameter::new(
                "use_latest",
                "ProfileRequestData.UseLatest",
                Kind::Boolean { yes: "true", no: "false" },
                "Whether to load the latest object.",
            ),
            Parameter::text("identifier_name", "ProfileRequestData.IdentifierName", "The key to search by."),
            IDENTIFIER_VALUE,
            Parameter { kind: Kind::Texts { max: None, known: OBJECT_FIELDS }, ..RESPONSE },
        ],
        groups: &[Group { parameters: &["use_latest", "identifier_name"], rule: GroupRule::ExactlyOne }],
        branches: &[SUCCESS, NONE_FOUND, ERROR],
        semantics: Semantics { fills: &[Fill::of("Customer")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Loads an asset, an order, a case or another object of a profile.",
        example: r#"get_profile_object {
  profile_id: $.Customer.ProfileId
  object_type: "_order"
  use_latest: true
  response_fields: ["OrderOrderId", "OrderStatus"]
  on none_found, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-getcustomerprofileobject.html",
        ..BLOCK
    },
    Block {
        keyword: "get_calculated_attributes",
        designer: "Customer profiles (Get calculated attributes)",
        action: "GetCalculatedAttributesForCustomerProfile",
        parameters: &[
            PROFILE,
            Parameter { kind: Kind::Texts { max: None, known: &["CalculatedAttributes."] }, ..RESPONSE },
        ],
        branches: &[SUCCESS, CALCULATED_NONE_FOUND, ERROR],
        semantics: Semantics { fills: &[Fill::of("Customer")], ..Semantics::NONE },
        run: Some(RunTime::WORLD.adds()),
        summary: "Loads calculated attributes of a profile.",
        example: r#"get_calculated_attributes {
  profile_id: $.Customer.ProfileId
  response_fields: ["CalculatedAttributes._new_customer"]
  on none_found, error -> sorry
}"#,
        page: "https://docs.aws.amazon.com/connect/latest/devguide/interactions-getcalculatedattributesforcustomerprofile.html",
        ..BLOCK
    },
    Block {
        keyword: "check_segment_membership",
        designer: "Customer profiles (Check segment membership)",
        action: "CheckSegmentMembershipForCustomerProfile",
        parameters: &[
            PROFILE,
            Parameter::text("segment", "ProfileRequestData.SegmentName", "The segment's name.").required(),
        ],
        branches: &[Branch::equals("true", "True").main(), Branch::equals("false", "False"), ERROR],
        next: Next::Copy("error"),
        run: Some(RunTime::WORLD),
        summary: "Branches on whether a profile is in a customer segment.",
        example: r#"check_segment_membership {
  profile_id: $.Customer.ProfileId
  segment: "vip"
  on false -> next
  on error -> sorry
}"#,
        evidence: &[(Aspect::All, Evidence::Uncertain("it was not probed, and one source describes it"))],
        page: "https://docs.aws.amazon.com/connect/latest/adminguide/customer-profiles-block.html",
        ..BLOCK
    },
];

const REQUEST: Entries = Entries::texts("ProfileRequestData", "request fields")
    .required()
    .of_length(VALUE)
    .named(FIELDS)
    .values(EntryValues::JsonBelow);

const CRITERION: &[Parameter] = &[
    Parameter::text("name", "IdentifierName", "The key to search by, such as `_phone`.").required(),
    Parameter::new("value", "IdentifierValue", Kind::Text { max: Some(VALUE) }, "The value to search for.")
        .mixed()
        .required()
        .evidence(&[(Aspect::Length, Evidence::Uncertain("the length is that of a similar parameter"))]),
];

/// The fields of a profile. One that ends with a dot is the prefix of custom attributes.
const FIELDS: &[&str] = &[
    "FirstName",
    "MiddleName",
    "LastName",
    "PhoneNumber",
    "EmailAddress",
    "AccountNumber",
    "AdditionalInformation",
    "PartyType",
    "BusinessName",
    "BirthDate",
    "Gender",
    "MobilePhoneNumber",
    "HomePhoneNumber",
    "BusinessPhoneNumber",
    "BusinessEmailAddress",
    "Address1",
    "Address2",
    "Address3",
    "Address4",
    "City",
    "County",
    "Country",
    "PostalCode",
    "Province",
    "State",
    "ShippingAddress1",
    "ShippingAddress2",
    "ShippingAddress3",
    "ShippingAddress4",
    "ShippingCity",
    "ShippingCounty",
    "ShippingCountry",
    "ShippingPostalCode",
    "ShippingProvince",
    "ShippingState",
    "MailingAddress1",
    "MailingAddress2",
    "MailingAddress3",
    "MailingAddress4",
    "MailingCity",
    "MailingCounty",
    "MailingCountry",
    "MailingPostalCode",
    "MailingProvince",
    "MailingState",
    "BillingAddress1",
    "BillingAddress2",
    "BillingAddress3",
    "BillingAddress4",
    "BillingCity",
    "BillingCounty",
    "BillingCountry",
    "BillingPostalCode",
    "BillingProvince",
    "BillingState",
    "Attributes.",
];

/// The fields of a profile's objects.
const OBJECT_FIELDS: &[&str] = &[
    "AssetAssetId",
    "AssetProfileId",
    "AssetAssetName",
    "AssetSerialNumber",
    "AssetModelNumber",
    "AssetModelName",
    "AssetProductSKU",
    "AssetPurchaseDate",
    "AssetUsageEndDate",
    "AssetStatus",
    "AssetPrice",
    "AssetQuantity",
    "AssetDescription",
    "AssetAdditionalInformation",
    "AssetDataSource",
    "AssetAttributes.",
    "OrderOrderId",
    "OrderProfileId",
    "OrderCustomerEmail",
    "OrderCustomerPhone",
    "OrderCreatedDate",
    "OrderUpdatedDate",
    "OrderProcessedDate",
    "OrderClosedDate",
    "OrderCancelledDate",
    "OrderCancelReason",
    "OrderName",
    "OrderAdditionalInformation",
    "OrderGateway",
    "OrderStatus",
    "OrderStatusCode",
    "OrderStatusUrl",
    "OrderCreditCardNumber",
    "OrderCreditCardCompany",
    "OrderFulfillmentStatus",
    "OrderTotalPrice",
    "OrderTotalTax",
    "OrderTotalDiscounts",
    "OrderTotalItemsPrice",
    "OrderTotalShippingPrice",
    "OrderTotalTipReceived",
    "OrderCurrency",
    "OrderTotalWeight",
    "OrderBillingName",
    "OrderBillingAddress1",
    "OrderBillingAddress2",
    "OrderBillingAddress3",
    "OrderBillingAddress4",
    "OrderBillingCity",
    "OrderBillingCounty",
    "OrderBillingCountry",
    "OrderBillingPostalCode",
    "OrderBillingProvince",
    "OrderBillingState",
    "OrderShippingName",
    "OrderShippingAddress1",
    "OrderShippingAddress2",
    "OrderShippingAddress3",
    "OrderShippingAddress4",
    "OrderShippingCity",
    "OrderShippingCounty",
    "OrderShippingCountry",
    "OrderShippingPostalCode",
    "OrderShippingProvince",
    "OrderShippingState",
    "OrderAttributes.",
    "CaseCaseId",
    "CaseProfileId",
    "CaseTitle",
    "CaseSummary",
    "CaseStatus",
    "CaseReason",
    "CaseCreatedBy",
    "CaseCreatedDate",
    "CaseUpdatedDate",
    "CaseClosedDate",
    "CaseAdditionalInformation",
    "CaseDataSource",
    "CaseAttributes.",
    "ObjectAttributes.",
];
