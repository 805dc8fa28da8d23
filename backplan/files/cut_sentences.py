"""Sentences cut by a comma: in `[Stop, and call us.]`, YAML sees two items where the writer sees one sentence.

Printed as an item of its own, the first piece can say the opposite of the whole, so a list that looks cut is rejected.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice, pairwise

from backplan.errors import Fault
from backplan.files.documents import LONGEST_PARAGRAPH
from backplan.files.source import MOST_FAULTS, KeyPath, Node, Source

_ENDS = (".", "!", "?", ":", ";", "…")
_CLOSING = "\"'”’»)]} "
"""What may follow the end of a sentence: `Say "stop!"`."""


def cut_sentences(source: Source, keys: Collection[str]) -> list[Fault | None]:
    """Return a fault for each sentence in a list of one of the keys that commas cut (contract section 1.3)."""
    faults = (
        _fault(source, (*path, first), items, last)
        for path, items in _flow_lists(source.root, (), keys)
        for first, last in _runs(items)
    )
    return list(islice(faults, MOST_FAULTS + 1))


def _flow_lists(node: Node, path: KeyPath, keys: Collection[str]) -> Iterator[tuple[KeyPath, Sequence[Node]]]:
    """Iterate over every list in brackets under one of the keys, with its path."""
    if isinstance(node.content, dict):
        for key, value in node.content.items():
            if key in keys and value.flow and isinstance(value.content, list):
                yield (*path, key), value.content
            yield from _flow_lists(value, (*path, key), keys)
    elif isinstance(node.content, list):
        for number, item in enumerate(node.content):
            yield from _flow_lists(item, (*path, number), keys)


def _runs(items: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Iterate over the first and last index of the pieces of each sentence that was cut."""
    first = 0
    for number, (before, after) in enumerate(pairwise(items), start=1):
        if _is_cut(before, after):
            continue
        if first < number - 1:
            yield first, number - 1
        first = number
    if first < len(items) - 1:
        yield first, len(items) - 1


def _is_cut(before: Node, after: Node) -> bool:
    if not isinstance(before.content, str) or not isinstance(after.content, str):
        return False
    if before.quoted and after.quoted:  # the writer has shown where each begins and ends
        return False
    begin = next((character for character in after.content if character.isalnum()), "")
    return begin.islower() and not before.content.rstrip(_CLOSING).endswith(_ENDS)


def _fault(source: Source, path: KeyPath, items: Sequence[Node], last: int) -> Fault | None:
    first = path[-1]
    assert isinstance(first, int)
    pieces = [" ".join(str(item.content).split()) for item in items[first : last + 1]]
    sentence = ", ".join(pieces)
    hint = "put the sentence in quotes"
    if len(sentence) <= LONGEST_PARAGRAPH:
        whole = len(pieces) == len(items)
        hint = f"write {'[' if whole else ''}{_in_quotes(sentence)}{']' if whole else ''}"
    return source.fault(
        path,
        f"a sentence that is cut into {len(pieces):,} items by {'a comma' if len(pieces) == 2 else 'commas'}",
        "the whole sentence in quotes",
        f"{hint}, or put each item in quotes if they are separate items",
    )


def _in_quotes(text: str) -> str:
    """Return text quoted for YAML."""
    return "'{}'".format(text.replace("'", "''")) if {'"', "\\"} & set(text) else f'"{text}"'
