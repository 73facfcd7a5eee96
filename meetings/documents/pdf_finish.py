"""The last touches on a rendered PDF: whole tags, no traces of who made it, files attached."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf

from meetings.documents.attachments import Attachment
from meetings.documents.pdf_metadata import say_archived, say_only_the_title
from meetings.documents.pdf_structure import join_split_elements, name_apart


def finish(raw: bytes, attachments: Sequence[Attachment] = (), *, archive: bool = False) -> bytes:
    """The PDF to publish: the same pages, with nothing but its title said about it.

    `archive`: it was rendered as PDF/A-3a, and is to say so beside PDF/UA-1.
    """
    with Pdf.open(BytesIO(raw)) as pdf:
        join_split_elements(pdf)
        name_apart(pdf, hashlib.sha256(raw).hexdigest()[:12] + "-")
        for attachment in attachments:
            _attach(pdf, attachment)
        if archive:
            say_archived(pdf)
        else:
            say_only_the_title(pdf)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
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
