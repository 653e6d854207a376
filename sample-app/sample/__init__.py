"""A small stand-in for Mathesar: same contract towards a launcher, none of its features."""
