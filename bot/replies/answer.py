"""A report on its way to whoever asked: admitted, counted, and made into a message."""

from dataclasses import dataclass, replace

from bot.access import Admission, Visitor, admitted
from bot.desk import Desk
from bot.messages.menus import Shown
from bot.messages.message import Draw, Message
from bot.messages.report import project_question, report_message
from bot.replies.counting import Reader, report
from reports.errors import ProjectNeeded
from reports.report import Report
from reports.request import Request
from storage.engine import reading
from storage.store import Store

PRIVATE = "private"


@dataclass(frozen=True)
class Answer:
    """What came of a request; `private`: for the asker alone, in place.

    `request` is what was counted, its project spelled out. `report` None: the `question` must be answered
    first, which project is meant. `draw` draws its charts.
    """

    admission: Admission
    request: Request
    private: bool
    report: Report | None
    draw: Draw
    question: str = ""

    def message(self, asked: str = "", turn: int = 0) -> Message:
        """The answer as a message; `asked` says who asked and what, `turn` how often it was changed."""
        alone = self.private or self.admission.alone
        shown = Shown(self.request, asked, alone, self.private, turn)
        if self.report is None:
            return project_question(self.question, self.admission.org, shown)
        return report_message(self.report, shown).drawn_by(self.draw)


def answer(desk: Desk, visitor: Visitor, request: Request, private: bool | None = None) -> Answer:
    """Count a request for somebody who asks in a channel, or alone.

    `private` says that the asker alone reads it there; None: as the words or else the settings say. Raises
    `RequestError`, `Refused` and `StoreError`.
    """
    with reading(desk.engine) as connection:
        admission = admitted(Store(connection), desk, visitor)
    if private is None:
        private = not visitor.alone and (request.visibility or admission.visibility) == PRIVATE
    wanted = replace(request, visibility=PRIVATE if private else "public")
    reader = Reader(private or admission.alone, desk.clock)
    try:
        counted = report(desk.engine, wanted, lambda _: admission, reader)
    except ProjectNeeded as error:
        return Answer(admission, replace(request, visibility=None), private, None, desk.draw, str(error))
    return Answer(admission, spelled(request, counted), private, counted, desk.draw)


def spelled(request: Request, counted: Report) -> Request:
    """The words of a report that mean the same wherever they are read again.

    Who may read it is decided there anew, so that they do not say.
    """
    project = counted.scope.project
    return replace(request, project=project.slug if project else "all", visibility=None)
