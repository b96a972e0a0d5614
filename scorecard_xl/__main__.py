"""`python -m scorecard_xl` is the command `scorecard-xl`."""

import sys

from .cli import main

sys.exit(main())
