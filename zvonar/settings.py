"""Everything that an installation can set, from the environment (`ZVONAR_...`) or `var/zvonar.env`."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ZVONAR_", env_file="var/zvonar.env", extra="ignore")

    var_dir: Path = Path("var")
    """Where everything is that the product writes."""
    database_url: str = ""
    """SQLAlchemy address, asynchronous driver; empty: SQLite under `var_dir`."""
    redis_url: str | None = None
    """The bus between processes; None: everything runs in one process (`zvonar serve`)."""
    recordings_dir: Path | None = None
    """None: `recordings` under `var_dir`. The exchange must see the same folder."""
    ui_dir: Path | None = Path("operator_ui/dist")
    """The built pages; a folder that is not there: this process serves the interface only."""

    http_host: str = "127.0.0.1"
    http_port: int = 8080

    home_region: str = "RU"
    """ISO 3166: whose national notation telephone numbers are read in."""
    home_zone: str = "Europe/Moscow"
    """IANA zone of the call centre: where its day begins."""
    pacing_log_days: int = 30
    """How long every decision of the pacing is kept, so that it can be looked back at."""
    log_format: Literal["console", "json"] = "console"

    node_name: str = "node-1"
    """The name of this Asterisk in the database."""
    ami_host: str = "127.0.0.1"
    ami_port: int = 5038
    ami_username: str = "zvonar"
    ami_secret: SecretStr = SecretStr("")
    agi_host: str = "127.0.0.1"
    agi_port: int = 4573
    sound_port: int = 4574
    """Where Asterisk brings the sound of greetings, on `agi_host`."""
    ari_url: str = "http://127.0.0.1:8088"
    ari_username: str = "zvonar"
    ari_password: SecretStr = SecretStr("")
    sip_websocket_url: str = "ws://127.0.0.1:8088/ws"
    sip_host: str = "127.0.0.1"
    """The address of this machine from which calls go out to carriers; 0.0.0.0: any."""
    sip_port: int = 5060
    dial_template: str = "PJSIP/{digits}@trunk"
    """What is dialled as long as no trunk is entered; `{digits}` is the number without its plus."""

    demo_clients: int = 2000
    demo_busy_percent: int = 8
    demo_invalid_percent: int = 4
    demo_no_answer_percent: int = 22
    demo_machine_percent: int = 8
    demo_ring_from_seconds: float = 3.0
    demo_ring_to_seconds: float = 15.0
    demo_talk_seconds: float = 45.0
    """Mean length of what a simulated customer has to say."""

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.var_dir / 'zvonar.db'}"

    @property
    def effective_recordings_dir(self) -> Path:
        return self.recordings_dir or self.var_dir / "recordings"
