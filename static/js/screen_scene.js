// What a screen for everybody shows at this moment, worked out from the public parts alone: the same for display and caption.

const KINDS = { substantive: "Motion", amendment: "Amendment", procedural: "Procedural motion" };

/** The scene: {kind, ...} with kind private, planned, adjourned, closed, cancelled, voting, counted, result, motion, item, between. */
export function sceneOf(parts) {
  const { meeting, agenda, motions, vote, exclusion, debate } = parts;
  if (isPrivate(exclusion) || !meeting || meeting.hidden) return { kind: "private", words: (exclusion && exclusion.words) || "" };
  if (meeting.status !== "open") return notSitting(meeting, debate);
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

/** The public is told of an exclusion only while it lasts. */
function isPrivate(exclusion) {
  return Boolean(exclusion && !exclusion.hidden && exclusion.words);
}

function notSitting({ status, starts_at: startsAt }, debate) {
  const { until = null, reason = "", place = "" } = (debate && debate.adjourned) || {};
  return { kind: status, startsAt, resumesAt: until, reason, place };
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

/** Who has the floor, or null: `limit` and `used` in seconds, `runsSince` in milliseconds while the clock runs. */
export function speakerOf(debate) {
  const floor = debate && !debate.hidden && debate.floor;
  if (!floor) return null;
  return {
    name: floor.on_behalf ? `${floor.name}, for ${floor.on_behalf}` : floor.name,
    label: floor.label,
    limit: floor.limit_seconds || null,
    used: floor.spoken_ms / 1000,
    runsSince: floor.running_since ? Date.parse(floor.running_since) : null,
    amber: debate.amber_seconds,
  };
}

/** The first eight characters of the root of the record's tree, once it is signed. */
export function proofOf(proof) {
  return (proof && !proof.hidden && proof.root) || "";
}
