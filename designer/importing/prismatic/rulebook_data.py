"""Which step of ours each of their actions on data is: text, numbers, times, lists and other forms of data.

Where an input goes by several names, as in older versions of a component, each is read and the first is written.
"""

from __future__ import annotations

from designer.importing.prismatic.rules import Field, Rule, boolean, number, plural, structured

TEXT, MATH, TIME = "text-manipulation", "math", "datetime"
LISTS, FORMS = "collection-tools", "change-data-format"

IN_TEXT = Field("text", "text")
SEPARATOR = Field("separator", "separator")
STRINGS = (Field("strings", "list", structured), Field("lines", "list", structured), Field("list", "list", structured))
NUMBERS = (Field("numbers", "numbers", structured),)
A_LIST = (Field("listInput", "list", structured), Field("list", "list", structured))
COUNT = (Field("numberInput", "count", number), Field("index", "count", number))
DATA = (Field("data", "data"), Field("value", "data"))
FIELD = (Field("dateTime", "date"), Field("date", "date"), Field("datetime", "date"))
AMOUNT = (Field("value", "amount", number), Field("amount", "amount", number), Field("number", "amount", number))
UNIT = (Field("unit", "unit", plural), Field("unitOfTime", "unit", plural))


def _text(action: str, operation: str, *fields: Field, needs: tuple[str, ...] = ("text",)) -> Rule:
    return Rule(TEXT, action, "text", fields, {"operation": operation}, needs=needs)


def _list(action: str, operation: str, *fields: Field, needs: tuple[str, ...] = ("list",)) -> Rule:
    return Rule(LISTS, action, "list", (*A_LIST, *fields), {"operation": operation}, needs=needs)


def _form(action: str, operation: str, *fields: Field) -> Rule:
    return Rule(FORMS, action, "convert", (*DATA, *fields), {"operation": operation}, needs=("data",))


DATA_RULES: tuple[Rule, ...] = (
    _text("split", "split", IN_TEXT, SEPARATOR),
    _text("join", "join", *STRINGS, SEPARATOR, needs=("list",)),
    _text("joinLines", "joinLines", *STRINGS, needs=("list",)),
    _text(
        "replace",
        "replace",
        IN_TEXT,
        *(Field(name, "find") for name in ("find", "search", "searchValue", "toReplace", "pattern")),
        *(Field(name, "replacement") for name in ("replaceWith", "replacement", "replace", "replaceValue")),
        needs=("text", "find"),
    ),
    _text("upperCase", "upperCase", IN_TEXT),
    _text("lowerCase", "lowerCase", IN_TEXT),
    _text("capitalize", "capitalize", IN_TEXT),
    _text("trim", "trim", IN_TEXT),
    _text("trimWhitespace", "trim", IN_TEXT),
    _text("length", "length", IN_TEXT),
    *(
        Rule(MATH, action, "math", NUMBERS, {"operation": operation}, needs=("numbers",))
        for action, operation in (
            ("add", "add"),
            ("subtract", "subtract"),
            ("multiply", "multiply"),
            ("divide", "divide"),
            ("modulo", "remainder"),
            ("max", "largest"),
            ("min", "smallest"),
            ("average", "average"),
        )
    ),
    Rule(TIME, "getCurrentDateTime", "date", (), {"operation": "now"}),
    Rule(TIME, "adjustDateTime", "date", (*FIELD, *AMOUNT, *UNIT), {"operation": "adjust"}, needs=("amount",)),
    _list("first", "first"),
    _list("last", "last"),
    _list("length", "length"),
    _list("chunks", "chunks", *COUNT, needs=("list", "count")),
    _list("flatten", "flatten"),
    _list("reverse", "reverse"),
    _list("unique", "unique"),
    _list("create", "flatten", Field("items", "list", structured)),
    _list("elementAt", "item", *COUNT, needs=("list", "count")),
    Rule(
        LISTS,
        "addKey",
        "object",
        (Field("object", "object", structured), Field("key", "key"), Field("value", "value", structured)),
        {"operation": "set"},
        quiet={"objectPath": ("",)},
        needs=("object", "key"),
    ),
    Rule(
        LISTS,
        "removeKey",
        "object",
        (Field("object", "object", structured), Field("key", "key")),
        {"operation": "without"},
        quiet={"objectPath": ("",)},
        needs=("object", "key"),
    ),
    Rule(
        LISTS,
        "validateJsonSchema",
        "schema.check",
        (Field("jsonInput", "data", structured), Field("jsonSchema", "schema", structured)),
        needs=("data", "schema"),
    ),
    _form("deserializeFromJson", "fromJson"),
    _form("serializeToJson", "toJson"),
    _form("jsonToString", "toJson"),
    _form("binaryToJson", "fromJson"),
    _form("convertToString", "toText"),
    _form("deserializeFormData", "fromForm"),
    _form("serializeFormData", "toForm"),
    _form("deserializeFromXml", "fromXml"),
    _form("xmlToJson", "fromXml"),
    _form("jsonToXml", "toXml", Field("rootKey", "root")),
    _form("serializeToXml", "toXml", Field("rootKey", "root")),
    _form("base64Encode", "toBase64"),
    _form("base64Decode", "fromBase64"),
    Rule(
        "csv",
        "parse",
        "convert",
        (Field("csv", "data"), Field("delimiter", "separator"), Field("hasHeader", "header", boolean)),
        {"operation": "fromCsv"},
        needs=("data",),
    ),
    Rule(
        "csv",
        "generateFromObject",
        "convert",
        (Field("inputArray", "data", structured), Field("delimiter", "separator"), Field("includeHeader", "header", boolean)),
        {"operation": "toCsv"},
        needs=("data",),
    ),
)
