"""The specification's own labels, and where the window has them: python -m tests.labels."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

TRANSLATION = Path(__file__).resolve().parents[1] / "resources" / "translations" / "twinpoint_ja.ts"
# English and Japanese, letter by letter.
LABELS = {
    "Physical Machines": "物理マシン",
    "Virtual Machines": "仮想マシン",
    "Snapshots": "スナップショット",
    "Snapshot": "スナップショット",
    "Snapshot Virtual Machine: {vm}": "仮想マシンのスナップショット: {vm}",
    "Volumes to Capture": "キャプチャするボリューム",
    "Snapshot Name": "スナップショット名",
    "Description": "説明",
    "Create Snapshot": "スナップショットを作成",
    "State": "状態",
    "Create": "作成",
    "Export": "エクスポート",
    "Delete": "削除",
    "merging": "統合中",
    "Merge": "統合",
    "Alerts": "アラート",
    "&System": "システム(&S)",
    "Physical Machine": "物理マシン",
    "Volume": "ボリューム",
    "Volumes": "ボリューム",
    "{target} (boot volume)": "{target} (ブート ボリューム)",
    "Volume Container": "ボリューム コンテナ",
    "Activity": "アクティビティ",
    "Application-consistent": "アプリケーション整合性",
    "Crash-consistent": "クラッシュ整合性",
    "running": "実行中",
    "stopped": "停止",
    "booting": "ブート中",
    "stopping": "停止中",
    "crashed": "クラッシュ",
    "maintenance mode": "メンテナンス モード",
    "synchronizing": "同期中",
    "broken": "破損",
    "normal": "正常",
    "Start": "起動",
    "Shut Down": "シャットダウン",
    "Power Off": "電源オフ",
    "Work On": "作業開始",
    "Finalize": "最終処理",
    "Primary PM": "プライマリ PM",
    "Secondary PM": "セカンダリ PM",
}


def found() -> dict[str, dict[str, list[str]]]:
    """Every English text, its Japanese texts, and the parts of the program that have it."""
    texts: dict[str, dict[str, list[str]]] = {}
    for context in ElementTree.parse(TRANSLATION).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            japanese = texts.setdefault(message.findtext("source", ""), {})
            japanese.setdefault(message.findtext("translation", ""), []).append(name)
    return texts


def faults(texts: dict[str, dict[str, list[str]]]) -> list[str]:
    """Labels that are missing, or are told otherwise anywhere."""
    return [
        f"{english}: {japanese}, but {' / '.join(texts.get(english, {})) or 'nowhere'}"
        for english, japanese in LABELS.items()
        if set(texts.get(english, {})) != {japanese}
    ]


def main() -> int:
    texts = found()
    for english, japanese in LABELS.items():
        places = texts.get(english, {}).get(japanese, [])
        print(f"{english}\t{japanese}\t{', '.join(places) or 'MISSING'}")
    wrong = faults(texts)
    for line in wrong:
        print(line, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
