"""What became of several lines: the counts, and the lines there is something to say about."""

from collections import Counter
from dataclasses import dataclass, field

from storage.ingest.fate import Fate
from storage.ingest.receipt import LISTED, Mistake, Outcome, Problem, Receipt
