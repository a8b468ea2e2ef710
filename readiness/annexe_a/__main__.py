"""`python -m readiness.annexe_a`: the commands of Annexe A without server, database or Flask."""

import gc

from readiness.annexe_a.commands import make_group
from readiness.command_errors import make_plain, make_usage_plain

annexe_a = make_group(lambda: None, lambda: "")
make_plain(annexe_a)
make_usage_plain(annexe_a)

if __name__ == "__main__":
    # What a command reads it needs to its end: looking for rubbish took a twelfth of its time.
    gc.disable()
    annexe_a(prog_name="python -m readiness.annexe_a")
