"""How text that others wrote is shown so that it can do nothing: escaped, its direction kept to itself, what cannot be seen made visible."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

NAMES = {
    "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u2060": "WJ", "\ufeff": "BOM", "\u00ad": "SHY", "\u200e": "LRM", "\u200f": "RLM",
    "\u061c": "ALM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI",
    "\u2068": "FSI", "\u2069": "PDI", "\u2028": "LSEP", "\u2029": "PSEP", "\u180e": "MVS", "\u115f": "HCF", "\u1160": "HJF", "\u3164": "HF",
    "\uffa0": "HHF",
}  # fmt: skip
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)


def visible(text: object) -> Markup:
    """Text as data: escaped, and every character that shows nothing but changes what is seen, named in a little frame."""
    whole = str(text)
    if not UNSEEN.search(whole):
        return escape(whole)
    out, at = [], 0
    for found in UNSEEN.finditer(whole):
        out += [escape(whole[at : found.start()]), _framed(found.group())]
        at = found.end()
    return Markup("").join([*out, escape(whole[at:])])


def _framed(character: str) -> Markup:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "a control character").lower()
    return Markup('<span class="unseen" title="{}: {}">{}</span>').format(code, name, NAMES.get(character, code))
