"""Help > Save Diagnostics: asks where to, and writes the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import PySide6
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app import paths
from app.model.state import SystemState
from app.operations.save_diagnostics import SaveDiagnostics
from ui.jobs.job_runner import JobRunner, KeyInUse
from ui.main_window import MainWindow
from ui.run_follower import open_error, open_explanation
from ui.text import Explanation

_NAME = "twinpoint-diagnostics.zip"


class DiagnosticsJobs(QObject):
    """Lives as long as the window. `states` are all systems as they were seen last."""

    def __init__(
        self, window: MainWindow, runner: JobRunner, states: Callable[[], Sequence[SystemState]]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._states = states
        window.actions_.diagnostics.triggered.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Save Diagnostics"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Zip files (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """To a file that the user chose, and said to be overwritten if it was there."""
        operation = SaveDiagnostics(
            Path(path),
            paths.settings_file(),
            paths.log_file(),
            tuple(self._states()),
            overwrite=True,
            more={
                "PySide6": PySide6.__version__,
                "Qt platform": QGuiApplication.platformName(),
                "screen scale": str(self._window.devicePixelRatioF()),
            },
        )
        try:
            thread = self._runner.prepare(operation, "diagnostics")
        except KeyInUse:
            return  # it is being written
        thread.succeeded.connect(self._saved)
        thread.failed.connect(self._failed)
        self._runner.start(thread)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        told = Explanation(
            self.tr("The diagnostics are in {file}.").format(file=str(path)),
            self.tr(
                "Look the files in it through before you pass it on: a name that nothing marks as"
                " one cannot be recognized."
            ),
            topic="dialog:diagnostics",
        )
        open_explanation(self._window, self.tr("Save Diagnostics"), told)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        open_error(self._window, self.tr("Save Diagnostics"), error)
