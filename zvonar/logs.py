"""How the log is written: one line an event, with fields."""

import logging
import sys
from pathlib import Path
from typing import Literal

import structlog


def configure_logs(form: Literal["console", "json"], file: Path | None = None) -> None:
    """Lines for a person or JSON for a collector; appended to `file`, or written to standard output."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=file is None and sys.stdout.isatty())
    )
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks if form == "json" else structlog.dev.set_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file.open("a", buffering=1) if file else None),
        cache_logger_on_first_use=True,
    )
