"""The tools are programs of their own folder; their modules import each other by bare name."""

import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent.parent / "tools"
sys.path.append(str(TOOLS))
