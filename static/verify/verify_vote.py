#!/usr/bin/env python3
"""Checks the signed result of a council's vote. Needs nothing but Python 3.8 or newer and this one file.

    python3 verify_vote.py statement.json
    python3 verify_vote.py --key KEY statement.json     KEY: the council's public key, 64 hexadecimal digits, that you
                                                        had from somewhere you trust
    python3 verify_vote.py --kept old.txt growth.json   old.txt: a checkpoint that you kept; growth.json: what
                                                        /proof/streams/<id>/consistency gave

What it checks, without asking anybody: the signature of the statement; the signature of the checkpoint; that every
fact it names is in the record that the checkpoint seals; that the facts which are opened say what the statement
says; and, with a counting function of its own, that the figures and the outcome follow from them.

Exit code: 0 everything is right, 1 something is not, 2 the file cannot be read.
"""

import base64
import hashlib
import json
import struct
import sys

FORMAT = "witan-vote-statement/1"
SIDES = ("for", "against", "abstain")


class NotRight(ValueError):
    """Something does not fit; the message says what, in plain words."""


# --- Ed25519, checking only (RFC 8032, section 5.1.7) --------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def _add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, l = f - e, h - g, h + g, f + e
    return (i * j % P, k * l % P, j * k % P, i * l % P)


def _times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = _add(total, point)
        point = _add(point, point)
        n >>= 1
    return total


def _point(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


_Y = 4 * pow(5, P - 2, P) % P
BASE = _point(_Y.to_bytes(32, "little"))


def signed_by(public_key, message, signature):
    """Whether this Ed25519 signature is right."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, r = _point(public_key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % Q
    left, right = _times(s, BASE), _add(r, _times(h, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- the tree (RFC 9162) and the checkpoint (a signed note) --------------------------------------------------------


def _sha(data):
    return hashlib.sha256(data).digest()


def root_from(leaf, index, size, path):
    """The root that a path leads to from a leaf; None if the path does not fit the place."""
    if not 0 <= index < size:
        return None
    sides = []  # from the top down: whether the leaf is in the right half
    start, end = 0, size
    while end - start > 1:
        half = 1
        while half * 2 < end - start:
            half *= 2
        right = index >= start + half
        sides.append(right)
        start, end = (start + half, end) if right else (start, start + half)
    if len(path) != len(sides):
        return None
    node = leaf
    for right, other in zip(reversed(sides), path):
        node = _sha(b"\x01" + other + node) if right else _sha(b"\x01" + node + other)
    return node


def read_checkpoint(text):
    """(origin, size, root, time, signature) of a checkpoint."""
    try:
        body, signatures = text.split("\n\n")
        origin, size, root, time = body.split("\n")
        dash, name, signed = signatures.rstrip("\n").split(" ")
        raw = base64.b64decode(signed, validate=True)
        found = (origin, int(size), base64.b64decode(root, validate=True), time, raw[4:])
        fits = dash == "\u2014" and name == origin and len(found[2]) == 32 and len(raw) == 68
        if not fits or not time.startswith("time "):
            raise ValueError
    except (ValueError, AttributeError, TypeError):
        raise NotRight("the checkpoint is not in the form of a checkpoint") from None
    return found


def check_checkpoint(text, public_key):
    """The checkpoint's (origin, size, root, time) once its signature is found right."""
    origin, size, root, time, signature = read_checkpoint(text)
    if not signed_by(public_key, (text.split("\n\n")[0] + "\n").encode(), signature):
        raise NotRight("the checkpoint is not signed by the key that the file names")
    return origin, size, root, time[5:]


def grew(first, second, first_root, second_root, path):
    """Whether the path shows that the tree of `second` leaves begins with the whole tree of `first`."""
    if first == second:
        return first_root == second_root and not path
    if not 0 < first < second:
        return False
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    a, b = first - 1, second - 1
    while a % 2:
        a, b = a // 2, b // 2
    if not path:
        return False
    old = new = path[0]
    for other in path[1:]:
        if not b:
            return False
        if a % 2 or a == b:
            old, new = _sha(b"\x01" + other + old), _sha(b"\x01" + other + new)
            while a and not a % 2:
                a, b = a // 2, b // 2
        else:
            new = _sha(b"\x01" + new + other)
        a, b = a // 2, b // 2
    return not b and old == first_root and new == second_root


# --- the statement's signature (what ssh-keygen -Y sign makes) -----------------------------------------------------


def _strings(blob):
    found = []
    while blob:
        (length,) = struct.unpack(">I", blob[:4])
        if length > len(blob) - 4:
            raise ValueError("cut off")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return found


def check_signature(message, armoured, public_key, namespace="council-vote"):
    """Raises NotRight unless the SSH signature of this message is right and made by this key for this purpose."""
    try:
        lines = armoured.rstrip("\n").split("\n")
        if (lines[0], lines[-1]) != ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"):
            raise ValueError
        blob = base64.b64decode("".join(lines[1:-1]), validate=True)
        key, name, reserved, algorithm, signed = _strings(blob[10:])
        kind, made_by = _strings(key)
        kind_too, signature = _strings(signed)
        if blob[:10] != b"SSHSIG" + struct.pack(">I", 1) or not kind == kind_too == b"ssh-ed25519":
            raise ValueError
        digest = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}[algorithm](message).digest()
    except (ValueError, KeyError, AttributeError, IndexError, struct.error):
        raise NotRight("the signature of the statement cannot be read") from None
    if made_by != public_key or name != namespace.encode():
        raise NotRight("the statement is signed with another key, or for another purpose")
    parts = (name, reserved, algorithm, digest)
    data = b"SSHSIG" + b"".join(struct.pack(">I", len(part)) + part for part in parts)
    if not signed_by(public_key, data, signature):
        raise NotRight("the statement was changed after it was signed")


def canonical(value):
    """The bytes of a statement that are signed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


# --- the count, written apart from the program that ran the vote ---------------------------------------------------


def decide(rule, votes_for, votes_against):
    """The outcome of these figures under a rule, before any casting vote."""
    voting = votes_for + votes_against
    if rule == "simple_majority":
        if voting == 0:
            return "undecided"
        if votes_for * 2 == voting:
            return "tied"
        return "carried" if votes_for * 2 > voting else "lost"
    if rule == "two_thirds":
        return "carried" if voting and votes_for * 3 >= voting * 2 else "lost"
    if rule == "four_fifths_up":
        return "carried" if voting and votes_for * 5 >= voting * 4 else "lost"
    if rule == "no_one_against":
        return "carried" if votes_for > 0 and votes_against == 0 else "lost"
    raise NotRight("the vote was counted by a rule that this program does not know: %s" % rule)


class Vote:
    """One vote as its facts tell it, in the order in which they were written."""

    def __init__(self):
        self.opened = self.claimed = self.casting = self.declared = self.voided = self.hands = None
        self.closed = self.confirmed = False
        self.way = self.names = ""
        self.roll = {}
        self.choices = {}
        self.own = {}
        self.corrections = []

    def take(self, kind, data):
        """One fact more."""
        step = getattr(self, "_" + kind.split(".", 1)[1], None) if kind.startswith("voting.") else None
        if step is None:
            return
        if self.opened is None and kind != "voting.vote_opened":
            raise NotRight("something is recorded of this vote before it was opened")
        step(data)

    def _vote_opened(self, data):
        if self.opened is not None:
            raise NotRight("the vote was opened twice")
        self.opened = data
        self.way, self.names = data.get("way", "devices"), data["method"]
        for one in data["roll"]:
            self.roll[one["person_id"]] = (one["name"], one.get("weight", 1), one.get("holder_id", ""))

    def _roll_joined(self, data):
        # Who comes in person while a proxy holds their vote takes it back, and with it what the proxy cast.
        name, weight, _ = self.roll.get(data["person_id"], (data["name"], data.get("weight", 1), ""))
        self.roll[data["person_id"]] = (name, weight, "")
        self.choices.pop(data["person_id"], None)

    def _roll_left(self, data):
        if data["person_id"] in self.choices:
            raise NotRight("somebody was taken off the roll who had voted")
        self.roll.pop(data["person_id"], None)

    def _way_changed(self, data):
        self.way = data["way"]
        self.names = data.get("method") or self.names
        if self.way == "hands":
            self.hands, self.confirmed = None, False

    def _ballot_cast(self, data):
        if self.closed:
            raise NotRight("a ballot was taken after the close")
        if data["person_id"] not in self.roll:
            raise NotRight("a ballot is of somebody who was not on the roll")
        if data["choice"] not in SIDES:
            raise NotRight("a ballot holds no choice that there is")
        self.choices[data["person_id"]] = data["choice"]

    def _hands_counted(self, data):
        self.hands, self.confirmed = data, False

    def _hands_confirmed(self, data):
        self.confirmed = self.hands is not None

    def _vote_closed(self, data):
        if self.closed:
            raise NotRight("the vote was closed twice")
        self.claimed, self.closed = data, True

    def _ballot_corrected(self, data):
        if self.choices.get(data["person_id"]) != data["before"]:
            raise NotRight("a correction names another choice than the one that was cast")
        self.choices.pop(data["person_id"], None)
        if data["after"] is not None:
            self.choices[data["person_id"]] = data["after"]
        self.corrections.append((data["person_id"], data["before"], data["after"]))

    def _result_recounted(self, data):
        self.claimed = data

    def _casting_vote_given(self, data):
        self.casting = data

    def _vote_declared(self, data):
        self.declared = data

    def _own_vote_recorded(self, data):
        # One a person: after a correction of the ballot the last holds.
        self.own[data["person_id"]] = data["choice"]

    def _vote_voided(self, data):
        self.voided = data

    def figures(self):
        """(for, against, abstained, no vote cast), each member's vote by its weight."""
        if self.way == "hands":
            if not self.confirmed:
                raise NotRight("the show of hands was not confirmed by a second person")
            counted = [self.hands["count_" + side] for side in SIDES]
            if min(counted) < 0 or sum(counted) > self.hands["present"]:
                raise NotRight("more hands were counted than members were there")
            return tuple(counted) + (self.hands["present"] - sum(counted),)
        piles = {"for": 0, "against": 0, "abstain": 0, None: 0}
        for person, (_, weight, _) in self.roll.items():
            piles[self.choices.get(person)] += weight
        return tuple(piles[side] for side in (*SIDES, None))

    def outcome(self, figures):
        """What came of it, the casting vote included."""
        found = decide(self.opened.get("basis", "simple_majority"), figures[0], figures[1])
        if self.casting is not None:
            if found != "tied":
                raise NotRight("a casting vote was given although the votes were not equal")
            found = "carried" if self.casting.get("choice") == "for" else "lost"
        return found


def tally(facts):
    """((for, against, abstained, none), outcome) of all the facts of one vote: pairs of type and data, in order."""
    vote = Vote()
    for kind, data in facts:
        vote.take(kind, data)
    figures = vote.figures()
    return figures, vote.outcome(figures)


# --- the statement against the facts -------------------------------------------------------------------------------


def _same(what, said, found):
    if said != found:
        raise NotRight("%s: the statement says %s, the record gives %s" % (what, _words(said), _words(found)))


def _words(value):
    return json.dumps(value, ensure_ascii=False)


def examine(statement, texts, complete):
    """Compare a statement with the leaves' texts, by the facts' numbers. `complete`: all facts of the vote are there.

    Returns sentences about what was found right. Raises NotRight.
    """
    if statement.get("format") != FORMAT:
        raise NotRight("this is not a statement of a vote in a form that this program knows")
    vote = Vote()
    for seq in sorted(texts):
        leaf = json.loads(texts[seq])
        if leaf["stream"] != statement["record"]["stream"] or leaf["seq"] != seq:
            raise NotRight("a fact is of another record, or of another place in it")
        if leaf["data"].get("vote_id") != statement["vote"]:
            raise NotRight("a fact belongs to another vote")
        vote.take(leaf["type"], leaf["data"])
    if statement["secret"]:
        if vote.opened is not None and not complete:
            raise NotRight("facts of an item that is not public are opened")
        return ["The item is not public: the record holds the vote, and the statement tells nothing of it."]
    if vote.opened is None or vote.opened["vote_id"] != statement["vote"]:
        raise NotRight("the opening of the vote is not among the facts")
    return _about(statement, vote) + _result(statement, vote, complete)


def _about(statement, vote):
    motion = statement["motion"]
    _same("the motion", motion["text"], vote.opened["text"])
    _same("the hash of the motion", motion["sha256"], hashlib.sha256(vote.opened["text"].encode()).hexdigest())
    _same("the motion's number", motion["id"], vote.opened["motion_id"])
    _same("what was decided besides", motion["also"], list(vote.opened.get("also", ())))
    _same("the rule", statement["rule"], vote.opened.get("basis", "simple_majority"))
    _same("the way of voting", statement["way"], vote.way)
    _same("whether names are recorded", statement["names"], vote.names)
    said = {one["person"]: (one["name"], one["weight"], one["holder"]) for one in statement["roll"]}
    _same("the roll", {k: list(v) for k, v in said.items()}, {k: list(v) for k, v in vote.roll.items()})
    return ["The motion, the rule and the roll of %d are those of the record." % len(said)]


def _result(statement, vote, complete):
    said = statement["tally"] and [statement["tally"][side] for side in (*SIDES, "none")]
    _same("whether the vote was declared void", statement["void"] is not None, vote.voided is not None)
    own = [[one["person"], one["choice"]] for one in statement["own"]]
    _same("votes that members had recorded", own, [list(one) for one in vote.own.items()])
    _casting(statement, vote)
    done = _count(statement, vote, complete, said)
    if vote.declared is None:
        if vote.voided is None or statement["outcome"] is not None:
            raise NotRight("the result was not declared")
        return [*done, "The vote was declared void before there was a result."]
    found = vote.outcome(said)
    _same("the outcome", statement["outcome"], found)
    _same("the outcome declared", statement["outcome"], vote.declared["outcome"])
    void = " The vote was declared void afterwards." if vote.voided else ""
    return [*done, "The outcome follows from the count: %s.%s" % (found, void)]


def _count(statement, vote, complete, said):
    recorded = vote.names == "recorded"
    if recorded:
        _same("how members voted", statement["choices"], vote.choices)
    elif statement["choices"]:
        raise NotRight("names are given although only totals were announced")
    if vote.claimed is not None:
        _same("the count at the close", said, [vote.claimed["count_" + side] for side in (*SIDES, "none")])
    if said is None:
        if vote.declared is not None or vote.voided is None:
            raise NotRight("there is no count")
        return []
    if recorded or complete or vote.way == "hands":
        figures = list(vote.figures())
        _same("the count", said, figures)
        return ["Counted again: %d for, %d against, %d abstained, %d cast no vote." % tuple(figures)]
    return ["Only totals were announced. Which ballot was whose is sealed: the signer counted them, not this program."]


def _casting(statement, vote):
    said = statement["casting"]
    given = vote.casting
    found = None if given is None else {k: given.get(k) for k in ("person_id", "name", "choice")}
    _same("the casting vote", said and {"person_id": said["person"], "name": said["name"], "choice": said["choice"]}, found)


# --- all of it -----------------------------------------------------------------------------------------------------


def check(document, trusted_key=None):
    """Check a whole file. Returns sentences about what was found right. Raises NotRight."""
    try:
        statement, signature = document["statement"], document["signature"]
        public_key = bytes.fromhex(statement["key"]["public_key"])
        return _check(statement, signature, public_key, trusted_key)
    except NotRight:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotRight("the statement is not in the form it should have (%s)" % error) from None


def _check(statement, signature, public_key, trusted_key):
    if trusted_key is not None and public_key != trusted_key:
        raise NotRight("the statement is signed with another key than the one that you gave")
    _same("the key's number", statement["key"]["id"], hashlib.sha256(public_key).hexdigest()[:16])
    check_signature(canonical(statement), signature, public_key)
    done = ["The statement is signed by the key %s." % statement["key"]["id"]]
    record = statement["record"]
    origin, size, root, time = check_checkpoint(record["checkpoint"], public_key)
    _same("the size of the record", record["size"], size)
    done.append("The checkpoint of %s is signed: %d facts, root %s." % (time, size, root.hex()[:8].upper()))
    texts, before = {}, 0
    for fact in statement["facts"]:
        leaf = bytes.fromhex(fact["leaf"])
        if fact["seq"] <= before:
            raise NotRight("the facts are out of order")
        before = fact["seq"]
        if root_from(leaf, fact["seq"] - 1, size, [bytes.fromhex(step) for step in fact["path"]]) != root:
            raise NotRight("fact %d is not in the record that the checkpoint seals" % fact["seq"])
        if fact["text"] is not None:
            if _sha(b"\x00" + fact["text"].encode()) != leaf:
                raise NotRight("fact %d says something else than what was recorded" % fact["seq"])
            texts[fact["seq"]] = fact["text"]
    if not before:
        raise NotRight("the statement names no fact of the record")
    done.append("All %d facts of the vote are in that record; %d are opened." % (len(statement["facts"]), len(texts)))
    return done + examine(statement, texts, False)


def check_growth(kept, document):
    """Whether the record that a kept checkpoint sealed is the beginning of the newer one. Raises NotRight."""
    try:
        old_key, new_key = (bytes.fromhex(document[end]["public_key"]) for end in ("from", "to"))
        path = [bytes.fromhex(step) for step in document["path"]]
        newer = document["to"]["checkpoint"]
    except (KeyError, TypeError, ValueError):
        raise NotRight("the proof of growth is not in the form it should have") from None
    old, new = check_checkpoint(kept, old_key), check_checkpoint(newer, new_key)
    if old[0] != new[0]:
        raise NotRight("the two checkpoints are of different records")
    if not grew(old[1], new[1], old[2], new[2], path):
        raise NotRight("the record was changed after the checkpoint that you kept: keep it safe, and tell others")
    return ["The record of %d facts begins with the %d that you kept." % (new[1], old[1])]


def _load(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def main(words):
    """The command line."""
    trusted = None
    try:
        if words[:1] == ["--key"]:
            trusted, words = bytes.fromhex(words[1]), words[2:]
        if words[:1] == ["--kept"]:
            kept, names = _load(words[1]), words[2:]
        else:
            kept, names = None, words
        documents = [(name, json.loads(_load(name))) for name in names]
    except (OSError, ValueError, IndexError, RecursionError) as error:
        print("This cannot be read: %s" % error)
        return 2
    if not documents:
        print(__doc__.strip())
        return 2
    wrong = False
    for name, document in documents:
        print("%s" % name)
        try:
            done = check_growth(kept, document) if kept is not None else check(document, trusted)
        except NotRight as error:
            wrong = True
            print("  NOT RIGHT: %s." % error)
            continue
        for sentence in done:
            print("  " + sentence)
        if kept is None and trusted is None:
            print("  Compare the key with the one that the council publishes elsewhere: %s" % document["statement"]["key"]["public_key"])
        print("  EVERYTHING IS RIGHT.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
