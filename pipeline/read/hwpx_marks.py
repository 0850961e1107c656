"""HWPX: what is printed as text though the file has it as an object: numbers of notes and captions,
characters in a ring, form fields.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from pipeline.read.hwpx_head import child, number
from pipeline.read.kept_fields import command_to_guide
from pipeline.read.kept_numbers import number_to_text
from pipeline.read.xml_parts import tag

CAPTIONED = frozenset({"checkBtn", "radioBtn", "btn"})


def element_to_typed(element: ET.Element) -> str:
    """The text that an object inside a line prints.

    >>> element_to_typed(ET.fromstring('<compose composeText="12"/>'))
    '12'
    >>> number = '<autoNum num="3"><autoNumFormat suffixChar=")"/></autoNum>'
    >>> element_to_typed(ET.fromstring(number))
    '3)'
    """
    name = tag(element)
    if name == "autoNum":
        return _auto_number(element)
    if name == "compose":
        return element.get("composeText", "")
    if name == "dutmal":
        main = child(element, "mainText")
        return "".join(main.itertext()) if main is not None else ""
    if name in CAPTIONED:
        return element.get("caption", "")
    if name == "edit":
        written = child(element, "text")
        return "".join(written.itertext()) if written is not None else ""
    return element.get("selectedValue", "")


def _auto_number(element: ET.Element) -> str:
    form = child(element, "autoNumFormat")
    looks: Mapping[str, str] = form.attrib if form is not None else {}
    written = number_to_text(number(element.attrib, "num"), looks.get("type", "DIGIT"))
    return looks.get("prefixChar", "") + written + looks.get("suffixChar", "")


def note_to_mark(element: ET.Element) -> str:
    """The mark of a footnote or endnote at the word that it is about, as the note itself begins.

    >>> note_to_mark(ET.fromstring('<footNote number="2"/>'))
    '2)'
    """
    own = next((e for e in element.iter() if tag(e) == "autoNum"), None)
    if own is not None:
        return _auto_number(own)
    return f"{number(element.attrib, 'number', 1)})"


def field_to_guide(element: ET.Element) -> str:
    """The guiding words of a field that was not filled in; "" of one that was, and at a field's
    end.
    """
    if element.get("type") != "CLICK_HERE" or element.get("dirty") == "1":
        return ""
    commands = (e.text or "" for e in element.iter() if e.get("name") == "Command")
    return next((guide for text in commands if (guide := command_to_guide(text))), "")
