"""What is done with the forward plan: entering, changing, giving notice, answering, reporting."""

from meetings.forwardplan.usecases.entries import (
    ChangeDecision,
    ChangedMeanwhile,
    PlanDecision,
    change_decision,
    plan_decision,
)
from meetings.forwardplan.usecases.printing import (
    KeepNoticePdf,
    PrintNoticeAgain,
    keep_notice_pdf,
    print_notice_again,
)
from meetings.forwardplan.usecases.private import (
    AgreePrivate,
    GivePrivateNotice,
    GiveSecondNotice,
    agree_private,
    give_private_notice,
    give_second_notice,
)
from meetings.forwardplan.usecases.publishing import PublishPlan, ReportUrgency, publish_plan, report_urgency
from meetings.forwardplan.usecases.representations import (
    AnswerRepresentation,
    DropRepresentation,
    RecordRepresentation,
    answer_representation,
    drop_representation,
    record_representation,
)
from meetings.forwardplan.usecases.scrutiny import MakeReport, RequestReport, make_report, request_report
from meetings.forwardplan.usecases.states import (
    BringBack,
    DecisionMade,
    DeferDecision,
    WithdrawDecision,
    bring_back,
    defer_decision,
    mark_decided,
    withdraw_decision,
)
from meetings.forwardplan.usecases.urgency import GiveException, GiveUrgency, give_exception, give_urgency

__all__ = [
    "AgreePrivate",
    "AnswerRepresentation",
    "BringBack",
    "ChangeDecision",
    "ChangedMeanwhile",
    "DecisionMade",
    "DeferDecision",
    "DropRepresentation",
    "GiveException",
    "GivePrivateNotice",
    "GiveSecondNotice",
    "GiveUrgency",
    "KeepNoticePdf",
    "MakeReport",
    "PlanDecision",
    "PrintNoticeAgain",
    "PublishPlan",
    "RecordRepresentation",
    "ReportUrgency",
    "RequestReport",
    "WithdrawDecision",
    "agree_private",
    "answer_representation",
    "bring_back",
    "change_decision",
    "defer_decision",
    "drop_representation",
    "give_exception",
    "give_private_notice",
    "give_second_notice",
    "give_urgency",
    "keep_notice_pdf",
    "make_report",
    "mark_decided",
    "plan_decision",
    "print_notice_again",
    "publish_plan",
    "record_representation",
    "report_urgency",
    "request_report",
    "withdraw_decision",
]
