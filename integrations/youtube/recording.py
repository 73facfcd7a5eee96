"""What is done to a broadcast's video: chapters in its description, captions, its still picture."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from integrations.youtube import words
from integrations.youtube.broadcasts import READ, WRITE, Resource
from integrations.youtube.client import YouTube
from meetings.ports.providers import Account, Gone, Permanent

_LARGEST_PICTURE = 2 * 1024 * 1024
_LARGEST_CAPTIONS = 100 * 1024 * 1024
#: units of the day's allowance
_CAPTIONS_NEW, _CAPTIONS_AGAIN, _CAPTIONS_LIST = 400, 450, 50
#: YouTube forgets what is not sent back.
_KEPT = ("title", "categoryId", "tags", "defaultLanguage", "defaultAudioLanguage")


def write_description(youtube: YouTube, account: Account, ref: str, description: str) -> None:
    """Anew, our mark kept. Raises Permanent where YouTube would show no chapter because one is wrong."""
    fault = words.chapter_fault(description)
    if fault:
        raise Permanent(f"YouTube would show none of the chapters. {fault}", code="chapters")
    videos = youtube.service.videos()
    items = youtube.do(account, videos.list(part="id,snippet", id=ref), READ).get("items") or []
    if not items:
        raise Gone("YouTube does not know this video (any more).", code="videoNotFound")
    there = items[0]["snippet"]
    before = str(there.get("description") or "")
    key = words.key_of(before)
    text = words.marked(description, key, words.wished_privacy(before)) if key else words.plain(description)
    if text != before:
        snippet = {k: there[k] for k in _KEPT if k in there} | {"description": text}
        youtube.do(account, videos.update(part="snippet", body={"id": ref, "snippet": snippet}), WRITE)


def put_captions(youtube: YouTube, account: Account, ref: str, vtt: bytes, language: str, name: str) -> None:
    """Those of the same language and name are replaced."""
    if not vtt or len(vtt) > _LARGEST_CAPTIONS:
        raise Permanent("YouTube takes captions of 100 MB at most, and no empty ones.", code="captions")
    calls = youtube.service.captions()
    there = youtube.do(account, calls.list(part="id,snippet", videoId=ref), _CAPTIONS_LIST)
    same = next(
        (c["id"] for c in there.get("items") or [] if _same(c.get("snippet") or {}, language, name)), None
    )
    if same is None:
        snippet = {"videoId": ref, "language": language, "name": name, "isDraft": False}
        request = calls.insert(part="snippet", body={"snippet": snippet}, media_body=_media(vtt, "text/vtt"))
        youtube.do(account, request, _CAPTIONS_NEW)
    else:
        body = {"id": same, "snippet": {"isDraft": False}}
        request = calls.update(part="snippet", body=body, media_body=_media(vtt, "text/vtt"))
        youtube.do(account, request, _CAPTIONS_AGAIN)


def put_picture(youtube: YouTube, account: Account, ref: str, png: bytes) -> None:
    """Of 2 MB at most."""
    if not png or len(png) > _LARGEST_PICTURE:
        raise Permanent(
            "YouTube takes pictures below 2 MB only.", code="picture", remedy="Choose a smaller picture."
        )
    request = youtube.service.thumbnails().set(videoId=ref, media_body=_media(png, "image/png"))
    youtube.do(account, request, WRITE)


def _same(snippet: Resource, language: str, name: str) -> bool:
    # Those that YouTube made by itself are never replaced.
    made_by_us = snippet.get("trackKind", "standard") == "standard"
    return made_by_us and (snippet.get("language"), snippet.get("name")) == (language, name)


def _media(content: bytes, media_type: str) -> Any:
    from googleapiclient.http import MediaIoBaseUpload

    return MediaIoBaseUpload(BytesIO(content), mimetype=media_type, resumable=False)
