"""“Is one of these texts”, for any number of them, in one bound value."""

import json

from sqlalchemy import ARRAY, ColumnElement, Connection, String, any_, bindparam, func, select


def among(connection: Connection, column: ColumnElement[str], texts: list[str]) -> ColumnElement[bool]:
    """A condition for thousands of texts: one placeholder each would pass the limits of both databases."""
    if connection.dialect.name == "sqlite":
        values = func.json_each(json.dumps(texts)).table_valued("value")
        return column.in_(select(values.c.value))
    return column == any_(bindparam(None, texts, type_=ARRAY(String)))
