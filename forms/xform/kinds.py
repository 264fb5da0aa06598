"""The kinds of things a form is made of."""

from __future__ import annotations

from enum import Enum


class DataType(Enum):
    """Bind types; the value is the type's name in an XForm."""

    STRING = "string"
    INT = "int"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BINARY = "binary"
    BARCODE = "barcode"


class Role(Enum):
    """What an expression is for; the value is the column of the survey sheet it comes from."""

    RELEVANT = "relevant"
    CALCULATE = "calculation"
    READONLY = "readonly"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    DEFAULT = "default"
    LABEL = "label"
    HINT = "hint"
    CONSTRAINT_MESSAGE = "constraint_message"
    REQUIRED_MESSAGE = "required_message"
    CHOICE_LABEL = "choices"
    CHOICE_FILTER = "choice_filter"
    REPEAT_COUNT = "repeat_count"
    TRIGGER = "trigger"
    ENTITY = "entities"


class QuestionKind(Enum):
    """What a person answers with."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    BARCODE = "barcode"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    UNSUPPORTED = "unsupported"


class ActionKind(Enum):
    """What an action puts into its node."""

    SET_VALUE = "setvalue"
    SET_GEOPOINT = "setgeopoint"


class EntityMode(Enum):
    """What sealing the record does to an entity list."""

    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"
