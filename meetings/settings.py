"""Settings: read from the environment (WITAN_…) and a file in the data folder, checked at start."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from meetings.db.space import MB, Space
from meetings.ports.adapters import Surroundings
from meetings.ports.mail import MailServer
from meetings.runtime.keeper import Keeper, socket_of


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
    #: a ClamAV daemon that looks through uploads: host:port or the path of its socket; empty: none
    clamav: str = ""
    #: the socket of a signer that another user of this machine runs; empty: the server runs its own
    signer_socket: str = ""
    #: the same for the opener of secret ballots' boxes
    opener_socket: str = ""
    #: less free space than this on the disk of the data folder, and officers are warned; a tenth of the disk warns too
    warn_free_mb: int = Field(default=1024, ge=0)
    #: less than this, and no vote is opened: its ballots might not fit
    least_free_mb: int = Field(default=200, ge=0)
    max_paper_mb: int = Field(default=100, ge=1, le=500)
    #: seconds between the read-back of a result and the moment it can be declared
    read_back_seconds: float = Field(default=5.0, ge=0, le=120)
    #: seconds for which the device of a member online may be away before it is recorded as lost
    lost_after_seconds: float = Field(default=20.0, ge=1, le=600)
    #: colours of political groups in the diagram of a vote: none, or a palette that belongs to no party
    group_colours: Literal["none", "neutral"] = "none"
    #: the mail server that letters are handed to; empty: letters are kept and shown as not sent
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    #: empty: the server asks for no name and password
    smtp_user: str = ""
    smtp_password: str = ""
    #: whom letters are from: an address, or "Democratic Services <democratic@example.gov.uk>"
    smtp_from: str = Field(default="", validate_default=True)
    #: starttls (port 587), ssl (port 465), or none: only inside one's own network
    smtp_tls: Literal["starttls", "ssl", "none"] = "starttls"

    #: the address of `script/witan simulators`: Zoom, Teams and YouTube without any account; empty: the providers
    simulators: str = ""
    #: the council's own video server (Janus) and stream server (nginx with HLS) on this machine
    janus: str = "http://127.0.0.1:8088/janus"
    hls: str = "http://127.0.0.1:8089"
    #: on: the server runs both beside itself (script/setup --with-builtin-video installs them)
    builtin_video: Literal["on", "off"] = "off"
    #: where an encoder sends the picture of a broadcast: address:port
    rtmp: str = "127.0.0.1:1935"
    #: UDP ports for the sound and picture of video rooms
    rtp_ports: str = Field(default="20000-20999", pattern=r"^[0-9]{4,5}-[0-9]{4,5}$")
    #: this machine's public IP address, where it does not have it itself (NAT)
    video_address: str = Field(default="", pattern=r"^[0-9a-fA-F:.]*$")
    #: a coturn relay for members behind strict networks, such as turn:turn.example.gov.uk:443?transport=tcp
    turn: str = ""
    turn_secret: str = ""

    @field_validator("smtp_from")
    @classmethod
    def _an_address(cls, value: str, others: ValidationInfo) -> str:
        if not value and others.data.get("smtp_host"):
            raise ValueError("WITAN_SMTP_HOST is set, so this must say whom letters are from")
        if value and ("@" not in parseaddr(value)[1] or not value.isprintable()):
            raise ValueError("give an e-mail address, such as democratic.services@example.gov.uk")
        return value

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
    def space(self) -> Space:
        """The disk that everything is kept on, and how much of it must be free."""
        return Space(self.data, self.warn_free_mb * MB, self.least_free_mb * MB)

    @property
    def mail_server(self) -> MailServer | None:
        """Where letters are handed in; None without WITAN_SMTP_HOST."""
        if not self.smtp_host:
            return None
        user, password = self.smtp_user, self.smtp_password
        return MailServer(self.smtp_host, self.smtp_port, self.smtp_from, user, password, self.smtp_tls)

    @property
    def surroundings(self) -> Surroundings:
        """What providers must know of this installation."""
        site = self.public_url.rstrip("/")
        return Surroundings(
            self.data,
            site,
            self.timezone,
            self.simulators.rstrip("/"),
            self.janus,
            self.hls,
            own_video=self.builtin_video == "on",
            rtmp=self.rtmp,
            rtp_ports=self.rtp_ports,
            video_address=self.video_address,
            turn=self.turn,
            turn_secret=self.turn_secret,
        )

    @property
    def signer(self) -> Keeper:
        """The process that seals the record, whoever runs it."""
        return Keeper(Path(self.signer_socket or socket_of(self.data.resolve(), "signer")))

    @property
    def files(self) -> Path:
        """Where papers and PDFs are kept."""
        return self.data / "files"
