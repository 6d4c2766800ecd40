"""A territoire's palette computed from one brand colour, every text and border pair legible.

Pure functions on hexadecimal sRGB colours: no Django. OKLCH keeps the hue while bisection lowers
the lightness until the contrast ratio of WCAG 2.1 holds. Thresholds: 4.5 for text, 3 for the
borders of controls, 7 for headings (RGAA 3.2 and 3.3). Roughly 20 ms a palette: compute at save.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from coloraide import Color

BLANC = "#ffffff"
PIERRE_1 = "#faf8f5"
SEUIL_TEXTE = 4.5
SEUIL_BORD = 3.0
SEUIL_TITRE = 7.0

# Aimed slightly above the thresholds, so that rounding to 8 bits never loses a pair.
CIBLE_ACTION = 4.9
CIBLE_BORDURE = 3.2


class CouleurIllisible(ValueError):
    """The action colour asked for cannot be read; `proposition` is the nearest that can."""

    def __init__(self, couleur: str, proposition: str, ratio: float) -> None:
        self.proposition = proposition
        self.ratio = ratio
        measured = f"{ratio:.1f}".replace(".", ",")
        super().__init__(
            f"La couleur {couleur} ne se lit pas assez sur fond clair "
            f"(contraste {measured}, il faut 4,5). Essayez {proposition}."
        )


@dataclass(frozen=True, slots=True)
class Palette:
    """The tokens of a theme, as `#rrggbb`; field names are the names of the CSS custom properties."""

    marque: str
    sur_marque: str
    action: str
    action_survol: str
    action_appui: str
    encre: str
    bordure: str
    bordure_douce: str
    teinte_1: str
    teinte_2: str
    teinte_3: str
    illu_1: str
    illu_2: str
    illu_3: str
    illu_4: str
    illu_5: str

    def tokens(self) -> dict[str, str]:
        """CSS name (`action-survol`) to colour."""
        return {name.replace("_", "-"): getattr(self, name) for name in self.__slots__}

    def pairs(self) -> list[tuple[str, str, float, float]]:
        """(foreground, background, ratio, threshold) of each pair the components use."""
        tokens = self.tokens()
        return [
            (front, back, contrast(tokens.get(front, front), tokens.get(back, back)), threshold)
            for front, back, threshold in PAIRES
        ]


PAIRES: tuple[tuple[str, str, float], ...] = (
    ("sur-marque", "marque", SEUIL_TEXTE),
    (BLANC, "action", SEUIL_TEXTE),
    (BLANC, "action-survol", SEUIL_TEXTE),
    (BLANC, "action-appui", SEUIL_TEXTE),
    ("action", PIERRE_1, SEUIL_TEXTE),
    ("action", "teinte-1", SEUIL_TEXTE),
    ("action", "teinte-2", SEUIL_TEXTE),
    ("encre", BLANC, SEUIL_TITRE),
    ("encre", "teinte-2", SEUIL_TITRE),
    ("encre", "teinte-3", SEUIL_TITRE),
    ("bordure", BLANC, SEUIL_BORD),
    ("bordure", "teinte-2", SEUIL_BORD),
    ("illu-5", BLANC, SEUIL_TEXTE),
    ("illu-1", "encre", SEUIL_TEXTE),
)

# Designsystemet's accent steps, each bound to one of our tokens.
ACCENT: dict[str, str] = {
    "background-default": BLANC,
    "background-tinted": "teinte-1",
    "surface-default": BLANC,
    "surface-tinted": "teinte-2",
    "surface-hover": "teinte-2",
    "surface-active": "teinte-3",
    "border-subtle": "bordure-douce",
    "border-default": "bordure",
    "border-strong": "action",
    "text-subtle": "action",
    "text-default": "encre",
    "base-default": "action",
    "base-hover": "action-survol",
    "base-active": "action-appui",
    "base-contrast-subtle": BLANC,
    "base-contrast-default": BLANC,
}


def contrast(a: str, b: str) -> float:
    """WCAG 2.1 contrast ratio, from 1 to 21."""
    return float(Color(a).contrast(Color(b), method="wcag21"))


def compute_palette(marque: str, action: str | None = None) -> Palette:
    """The palette of a brand colour; `action` replaces the computed colour of buttons and links.

    Raises ValueError for a text that is not a colour, CouleurIllisible for an action under 4.5.
    """
    brand = _opaque(marque)
    base = _oklch(action or marque)
    tints = [_shade(base, 0.977, 0.010), _shade(base, 0.945, 0.024), _shade(base, 0.895, 0.042)]
    grounds = [BLANC, PIERRE_1, tints[0], tints[1]]
    lightness = _lightest(base, grounds, CIBLE_ACTION, start=min(base["l"], 0.60))
    resting = _shade(base, lightness)
    if action is not None:
        worst = min(contrast(_opaque(action), ground) for ground in grounds)
        if worst < SEUIL_TEXTE:
            raise CouleurIllisible(action, resting, worst)
        resting, lightness = _opaque(action), base["l"]
    return Palette(
        marque=brand,
        sur_marque=_readable_on(brand),
        action=resting,
        action_survol=_shade(base, max(lightness - 0.07, 0.12) if lightness > 0.12 else lightness),
        action_appui=_shade(base, max(lightness - 0.13, 0.08) if lightness > 0.08 else lightness),
        encre=_shade(base, 0.255, 0.032),
        bordure=_shade(base, _lightest(base, grounds, CIBLE_BORDURE, start=min(base["l"], 0.72))),
        bordure_douce=_shade(base, 0.845, 0.045),
        teinte_1=tints[0],
        teinte_2=tints[1],
        teinte_3=tints[2],
        illu_1=_shade(base, 0.92, 0.035),
        illu_2=_shade(base, 0.84, 0.055),
        illu_3=_shade(base, 0.73, 0.075),
        illu_4=_shade(base, 0.56, 0.09),
        illu_5=_shade(base, 0.36, 0.07),
    )


def nearest_ok(colour: str) -> str:
    """The same hue, darkened just enough to be read as text on every light ground of the portal."""
    return compute_palette(colour).action


def render_css(palette: Palette) -> str:
    """The theme sheet served as `/theme/<hash>.css`, in its own layer."""
    tokens = palette.tokens()
    lines = [f"    --pv-{name}: {value};" for name, value in tokens.items()]
    lines += [
        f"    --ds-color-accent-{step}: {f'var(--pv-{token})' if token in tokens else token};"
        for step, token in ACCENT.items()
    ]
    body = "\n".join(lines)
    return f"@layer parvis.theme {{\n  :root, [data-color-scheme=light] {{\n{body}\n  }}\n}}\n"


def fingerprint(css: str) -> str:
    """Short name of a theme sheet: it changes when the sheet does, so caches may keep it forever."""
    return hashlib.sha256(css.encode()).hexdigest()[:16]


def _opaque(colour: str) -> str:
    """`#rrggbb` of any CSS colour; transparency is dropped."""
    try:
        parsed = Color(colour.strip())
    except ValueError:
        raise ValueError(
            f"« {colour} » n'est pas une couleur : écrivez-la comme #0d5c55."
        ) from None
    text = str(parsed.convert("srgb").fit("srgb").to_string(hex=True, alpha=False))
    # Six digits always: coloraide shortens #001122 to #012.
    return text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])


def _oklch(colour: str) -> Color:
    base = Color(_opaque(colour)).convert("oklch")
    if base.is_nan("hue"):
        base["hue"] = 0
    return base


def _shade(base: Color, lightness: float, chroma: float | None = None) -> str:
    """The hue of `base` at another lightness (0 to 1), its chroma capped, brought into sRGB."""
    shade = base.clone()
    shade["l"] = lightness
    if chroma is not None:
        shade["c"] = min(shade["c"], chroma)
    return _opaque(shade.convert("srgb").fit("srgb", method="raytrace").to_string())


def _lightest(base: Color, grounds: list[str], target: float, *, start: float) -> float:
    """Highest lightness, at most `start`, that reaches the ratio `target` on every ground."""

    def holds(lightness: float) -> bool:
        return all(contrast(_shade(base, lightness), ground) >= target for ground in grounds)

    if holds(start):
        return start
    low, high = 0.0, start
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _readable_on(brand: str) -> str:
    """White if it reads on the brand, else near black, else the better of pure black and white."""
    for candidate in (BLANC, "#1a1a1a"):
        if contrast(candidate, brand) >= SEUIL_TEXTE:
            return candidate
    return max((BLANC, "#000000"), key=lambda candidate: contrast(candidate, brand))
