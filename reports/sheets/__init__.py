"""What the export holds, section by section: the rows of each, in the order of the file."""
