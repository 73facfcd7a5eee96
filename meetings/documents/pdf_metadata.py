"""What a published PDF may say about itself: its title and the standards it keeps to, not who made it."""

from __future__ import annotations

from html import escape

from pikepdf import Dictionary, Name, Pdf

_KEPT = ("}title", "}part", "}conformance")
#: PDF/A knows nothing of PDF/UA: the property that names it must be described beside it.
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of PDF/UA that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def is_kept(name: str) -> bool:
    """Whether a published PDF may say this of itself."""
    return name.endswith(_KEPT)


def say_only_the_title(pdf: Pdf) -> None:
    """Remove authors, programs, dates and everything else but the title."""
    _keep_the_title(pdf)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in list(metadata):
            if not is_kept(key):
                del metadata[key]


def say_archived(pdf: Pdf) -> None:
    """Say that it is for keeping (PDF/A-3a) and accessible (PDF/UA-1), and its title: no more."""
    _keep_the_title(pdf)
    packet = _PACKET.format(title=escape(str(pdf.docinfo.get("/Title", "")), quote=False))
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML))


def _keep_the_title(pdf: Pdf) -> None:
    for key in list(pdf.docinfo.keys()):
        if key != "/Title":
            del pdf.docinfo[key]
