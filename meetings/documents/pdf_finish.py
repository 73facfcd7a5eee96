"""The last touches on a rendered PDF: whole tags, no traces of who made it, files attached."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import AttachedFileSpec, Name, Pdf

from meetings.documents.attachments import Attachment
from meetings.documents.pdf_metadata import say_only_the_title
from meetings.documents.pdf_structure import join_split_elements, name_apart


def finish(raw: bytes, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF to publish: the same pages, with nothing but its title said about it."""
    with Pdf.open(BytesIO(raw)) as pdf:
        join_split_elements(pdf)
        name_apart(pdf, hashlib.sha256(raw).hexdigest()[:12] + "-")
        say_only_the_title(pdf)
        for attachment in attachments:
            _attach(pdf, attachment)
        pdf.Root.PageMode = Name.UseOutlines
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _attach(pdf: Pdf, attachment: Attachment) -> None:
    spec = AttachedFileSpec(
        pdf,
        attachment.content,
        filename=attachment.name,
        description=attachment.description,
        mime_type=attachment.media_type,
        creation_date="",
        mod_date="",
    )
    spec.obj.AFRelationship = Name.Data
    pdf.attachments[attachment.name] = spec
