"""The pacing log: every decision how many calls to launch, with what it was made of, kept for a while."""
