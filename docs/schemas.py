"""JSON Schemas of regimens and profiles, for editors, from the models that validate.

`python docs/schemas.py` writes them again.
"""

import json
from pathlib import Path

from backplan.files.documents import Document
from backplan.files.profile import ProfileDocument
from backplan.files.regimen import RegimenDocument

SCHEMAS: dict[str, type[Document]] = {
    "regimen.schema.json": RegimenDocument,
    "profile.schema.json": ProfileDocument,
}


def schema_text(file_name: str) -> str:
    """One of the schemas, as its file holds it.

    Args:
        file_name: a key of `SCHEMAS`.
    """
    model = SCHEMAS[file_name]
    schema = _tidied(model.model_json_schema())
    assert isinstance(schema, dict)
    if model is RegimenDocument:
        schema["oneOf"] = [{"required": ["activities"]}, {"required": ["phases"]}]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"backplan {model.what.removeprefix('a ')}",
    }
    return json.dumps(head | {key: value for key, value in schema.items() if key != "title"}, indent=2) + "\n"


def _tidied(schema: object, *, names: bool = False) -> object:
    """Without what pydantic adds and no reader needs: a title for every key, defaults in the model's units.

    Args:
        schema: a schema, or a part of one.
        names: the keys are a document's keys, not a schema's.
    """
    if isinstance(schema, list):
        return [_tidied(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: part if key == "examples" and not names else _tidied(part, names=key in {"properties", "$defs"})
        for key, part in schema.items()
        if names or key not in {"title", "default"}
    }


if __name__ == "__main__":
    for name in SCHEMAS:
        Path(__file__).with_name(name).write_text(schema_text(name), encoding="utf-8")
