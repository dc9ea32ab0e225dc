"""Owns taking text and numbers out of a pickle without unpickling it: nothing in it can run, nor ask for more memory than it has bytes.

Python's own reader does what a pickle says, and one flipped bit in it may say "make room for four thousand million values".
"""

import struct
from collections.abc import Callable, Collection
from typing import Any

WRONG = (ValueError, LookupError, TypeError, AttributeError, struct.error)
"""What is raised where something else stands in a file than the few things that are taken."""
_MARK = object()


class PlainPickle:
    """Values of the second form of pickles, as Python 2 and 3 write lists of dictionaries and of objects that are like these."""

    def __init__(self, data: bytes, names: Collection[str]) -> None:
        """Of dictionaries only what stands under these names is kept."""
        self.place = 0
        """Bytes that were read."""
        self._data = data
        self._names = names
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self._unmade = len(data)
        """Letters that may still be made to bytes: no more than the file has."""
        self._steps: dict[int, Callable[[], None]] = {
            ord("X"): lambda: self._push(self._bytes("<I").decode("utf-8", "surrogatepass")),
            ord("T"): lambda: self._push(self._bytes("<i")),
            ord("U"): lambda: self._push(self._bytes("<B")),
            ord("q"): lambda: self._remember("<B"),
            ord("r"): lambda: self._remember("<I"),
            ord("h"): lambda: self._push(self._memo[self._number("<B")]),
            ord("j"): lambda: self._push(self._memo[self._number("<I")]),
            ord("G"): lambda: self._push(self._number(">d")),
            ord("J"): lambda: self._push(self._number("<i")),
            ord("K"): lambda: self._push(self._number("<B")),
            ord("M"): lambda: self._push(self._number("<H")),
            0x8A: lambda: self._push(int.from_bytes(self._bytes("<B"), "little", signed=True)),
            ord("N"): lambda: self._push(None),
            0x88: lambda: self._push(True),
            0x89: lambda: self._push(False),
            ord("("): lambda: self._push(_MARK),
            ord("]"): lambda: self._push([]),
            ord("}"): lambda: self._push({}),
            ord(")"): lambda: self._push(()),
            0x85: lambda: self._tuple(1),
            0x86: lambda: self._tuple(2),
            0x87: lambda: self._tuple(3),
            ord("t"): lambda: self._push(tuple(self._since_mark())),
            ord("c"): self._name,
            0x81: self._object,
            ord("R"): self._called,
            ord("u"): lambda: self._fill(self._since_mark()),
            ord("s"): lambda: self._fill([self._stack.pop(-2), self._stack.pop()]),
            ord("e"): lambda: self._extend(self._since_mark()),
            ord("a"): lambda: self._extend([self._stack.pop()]),
            ord("b"): self._drop,
        }

    def taken(self) -> Any:
        """What it holds: lists, dictionaries, text, bytes and numbers. Raises one of `WRONG` for anything else."""
        if self._bytes_of(2) != b"\x80\x02":
            raise ValueError("another form of pickle")
        data, steps = self._data, self._steps
        while (step := data[self.place]) != ord("."):
            self.place += 1
            steps[step]()
        return self._stack.pop()

    def _push(self, value: Any) -> None:
        self._stack.append(value)

    def _number(self, form: str) -> Any:
        (value,) = struct.unpack_from(form, self._data, self.place)
        self.place += struct.calcsize(form)
        return value

    def _bytes(self, form: str) -> bytes:
        return self._bytes_of(self._number(form))

    def _bytes_of(self, size: int) -> bytes:
        if not 0 <= size <= len(self._data) - self.place:
            raise ValueError("longer than the file")
        self.place += size
        return self._data[self.place - size : self.place]

    def _remember(self, form: str) -> None:
        self._memo[self._number(form)] = self._stack[-1]

    def _tuple(self, size: int) -> None:
        self._stack[-size:] = [tuple(self._stack[-size:])]

    def _since_mark(self) -> list[Any]:
        """Takes what was put on the stack since the last mark, and that too."""
        values = []
        while (value := self._stack.pop()) is not _MARK:
            values.append(value)
        return values[::-1]

    def _name(self) -> None:
        """Of a class or function: a word and no more."""
        end = self._data.index(b"\n", self._data.index(b"\n", self.place) + 1)
        self._push(_Name(self._data[self.place : end].replace(b"\n", b" ")))
        self.place = end + 1

    def _object(self) -> None:
        """Of any class, made of nothing: what it holds is told afterwards."""
        arguments, name = self._stack.pop(), self._stack.pop()
        if arguments != () or not isinstance(name, _Name):
            raise ValueError("an object that is made of something")
        self._push({})

    def _called(self) -> None:
        """The one call in such pickles: bytes, written as text for Python 2."""
        arguments, name = self._stack.pop(), self._stack.pop()
        if name == b"__builtin__ bytes" and arguments == ():
            self._push(b"")
        elif name == b"_codecs encode" and arguments[1] == "latin1":
            self._push(arguments[0].encode("latin1"))
            self._unmade -= len(arguments[0])
        else:
            raise ValueError("a call")
        if self._unmade < 0:
            raise ValueError("the same text again and again")

    def _fill(self, pairs: list[Any]) -> None:
        target = self._stack[-1]
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            name = key.decode("utf-8", "replace") if isinstance(key, bytes) else key
            if name in self._names:
                target[name] = value

    def _extend(self, values: list[Any]) -> None:
        self._stack[-1].extend(values)

    def _drop(self) -> None:
        """What an object remembers of itself."""
        self._stack.pop()


class _Name(bytes):
    """What a pickle calls a class or a function."""

    __slots__ = ()
