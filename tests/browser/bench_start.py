"""How large an installed program is, and how soon it shows the sample: `python bench_start.py FOLDER...`.

Run it in `tests/browser`. An environment is one that the program was installed into (`pip install DIST`, or
what `pipx` and `uv` make). For each: the size of its files; then, on an empty home and once more on the same
home, the time from the command until the page answers, until its list names the sample, and until the
sample's review can be played in headless Chromium, which is open before. Files of the environment are read
once before, as after any install. Environments take turns, so that a busy moment meets each of them.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("SECONDTAKE_CHROMIUM", "/usr/bin/chromium")
SESSION = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.session).shadowRoot.session"
PORT = 19_431
WAIT_S = 120.0
CLONE = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "SECONDTAKE_HOME")  # may be set where the clone is tested


def size_mb(environment: Path) -> tuple[float, float]:
    """What its files hold, and what of it is compiled bytecode."""
    files = [path for path in environment.rglob("*") if path.is_file() and not path.is_symlink()]
    sizes = [(path.suffix == ".pyc", path.stat().st_size / 1e6) for path in files]
    return sum(size for _, size in sizes), sum(size for is_bytecode, size in sizes if is_bytecode)


def start(program: Path, home: Path, browser: Browser) -> dict[str, float]:
    """Start the page on a home and open the sample; seconds from the command to each step."""
    environ = {name: value for name, value in os.environ.items() if name not in CLONE}
    command = [str(program), "page", "--no-browser", "--port", str(PORT), "--home", str(home)]
    steps: dict[str, float] = {}
    with tempfile.TemporaryFile("w+") as log, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(1000 * WAIT_S)
        began_s = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environ, cwd=home.parent)
        try:
            while not _answers() or "?token=" not in (printed := _printed(log.fileno())):
                assert process.poll() is None, _printed(log.fileno())
                assert time.monotonic() < began_s + WAIT_S, "the page does not answer"
                time.sleep(0.02)
            steps["the page answers"] = time.monotonic() - began_s
            page.goto(re.findall(r"http\S+\?token=\S+", printed)[-1])
            link = page.get_by_role("link", name="Sample interview").first
            link.wait_for()
            steps["the list names the sample"] = time.monotonic() - began_s
            link.click()
            page.wait_for_selector(".session[data-ready='1']")
            page.wait_for_function(f"{SESSION}.player.video.readyState >= 1")
            steps["the sample's review"] = time.monotonic() - began_s
        finally:
            process.terminate()
            process.wait(WAIT_S)
    return steps


def main() -> None:
    """Measure each environment, and print the median and the slowest of each step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("environments", type=Path, nargs="+")
    parser.add_argument("--times", type=int, default=5)
    chosen = parser.parse_args()
    took_s: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for environment in chosen.environments:
        whole, bytecode = size_mb(environment)
        print(f"{environment.name}: {whole:.0f} MB, of which {bytecode:.0f} MB are compiled bytecode")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        for number in range(chosen.times):
            for environment in chosen.environments:
                home = Path(folder) / f"{environment.name} {number}"
                for when in ("first start", "second start"):
                    for step, s in start(environment / "bin" / "secondtake", home, browser).items():
                        took_s[environment.name, when, step].append(s)
        browser.close()
    for (name, when, step), values in took_s.items():
        print(f"{name}, {when}, {step}: {statistics.median(values):.1f} s, at most {max(values):.1f} s")


def _answers() -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _printed(log: int) -> str:
    return os.pread(log, 1 << 20, 0).decode()


if __name__ == "__main__":
    main()
