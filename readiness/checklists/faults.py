"""What can be wrong in a checklist file, and the report that collects it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from readiness.errors import Unusable


class ChecklistFault(Unusable):
    """One thing wrong in one checklist file, as a sentence with its file, line and field."""

    def __init__(self, file: str, line: int, field_name: str, problem: str) -> None:
        place = f"checklists/{file}, line {line}"
        place = f"{place}, {field_name}" if field_name else place
        super().__init__(f"{place}: {problem}")
        self.file = file
        self.line = line
        self.field = field_name


@dataclass
class Report:
    """Collects the faults of one or more files while they are being read."""

    _faults: list[ChecklistFault] = field(default_factory=list)
    _last_checks: list[Callable[[], None]] = field(default_factory=list)

    def add(self, fault: ChecklistFault) -> None:
        """Note a fault; reading goes on."""
        self._faults.append(fault)

    def check_last(self, check: Callable[[], None]) -> None:
        """Run this check when all reading is done, to refuse fields nobody asked for."""
        self._last_checks.append(check)

    def close(self) -> list[ChecklistFault]:
        """Every fault, unknown fields included, in the order of file and line."""
        checks, self._last_checks = self._last_checks, []
        for check in checks:
            check()
        self._faults.sort(key=lambda fault: (fault.file, fault.line))
        return list(self._faults)

    def raise_first(self) -> None:
        """Raise the first fault, if there is any."""
        for fault in self.close():
            raise fault
