"""The projects that menus offer to whoever types into them."""

import logging

from bot.access import Visitor
from bot.desk import Desk
from bot.messages.message import Block
from bot.messages.projects import matching
from bot.replies.reporting import admission
from reports.errors import RequestError
from storage.errors import StoreError

log = logging.getLogger(__name__)


def offered(desk: Desk, visitor: Visitor, typed: object) -> list[Block]:
    """The projects that fit what was typed; none for whoever may not see them."""
    try:
        return matching(admission(desk, visitor).org, str(typed or ""))
    except (RequestError, StoreError) as error:
        log.warning("No projects were offered: %s", error)
        return []
