"""Settings: read from the environment (WITAN_…) and a file in the data folder, checked at start."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of a Witan server. A name here is WITAN_NAME in the environment."""

    model_config = SettingsConfigDict(env_prefix="WITAN_", extra="ignore")

    #: the folder where everything that is kept lives
    data: Path = Path("data")
    #: SQLAlchemy address; empty means the SQLite file in the data folder
    database_url: str = ""
    #: Redis address for queue and pushes between several servers; empty means none
    redis_url: str = ""
    #: the address people use, such as https://meetings.example.gov.uk; empty: taken from the request
    public_url: str = ""
    #: what a council set up from the command line is called unless it is told
    council_name: str = "Council"
    #: where this very version's source can be had: the licence asks for it on a public server
    source_url: str = ""
    timezone: str = "Europe/London"
    #: demo mode: the page that lists the demo people exists
    demo: bool = False
    #: cookies only over https
    secure_cookies: bool = False
    #: addresses of proxies whose X-Forwarded-For is believed
    trusted_proxies: list[str] = Field(default_factory=list)
    max_paper_mb: int = Field(default=100, ge=1, le=500)
    #: seconds between the read-back of a result and the moment it can be declared
    read_back_seconds: float = Field(default=5.0, ge=0, le=120)

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

    @property
    def tz(self) -> ZoneInfo:
        """The council's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'witan.sqlite'}"

    @property
    def files(self) -> Path:
        """Where papers and PDFs are kept."""
        return self.data / "files"
