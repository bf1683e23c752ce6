"""Loads our translation and Qt's own for a language, and sets locale and fonts to match."""

from __future__ import annotations

import logging
import subprocess
import tempfile
from enum import Enum
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "translations"
# Under a Chinese or Korean locale Han characters come out in that country's shapes unless the
# families are named.
_JAPANESE_FAMILIES = (
    "Yu Gothic UI",
    "Meiryo UI",
    "Hiragino Sans",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAPGothic",
)


class Language(Enum):
    ENGLISH = "en"
    JAPANESE = "ja"


def system_language() -> Language:
    japanese = QLocale.system().language() is QLocale.Language.Japanese
    return Language.JAPANESE if japanese else Language.ENGLISH


class Translation(QObject):
    """Installs translators; widgets get LanguageChange, others listen to `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._families = app.font().families()
        self._installed: list[QTranslator] = []
        self._language = Language.ENGLISH

    @property
    def language(self) -> Language:
        return self._language

    def choose(self, language: Language) -> None:
        self._language = language
        locale = QLocale.system()
        if locale.language() is not QLocale(language.value).language():
            locale = QLocale(language.value)
        QLocale.setDefault(locale)
        self._set_font(language)
        # Before the translators: installing them makes every widget write its words anew.
        old, self._installed = self._installed, []
        if language is not Language.ENGLISH:
            qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._load(f"qtbase_{language.value}", qt)
            _build_if_older(language)
            self._load(f"twinpoint_{language.value}", str(FOLDER))
        for translator in old:
            QCoreApplication.removeTranslator(translator)
        self.changed.emit()

    def _load(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            self._installed.append(translator)
        else:
            log.warning("no translation %s in %s", name, folder)

    def _set_font(self, language: Language) -> None:
        font = self._app.font()
        families = list(self._families)
        if language is Language.JAPANESE:
            families = [*_JAPANESE_FAMILIES, *families]
        font.setFamilies(families)
        self._app.setFont(font)
        right_to_left = QLocale().textDirection() is Qt.LayoutDirection.RightToLeft
        direction = (
            Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        )
        self._app.setLayoutDirection(direction)


def _build_if_older(language: Language) -> None:
    """Runs from source: the .qm is not committed, so it is made when it is missing or older."""
    text = FOLDER / f"twinpoint_{language.value}.ts"
    built = text.with_suffix(".qm")
    if not text.exists() or (built.exists() and built.stat().st_mtime >= text.stat().st_mtime):
        return
    try:
        build(text, built)
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("the translation could not be built: %s", error)


def build(text: Path, built: Path) -> None:
    """Makes a .qm of a .ts. Raises OSError or subprocess.SubprocessError."""
    tool = Path(PySide6.__file__).parent / "lrelease"
    # A program that runs has the old one mapped into its memory: it keeps that, whole.
    with tempfile.TemporaryDirectory(dir=built.parent) as folder:
        new = Path(folder) / built.name
        subprocess.run(
            [tool, "-silent", text, "-qm", new], check=True, capture_output=True, timeout=60
        )
        new.replace(built)
