"""Files in and out: read with a limit, saved whole or not at all.

Plans are health data and people keep them for years. So new files are readable by their owner only, a file that
backplan did not write is never written over, and a save that fails leaves every file as it was.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from backplan.errors import FileAccessError
from backplan.files.marks import CSV_HEADER, DRAWING_MARK, IMAGE_MARK, MARKDOWN_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEAD = 64 * 1024
_PDF = 20_000_000
_NAMES_COMPARED = 1_000
_OTHER_NAME = "choose another name for the output, or move that file away first"

# A value that may be in quotes, to the end of its line.
_YAML_KIND = re.compile(rb"""^(["']?)kind\1:[ \t]+(["']?)plan\2[ \t]*(?:\#.*)?\r?$""", re.MULTILINE)
_YAML_FORMAT = re.compile(rb"""^(["']?)format\1:[ \t]+[0-9]+[ \t]*(?:\#.*)?\r?$""", re.MULTILINE)
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[][{}:,]|[^][{}:,"\s]+', re.DOTALL)

# What a file of ours holds near its beginning; a PDF, whose description comes last, anywhere.
_MARKS = {
    # The calendar's own, before the first of its events.
    ".ics": re.compile(
        rb"\ABEGIN:VCALENDAR\r?\n(?:(?!BEGIN:|PRODID)[^\n]*\n)*PRODID:-//backplan//backplan [0-9.]+//EN\r?$",
        re.MULTILINE,
    ),
    ".csv": re.compile(re.escape(CSV_HEADER.encode()) + rb"\r?(\n|\Z)"),
    ".md": re.compile(re.escape(MARKDOWN_MARK.encode())),
    ".pdf": re.compile(rb"<pdf:Keywords>backplan</pdf:Keywords>"),
    ".svg": re.compile(re.escape(DRAWING_MARK.encode())),
    # In the part after the first, where it was put.
    ".png": re.compile(rb"\A\x89PNG\r\n\x1a\n.{29}tEXtSoftware\0" + re.escape(IMAGE_MARK.encode()), re.DOTALL),
}
_LEADING = frozenset({".csv", ".md", ".svg"})

_SPACE = "free some space, or choose a folder on another disk"
_RIGHTS = "check who may use the file and its folder, and whether another program has it open"
_HINTS = {
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "choose a folder on another disk",
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.ENAMETOOLONG: "choose a shorter name",
}


def read_bytes(path: Path, *, largest: int) -> bytes:
    """The content of a file.

    Args:
        path: a file, or something that reads like one, such as a pipe.
        largest: the most bytes that it may have.

    Raises:
        FileAccessError: it is missing, a folder, not readable or too large.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except FileNotFoundError:
        raise FileAccessError(f"{_shown(path)} does not exist", _near_names(path)) from None
    except IsADirectoryError:
        raise FileAccessError(f"{_shown(path)} is a folder, not a file", "name a file inside it") from None
    except (OSError, ValueError) as error:
        hint = _hint(error) or "check the path"
        raise FileAccessError(f"{_shown(path)} cannot be read: {_reason(error)}", hint) from None
    if len(data) > largest:
        raise FileAccessError(
            f"{_shown(path)} is larger than {_size(largest)}, the most that backplan reads",
            "check that this is the right file",
        )
    return data


def is_ours(suffix: str, existing: bytes) -> bool:
    """Whether a file with this suffix and content is one that backplan wrote, or is empty.

    Args:
        suffix: such as `.ics`, in any case.
        existing: the file's content, or its beginning.
    """
    if not existing:
        return True
    # A spreadsheet may put a byte order mark before a table that it saves again.
    head = existing.removeprefix(b"\xef\xbb\xbf")
    if suffix.lower() == ".json":
        return _is_json_plan(head)
    if suffix.lower() in {".yaml", ".yml"}:
        return bool(_YAML_FORMAT.search(head) and _YAML_KIND.search(head))
    mark = _MARKS.get(suffix.lower())
    if mark is None:
        return False
    return bool(mark.match(head) if suffix.lower() in _LEADING else mark.search(head))


def _is_json_plan(head: bytes) -> bool:
    """Tell whether the outermost keys say so; what is nested, and texts, may be anybody's."""
    depth, said = 0, dict[bytes, bytes]()
    before = (b"", b"", b"")
    for token in _JSON_TOKEN.findall(head):
        if not any(before) and token != b"{":
            return False
        separator, key, colon = before
        if depth == 1 and separator in {b"{", b","} and colon == b":":
            said[key] = token
        depth += (token in {b"{", b"["}) - (token in {b"}", b"]"})
        before = (key, colon, token)
    return said.get(b'"kind"') == b'"plan"' and said.get(b'"format"', b"").isdigit()


def save(files: Mapping[Path, bytes]) -> None:
    """Writes all files whole, or none of them at all.

    Every file is first written beside its target and forced to the disk; only then are all of them renamed. Where a
    rename fails, the files renamed before it are put back. A new file is readable and writable by its owner only;
    an existing one keeps its mode.

    Args:
        files: the content for each path.

    Raises:
        FileAccessError: a target is not a plain file in an existing folder, is the same file as another, or was not
            written by backplan; or the system refuses.
    """
    targets = [_target(path) for path in files]
    for number, target in enumerate(targets):
        for earlier in targets[:number]:
            if target.identity == earlier.identity:
                raise FileAccessError(
                    f"{_shown(earlier.path)} and {_shown(target.path)} are the same file",
                    "give each output a name of its own",
                )
    writes: list[_Write] = []
    try:
        for target, data in zip(targets, files.values(), strict=True):
            write = _Write(target)
            writes.append(write)
            with _refusal(target.path):
                write.prepare(data, keep_old=len(files) > 1)
        _rename_all(writes)
    finally:
        for write in writes:
            write.clean_up()
    for folder in {target.path.parent for target in targets}:
        _flush_folder(folder)


@dataclass(frozen=True, slots=True)
class _Target:
    """A path that may be written.

    Attributes:
        mode: the permissions that the file is to have.
        exists: whether there is a file already.
        identity: equal for two paths that are one file.
    """

    path: Path
    mode: int
    exists: bool
    identity: tuple[int, int, str]


class _Write:
    """One file on its way: the new content and, where asked, a copy of the old, both beside the target."""

    def __init__(self, target: _Target) -> None:
        self.target = target
        self.renamed = False
        self._new: Path | None = None
        self._old: Path | None = None

    def prepare(self, data: bytes, *, keep_old: bool) -> None:
        """Writes the new content, and the old if it may have to be put back."""
        self._new = self._beside(data)
        if keep_old and self.target.exists:
            before = self.target.path.stat()
            self._old = self._beside(self.target.path.read_bytes())
            os.utime(self._old, ns=(before.st_atime_ns, before.st_mtime_ns))

    def rename(self) -> None:
        """Puts the new content in the target's place."""
        assert self._new is not None
        os.replace(self._new, self.target.path)  # noqa: PTH105 - the tests make this very call fail
        self._new = None
        self.renamed = True

    def put_back(self) -> str:
        """Undoes `rename`; returns what a person has to know where that fails, else an empty string."""
        try:
            if self._old is not None:
                os.replace(self._old, self.target.path)  # noqa: PTH105 - as in `rename`
            else:
                self.target.path.unlink()
        except OSError as error:
            kept = ""
            if self._old is not None:
                kept = f"; its earlier content is in {_shown(self._old)}"
            self._old = None
            return f"{_shown(self.target.path)} could not be put back: {_reason(error)}{kept}"
        self._old = None
        return ""

    def clean_up(self) -> None:
        """Removes whatever is left beside the target."""
        for path in (self._new, self._old):
            if path is not None:
                with suppress(OSError):
                    path.unlink()
        self._new = self._old = None

    def _beside(self, data: bytes) -> Path:
        # mkstemp makes the file with mode 0600 and never through a name that exists already.
        descriptor, name = tempfile.mkstemp(prefix=".backplan-", suffix=".tmp", dir=self.target.path.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(self.target.mode)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
        return Path(name)


@contextmanager
def _refusal(path: Path) -> Iterator[None]:
    """Turns the system's error into a sentence about `path`."""
    try:
        yield
    except OSError as error:
        raise _not_written(path, error) from None


def _rename_all(writes: list[_Write]) -> None:
    for write in writes:
        try:
            write.rename()
        except BaseException as error:
            troubles = [trouble for done in writes if done.renamed and (trouble := done.put_back())]
            if not isinstance(error, OSError):
                raise
            if troubles:
                what = f"{_shown(write.target.path)} cannot be written: {_reason(error)}"
                raise FileAccessError(f"{what}; {'; '.join(troubles)}", "look at those files first") from None
            raise _not_written(write.target.path, error) from None


def _target(path: Path) -> _Target:
    """Looks at what stands at a path before anything is written."""
    with _refusal(path):
        try:
            folder = path.parent.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise _no_folder(path) from None
        except ValueError as error:
            raise FileAccessError(f"{_shown(path)} cannot be written: {_reason(error)}", "check the path") from None
        if not stat.S_ISDIR(folder.st_mode):
            raise _no_folder(path)
        if not path.name:
            raise FileAccessError(f"{_shown(path)} is a folder", "name a file inside it")
        try:
            found = path.lstat()
        except FileNotFoundError:
            name = os.path.normcase(path.name)
            return _Target(path, 0o600, exists=False, identity=(folder.st_dev, folder.st_ino, name))
        except ValueError as error:
            raise FileAccessError(f"{_shown(path)} cannot be written: {_reason(error)}", "check the path") from None
        _check_kind(path, found.st_mode)
        if not os.access(path, os.W_OK) or not found.st_mode & 0o222:
            raise FileAccessError(
                f"{_shown(path)} is protected against writing", "allow writing to it, or choose another name"
            )
        with path.open("rb") as stream:
            head = stream.read(_PDF if path.suffix.lower() == ".pdf" else _HEAD)
    if not is_ours(path.suffix, head):
        raise FileAccessError(
            f"{_shown(path)} exists already, and backplan did not write it; it was left as it is",
            _OTHER_NAME,
        )
    return _Target(path, stat.S_IMODE(found.st_mode), exists=True, identity=(found.st_dev, found.st_ino, ""))


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISLNK(mode):
        # Renaming over a link would replace the link, writing through it would change a file that was not named.
        goal = _shown(path.parent / path.readlink())
        raise FileAccessError(
            f"{_shown(path)} is a link to {goal}; backplan does not write through links",
            f"name {goal} itself, or remove the link",
        )
    if stat.S_ISDIR(mode):
        raise FileAccessError(f"{_shown(path)} is a folder", "name a file inside it")
    if not stat.S_ISREG(mode):
        raise FileAccessError(
            f"{_shown(path)} is a device or a pipe, not a file",
            "choose a file's name, or use --format to write to standard output",
        )


def _no_folder(path: Path) -> FileAccessError:
    folder = path.parent
    for part in (folder, *folder.parents):
        if part.exists() and not part.is_dir():
            return FileAccessError(
                f"{_shown(path)} cannot be written: {_shown(part)} is a file, not a folder",
                "choose another folder",
            )
    return FileAccessError(
        f"{_shown(path)} cannot be written: the folder {_shown(folder)} does not exist",
        f"make it first: mkdir -p '{_shown(folder)}'",
    )


def _not_written(path: Path, error: OSError) -> FileAccessError:
    hint = _hint(error) or "choose another name or folder"
    return FileAccessError(f"{_shown(path)} cannot be written: {_reason(error)}; no file was changed", hint)


def _near_names(path: Path) -> str:
    """What to try where `path` does not exist."""
    try:
        if path.is_symlink():
            return "it is a link to a file that is no longer there"
        names = sorted(entry.name for entry in path.parent.iterdir())[:_NAMES_COMPARED]
    except (OSError, ValueError):
        return f"the folder {_shown(path.parent)} does not exist either; check the path"
    by_small = {name.lower(): name for name in names}
    near = [_shown(path.parent / by_small[name]) for name in get_close_matches(path.name.lower(), by_small)]
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"check the name; the folder is {_shown(path.parent.absolute())}"


def _flush_folder(folder: Path) -> None:
    """Forces the new names to the disk where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return (error.strerror or "the system gives no reason").lower()
    return "no file can have this name"


def _hint(error: OSError | ValueError) -> str:
    return _HINTS.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count} bytes"


def _shown(path: Path) -> str:
    """A path as it can stand in a message: no line breaks, no control characters, no undecodable bytes."""
    return "".join(part if part.isprintable() else ascii(part)[1:-1] for part in str(path))
