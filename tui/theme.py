"""Owns the colours: the terminal's own, so that its background, its palette and its lack of colour are respected."""

from textual.theme import BUILTIN_THEMES, Theme

ACCENT = "ansi_magenta"
"""The one colour: for what plays and where the keyboard is. Of the sixteen it reads best on both dark and light."""

THEME = Theme(
    name="tunes",
    ansi=True,
    primary=ACCENT,
    secondary=ACCENT,
    accent=ACCENT,
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | {
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_bright_black",
        "scrollbar-active": "ansi_bright_black",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse",
    },
)
