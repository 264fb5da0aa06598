"""With a display: the same preparation, and then the app belongs to whoever sits there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.demo.headless import enrol
from tests.demo.job import PASSPHRASE
from tests.demo.processes import ROOT, Central, DemoFailed, free_port


def open_for_a_person(output: Path) -> int:
    """Open the app on a freshly enrolled profile; return its exit code when it was closed."""
    central = Central(output / "central", free_port())
    profile = output / "profile"
    try:
        print("demo: preparing a central platform and enrolling a device", flush=True)
        central.prepare()
        central.start()
        enrol(central, profile)
        print(f"\n    Clave para entrar:  {PASSPHRASE}\n", flush=True)
        app = subprocess.run(
            [sys.executable, "-m", "kiosk", "run", "--profile", str(profile)],
            cwd=ROOT,
            check=False,
        )
    except DemoFailed as failure:
        print(f"demo: {failure}", flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        central.stop()
    print(f"demo: the profile stays in {profile}")
    return app.returncode
