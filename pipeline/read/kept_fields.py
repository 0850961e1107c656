"""Fields to be filled in (누름틀): what says on the screen what to write there is never printed."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.pattern import lazy_pattern

DIRECTION = lazy_pattern(r"Direction:wstring:(\d{1,5}):")


def command_to_guide(command: str) -> str:
    """The guiding words in a field's command.

    >>> command_to_guide("Clickhere:set:9:Direction:wstring:2:이름 HelpState:wstring:0:  ")
    '이름'
    """
    found = DIRECTION.search(command)
    return command[found.end() : found.end() + int(found[1])] if found else ""


@dataclass(slots=True)
class Guide:
    """The guiding words of the field that is being read, as far as they are still to come."""

    rest: str = ""

    def covers(self, text: str) -> bool:
        """Whether the next characters of the document are the guide's; the first that are not end
        it.

        >>> guide = Guide("이름을 쓰세요")
        >>> guide.covers("이름을 "), guide.covers("홍길동"), guide.covers("쓰세요")
        (True, False, False)
        """
        if text and self.rest.startswith(text):
            self.rest = self.rest[len(text) :]
            return True
        self.rest = self.rest if not text else ""
        return False
