"""What is done about interests."""

from meetings.interests.usecases.declaring import (
    ChangeDeclaration,
    Declare,
    MarkReturned,
    WithdrawDeclaration,
    change_declaration,
    declare_interest,
    mark_returned,
    withdraw_declaration,
)
from meetings.interests.usecases.dispensing import (
    GrantDispensation,
    WithdrawDispensation,
    grant_dispensation,
    withdraw_dispensation,
)
from meetings.interests.usecases.register import (
    ChangeInterest,
    DecideProposal,
    EndInterest,
    Line,
    ProposeChange,
    RegisterInterest,
    change_interest,
    decide_proposal,
    end_interest,
    propose_change,
    register_interest,
)

__all__ = [
    "ChangeDeclaration",
    "ChangeInterest",
    "DecideProposal",
    "Declare",
    "EndInterest",
    "GrantDispensation",
    "Line",
    "MarkReturned",
    "ProposeChange",
    "RegisterInterest",
    "WithdrawDeclaration",
    "WithdrawDispensation",
    "change_declaration",
    "change_interest",
    "decide_proposal",
    "declare_interest",
    "end_interest",
    "grant_dispensation",
    "mark_returned",
    "propose_change",
    "register_interest",
    "withdraw_declaration",
    "withdraw_dispensation",
]
