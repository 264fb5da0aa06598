"""The one style sheet, written from the tokens."""

from __future__ import annotations

from kiosk.ui.theme import Theme

_TEXT_ROLES = (
    "ink", "ink-2", "muted", "on-brand", "on-brand-2", "on-strip", "on-strip-attention",
    "gold-text", "success", "warning", "error", "info", "link", "action", "on-action",
)  # fmt: skip
_CARDS = {
    # tone: ground, line, width of the line
    "plain": ("surface", "line", "hairline"),
    "attention": ("surface", "warning-line", "rule"),
    "problem": ("warning-bg", "warning-line", "hairline"),
    "summary": ("surface", "error", "error-bar"),
    "neutral": ("neutral-bg", "neutral-bg", "hairline"),
    "info": ("info-bg", "info-bg", "hairline"),
    "success": ("success-bg", "success-bg", "hairline"),
    "refused": ("error-bg", "error-bg", "hairline"),
}


def style_sheet(theme: Theme) -> str:
    """Return the sheet for labels, cards, bars, fields and scroll areas."""
    colour = {
        role: theme.colour(role).name()
        for role in (*_TEXT_ROLES, "page", "surface", "sand", "neutral-bg", "border", "line")
    }
    return "\n".join(
        [
            f"QWidget {{ background: transparent; color: {colour['ink']}; }}",
            f"#window, #page {{ background: {colour['page']}; }}",
            *(f'QLabel[ink="{role}"] {{ color: {colour[role]}; }}' for role in _TEXT_ROLES),
            *_cards(theme),
            *_bars(theme),
            *_fields(theme),
            *_scrolling(theme),
        ]
    )


def _cards(theme: Theme) -> list[str]:
    radius = theme.radius("field-card")
    return [
        f'QFrame[card="{tone}"] {{ background: {theme.colour(ground).name()};'
        f" border: {theme.size(width)}px solid {theme.colour(line).name()};"
        f" border-radius: {radius}px; }}"
        for tone, (ground, line, width) in _CARDS.items()
    ]


def _bars(theme: Theme) -> list[str]:
    line = theme.colour("line").name()
    return [
        f"#top-bar {{ background: {theme.colour('brand').name()};"
        f" border-bottom: {theme.size('top-bar-rule')}px solid"
        f" {theme.colour('gold-on-brand').name()}; }}",
        f"#top-bar-kiosk {{ background: {theme.colour('brand').name()}; }}",
        f"#keyboard {{ background: {theme.colour('sand').name()}; }}",
        f"#strip {{ background: {theme.colour('strip').name()}; }}",
        f"#action-bar {{ background: {theme.colour('surface').name()};"
        f" border-top: {theme.size('hairline')}px solid {line}; }}",
        f"#banner {{ background: {theme.colour('warning-bg').name()};"
        f" border-bottom: {theme.size('rule')}px solid {theme.colour('warning-line').name()}; }}",
        f"#rule {{ background: {line}; }}",
        f"#different {{ background: {theme.colour('warning-bg').name()}; }}",
        f'#map-row[map="here"] {{ background: {theme.colour("action-bg").name()};'
        f" border-radius: {theme.radius()}px; }}",
        f"#shift-chip {{ background: {theme.colour('brand-2').name()};"
        f" border-radius: {theme.radius()}px; }}",
    ]


def _fields(theme: Theme) -> list[str]:
    border = theme.size("input-border")
    pad = theme.space(2)
    ground = theme.colour("surface").name()
    field = "QLineEdit, QComboBox, QPlainTextEdit"
    faint = "ink-2" if theme.kiosk else "muted"  # 7:1 on a kiosk
    return [
        f"{field} {{ background: {ground}; color: {theme.colour('ink').name()};"
        f" border: {border}px solid {theme.colour('border').name()};"
        f" border-radius: {theme.radius()}px; padding: 0 {pad}px;"
        f" selection-background-color: {theme.colour('action').name()};"
        f" selection-color: {theme.colour('on-action').name()}; }}",
        'QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"]'
        f" {{ border-color: {theme.colour('error').name()}; }}",
        'QLineEdit[readOnly="true"] {'
        f" background: {theme.colour('neutral-bg').name()};"
        f" border-color: {theme.colour('line').name()}; }}",
        "QComboBox:disabled {"
        f" background: {theme.colour('neutral-bg').name()};"
        f" border-color: {theme.colour('line').name()}; }}",
        'QPlainTextEdit[readOnly="true"] {'
        f" background: {theme.colour('neutral-bg').name()};"
        f" border-color: {theme.colour('line').name()}; }}",
        f"QListView#rows, #overlay {{ background: {ground};"
        f" border: {border}px solid {theme.colour('border').name()};"
        f" border-radius: {theme.radius()}px; }}",
        f'QListView#rows[wrong="true"] {{ border-color: {theme.colour("error").name()}; }}',
        f"QListView#rows::item {{ padding: 0 {pad}px; }}",
        f"QListView#rows::item:selected {{ background: {theme.colour('action').name()};"
        f" color: {theme.colour('on-action').name()}; }}",
        "QLineEdit { lineedit-password-character: 8226;"
        f" placeholder-text-color: {theme.colour(faint).name()}; }}",
        "QLineEdit#bare { border: none; background: transparent; padding: 0; }",
        f"QComboBox::drop-down {{ border: none; width: {theme.space(6)}px; }}",
        "QComboBox::down-arrow { image: none; }",
        f"QComboBox QAbstractItemView {{ background: {ground};"
        f" color: {theme.colour('ink').name()};"
        f" border: {border}px solid {theme.colour('border').name()};"
        f" selection-background-color: {theme.colour('action').name()};"
        f" selection-color: {theme.colour('on-action').name()}; }}",
        "QListView { background: transparent; border: none; }",
    ]


def _scrolling(theme: Theme) -> list[str]:
    bar = theme.size("scroll-bar")
    handle = theme.colour("border-card").name()
    return [
        "QScrollArea { border: none; background: transparent; }",
        f"QScrollBar:vertical {{ width: {bar}px; background: transparent; margin: 0; }}",
        f"QScrollBar:horizontal {{ height: {bar}px; background: transparent; margin: 0; }}",
        f"QScrollBar::handle {{ background: {handle}; border-radius: {bar // 2}px;"
        f" min-height: {theme.space(6)}px; min-width: {theme.space(6)}px; }}",
        "QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }",
        "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }",
    ]
