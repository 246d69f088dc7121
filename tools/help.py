"""Prints the Makefile's targets with what they do."""

import re

from console import ROOT, say

TARGET = re.compile(r"^([a-z-]+):.*?## (.+)$", re.MULTILINE)

say("Anti-Trafficking Tech Catalogue. Start with: make run\n")
for name, meaning in TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")):
    say(f"  make {name:<20} {meaning}")
