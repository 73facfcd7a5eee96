// What a screen for everybody shows at this moment, worked out from the public parts alone: the same for display and caption.

const KINDS = { substantive: "Motion", amendment: "Amendment", procedural: "Procedural motion" };

/** The scene: {kind, ...} with kind private, planned, adjourned, closed, cancelled, voting, counted, result, motion, item, between. */
export function sceneOf(parts) {
  const { meeting = {}, agenda, motions, vote, exclusion } = parts;
  if (isPrivate(exclusion)) return { kind: "private", why: exclusion.words || exclusion.reason || "" };
  if (meeting.status !== "open") return notSitting(meeting);
  const item = itemOf(agenda);
  const before = motionBefore(motions);
  if (vote && vote.state === "open") return { kind: "voting", item, vote, motion: motionOfVote(vote) };
  // A result stands until something else is before the meeting.
  if (vote && vote.state && !(before && before.id !== vote.motion_id)) {
    return { kind: vote.counts ? "result" : "counted", item, vote, motion: motionOfVote(vote) };
  }
  if (before) return { kind: "motion", item, motion: before };
  return { kind: item ? "item" : "between", item };
}

function isPrivate(exclusion) {
  if (!exclusion) return false;
  return Boolean(exclusion.excluded ?? exclusion.private ?? exclusion.active);
}

function notSitting(meeting) {
  const { status = "planned", starts_at: startsAt, resumes_at: resumesAt, adjourned_until: until, reason, adjourned_reason: why } = meeting;
  return { kind: status, startsAt, resumesAt: resumesAt || until || null, reason: reason || why || "" };
}

function itemOf(agenda) {
  if (!agenda || !agenda.current_id) return null;
  return { number: agenda.current_number, title: agenda.current_title };
}

function motionBefore(motions) {
  if (!motions || !motions.before_id) return null;
  const found = motions.motions.find((m) => m.id === motions.before_id);
  return found ? { ...found, title: KINDS[found.kind] || "Motion" } : null;
}

function motionOfVote(vote) {
  return { id: vote.motion_id, kind: vote.kind, title: KINDS[vote.kind] || "Motion", text: vote.text, mover: vote.mover, seconder: vote.seconder };
}

/** Carried, Lost, A tie: with the casting vote where there was one. */
export function outcomeWords(vote) {
  const procedural = vote.kind === "procedural";
  const words = { carried: procedural ? "Agreed" : "Carried", lost: procedural ? "Not agreed" : "Lost", tied: "A tie" };
  const word = words[vote.outcome] || "Result";
  if (vote.casting) return `${word} on the casting vote of the chair`;
  if (vote.outcome === "tied" && vote.needs_casting) return "A tie: the chair is asked for a casting vote";
  return word;
}

/** Moved by A, seconded by B. */
export function movers({ mover, seconder }) {
  if (!mover) return "";
  return `Moved by ${mover}${seconder ? `, seconded by ${seconder}` : ""}`;
}

/** Who speaks now, or null: {name, kind, startedAt, limit in seconds, paused, used}. */
export function speakerOf(debate) {
  const now = debate && debate.floor;
  if (!now || !now.name) return null;
  return {
    name: now.name,
    kind: now.label || "",
    startedAt: now.running_since ? Date.parse(now.running_since) : null,
    limit: now.limit_seconds || null,
    used: now.spoken_ms / 1000,
    running: Boolean(now.running_since),
  };
}

/** The first eight characters of the root of the record's tree, once it is signed. */
export function proofOf(proof) {
  const root = proof && (proof.short || proof.root8 || proof.root || "");
  return root ? String(root).slice(0, 8) : "";
}
