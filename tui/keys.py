"""Owns what every key does: the one table from which bindings, foot line, help and docs/keys.md are made."""

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key can do."""

    action: str
    """Name of the action, which is also the binding's id."""
    keys: str
    """Textual's names of the keys, with commas between."""
    shown: str
    """How the keys are written for the listener."""
    label: str
    """One or two words, for the foot line."""
    tooltip: str
    """One sentence, for the help."""
    always: str = ""
    """Textual's names of further keys that do it even while text is being typed."""


PLAYING = (
    Key("pause", "space,p", "Space", "pause", "Pause or go on; with nothing loaded, play the queue."),
    Key("next", "greater_than_sign", ">", "next", "Go to the next track."),
    Key(
        "previous", "less_than_sign", "<", "previous", "Back to the start of the track, or to the one before."
    ),
    Key("seek(-5)", "left", "←", "back 5 s", "Go back 5 seconds."),
    Key("seek(5)", "right", "→", "on 5 s", "Go forward 5 seconds."),
    Key("seek(-30)", "shift+left,b", "Shift+← b", "back 30 s", "Go back 30 seconds."),
    Key("seek(30)", "shift+right,f", "Shift+→ f", "on 30 s", "Go forward 30 seconds."),
    Key("louder(5)", "plus,equals_sign", "+ =", "louder", "Louder."),
    Key("louder(-5)", "minus", "-", "quieter", "Quieter."),
    Key("mute", "m", "m", "mute", "Silence the sound without pausing, or bring it back."),
    Key("stop", "S", "S", "stop", "Stop, and leave the track."),
    Key("speed(1)", "right_square_bracket", "]", "faster", "Play faster; the pitch stays."),
    Key("speed(-1)", "left_square_bracket", "[", "slower", "Play slower; the pitch stays."),
    Key("usual_speed", "backspace", "Backspace", "usual speed", "Play at the usual speed."),
    Key("tone", "t", "t", "sound", "The sound: speed, crossfade, loudness, equaliser, mono and more."),
    Key("shuffle", "s", "s", "shuffle", "Shuffle: tracks in random order; again, whole albums; again, off."),
    Key("repeat", "r", "r", "repeat", "Repeat the queue; again, this track; again, off."),
    Key("stop_after", "x", "x", "stop after", "Stop after this track, or go on after all."),
    Key(
        "autoplay",
        "y",
        "y",
        "go on",
        "After the queue: what fits; again, what you know, daring, off.",
    ),
    Key("loop", "A", "A", "A–B", "Repeat from here; again, to here; again, go on."),
    Key("undo", "z", "z", "undo", "Undo the latest change of the queue; what plays goes on."),
    Key("redo", "Z", "Z", "redo", "Do again what was undone."),
)
LISTS = (
    Key("choose", "enter", "Enter", "play", "Play from here on: this list becomes the queue."),
    Key("enqueue", "e", "e", "queue", "Add the track to the end of the queue."),
    Key("enqueue_next", "E", "E", "play next", "Play the track right after the present one."),
    Key("add", "a", "a", "add", "Add the track to a playlist, or to a new one."),
    Key("about", "i", "i", "about", "The track's cover, facts and lyrics; again, or Esc, closes them."),
)
MARKING = (
    Key("like", "asterisk", "*", "like", "Like the track, album or artist, or take the like back."),
    Key("ban", "exclamation_mark", "!", "never", "Never suggest it again, or allow it again."),
    Key("rest", "D", "D", "not now", "Suggest it no more for 30 days, or allow it again."),
    Key("rate", "R", "R", "stars", "Give the track stars: then 1 to 5, or 0 to take them away."),
    Key("opinion", "M", "M", "mark", "Like, ban or put off its artist, album, genre or folder."),
)
"""On what is selected."""
MARKS = (
    Key("unmark", "U", "U", "undo mark", "Undo the latest like, never, not now or stars."),
    Key("said", "V", "V", "marks", "All that you marked; each can be taken back."),
)
"""Wherever one is."""
OPINIONS = (
    *(key for key in MARKING if key.action in {"like", "ban", "rest"}),
    *(Key(f"stars({n})", str(n), str(n), "stars", f"{n} stars for the track.") for n in range(6)),
    Key("unmark", "U,z", "U", "undo", "Undo the latest."),
    Key("close", "escape,M,q", "Esc", "close", "Close the panel."),
)
"""While the panel of what can be marked about a track is open."""
STARS = (
    *(Key(f"stars({n})", str(n), str(n), "stars", f"{n} stars.") for n in range(6)),
    Key("cancel", "escape,R,q", "Esc", "give up", "Change nothing."),
)
"""While stars are asked for."""
SAID = (
    Key("turn", "enter,d,delete,space", "Enter d", "take back", "Take it back, or say it again."),
    Key("unmark", "U,z", "U", "undo", "Undo the latest."),
    Key("close", "escape,V,q", "Esc", "close", "Close the list."),
)
"""While the list of all marks is open."""
DISCOVER = (Key("why", "w", "w", "why", "Unfold why the track was picked, with its numbers."),)
HOME = (
    Key("card(1)", "right,l", "→ l", "right", "To the next track of the row."),
    Key("card(-1)", "left,h", "← h", "left", "To the track before."),
)
"""On the home screen; where they differ from the others, these hold."""
QUEUE = (
    Key("remove", "d,delete", "d", "remove", "Take the track out of the queue."),
    Key("shift(1)", "J", "J", "move down", "Move the track down in the queue."),
    Key("shift(-1)", "K", "K", "move up", "Move the track up in the queue."),
    Key("past", "H", "H", "played", "What was played before; again, or Esc, goes back to the queue."),
)
FILM = (
    Key("whole", "f", "f", "whole screen", "Give the film the whole screen, or no longer."),
    Key("window", "w", "w", "window", "Show the film in a window, or here in the terminal."),
    Key("adjust('sound',1)", "number_sign", "#", "sound", "The next sound track of the film."),
    Key("adjust('subtitles',1)", "j", "j", "subtitles", "The next subtitles, or none."),
    Key("adjust('subtitles',-1)", "J", "J", "subtitles", "The subtitles before."),
    Key("adjust('subtitles_seen',1)", "v", "v", "subtitles off", "Hide the subtitles, or show them again."),
    Key("adjust('subtitle_delay',-0.1)", "z", "z", "sooner", "Subtitles a tenth of a second sooner."),
    Key("adjust('subtitle_delay',0.1)", "Z,x", "Z x", "later", "Subtitles a tenth of a second later."),
    Key(
        "adjust('sound_delay',-0.1)",
        "left_parenthesis",
        "(",
        "sound sooner",
        "Sound a tenth of a second sooner.",
    ),
    Key(
        "adjust('sound_delay',0.1)",
        "right_parenthesis",
        ")",
        "sound later",
        "Sound a tenth of a second later.",
    ),
    Key("adjust('chapter',1)", "at,pageup", "@ PgUp", "chapter", "The next chapter."),
    Key(
        "adjust('chapter',-1)",
        "exclamation_mark,pagedown",
        "! PgDn",
        "chapter back",
        "The chapter before, or its own start.",
    ),
    Key(
        "adjust('aspect',1)",
        "A",
        "A",
        "shape",
        "Another shape of the picture: 16:9, 4:3, 2.35:1, or its own.",
    ),
    Key("adjust('step',1)", "full_stop", ".", "picture on", "Stop, and show the next picture."),
    Key("adjust('step',-1)", "comma", ",", "picture back", "Stop, and show the picture before."),
    Key("shoot", "s", "s", "keep picture", "Keep the picture as a PNG file in your pictures folder."),
)
"""While a film is on the screen; where they differ from the others, these hold."""
TONE = (
    Key("turn(1)", "right,l,enter", "→ l", "up", "Turn the row up, or to its next choice."),
    Key("turn(-1)", "left,h", "← h", "down", "Turn the row down, or to the choice before."),
    Key("usual", "backspace,delete", "Backspace", "as usual", "Turn the row to where nothing is done."),
    Key("close", "escape,t,q", "Esc", "close", "Close the panel."),
)
"""While the panel of the sound is open."""
TONE_TOO = tuple(
    key
    for key in PLAYING
    if key.action in {"pause", "next", "previous", "louder(5)", "louder(-5)", "mute", "speed(1)", "speed(-1)"}
)
"""What else holds there."""
SAVING = (
    Key("save", "ctrl+s", "^S", "save", "Save the queue, or while finding what you ask for, as a playlist."),
)
PLAYLISTS = (Key("open", "enter", "Enter", "open", "Open the playlist."),)
"""In the list of all of them."""
PLAYLIST = (
    Key("drop", "d,delete", "d", "take out", "Take the track out of its playlist."),
    Key("carry(1)", "J", "J", "move down", "Move the track down in its playlist."),
    Key("carry(-1)", "K", "K", "move up", "Move the track up in its playlist."),
)
MOVING = (
    Key("down", "down,j", "↓ j", "down", "One down."),
    Key("up", "up,k", "↑ k", "up", "One up."),
    Key("page_down", "pagedown,ctrl+d,ctrl+f", "PgDn ^D", "page down", "A page down."),
    Key("page_up", "pageup,ctrl+u,ctrl+b", "PgUp ^U", "page up", "A page up."),
    Key("first", "home,g", "g", "first", "To the first."),
    Key("last", "end,G", "G", "last", "To the last."),
)
COLUMNS = (
    Key("column(1)", "l", "l", "right", "To the column on the right."),
    Key("column(-1)", "h", "h", "left", "To the column on the left."),
)
PLACES = (
    Key("view('home')", "0", "0", "home", "What you began, keep playing and forgot, in rows."),
    Key("view('library')", "1", "1", "library", "Artists, albums and their tracks."),
    Key("view('tracks')", "2", "2", "tracks", "All tracks."),
    Key("view('discover')", "3", "3", "Discover", "This week's queue, made for you."),
    Key("view('watch')", "W", "W", "films", "This week's films and episodes; again, back to the songs."),
    Key("view('queue')", "4", "4", "queue", "What plays now and next."),
    Key("view('playlists')", "5", "5", "playlists", "Your playlists: Enter opens one, and plays from there."),
    Key("turn(1)", "tab", "Tab", "next place", "To the next of these places."),
    Key("turn(-1)", "shift+tab", "Shift+Tab", "place before", "To the one before."),
    Key("find", "slash", "/", "find", "Find as you type; Enter plays, ↓ goes into the list."),
    Key("hit(1)", "n", "n", "next hit", "To the next hit, while finding."),
    Key("hit(-1)", "N", "N", "hit before", "To the hit before."),
    Key("back", "escape", "Esc", "back", "Close what is open; it never quits."),
    Key("playing", "o", "o", "playing", "To the track that plays."),
    Key("view('film')", "F", "F", "film", "To the film that plays."),
    Key("lyrics", "L", "L", "lyrics", "The lyrics of what plays; timed ones go along with it."),
)
FINDING = (
    Key(
        "into_list",
        "down,up,pagedown,pageup",
        "↓",
        "to the list",
        "While typing: from the words into the list.",
    ),
)
PROGRAM = (
    Key("rescan", "u", "u", "rescan", "Look through the folders again."),
    Key("incognito", "I", "I", "guest", "A guest plays: keep nothing, learn nothing, until pressed again."),
    Key("take_over", "T", "T", "take over", "Go on here with what another tunes plays, which ends."),
    Key(
        "listening",
        "B",
        "B",
        "listening",
        "Let listening in the background rest, or go on.",
    ),
    Key("help", "question_mark", "?", "help", "All keys."),
    Key("leave", "q", "q ^C", "quit", "Keep everything and quit.", always="ctrl+c,ctrl+q"),
)
HELP = (
    Key("close", "escape,question_mark,q", "Esc ? q", "close", "Close the help."),
    Key("down", "down,j", "↓ j", "down", "Further down."),
    Key("up", "up,k", "↑ k", "up", "Further up."),
    Key("page_down", "pagedown,space,ctrl+d,ctrl+f", "PgDn", "page down", "A page down."),
    Key("page_up", "pageup,ctrl+u,ctrl+b", "PgUp", "page up", "A page up."),
)
"""While the help is open."""
NAMING = (Key("cancel", "escape", "Esc", "give up", "Save nothing."),)
"""While a name is asked for."""
PICKING = (
    Key("pick", "enter", "Enter", "add", "Add to this playlist."),
    Key("cancel", "escape,q,a", "Esc", "give up", "Add nothing."),
)
"""While a playlist is chosen."""
TAKING_OVER = (
    Key("take", "y", "y", "take over", "Go on here; the other tunes ends."),
    Key("leave_alone", "n,escape,q", "n Esc", "leave it", "Leave the other tunes alone."),
)
"""While it is asked whether to take over."""
GROUPS = (
    ("Playing", PLAYING),
    ("On a track", (*LISTS, *DISCOVER, *QUEUE, *SAVING)),
    ("What you think of it", (*MARKING, *MARKS)),
    ("In the list of your marks", SAID),
    ("On the home screen", HOME),
    ("While a film is on the screen", FILM),
    ("In a playlist", (*PLAYLISTS, *PLAYLIST)),
    ("In the panel of the sound", TONE),
    ("Moving", (*MOVING, *COLUMNS)),
    ("Places", (*PLACES, *FINDING)),
    ("Program", PROGRAM),
)

_FOOT = {
    "home": ("pause", "next", "choose", "enqueue", "why", "help"),
    "library": ("pause", "next", "choose", "enqueue", "find", "help"),
    "tracks": ("pause", "next", "choose", "enqueue", "find", "help"),
    "discover": ("next", "choose", "why", "ban", "view('watch')", "help"),
    "watch": ("pause", "choose", "why", "ban", "back", "help"),
    "queue": ("pause", "choose", "remove", "undo", "past", "help"),
    "past": ("pause", "next", "choose", "enqueue", "back", "help"),
    "playlists": ("pause", "next", "open", "enqueue", "find", "help"),
    "rule": ("pause", "choose", "enqueue", "add", "back", "help"),
    "playlist": ("pause", "choose", "enqueue", "drop", "back", "help"),
    "find": ("choose", "enqueue", "hit(1)", "hit(-1)", "save", "back"),
    "film": ("pause", "whole", "window", "back", "louder(5)", "help"),
    "about": ("pause", "back", "next", "enqueue", "like", "lyrics"),
}
"""The keys that matter most in each place: never more than six."""


def bindings(keys: tuple[Key, ...]) -> list[Binding]:
    """Textual's bindings of these keys."""
    plain = [Binding(k.keys, k.action, k.label, id=k.action, tooltip=k.tooltip, show=False) for k in keys]
    always = [Binding(k.always, k.action, k.label, show=False, priority=True) for k in keys if k.always]
    return plain + always


def foot(place: str) -> list[Key]:
    """The keys to show at the foot of a place."""
    by_action = {key.action: key for _, keys in GROUPS for key in keys}
    return [by_action[action] for action in _FOOT[place]]


def as_markdown() -> str:
    """The text of docs/keys.md."""
    parts = ["# Keys", "", "Made from `tui/keys.py`; a test compares the two.", ""]
    for name, keys in GROUPS:
        parts += [f"## {name}", "", "| key | does |", "|---|---|"]
        parts += [f"| `{key.shown}` | {key.tooltip} |" for key in keys]
        parts.append("")
    return "\n".join(parts)
