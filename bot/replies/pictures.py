"""Pictures that Slack has already scanned, so that going back to one takes no upload."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from bot.messages.message import Image, Message

KEPT = 500


class Pictures:
    """File ids by what the pictures show; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: OrderedDict[str, str] = OrderedDict()

    def known(self, message: Message) -> dict[Image, str]:
        """The pictures of a message that need no upload."""
        with self._lock:
            found = ((image, self._files.get(image.content)) for image in message.images)
            return {image: file_id for image, file_id in found if file_id}

    def keep(self, shown: Mapping[Image, str]) -> None:
        """Remember pictures that Slack shows."""
        with self._lock:
            for image, file_id in shown.items():
                self._files[image.content] = file_id
                self._files.move_to_end(image.content)
            while len(self._files) > KEPT:
                self._files.popitem(last=False)

    def drop(self, shown: Mapping[Image, str]) -> None:
        """Forget pictures that Slack shows no more."""
        with self._lock:
            for image in shown:
                self._files.pop(image.content, None)
