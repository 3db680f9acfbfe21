"""The layer checkers catch what they are there for: each planted violation must turn them red."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BACKEND = Path(__file__).parents[2]
FRONTEND = BACKEND.parent / "frontend"

PYTHON_VIOLATIONS = [
    ("masks/planted.py", "import masklet.service", "Rooms import downwards only"),
    ("engine/planted.py", "import masklet.video", "Rooms import downwards only"),
    ("workers/planted.py", "import masklet.store", "The service alone writes"),
    ("service/planted.py", "import cv2", "free of frames and tensors"),
    ("service/planted.py", "import flask", "Flask and strawberry live in api"),
    ("service/planted.py", "import sqlalchemy", "SQLAlchemy and Alembic live in store"),
    ("samples/planted.py", "import av", "PyAV lives in video and export"),
    ("domain/planted.py", "import numpy", "The domain is pure Python"),
    ("sam2/planted.py", "import masklet.engine", "Rooms import downwards only"),
    ("client/planted.py", "import masklet.service", "The Python client knows the wire"),
    ("service/planted.py", "import prometheus_client", "prometheus_client and OpenTelemetry live in watch"),
    ("workers/planted.py", "import torch", "torch lives in sam2, engine, training and sam2_api"),
]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )


@pytest.fixture
def backend_copy(tmp_path: Path) -> Path:
    shutil.copytree(BACKEND / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(BACKEND / ".importlinter", tmp_path)
    return tmp_path


def test_python_rooms_are_clean(backend_copy: Path) -> None:
    result = lint_imports(backend_copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("file", "statement", "contract"), PYTHON_VIOLATIONS)
def test_python_checker_catches(backend_copy: Path, file: str, statement: str, contract: str) -> None:
    (backend_copy / "src/masklet" / file).write_text(statement + "\n")
    result = lint_imports(backend_copy)
    assert result.returncode != 0
    broken = [line for line in result.stdout.splitlines() if "BROKEN" in line]
    assert any(contract in line for line in broken), result.stdout


TYPESCRIPT_VIOLATIONS = [
    ("domain/planted.ts", 'import type { Player } from "../worker/protocol";', "domain-imports-downwards-only"),
    ("masks/planted.ts", 'import { frameIndex } from "../worker/protocol";', "masks-imports-downwards-only"),
    ("features/gallery/planted.ts", 'import "../stage/other";', "feature-gallery-stands-alone"),
]


@pytest.mark.parametrize(("file", "statement", "rule"), TYPESCRIPT_VIOLATIONS)
def test_typescript_checker_catches(tmp_path: Path, file: str, statement: str, rule: str) -> None:
    checker = FRONTEND / "node_modules/.bin/depcruise"
    assert checker.exists(), "make setup installs the client's packages"
    for path in ("src/worker/protocol.ts", "src/features/stage/other.ts", f"src/{file}"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "src/worker/protocol.ts").write_text(
        "export interface Player { close(): void }\nexport const frameIndex = 0;\n"
    )
    (tmp_path / "src/features/stage/other.ts").write_text("export const other = 1;\n")
    (tmp_path / "src" / file).write_text(f"{statement}\nexport const planted = 1;\n")
    for name in (".dependency-cruiser.cjs", "tsconfig.json", "package.json"):
        shutil.copy(FRONTEND / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(FRONTEND / "node_modules")
    command = [str(checker), "--config", ".dependency-cruiser.cjs", "src"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode != 0, result.stdout
    assert rule in result.stdout
