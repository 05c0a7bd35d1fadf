"""The proof that what is said unasked is said once: several bots on one store, killed at random."""
