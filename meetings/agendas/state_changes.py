"""What changed in how an item or a paper stands: withdrawn, late, its paragraphs, its background papers."""

from __future__ import annotations

from meetings.agendas.content import ContentItem, ContentPaper

_EXEMPT = {
    "exempt_paragraphs": "paragraphs of exemption changed",
    "interest_test": "public interest test changed",
    "review_on": "review date changed",
    "negotiation": "mark for terms under negotiation changed",
    "confidential_ground": "reason for confidentiality changed",
}
_ITEM = {"tags": "what it is about changed", "key_decision_id": "key decision changed"}
_PAPER = {"kind": "now {kind}", "background": "background papers changed"}


def item_states(old: ContentItem, new: ContentItem) -> list[str]:
    """In words for officers; what is in the words, the mark and the papers is said elsewhere."""
    found = []
    if new.withdrawn and not old.withdrawn:
        found.append(f"withdrawn: {new.withdrawn_reason}")
    elif old.withdrawn and not new.withdrawn:
        found.append("taken after all, was withdrawn")
    elif old.withdrawn_reason != new.withdrawn_reason:
        found.append("reason for withdrawal changed")
    if new.late and not old.late:
        found.append("taken as a late item")
    elif (old.urgent_reason, old.urgent_by) != (new.urgent_reason, new.urgent_by):
        found.append("reason for urgency changed" if new.late else "no longer a late item")
    return found + _changed(old, new, _ITEM | _EXEMPT)


def paper_states(old: ContentPaper, new: ContentPaper) -> list[str]:
    """The same of a paper."""
    found = _changed(old, new, _PAPER | _EXEMPT)
    if old.background_declared != new.background_declared and old.background == new.background:
        found.append(
            "background papers declared" if new.background_declared else "background papers undeclared"
        )
    return [text.format(kind=new.kind.label.lower()) for text in found]


def _changed(
    old: ContentItem | ContentPaper, new: ContentItem | ContentPaper, words: dict[str, str]
) -> list[str]:
    return [said for name, said in words.items() if getattr(old, name) != getattr(new, name)]
