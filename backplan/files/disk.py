"""Files in and out: read with a size limit, saved completely or not at all.

Plans are health data and people keep them for years. So new files are readable by their owner only, a file that
backplan did not write is never overwritten, and a failed save leaves every file as it was.
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
from itertools import combinations
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

# What our files have near the beginning; a PDF, whose description comes last, anywhere.
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
_RIGHTS = "check the permissions of the file and its folder, and whether another program has it open"
_HINTS = {
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "choose a folder on another disk",
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.ENAMETOOLONG: "choose a shorter name",
}


def read_bytes(path: Path, *, largest: int) -> bytes:
    """Return the content of a file, or of something that reads like one, such as a pipe.

    Raises:
        FileAccessError: it is missing, a folder, not readable or has more than `largest` bytes.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except FileNotFoundError:
        raise FileAccessError(f"{_shown(path)} does not exist", _near_names(path)) from None
    except IsADirectoryError:
        raise FileAccessError(f"{_shown(path)} is a folder, not a file", "give a file inside it") from None
    except (OSError, ValueError) as error:
        hint = _hint(error) or "check the path"
        raise FileAccessError(f"{_shown(path)} cannot be read: {_reason(error)}", hint) from None
    if len(data) > largest:
        too_large = f"{_shown(path)} is larger than {_size(largest)}, the maximum that backplan reads"
        raise FileAccessError(too_large, "check that this is the right file")
    return data


def is_ours(suffix: str, existing: bytes) -> bool:
    """Return whether backplan wrote a file with this suffix (in any case) and beginning, or the file is empty."""
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
    """Write all files completely, or none of them.

    Every file is first written next to its target and flushed to disk; only then are all of them renamed. If a rename
    fails, the files renamed before are restored. New files are readable and writable by their owner only; existing ones
    keep their mode.

    Raises:
        FileAccessError: a target is not a plain file in an existing folder, is the same file as another, or was not
            written by backplan; or the system reports an error.
    """
    writes = [_checked(path) for path in files]
    for earlier, later in combinations(writes, 2):
        if earlier.identity == later.identity:
            same = f"{_shown(earlier.path)} and {_shown(later.path)} are the same file"
            raise FileAccessError(same, "give each output a different name")
    try:
        for write, data in zip(writes, files.values(), strict=True):
            with _refusal(write.path):
                write.prepare(data, keep_old=len(files) > 1)
        _rename_all(writes)
    finally:
        for write in writes:
            write.clean_up()
    for folder in {write.path.parent for write in writes}:
        _flush_folder(folder)


@dataclass(slots=True)
class _Write:
    """One file being saved.

    Attributes:
        mode: the permissions that the file will have.
        identity: equal for two paths that are the same file.
        new: the new content, next to the file until it takes its place.
        old: a copy of the old content, if it may have to be restored.
    """

    path: Path
    mode: int
    exists: bool
    identity: tuple[int, int, str]
    new: Path | None = None
    old: Path | None = None
    renamed: bool = False

    def prepare(self, data: bytes, *, keep_old: bool) -> None:
        """Write the new content, and the old if it may have to be restored."""
        self.new = self._beside(data)
        if keep_old and self.exists:
            before = self.path.stat()
            self.old = self._beside(self.path.read_bytes())
            os.utime(self.old, ns=(before.st_atime_ns, before.st_mtime_ns))

    def rename(self) -> None:
        """Put the new content in the target's place."""
        assert self.new is not None
        os.replace(self.new, self.path)  # noqa: PTH105 - the tests make this very call fail
        self.new = None
        self.renamed = True

    def put_back(self) -> str:
        """Undo `rename`; return what a person has to know if that fails, otherwise an empty string."""
        try:
            if self.old is not None:
                os.replace(self.old, self.path)  # noqa: PTH105 - as in `rename`
            else:
                self.path.unlink()
        except OSError as error:
            kept = f"; its earlier content is in {_shown(self.old)}" if self.old is not None else ""
            self.old = None
            return f"{_shown(self.path)} could not be restored: {_reason(error)}{kept}"
        self.old = None
        return ""

    def clean_up(self) -> None:
        """Remove whatever is left next to the target."""
        for path in (self.new, self.old):
            if path is not None:
                with suppress(OSError):
                    path.unlink()
        self.new = self.old = None

    def _beside(self, data: bytes) -> Path:
        # mkstemp makes the file with mode 0600 and never through a name that exists already.
        descriptor, name = tempfile.mkstemp(prefix=".backplan-", suffix=".tmp", dir=self.path.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(self.mode)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
        return Path(name)


@contextmanager
def _refusal(path: Path) -> Iterator[None]:
    """Turn the system's error into a sentence about `path`."""
    try:
        yield
    except OSError as error:
        raise _not_written(path, error) from None
    except ValueError as error:
        raise FileAccessError(f"{_shown(path)} cannot be written: {_reason(error)}", "check the path") from None


def _rename_all(writes: list[_Write]) -> None:
    for write in writes:
        try:
            write.rename()
        except BaseException as error:
            troubles = [trouble for done in writes if done.renamed and (trouble := done.put_back())]
            if not isinstance(error, OSError):
                raise
            if troubles:
                what = f"{_shown(write.path)} cannot be written: {_reason(error)}"
                raise FileAccessError(f"{what}; {'; '.join(troubles)}", "check these files first") from None
            raise _not_written(write.path, error) from None


def _checked(path: Path) -> _Write:
    """Check what is at a path before anything is written."""
    with _refusal(path):
        try:
            folder = path.parent.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise _no_folder(path) from None
        if not stat.S_ISDIR(folder.st_mode):
            raise _no_folder(path)
        if not path.name:
            raise FileAccessError(f"{_shown(path)} is a folder", "give a file inside it")
        try:
            status = path.lstat()
        except FileNotFoundError:
            name = os.path.normcase(path.name)
            return _Write(path, 0o600, exists=False, identity=(folder.st_dev, folder.st_ino, name))
        _check_kind(path, status.st_mode)
        if not os.access(path, os.W_OK) or not status.st_mode & 0o222:
            hint = "remove the write protection, or choose another name"
            raise FileAccessError(f"{_shown(path)} is write-protected", hint)
        with path.open("rb") as stream:
            head = stream.read(_PDF if path.suffix.lower() == ".pdf" else _HEAD)
    if not is_ours(path.suffix, head):
        foreign = f"{_shown(path)} already exists, and backplan did not write it; it was not changed"
        raise FileAccessError(foreign, _OTHER_NAME)
    return _Write(path, stat.S_IMODE(status.st_mode), exists=True, identity=(status.st_dev, status.st_ino, ""))


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISLNK(mode):
        # Renaming over a link would replace it; writing through it would change a file that was not named.
        goal = _shown(path.parent / path.readlink())
        link = f"{_shown(path)} is a link to {goal}; backplan does not write through links"
        raise FileAccessError(link, f"give {goal} itself, or remove the link")
    if stat.S_ISDIR(mode):
        raise FileAccessError(f"{_shown(path)} is a folder", "give a file inside it")
    if not stat.S_ISREG(mode):
        hint = "choose a file's name, or use --format to write to standard output"
        raise FileAccessError(f"{_shown(path)} is a device or a pipe, not a file", hint)


def _no_folder(path: Path) -> FileAccessError:
    not_written, folder = f"{_shown(path)} cannot be written", _shown(path.parent)
    for part in path.parents:
        if part.exists() and not part.is_dir():
            return FileAccessError(f"{not_written}: {_shown(part)} is a file, not a folder", "choose another folder")
    return FileAccessError(f"{not_written}: the folder {folder} does not exist", f"make it first: mkdir -p '{folder}'")


def _not_written(path: Path, error: OSError) -> FileAccessError:
    hint = _hint(error) or "choose another name or folder"
    return FileAccessError(f"{_shown(path)} cannot be written: {_reason(error)}; no file was changed", hint)


def _near_names(path: Path) -> str:
    """Return what to try if `path` does not exist."""
    try:
        if path.is_symlink():
            return "it is a link to a file that no longer exists"
        names = sorted(entry.name for entry in path.parent.iterdir())[:_NAMES_COMPARED]
    except (OSError, ValueError):
        return f"the folder {_shown(path.parent)} does not exist either; check the path"
    by_small = {name.lower(): name for name in names}
    near = [_shown(path.parent / by_small[name]) for name in get_close_matches(path.name.lower(), by_small)]
    if near:
        return f"did you mean {' or '.join(near)}?"
    # `Path()` is how a name without a folder says where it is.
    folder = "the current folder" if path.parent == Path() else _shown(path.parent)
    return f"check the name; the folder searched was {folder}"


def _flush_folder(folder: Path) -> None:
    """Flush the new names to disk if the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return (error.strerror or "unknown reason").lower()
    return "this file name is not allowed"


def _hint(error: OSError | ValueError) -> str:
    return _HINTS.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count} bytes"


def _shown(path: Path) -> str:
    """Return a path for a message: without line breaks, control characters and undecodable bytes."""
    return "".join(part if part.isprintable() else ascii(part)[1:-1] for part in str(path))
