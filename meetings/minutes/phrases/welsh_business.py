"""The set phrases of minutes in Welsh: interests, debate, private business, appointments."""

from __future__ import annotations

from meetings.minutes.phrases.shape import Appointments, Debate, Interests, Private

INTERESTS = Interests(
    declared="Datganodd {name} {kind}{nature}{done}",
    kinds={
        "dpi": "fuddiant ariannol datgeladwy",
        "registrable": "fuddiant cofrestradwy arall",
        "personal": "fuddiant nad yw’n gofrestradwy",
        "arrears": "fod adran 106 o Ddeddf Cyllid Llywodraeth Leol 1992 yn gymwys",
        "lobbied": "fod rhywun wedi lobïo",
    },
    here=" yn yr eitem hon",
    about=" ynghylch yr eitem hon",
    everybody="Roedd pob aelod a oedd yn bresennol wedi cael gollyngiad i {allowed} ar yr eitem hon",
    sensitive=", sy’n fuddiant sensitif",
    dispensed="; roedd gollyngiad i {allowed}, a chymerwyd rhan i’r graddau hynny",
    dispensations={
        "speak": "siarad",
        "vote": "bleidleisio",
        "speak and vote": "siarad a phleidleisio",
    },
    went="; gadawodd yr ystafell am {at}",
    came_back=", dychwelodd am {at}",
    no_part=" ac ni chymerodd ran yn y drafodaeth na’r bleidlais",
    no_vote=" ac ni phleidleisiodd",
    actions={
        "left": "; ni chymerodd ran yn y drafodaeth na’r bleidlais",
        "spoke": "; siaradodd fel aelod o’r cyhoedd ac ni phleidleisiodd",
        "no_vote": "; arhosodd yn yr ystafell ac ni chymerodd ran yn y drafodaeth na’r bleidlais",
        "took_part": "; arhosodd a chymerodd ran",
    },
)

DEBATE = Debate(
    point="Cododd {name} bwynt o drefn ({rule}). {ruling}",
    rulings={
        "upheld": "Cadarnhaodd y Cadeirydd y pwynt",
        "not_upheld": "Dyfarnodd y Cadeirydd nad oedd yn bwynt o drefn",
        "noted": "Nodwyd y pwynt",
    },
    time_up="Am {at} daeth yr amser a ganiateir ar gyfer y cyfarfod i ben",
    without_debate=". Cynigiwyd gweddill y busnes yn ffurfiol a phleidleisiwyd arno heb ddadl",
    stood_over=". Gadawyd gweddill y busnes ({items}) tan y cyfarfod nesaf",
    extended="Estynnwyd yr amser a ganiateir ar gyfer y cyfarfod hyd {at}",
    steps={
        "warned": "Am {at} rhoddodd y Cadeirydd rybudd i {name}: {why}",
        "not_heard": "Ni chlywyd {name} ymhellach ar yr eitem hon, fel y penderfynodd y cyfarfod",
        "left": "Bu’n rhaid i {name} adael y cyfarfod am {at}, fel y penderfynodd y cyfarfod",
        "removed": "Am {at} gorchmynnodd y Cadeirydd i {name} gael ei symud o’r ystafell: {why}",
    },
    restored="Am {at} codwyd yr hyn a orchmynnwyd yn erbyn {name}",
    somebody="aelod o’r cyhoedd",
    behalf=", ar ran {name},",
    petition="Cyflwynodd {who}{behalf} ddeiseb",
    petition_on="Cyflwynodd {who}{behalf} ddeiseb: {subject}",
    question="Gofynnodd {who}{behalf} gwestiwn: {subject}",
    spoke="Siaradodd {who}{behalf} ar yr eitem hon",
)

PRIVATE = Private(
    no_representations="Ni ddaeth unrhyw sylwadau i law ynghylch cymryd eitem {number} yn breifat",
    one_representation="Daeth {count} sylw i law ynghylch cymryd eitem {number} yn breifat",
    representations="Daeth {count} o sylwadau i law ynghylch cymryd eitem {number} yn breifat",
    began="gwaharddwyd y wasg a’r cyhoedd (eitem {numbers})",
    ended="roedd y cyfarfod yn agored i’r wasg a’r cyhoedd eto",
    overridden=(
        "Penderfynodd {first} ar y cyd â {second} agor y rhan breifat er nad oedd cadarnhad bod popeth "
        "cyhoeddus wedi peidio: {why}"
    ),
)

APPOINTMENTS = Appointments(
    nominated="Enwebiadau ar gyfer penodiad ({post}): {people}.",
    proposed="{name} (cynigiwyd gan {proposer})",
    proposed_seconded="{name} (cynigiwyd gan {proposer}, eiliwyd gan {seconder})",
    withdrew="Tynnodd {name} yn ôl o’r penodiad.",
    round="Rownd {number}: {figures}. {came}",
    round_how="Rownd {number} ({how}): {figures}. {came}",
    kinds={"run_off": "rownd derfynol rhwng y rhai cyfartal", "secret": "pleidlais gudd"},
    ways={
        "devices": "",
        "hands": "drwy godi dwylo",
        "roll_call": "drwy alw enwau",
        "paper": "ar slipiau papur",
    },
    figures="{figures}; {others}",
    figure="{name} {votes}",
    abstained="{count} yn ymatal",
    none="{count} heb fwrw pleidlais",
    spoilt="{count} papur wedi’i ddifetha",
    elected="Penodwyd {name}.",
    dropped="{name} a gafodd y lleiaf o bleidleisiau ac a dynnwyd o’r rhestr.",
    run_off="{names} oedd yn gyfartal â’r lleiaf o bleidleisiau: cynhelir rownd rhyngddynt.",
    tie_lowest="{names} oedd yn gyfartal eto: caiff un ei dynnu o’r rhestr.",
    tie_final="{names} a gafodd yr un nifer o bleidleisiau.",
    nobody="Ni phleidleisiodd neb.",
    declined="Gwrthododd {name} dorri’r ddadl. ",
    cast_for="Rhoddodd {name}, yn y gadair, bleidlais fwrw o blaid {candidate}. ",
    decided_out="Penderfynodd {name}, yn y gadair, dynnu {candidate} o’r rhestr. ",
    by_lot="{fate}, wedi’i dynnu gan {drawn_by} ym mhresenoldeb {witness}. ",
    lot_chosen="Dewiswyd {name} drwy goelbren",
    lot_dropped="Tynnwyd {name} o’r rhestr drwy goelbren",
    tellers=" Rhifwyr: {names}.",
    voted_for=" O blaid {name}: {names}.",
    voted_abstained=" Ymatal: {names}.",
    round_void="Datganwyd rownd {number} yn ddi-rym ac fe’i cynhaliwyd eto: {reason}.",
    uncontested="Gan nad oedd enwebiadau eraill, ni chynhaliwyd pleidlais.",
    resolved="Penodi {names} i’r swydd a ganlyn: {post}.",
    not_made="Ni wnaed penodiad ({post}): {reason}.",
)
