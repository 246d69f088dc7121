#!/usr/bin/env python
"""Django's command line for the registry."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # One clear line: an operator needs the reason, not our call stack.
        sys.exit(f"Not started: {error}")


if __name__ == "__main__":
    main()
