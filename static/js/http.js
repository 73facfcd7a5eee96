// Small JSON requests to our own server, with the forgery token, a time limit and repeats that do not come all at once.

export class HttpError extends Error {
  constructor(status, body) {
    super((body && body.error) || "The server could not do that. Try again.");
    this.name = "HttpError";
    this.status = status;
    this.code = (body && body.code) || "http";
    this.body = body || {};
  }
}

export class OfflineError extends Error {
  constructor() {
    super("No answer from the server. Check your connection; we keep trying.");
    this.name = "OfflineError";
    this.code = "offline";
  }
}

const MAY_PASS = new Set([429, 502, 503, 504]);
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 8000;

export function csrfToken() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  const field = document.querySelector('input[name="csrf_token"]');
  return (meta && meta.content) || (field && field.value) || "";
}

/** A random pause that grows with each try, so that a hundred members do not all knock again at the same moment. */
export function pauseBefore(attempt, random = Math.random) {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
  return longest / 2 + random() * (longest / 2);
}

export function getJson(url, options = {}) {
  return send("GET", url, undefined, options);
}

/** More than one try is safe only where the body carries a key by which the server knows a repeat. */
export function postJson(url, body, options = {}) {
  return send("POST", url, body, options);
}

async function send(method, url, body, { tries = 1, timeout = 8000, signal, onRetry } = {}) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(method, url, body, timeout, signal);
    } catch (error) {
      const aborted = signal && signal.aborted;
      const again = error instanceof OfflineError || (error instanceof HttpError && MAY_PASS.has(error.status));
      if (aborted || !again || attempt + 1 >= tries) throw error;
      if (onRetry) onRetry(error, attempt + 1);
      await sleep(Math.max(error.retryAfter || 0, pauseBefore(attempt)), signal);
    }
  }
}

async function once(method, url, body, timeout, signal) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  const stop = () => limit.abort();
  if (signal) signal.addEventListener("abort", stop);
  const headers = { Accept: "application/json", "X-CSRF-Token": csrfToken() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(url, {
      method, headers, signal: limit.signal, credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await readJson(response);
    if (!response.ok) throw refusal(response, answer);
    return answer;
  } catch (error) {
    if (error instanceof HttpError || (signal && signal.aborted)) throw error;
    throw new OfflineError();
  } finally {
    clearTimeout(timer);
    if (signal) signal.removeEventListener("abort", stop);
  }
}

async function readJson(response) {
  const type = response.headers.get("Content-Type") || "";
  if (response.status === 204 || !type.includes("json")) return null;
  return response.json();
}

function refusal(response, answer) {
  const error = new HttpError(response.status, answer);
  error.retryAfter = 1000 * (Number(response.headers.get("Retry-After")) || 0);
  return error;
}

function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    if (signal) {
      signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
    }
  });
}
