"""The test bench: whole roads, single flows and single steps run against a draft, with nothing stored."""
