"""One file per medium: each shows the parts of a report, and none of them counts."""
