"""`python -m secondtake`: the command line."""

import sys

from secondtake.cli import main

sys.exit(main())
