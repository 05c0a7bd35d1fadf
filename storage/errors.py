"""What can go wrong with the store, said so that a person can mend it."""


class StoreError(Exception):
    """The store cannot be used as it is; the message is a sentence that names the cure."""
