"""Reading one file safely: only a regular one, only as much as a report may have, only the file that was looked at."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from jiukun.project.handles import OpenFolder, is_link
from jiukun.project.names import Finding

REPORT_LIMIT = 1 << 20
OFFICE_LIMIT = 32 << 20  # of a workbook or a Word document, which may hold photos
PACKAGE = b"PK\x03\x04"  # how workbooks and Word documents begin, whatever they are called
BEING_WRITTEN = "JK407", "文件正在被写入，还没有写完", "等保存或拷贝完成后再试"
LINK = "JK406", "这是一个链接，没有读", "把文件本身拷贝到这里"


class FileTimes(NamedTuple):
    """A file's own times in nanoseconds since the epoch: last written; and created or changed in its folder.

    A copy keeps the first; the second is when it was copied (Windows: created, elsewhere: status changed).
    """

    modified: int
    changed: int


class Content(NamedTuple):
    """The bytes of a file and its own times."""

    data: bytes
    times: FileTimes


def read_file(folder: OpenFolder, name: str, limit: int | None, *, follow: bool) -> Content | Finding:
    """A file's bytes, or why it is not read; at most `limit` of them, by default what a report may have."""
    found = folder.status(name, follow=follow)
    if is_link(found):
        return LINK
    if not stat.S_ISREG(found.st_mode):
        what = "是文件夹" if stat.S_ISDIR(found.st_mode) else "不是普通文件（管道、设备等）"
        return "JK405", f"这个名字{what}，不是报送文件", "移走它，放入真正的报送文件"
    descriptor = folder.open(name, os.O_RDONLY, follow=follow)
    try:
        if os.fstat(descriptor).st_ino != found.st_ino:  # what was looked at is what is read
            return BEING_WRITTEN
        begin = os.read(descriptor, len(PACKAGE))
        most = limit or (OFFICE_LIMIT if begin == PACKAGE else REPORT_LIMIT)
        size = min(found.st_size, most + 1)
        data = begin + _read_at_most(descriptor, size - len(begin))
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if len(data) > most:
        return "JK102", f"文件超过 {most >> 20} MiB，没有读", "只保留文字；附件另行报送"
    if after.st_size != len(data) or after.st_mtime_ns != found.st_mtime_ns:
        return BEING_WRITTEN
    return Content(data, times_of(found))


def times_of(status: os.stat_result) -> FileTimes:
    """A file's own times."""
    return FileTimes(status.st_mtime_ns, getattr(status, "st_birthtime_ns", status.st_ctime_ns))


def _read_at_most(descriptor: int, size: int) -> bytes:
    data = b""
    while len(data) < size and (piece := os.read(descriptor, size - len(data))):
        data += piece
    return data
