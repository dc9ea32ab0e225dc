"""Owns what each order does to the session, and what is answered. Orders come from anywhere: nothing in them is believed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from tunes.library.errors import QueryError
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.player.aside import aside
from tunes.player.queue import Repeat, Shuffle
from tunes.player.sound import FASTEST, SLOWEST
from tunes.profile.autoplay import Autoplay
from tunes.profile.marks import MOST_STARS
from tunes.profile.things import sort_of, things_of
from tunes.tui.remote.controls import SessionControls
from tunes.tui.remote.handing import HandingOver
from tunes.tui.remote.lines import Document, encoded
from tunes.tui.remote.reception import Answer, refusal
from tunes.tui.remote.state import queue_shape, status_shape

WRONG_USE = 2
MOST_WORDS = 50_000
"""Names of files in one order."""
LATEST_S = 1e9
"""No track is longer."""

Order = Mapping[str, Any]
_Mode = TypeVar("_Mode", Repeat, Shuffle, Autoplay)
_NOTHING = "Nothing plays."


class SorryError(Exception):
    """An order could not be followed; the message is a sentence."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Orders:
    """Follows orders, each a document that says under "do" what is wanted."""

    def __init__(self, controls: SessionControls, tell: Callable[[str], None]) -> None:
        self._controls = controls
        self._handing = HandingOver(controls, tell)
        self._session = controls.session
        self._do: dict[str, Callable[[Order], Awaitable[Answer] | Answer | Document]] = {
            "status": lambda _: self.status(),
            "play": self._play,
            "pause": lambda _: self._playing(self._controls.pause),
            "toggle": lambda _: self._toggle(),
            "next": lambda _: self._playing(self._controls.next),
            "previous": lambda _: self._playing(self._controls.previous),
            "stop": lambda _: self._playing(self._controls.stop),
            "seek": self._seek,
            "volume": self._volume,
            "speed": self._speed,
            "mute": self._mute,
            "like": lambda order: self._mark("like", order),
            "ban": lambda order: self._mark("ban", order),
            "not-now": lambda order: self._mark("not now", order),
            "rate": self._rate,
            "unmark": lambda _: self._unmark(),
            "queue": lambda _: self._queue(),
            "add": self._add,
            "jump": self._jump,
            "remove": self._remove,
            "move": self._move,
            "clear": lambda _: self._clear(),
            "undo": lambda _: self._undo(),
            "shuffle": self._shuffle,
            "repeat": self._repeat,
            "stop-after": self._stop_after,
            "autoplay": self._autoplay,
            "quit": lambda _: self._quit(),
            "hand-over": lambda _: self._handing.offer(),
            "entries": lambda order: self._handing.part(
                _whole(order, "number"), _whole(order, "from"), is_own=order.get("own") is True
            ),
            "let-go": self._let_go,
            "taken": lambda _: self._handing.taken(),
        }

    def status(self) -> Document:
        """How it stands."""
        return {"ok": True} | status_shape(self._controls)

    async def follow(self, order: Order) -> Answer:
        """Does what is wanted, or says why not."""
        wish = order.get("do")
        do = self._do.get(wish) if isinstance(wish, str) else None
        if do is None:
            return Answer(
                refusal("This tunes does not know that order. Is it of another version?", WRONG_USE)
            )
        try:
            done = do(order)
            answer = await done if isinstance(done, Awaitable) else done
        except SorryError as sorry:
            return Answer(refusal(str(sorry), sorry.code))
        except QueryError as error:
            return Answer(refusal(str(error), WRONG_USE))
        return answer if isinstance(answer, Answer) else Answer(answer)

    # What plays

    async def _play(self, order: Order) -> Answer:
        words = _words(order, may_be_empty=True)
        if words:
            tracks, source, problems = await self._found(words)
            self._session.touch()
            self._session.play(tracks, None, source)
            return Answer({"ok": True, "said": [_counted("Playing", tracks), *problems]})
        self._has_something()
        self._controls.play()
        return Answer({"ok": True})

    def _toggle(self) -> Document:
        self._has_something()
        self._controls.toggle()
        return {"ok": True}

    def _playing(self, act: Callable[[], object]) -> Document:
        self._present()
        act()
        return {"ok": True}

    def _seek(self, order: Order) -> Document:
        self._present()
        length = self._session.now.duration
        if "percent" in order:
            if not length:
                raise SorryError("How long this track is, is not known.")
            place = _number(order, "percent", 0, 100) / 100 * length
        elif "by" in order:
            place = self._controls.position() + _number(order, "by", -LATEST_S, LATEST_S)
        else:
            place = _number(order, "to", 0, LATEST_S)
        self._session.seek_to(place)
        return {"ok": True, "position": round(self._controls.position(), 2)}

    def _volume(self, order: Order) -> Document:
        if "by" in order:
            self._session.set_volume(self._session.now.volume + round(_number(order, "by", -100, 100)))
        elif "to" in order:
            self._session.set_volume(round(_number(order, "to", 0, 100)))
        return {"ok": True, "volume": self._session.now.volume, "muted": self._session.now.is_muted}

    def _speed(self, order: Order) -> Document:
        rate = self._session.now.sound.rate
        if "by" in order:
            self._controls.set_rate(round(rate + _number(order, "by", -FASTEST, FASTEST), 3))
        elif "to" in order:
            self._controls.set_rate(_number(order, "to", SLOWEST, FASTEST))
        return {"ok": True, "speed": self._session.now.sound.rate}

    def _mute(self, order: Order) -> Document:
        is_on = order.get("on")
        if is_on is None or bool(is_on) != self._session.now.is_muted:
            self._session.toggle_mute()
        return {"ok": True, "muted": self._session.now.is_muted}

    def _mark(self, kind: str, order: Order) -> Document:
        track, sort = self._present(), order.get("of", "track")
        things = [one for one in things_of(track, self._session.marking.roots) if sort_of(one) == sort]
        if not things:
            raise SorryError(f"What plays has no such thing: {clean(str(sort))}", WRONG_USE)
        self._session.touch()
        self._session.marking.toggle(kind, things[0], track if sort == "track" else None)
        return {"ok": True, "said": [self._session.now.notice]}

    def _rate(self, order: Order) -> Document:
        track = self._present()
        self._session.touch()
        self._session.marking.rate(track, round(_number(order, "stars", 0, MOST_STARS)))
        return {"ok": True, "said": [self._session.now.notice]}

    def _unmark(self) -> Document:
        self._session.touch()
        self._session.marking.undo()
        return {"ok": True, "said": [self._session.now.notice]}

    # The queue

    async def _queue(self) -> Answer:
        queue = self._session.queue
        return Answer(await aside(lambda: encoded({"ok": True} | queue_shape(queue))))

    async def _add(self, order: Order) -> Answer:
        tracks, source, problems = await self._found(_words(order))
        self._session.touch()
        is_next = order.get("next") is True
        (self._session.enqueue_next if is_next else self._session.enqueue)(tracks, source)
        said = _counted("Next" if is_next else "Queued", tracks)
        return Answer({"ok": True, "said": [said, *problems]})

    def _jump(self, order: Order) -> Document:
        self._session.jump(self._row(order))
        return {"ok": True}

    def _remove(self, order: Order) -> Document:
        self._session.remove(self._row(order))
        return {"ok": True}

    def _move(self, order: Order) -> Document:
        row, to = self._row(order), self._row({"place": order.get("to")})
        self._session.touch()
        self._session.move(row, to - row)
        return {"ok": True}

    def _undo(self) -> Document:
        self._session.undo()
        return {"ok": True, "said": [self._session.now.notice]}

    def _shuffle(self, order: Order) -> Document:
        if "to" in order:
            by = _one_of(Shuffle, order["to"])
            self._controls.set_shuffle(by)
            return {"ok": True, "shuffle": str(by)}
        return {"ok": True, "shuffle": str(self._session.queue.shuffle)}

    def _repeat(self, order: Order) -> Document:
        if "to" in order:
            self._controls.set_repeat(_one_of(Repeat, order["to"]))
        return {"ok": True, "repeat": str(self._session.queue.repeat)}

    def _stop_after(self, order: Order) -> Document:
        is_on = order.get("on")
        before = self._session.queue.stops_after
        self._session.set_stop_after(is_on=not before if is_on is None else bool(is_on))
        return {"ok": True, "stop_after": self._session.queue.stops_after}

    def _autoplay(self, order: Order) -> Document:
        going_on = self._session.going_on
        if going_on is None:
            raise SorryError("This tunes does not go on behind its queue.")
        if "to" in order:
            going_on.set_mode(_one_of(Autoplay, order["to"]))
        return {"ok": True, "autoplay": str(going_on.mode)}

    def _clear(self) -> Document:
        self._session.clear()
        return {"ok": True}

    def _quit(self) -> Answer:
        self._session.touch()
        return Answer({"ok": True}, then=self._controls.quit)

    # Another tunes goes on

    async def _let_go(self, order: Order) -> Answer:
        return Answer(await self._handing.let_go(_whole(order, "number")))

    # What is needed for it

    async def _found(self, words: Sequence[str]) -> tuple[Sequence[Track], str, Sequence[str]]:
        (tracks, source), problems = await self._controls.find(words)
        if not tracks:
            raise SorryError(problems[0] if problems else f"Nothing was found for: {clean(' '.join(words))}")
        return tracks, source, problems

    def _present(self) -> Track:
        track = self._session.now.track
        if track is None:
            raise SorryError(_NOTHING)
        return track

    def _has_something(self) -> None:
        if self._session.now.track is None and not self._session.queue:
            raise SorryError(f"{_NOTHING} The queue is empty: tunes ctl play WORDS")

    def _row(self, order: Order) -> int:
        count = len(self._session.queue)
        row = round(_number(order, "place", -LATEST_S, LATEST_S))
        if not 1 <= row <= count:
            raise SorryError(
                f"The queue has no place {row}: it has {count}." if count else "The queue is empty."
            )
        return row - 1


def _counted(what: str, tracks: Sequence[Track]) -> str:
    return f"{what}: {clean(tracks[0].title) if len(tracks) == 1 else f'{len(tracks):,} tracks'}"


def _one_of(modes: type[_Mode], told: object) -> _Mode:
    for mode in modes:
        if mode == told:
            return mode
    raise SorryError(f"There is {', '.join(modes)}.", WRONG_USE)


def _number(order: Order, name: str, least: float, most: float) -> float:
    value = order.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:  # noqa: PLR0124  # NaN
        raise SorryError(f"“{name}” takes a number.", WRONG_USE)
    return max(least, min(most, value))


def _whole(order: Order, name: str) -> int:
    return round(_number(order, name, 0, LATEST_S))


def _words(order: Order, *, may_be_empty: bool = False) -> list[str]:
    words = order.get("words", [])
    is_good = isinstance(words, list) and all(isinstance(word, str) and "\0" not in word for word in words)
    if not is_good or len(words) > MOST_WORDS or not (words or may_be_empty):
        raise SorryError("Which words or files?", WRONG_USE)
    return list(words)
