"""The set phrases of minutes in Welsh. To be read by a Welsh translator before a council first uses them.

Words that are put in are so placed that they keep their form: no mutation falls on a name, a number or a title.
"""

from __future__ import annotations

from meetings.minutes.phrases.shape import Calendar, Motions, Page, Phrases, Room, Votes
from meetings.minutes.phrases.welsh_business import APPOINTMENTS, DEBATE, INTERESTS, PRIVATE

CALENDAR = Calendar(
    days=(
        "Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul",
    ),
    days_in_sentence=(
        "ddydd Llun", "ddydd Mawrth", "ddydd Mercher", "ddydd Iau", "ddydd Gwener", "ddydd Sadwrn", "ddydd Sul",
    ),
    months=(
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
        "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
    ),
    noon="12 hanner dydd",
    midnight="12 hanner nos",
    am="yb",
    pm="yh",
    and_="a",
)  # fmt: skip

PAGE = Page(
    minutes="Cofnodion",
    draft_minutes="Cofnodion drafft",
    title="Cofnodion: {body}, {day}",
    draft="Drafft.",
    not_confirmed="Nid y cofnodion hyn yw’r cofnod ffurfiol nes bod y corff wedi’u cadarnhau.",
    not_record="Nid yw’n gofnod ffurfiol o’r cyfarfod nes ei gadarnhau a’i lofnodi.",
    version="Drafft, fersiwn {number}.",
    confirmed="Cadarnhawyd fel cofnod cywir",
    confirmed_on=" ar {day}",
    signed_by=" ac fe’i llofnodwyd gan {name}",
    in_the_chair=", yn y gadair",
    chair="Cadeirydd",
    date="Dyddiad",
    attendance="Presenoldeb",
    present="Yn bresennol",
    councillors_present="Cynghorwyr yn bresennol",
    in_attendance="Hefyd yn bresennol",
    apologies="Ymddiheuriadau am absenoldeb",
    late="Ymddiheuriadau am fod yn hwyr",
    absent="Yn absennol",
    substitute="(dirprwy: {name})",
    presiding="Yn llywyddu: {name}",
    remotely="yn bresennol o bell",
    arrived="cyrhaeddodd am {at}",
    left="gadawodd am {at}",
    during="yn ystod eitem {number}",
    times="Amserau",
    started=" am {at}",
    ended="Daeth y cyfarfod i ben am {at}.",
    exempt="(esempt)",
    exempt_item="Eitem esempt",
    opening="Agor y cyfarfod",
    action="Cam gweithredu:",
    by_day="erbyn {day}",
    councillor="y Cynghorydd ",
    unnamed="aelod o’r cyhoedd",
    note="({text})",
    language="Cymraeg",
    seats={
        "Chair": "Cadeirydd",
        "Vice-Chair": "Is-gadeirydd",
        "Member": "Aelod",
        "Co-opted member (voting)": "Aelod cyfetholedig (â phleidlais)",
        "Co-opted member": "Aelod cyfetholedig",
        "Co-opted member (votes on education)": "Aelod cyfetholedig (â phleidlais ar addysg)",
    },
    modes={
        "In person": "Wyneb yn wyneb",
        "In person and online": "Wyneb yn wyneb ac ar-lein",
        "Online": "Ar-lein",
    },
    kinds={
        "Ordinary meeting": "Cyfarfod cyffredin",
        "Extraordinary meeting": "Cyfarfod eithriadol",
        "Annual meeting": "Cyfarfod blynyddol",
    },
)

MOTIONS = Motions(
    motion="cynnig",
    amendment="gwelliant",
    as_amended="cynnig fel y’i diwygiwyd",
    moved="Gwnaed cynnig",
    amendment_moved="Cynigiwyd gwelliant",
    by=" gan {name}",
    seconded=", ac fe’i heiliwyd gan {name}",
    that="bod",
    declared={
        "carried": "Datganwyd bod y {it} WEDI’I DDERBYN.",
        "carried_unanimously": "Datganwyd bod y {it} WEDI’I DDERBYN yn unfrydol.",
        "lost": "Datganwyd bod y {it} WEDI’I WRTHOD.",
        "tied": "Roedd y pleidleisiau’n gyfartal, felly ni dderbyniwyd y {it}.",
        "withdrawn": "Tynnwyd y {it} yn ôl gyda chydsyniad y cyfarfod.",
        "accepted": "Derbyniwyd y {it} gan gynigydd ac eilydd y cynnig heb bleidlais.",
        "fell": "Syrthiodd y {it}.",
        "not_seconded": "Nid eiliwyd y {it} ac ni chafodd ei roi i’r bleidlais.",
        "not_put": "Ni chafodd y {it} ei roi i’r bleidlais.",
        "deferred": "Gohiriwyd y {it}.",
    },
    carried="Datganwyd bod y {it} WEDI’I DDERBYN.",
    carried_unanimously="Datganwyd bod y {it} WEDI’I DDERBYN yn unfrydol.",
    lost="Datganwyd bod y {it} WEDI’I WRTHOD.",
    agreed="Cytunwyd ar y {it}.",
    not_agreed="Ni chytunwyd ar y {it}.",
    by_assent="Cytunwyd ar y {it} drwy gydsyniad cyffredinol.",
    became_substantive="Daeth y cynnig fel y’i diwygiwyd yn gynnig sylweddol.",
    tied="Roedd y pleidleisiau’n gyfartal ac {why}. {declared}",
    altered="Gyda chydsyniad yr eilydd a’r cyfarfod newidiwyd y {it} i ddarllen fel a ganlyn: “{text}”",
    accepted="Derbyniodd {who} y gwelliant gyda chydsyniad yr eilydd a’r cyfarfod.",
    the_mover="y cynigydd",
    in_order="Dyfarnodd y Cadeirydd fod y gwelliant mewn trefn.",
    divided="Rhoddwyd y {it} gerbron fesul rhan ({parts} i gyd).",
    not_decided="Ni phenderfynwyd ar y {it}: {why}.",
    resumed="Ailddechreuwyd y ddadl ar y {it}.",
    reasons="Rhesymau a roddwyd: {text}",
    unanimously="(yn unfrydol)",
    words={
        "RESOLVED": "PENDERFYNWYD",
        "RECOMMENDED": "ARGYMHELLWYD",
        "AGREED": "CYTUNWYD",
        "DECISION": "PENDERFYNIAD",
        "NOTED": "NODWYD",
    },
)

VOTES = Votes(
    recorded="Pleidlais gofnodedig",
    vote="Pleidlais",
    ways={"devices": "", "hands": " drwy godi dwylo", "roll_call": " drwy alw enwau"},
    on="{vote}{how} ar {what}",
    the="y {it}",
    together="{number} o gynigion gyda’i gilydd",
    number="Nifer",
    side="Pleidlais",
    for_="O blaid",
    against="Yn erbyn",
    abstained="Ymatal",
    no_vote="Heb fwrw pleidlais",
    nobody="Neb",
    councillors="Cynghorwyr",
    members="Aelodau",
    totals="O blaid {for_}, yn erbyn {against}, ymatal {abstained}.",
    totals_no_vote=(
        "O blaid {for_}, yn erbyn {against}, ymatal {abstained}. Ymatal (heb fwrw pleidlais) {no_vote}."
    ),
    by_hands="Drwy godi dwylo: ",
    casting="Gan fod y pleidleisiau’n gyfartal, rhoddodd {by} bleidlais fwrw {choice} y {it}.",
    casting_for="o blaid",
    casting_against="yn erbyn",
    the_chair="y sawl a oedd yn llywyddu",
    no_casting="nid oedd gan {name}, a oedd yn llywyddu, bleidlais fwrw i’w rhoi",
    casting_not_given="ni roddodd {name} bleidlais fwrw",
    equal="Roedd y pleidleisiau’n gyfartal",
    named="Cofnodwyd yr enwau. {reason}",
    needed="Yr hyn yr oedd ei angen: {majority}. {working}",
    majorities={
        "simple_majority": "mwyafrif syml o’r rhai a bleidleisiodd",
        "two_thirds": "dwy ran o dair o’r rhai a bleidleisiodd",
        "four_fifths_up": "mwyafrif cymwys: 80 y cant o’r rhai a bleidleisiodd, gan dalgrynnu i fyny",
        "no_one_against": "neb yn pleidleisio yn erbyn",
    },
    workings={
        "two_thirds": "Dwy ran o dair o {0}, gan dalgrynnu i fyny, yw {1}; pleidleisiodd {2} o blaid.",
        "four_fifths_up": "{0} y cant o {1}, gan dalgrynnu i fyny, yw {2}; pleidleisiodd {3} o blaid.",
        "no_one_against": "{0} yn erbyn: mae un yn ddigon.",
        "nobody_against": "Ni phleidleisiodd neb yn erbyn.",
        "nobody_for": "Ni phleidleisiodd neb o’i blaid.",
    },
    weights=(
        "Roedd pwysau i’r pleidleisiau. Aelodau: {for_} o blaid, {against} yn erbyn, {abstained} yn ymatal, "
        "{no_vote} heb fwrw pleidlais."
    ),
    undecided="Ni phleidleisiodd neb o blaid nac yn erbyn, felly ni phenderfynwyd dim.",
    proxy="{name} (drwy ddirprwy)",
    void=(
        "Datganwyd bod pleidlais ar y {it} yn ddi-rym: {reason}. Ni phenderfynodd ddim, a rhoddwyd y {it} "
        "gerbron eto."
    ),
    own="Ar gais yr aelod, cofnodwyd bod {name} {did}.",
    own_choices={
        "for": "wedi pleidleisio o blaid",
        "against": "wedi pleidleisio yn erbyn",
        "abstain": "wedi ymatal",
        "": "heb fwrw pleidlais",
    },
)

ROOM = Room(
    took_chair="Cymerodd {name} y gadair am {at}",
    away="Gadawodd {name} y cyfarfod am {left} a dychwelodd am {back}",
    public="{count} aelod o’r cyhoedd yn bresennol",
    public_one="{count} aelod o’r cyhoedd yn bresennol",
    item="eitem {numbers}",
    items="eitemau {numbers}",
    the_chair="y Cadeirydd",
    chair_named="y Cadeirydd ({by})",
    chair_between="y Cadeirydd, {by},",
    from_="{who} (o {at})",
    adjourned="gohiriwyd y cyfarfod",
    resumed="ailddechreuodd y cyfarfod",
    break_start="Gohiriwyd y cyfarfod am {at}",
    break_until=" tan {at} {day}",
    break_place=" ({place})",
    break_end=" ac ailddechreuodd am {at}",
    taken_next="Cymerwyd eitem {number} fel yr eitem nesaf o fusnes",
    order_varied="Am {at} newidiodd {who} drefn y busnes er mwyn cymryd eitem {number} nesaf",
    quorum_lost=(
        "Nid oedd cworwm{item} o {at} ymlaen: roedd {present} o aelodau â phleidlais yn cyfrif ac roedd angen {needed}"
    ),
    for_item=" ar gyfer eitem {number}",
    quorum_back="Roedd cworwm eto o {at} ymlaen",
    elsewhere="Cymerodd aelodau ran o fannau eraill: {words}",
    connection_lost="Collodd {name} y cysylltiad am {at} ac nid oedd yn bresennol nes ei adfer",
    connection_back="Adferwyd cysylltiad {name} am {at}",
    bar_lifted="Caniatawyd i {name} bleidleisio ar yr eitem hon er colli rhan ohoni: {why}",
    not_taken="Ni chymerwyd yr eitem hon.",
    separate="Mae’r eitem hon wedi’i chofnodi ar wahân, gan fod y cofnodion yn cynnwys gwybodaeth esempt.",
    urgent="Roedd {who} o’r farn y dylid ystyried yr eitem hon fel mater brys: {why}.",
    sealed="seliwyd cofnod y cyfarfod (nifer y ffeithiau: {facts}, gwraidd {root})",
)

WELSH = Phrases(
    language="cy",
    calendar=CALENDAR,
    page=PAGE,
    motions=MOTIONS,
    votes=VOTES,
    room=ROOM,
    interests=INTERESTS,
    debate=DEBATE,
    private=PRIVATE,
    appointments=APPOINTMENTS,
)
