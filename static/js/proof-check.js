// Checks the signed result of a vote, and that a record only grew. The same as verify_vote.py, written once more.

import { fromBase64, fromHex, joined, same, sha256, sha512, signedBy, toHex, utf8 } from "./proof-crypto.js";

const FORMAT = "witan-vote-statement/1";
const SIDES = ["for", "against", "abstain"];

export class NotRight extends Error {}

function must(right, words) {
  if (!right) throw new NotRight(words);
}

// --- the tree and the checkpoint

const node = (left, right) => sha256(joined(Uint8Array.of(1), left, right));
export const leafOf = (text) => sha256(joined(Uint8Array.of(0), utf8(text)));

export function rootFrom(leaf, index, size, path) {
  if (index < 0 || index >= size) return null;
  const sides = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    let half = 1;
    while (half * 2 < end - start) half *= 2;
    const right = index >= start + half;
    sides.push(right);
    if (right) start += half;
    else end = start + half;
  }
  if (path.length !== sides.length) return null;
  return path.reduce((here, other, i) => (sides[sides.length - 1 - i] ? node(other, here) : node(here, other)), leaf);
}

export function grew(first, second, firstRoot, secondRoot, steps) {
  if (first === second) return same(firstRoot, secondRoot) && steps.length === 0;
  if (first <= 0 || first > second) return false;
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...steps] : [...steps];
  if (!path.length) return false;
  let [a, b] = [first - 1, second - 1];
  const up = () => { [a, b] = [Math.floor(a / 2), Math.floor(b / 2)]; };
  while (a % 2) up();
  let [older, newer] = [path[0], path[0]];
  for (const other of path.slice(1)) {
    if (b === 0) return false;
    if (a % 2 || a === b) {
      [older, newer] = [node(other, older), node(other, newer)];
      while (a && a % 2 === 0) up();
    } else newer = node(newer, other);
    up();
  }
  return b === 0 && same(older, firstRoot) && same(newer, secondRoot);
}

export function readCheckpoint(text) {
  try {
    const [body, signatures, ...more] = text.split("\n\n");
    const [origin, size, root, time, ...rest] = body.split("\n");
    const [dash, name, signed] = signatures.trimEnd().split(" ");
    const raw = fromBase64(signed);
    const found = { origin, size: Number(size), root: fromBase64(root), time: time.slice(5), body: `${body}\n`, signature: raw.subarray(4) };
    must(!more.length && !rest.length && dash === "\u2014" && name === origin && /^[1-9][0-9]*$/.test(size), "");
    must(found.root.length === 32 && raw.length === 68 && time.startsWith("time "), "");
    return found;
  } catch {
    throw new NotRight("the checkpoint is not in the form of a checkpoint");
  }
}

export function checkpointBy(text, publicKey) {
  const found = readCheckpoint(text);
  must(signedBy(publicKey, utf8(found.body), found.signature), "the checkpoint is not signed by the key that is named");
  return found;
}

// --- the statement's signature

function strings(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
    must(at + 4 + length <= bytes.length, "cut off");
    found.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

function string(bytes) {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return joined(length, bytes);
}

export function checkSignature(message, armoured, publicKey, namespace = "council-vote") {
  const text = (bytes) => new TextDecoder().decode(bytes);
  let parts;
  try {
    const lines = armoured.trimEnd().split("\n");
    must(lines[0] === "-----BEGIN SSH SIGNATURE-----" && lines.at(-1) === "-----END SSH SIGNATURE-----", "");
    const blob = fromBase64(lines.slice(1, -1).join(""));
    const [key, name, reserved, algorithm, signed] = strings(blob.slice(10));
    const [kind, madeBy] = strings(key);
    const [kindToo, signature] = strings(signed);
    must(text(blob.slice(0, 6)) === "SSHSIG" && text(kind) === "ssh-ed25519" && text(kindToo) === "ssh-ed25519", "");
    must(text(algorithm) === "sha512", "");
    parts = { madeBy, name, reserved, algorithm, signature };
  } catch {
    throw new NotRight("the signature of the statement cannot be read");
  }
  must(same(parts.madeBy, publicKey) && text(parts.name) === namespace, "the statement is signed with another key, or for another purpose");
  const signed = [parts.name, parts.reserved, parts.algorithm, sha512(message)].map(string);
  must(signedBy(publicKey, joined(utf8("SSHSIG"), ...signed), parts.signature), "the statement was changed after it was signed");
}

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// --- the count

function decide(rule, inFavour, against) {
  const voting = inFavour + against;
  if (rule === "simple_majority") {
    if (voting === 0) return "undecided";
    if (inFavour === against) return "tied";
    return inFavour > against ? "carried" : "lost";
  }
  if (rule === "two_thirds") return voting && inFavour * 3 >= voting * 2 ? "carried" : "lost";
  if (rule === "four_fifths_up") return voting && inFavour * 5 >= voting * 4 ? "carried" : "lost";
  if (rule === "no_one_against") return inFavour && !against ? "carried" : "lost";
  throw new NotRight(`the vote was counted by a rule that this page does not know: ${rule}`);
}

function freshVote() {
  return { roll: new Map(), choices: new Map(), own: new Map(), opened: null, claimed: null, closed: false, hands: null, confirmed: false };
}

const TAKE = {
  vote_opened(vote, data) {
    must(!vote.opened, "the vote was opened twice");
    Object.assign(vote, { opened: data, way: data.way || "devices", names: data.method });
    for (const one of data.roll) vote.roll.set(one.person_id, [one.name, one.weight ?? 1, one.holder_id ?? ""]);
  },
  roll_joined(vote, data) {
    const [name, weight] = vote.roll.get(data.person_id) || [data.name, data.weight ?? 1];
    vote.roll.set(data.person_id, [name, weight, ""]);
    vote.choices.delete(data.person_id);
  },
  roll_left(vote, data) {
    must(!vote.choices.has(data.person_id), "somebody was taken off the roll who had voted");
    vote.roll.delete(data.person_id);
  },
  way_changed(vote, data) {
    vote.way = data.way;
    vote.names = data.method || vote.names;
    if (vote.way === "hands") Object.assign(vote, { hands: null, confirmed: false });
  },
  ballot_cast(vote, data) {
    must(!vote.closed, "a ballot was taken after the close");
    must(vote.roll.has(data.person_id), "a ballot is of somebody who was not on the roll");
    must(SIDES.includes(data.choice), "a ballot holds no choice that there is");
    vote.choices.set(data.person_id, data.choice);
  },
  hands_counted(vote, data) { Object.assign(vote, { hands: data, confirmed: false }); },
  hands_confirmed(vote) { vote.confirmed = vote.hands !== null; },
  vote_closed(vote, data) {
    must(!vote.closed, "the vote was closed twice");
    Object.assign(vote, { claimed: data, closed: true });
  },
  ballot_corrected(vote, data) {
    must((vote.choices.get(data.person_id) ?? null) === data.before, "a correction names another choice than the one that was cast");
    if (data.after === null) vote.choices.delete(data.person_id);
    else vote.choices.set(data.person_id, data.after);
  },
  result_recounted(vote, data) { vote.claimed = data; },
  casting_vote_given(vote, data) { vote.casting = data; },
  vote_declared(vote, data) { vote.declared = data; },
  // One a person: after a correction of the ballot the last holds.
  own_vote_recorded(vote, data) { vote.own.set(data.person_id, data.choice); },
  vote_voided(vote, data) { vote.voided = data; },
};

function take(vote, kind, data) {
  const [feature, name] = kind.split(".");
  if (feature !== "voting" || !Object.hasOwn(TAKE, name)) return;
  must(vote.opened || name === "vote_opened", "something is recorded of this vote before it was opened");
  TAKE[name](vote, data);
}

function figures(vote) {
  if (vote.way === "hands") {
    must(vote.confirmed, "the show of hands was not confirmed by a second person");
    const counted = SIDES.map((side) => vote.hands[`count_${side}`]);
    const none = vote.hands.present - counted.reduce((sum, n) => sum + n, 0);
    must(none >= 0 && counted.every((n) => n >= 0), "more hands were counted than members were there");
    return [...counted, none];
  }
  const piles = [0, 0, 0, 0];
  for (const [person, [, weight]] of vote.roll) {
    const place = SIDES.indexOf(vote.choices.get(person));
    piles[place < 0 ? 3 : place] += weight;
  }
  return piles;
}

function outcome(vote, counted) {
  const found = decide(vote.opened.basis || "simple_majority", counted[0], counted[1]);
  if (!vote.casting) return found;
  must(found === "tied", "a casting vote was given although the votes were not equal");
  return vote.casting.choice === "for" ? "carried" : "lost";
}

export function tally(facts) {
  const vote = freshVote();
  for (const [kind, data] of facts) take(vote, kind, data);
  const counted = figures(vote);
  return [counted, outcome(vote, counted)];
}

// --- the statement against the facts

function equal(what, said, found) {
  const [a, b] = [canonical(said ?? null), canonical(found ?? null)];
  must(a === b, `${what}: the statement says ${a}, the record gives ${b}`);
}

function about(statement, vote) {
  const { motion } = statement;
  equal("the motion", motion.text, vote.opened.text);
  equal("the hash of the motion", motion.sha256, toHex(sha256(utf8(vote.opened.text))));
  equal("the motion's number", motion.id, vote.opened.motion_id);
  equal("what was decided besides", motion.also, vote.opened.also || []);
  equal("the rule", statement.rule, vote.opened.basis || "simple_majority");
  equal("the way of voting", statement.way, vote.way);
  equal("whether names are recorded", statement.names, vote.names);
  const said = Object.fromEntries(statement.roll.map((one) => [one.person, [one.name, one.weight, one.holder]]));
  equal("the roll", said, Object.fromEntries(vote.roll));
  return `The motion, the rule and the roll of ${statement.roll.length} are those of the record.`;
}

function counted(statement, vote, said) {
  const recorded = vote.names === "recorded";
  if (recorded) equal("how members voted", statement.choices, Object.fromEntries(vote.choices));
  else must(!Object.keys(statement.choices).length, "names are given although only totals were announced");
  if (vote.claimed) equal("the count at the close", said, [...SIDES, "none"].map((side) => vote.claimed[`count_${side}`]));
  if (said === null) {
    must(!vote.declared && vote.voided, "there is no count");
    return [];
  }
  if (!recorded && vote.way !== "hands") {
    return ["Only totals were announced. Which ballot was whose is sealed: the signer counted them, not this page."];
  }
  const found = figures(vote);
  equal("the count", said, found);
  return [`Counted again: ${found[0]} for, ${found[1]} against, ${found[2]} abstained, ${found[3]} cast no vote.`];
}

function result(statement, vote) {
  const said = statement.tally && [...SIDES, "none"].map((side) => statement.tally[side]);
  equal("whether the vote was declared void", statement.void !== null, Boolean(vote.voided));
  equal("votes that members had recorded", statement.own.map((one) => [one.person, one.choice]), [...vote.own]);
  const casting = statement.casting && [statement.casting.person, statement.casting.name, statement.casting.choice];
  equal("the casting vote", casting, vote.casting && [vote.casting.person_id, vote.casting.name, vote.casting.choice]);
  const done = counted(statement, vote, said);
  if (!vote.declared) {
    must(vote.voided && statement.outcome === null, "the result was not declared");
    return [...done, "The vote was declared void before there was a result."];
  }
  const found = outcome(vote, said);
  equal("the outcome", statement.outcome, found);
  equal("the outcome declared", statement.outcome, vote.declared.outcome);
  return [...done, `The outcome follows from the count: ${found}.${vote.voided ? " The vote was declared void afterwards." : ""}`];
}

function examine(statement, texts) {
  must(statement.format === FORMAT, "this is not a statement of a vote in a form that this page knows");
  const vote = freshVote();
  for (const [seq, text] of texts) {
    const leaf = JSON.parse(text);
    must(leaf.stream === statement.record.stream && leaf.seq === seq, "a fact is of another record, or of another place in it");
    must(leaf.data.vote_id === statement.vote, "a fact belongs to another vote");
    take(vote, leaf.type, leaf.data);
  }
  if (statement.secret) {
    must(!vote.opened, "facts of an item that is not public are opened");
    return ["The item is not public: the record holds the vote, and the statement tells nothing of it."];
  }
  must(vote.opened, "the opening of the vote is not among the facts");
  return [about(statement, vote), ...result(statement, vote)];
}

function sealedFacts(statement, size, root) {
  const texts = [];
  let before = 0;
  for (const fact of statement.facts) {
    const leaf = fromHex(fact.leaf);
    must(Number.isInteger(fact.seq) && fact.seq > before, "the facts are out of order");
    before = fact.seq;
    const reached = rootFrom(leaf, fact.seq - 1, size, fact.path.map(fromHex));
    must(reached && same(reached, root), `fact ${fact.seq} is not in the record that the checkpoint seals`);
    if (fact.text !== null) {
      must(same(leafOf(fact.text), leaf), `fact ${fact.seq} says something else than what was recorded`);
      texts.push([fact.seq, fact.text]);
    }
  }
  must(before, "the statement names no fact of the record");
  return texts;
}

function checked(statement, signature) {
  const key = fromHex(statement.key.public_key);
  equal("the key's number", statement.key.id, toHex(sha256(key)).slice(0, 16));
  checkSignature(utf8(canonical(statement)), signature, key);
  const sealed = checkpointBy(statement.record.checkpoint, key);
  equal("the size of the record", statement.record.size, sealed.size);
  const texts = sealedFacts(statement, sealed.size, sealed.root);
  return [
    `The statement is signed by the key ${statement.key.id}.`,
    `The checkpoint of ${sealed.time} is signed: ${sealed.size} facts, root ${toHex(sealed.root).slice(0, 8).toUpperCase()}.`,
    `All ${statement.facts.length} facts of the vote are in that record; ${texts.length} are opened.`,
    ...examine(statement, texts),
  ];
}

// Sentences about what was found right. Throws NotRight.
export function check(document) {
  try {
    return checked(document.statement, document.signature);
  } catch (error) {
    if (error instanceof NotRight) throw error;
    throw new NotRight(`the statement is not in the form it should have (${error.message})`);
  }
}
