"""`annexe-a`: the commands of Annexe A, of the council and the checklists of the settings."""

from readiness.annexe_a.commands import make_group
from readiness.cli.folder import chosen_council, chosen_folder

annexe_a = make_group(chosen_folder, chosen_council)
