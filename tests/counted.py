"""Takes a reason of Discover apart, and counts each of its claims afresh from the listens, with no code of tunes."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from made_listens import MONDAY
from tunes.library.track import Track
from tunes.profile.listens import Listen
from tunes.profile.picks import Pick

LEAD = (
    r"played (?P<n>once|twice|\d+ times), (?:last )?on (?P<day>\d+ \w+ \d{4})(?P<whole>, to the end)?"
    r"(?:, and started again (?P<again>once|twice|\d+ times))?"
    r"(?:; you skipped (?P<artist_skips>none|\d+) of (?P<begun>\d+) by (?P<skips_by>.+))?"
    r"|skipped (?P<skips>once|twice|\d+ times) and never played"
    r"|never played"
)
NAMED = (
    r"(?:(?P<by>by .+) like|(?P<sitting>heard in one sitting with)|(?P<genre>.+) like)"
    r" “(?P<title>.+?)”(?: by (?P<artist>.+?))?, (?:which you played (?P<often>once|twice|\d+ times)|which you like)"
)
SENTENCE = re.compile(f"(?:{NAMED}|a step aside from your favourites); this one (?:{LEAD})")
SHARE = re.compile(
    r"you played (?P<p>\d+) of the (?P<of>\d+) tracks by (?P<artist>.+), among them “(?P<title>.+)” "
    rf"(?P<often>once|twice|\d+ times)(?:, and never this one|; this one (?:{LEAD}))"
)
GUEST = re.compile(
    r"with (?P<guest>.+), whose tracks you played (?P<often>once|twice|\d+ times); this one (?:never played|skipped .+)"
)


def number(words: str) -> int:
    return {"once": 1, "twice": 2}.get(words) or int(words.split(maxsplit=1)[0])


class Counted:
    """Plays and skips by the written rule, for tracks of known length and with titles that differ."""

    def __init__(self, tracks: Sequence[Track], listens: Sequence[Listen], as_of: float = MONDAY) -> None:
        self.tracks = {t.id: t for t in tracks}
        self.plays: Counter[str] = Counter()
        self.skips: Counter[str] = Counter()
        self.replays: Counter[str] = Counter()
        self.last: dict[str, Listen] = {}
        ended: dict[str, float] = {}
        self.sittings: list[set[str]] = [set()]
        ordered = sorted((one for one in listens if one.at < as_of), key=lambda one: one.at)
        for before, one in pairwise([ordered[0], *ordered] if ordered else []):
            if one.at - (before.at + before.heard) >= 1800:
                self.sittings.append(set())
            if one.heard > 0 and not (one.end in {"next", "jumped", "previous"} and one.heard < 2):
                self.replays[one.track] += one.at - ended.get(one.track, -1e9) <= 600
                ended[one.track] = one.at + one.heard
            if self.is_play(one):
                self.plays[one.track] += 1
                self.last[one.track] = one
                self.sittings[-1].add(one.track)
            elif one.end in {"next", "jumped"} and one.heard >= 2:
                self.skips[one.track] += 1

    @staticmethod
    def is_play(one: Listen) -> bool:
        assert one.duration
        return one.end == "finished" if one.duration < 30 else one.heard >= min(one.duration / 2, 240)

    def check(self, pick: Pick) -> None:
        """Fails unless every word of the reason is borne out."""
        share = SHARE.fullmatch(pick.reason)
        if share is not None:
            self.check_share(pick, share)
            return
        guest = GUEST.fullmatch(pick.reason)
        if guest is not None:
            self.check_guest(pick, guest)
            return
        match = SENTENCE.fullmatch(pick.reason)
        assert match, pick.reason
        self.check_lead(pick, match)
        if match["title"]:
            self.check_named(pick, match)
        else:
            assert pick.because == ()

    def check_share(self, pick: Pick, share: re.Match[str]) -> None:
        self.check_lead(pick, share)
        assert share["artist"] == pick.track.artist
        theirs = [t for t in self.tracks.values() if t.artist == pick.track.artist]
        assert int(share["of"]) == len(theirs)
        assert int(share["p"]) == sum(self.plays[t.id] > 0 for t in theirs)
        self.check_favourite(pick, share["title"], pick.track.artist, share["often"])

    def check_guest(self, pick: Pick, guest: re.Match[str]) -> None:
        assert self.plays[pick.track.id] == 0
        assert guest["guest"] in pick.track.title + pick.track.artist
        theirs = [t for t in self.tracks.values() if t.artist == guest["guest"]]
        assert number(guest["often"]) == sum(self.plays[t.id] for t in theirs) > 0
        assert all(self.tracks[favourite].artist == guest["guest"] for favourite in pick.because)

    def check_lead(self, pick: Pick, match: re.Match[str]) -> None:
        mine = pick.track.id
        if match["n"]:
            last = self.last[mine]
            local = datetime.fromtimestamp(last.at, UTC) + timedelta(minutes=last.offset)
            assert number(match["n"]) == self.plays[mine]
            assert match["day"] == f"{local.day} {local:%B %Y}"
            assert not match["whole"] or last.end == "finished"
            assert (number(match["again"]) if match["again"] else 0) == self.replays[mine]
            if match["begun"]:
                self.check_skips(match, pick.track.artist)
        elif match["skips"]:
            assert (self.plays[mine], self.skips[mine]) == (0, number(match["skips"]))
        else:
            assert (self.plays[mine], self.skips[mine]) == (0, 0)

    def check_skips(self, match: re.Match[str], artist: str) -> None:
        theirs = [t.id for t in self.tracks.values() if t.artist == artist]
        plays, skips = (sum(counts[one] for one in theirs) for counts in (self.plays, self.skips))
        assert match["skips_by"] == artist
        assert match["artist_skips"] == (str(skips) if skips else "none")
        assert int(match["begun"]) == plays + skips

    def check_named(self, pick: Pick, match: re.Match[str]) -> None:
        favourite = self.tracks[pick.because[0]]
        if match["by"]:
            assert match["by"] == f"by {pick.track.artist}"
            assert favourite.artist == pick.track.artist
        else:
            assert match["artist"] == favourite.artist
        if match["sitting"]:
            assert any({pick.track.id, favourite.id} <= sitting for sitting in self.sittings)
        if match["genre"]:
            assert match["genre"] in pick.track.genres
            assert match["genre"] in favourite.genres
        self.check_favourite(pick, match["title"], favourite.artist, match["often"])

    def check_favourite(self, pick: Pick, title: str, artist: str, often: str | None) -> None:
        assert len(pick.because) == 1
        assert pick.because[0] != pick.track.id
        favourite = self.tracks[pick.because[0]]
        assert (favourite.title, favourite.artist) == (title, artist)
        if often:
            assert number(often) == self.plays[favourite.id] > 0
