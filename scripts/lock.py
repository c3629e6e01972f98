"""Resolve `requirements*.in` into hash-locked files that name no registry and no mirror."""

from scripts.steps import ROOT, VENV, StepFailed, main, run

NAMES = ("requirements-bootstrap", "requirements", "requirements-dev")
OPTIONS = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-config")


def lock() -> None:
    for name in NAMES:
        locked = ROOT / f"{name}.txt"
        compiled = ["pip", "compile", "--quiet", *OPTIONS, "--python-version", "3.11"]
        run([VENV / "bin" / "uv", *compiled, "--output-file", locked, ROOT / f"{name}.in"], log="lock")
        if "://" in locked.read_text():
            raise StepFailed(f"  {locked.name} names an address; a lock holds names and hashes only.")
        print(f"  {locked.name} locked", flush=True)


if __name__ == "__main__":
    main(lock)
