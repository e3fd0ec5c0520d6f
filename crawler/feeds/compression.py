"""A file name → what compresses that file, by its ending: gzip for .gz, Zstandard for .zst."""

from __future__ import annotations

import sys
import zlib
from typing import Any, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP = 16 + zlib.MAX_WBITS


class Compressor(Protocol):
    """Bytes in, bytes out; the rest comes with ``flush``."""

    def compress(self, data: Any, /) -> bytes:
        """What is ready of all that was given."""

    def flush(self) -> bytes:
        """The rest."""


class _Plain:
    """Gives what it gets."""

    def compress(self, data: Any, /) -> bytes:
        return bytes(data)

    def flush(self) -> bytes:
        return b""


def find_compressor(name: str) -> Compressor:
    """Equal bytes are compressed to equal bytes: no name and no time is written."""
    if name.lower().endswith(".gz"):
        return zlib.compressobj(wbits=_GZIP)
    if name.lower().endswith(".zst"):
        return zstd.ZstdCompressor()
    return _Plain()
