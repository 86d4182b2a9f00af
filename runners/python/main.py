"""Runs a project's Python steps for one silo; docs/runner-protocol.md says how the two talk."""
import sys

if sys.version_info < (3, 10):
    sys.exit("Python steps need Python 3.10 or newer; this is " + sys.version.split()[0] + " (" + sys.executable + ").")

from motia_runner.process import main

if __name__ == "__main__":
    main()
