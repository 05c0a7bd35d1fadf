"""The way in for events: lines of files become events and their tallies, and a receipt."""

from storage.ingest.inputs import AsOf, Input, Options, input_file, piped
from storage.ingest.receipt import Mistake, Outcome, Problem, Receipt
from storage.ingest.run import ingest

__all__ = [
    "AsOf",
    "Input",
    "Mistake",
    "Options",
    "Outcome",
    "Problem",
    "Receipt",
    "ingest",
    "input_file",
    "piped",
]
