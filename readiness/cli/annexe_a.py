"""`annexe-a`: the commands of Annexe A, with the checklists folder of the settings."""

from readiness.annexe_a.commands import make_group
from readiness.cli.folder import chosen_folder

annexe_a = make_group(chosen_folder)
