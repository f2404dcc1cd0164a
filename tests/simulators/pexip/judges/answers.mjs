// Every answer and event against the validators that Pexip's packages generate from their own schema. Those remove what
// they do not know instead of refusing it, so what is left must be what came.
import must from "node:assert/strict";
import "./packages.mjs";

const PARTS = ["token", "conference", "participant", "call", "breakout"];
const VALIDATORS = Object.assign(
  {},
  ...(await Promise.all(PARTS.map((part) => import(`@pexip/infinity-api/dist/${part}/validation.js`)))),
);
const { EventSrcEvents } = await import("@pexip/infinity/dist/eventSource.js");
const KNOWN_EVENTS = new Set(EventSrcEvents.map(({ type }) => type));

const BASE =
  /\/api\/client\/v2\/conferences\/[^/]+\/(?:(participants)\/[^/]+\/(?:(calls)\/[^/]+\/)?)?([a-z_]+)\/?$/;
const FLOOR = [
  "take_floor",
  "release_floor",
  "show_live_captions",
  "hide_live_captions",
  "preferred_aspect_ratio",
];
const NAMES = {
  "conference/clearallbuzz": "ClearAllBuzz",
  "conference/message": "MessageConference",
  "participant/calls": "CallsWebrtcParticipant",
  "participant/notify_not_afk": "NotifyNotAFK",
  "participant/video_muted": "VideoMuteParticipant",
  "participant/video_unmuted": "VideoUnmuteParticipant",
  "call/disconnect": "DisconnectCall",
};

// What the package calls the request that was sent to this address.
function nameOf(path) {
  const [, inParticipant, inCall, last] = BASE.exec(path) ?? [];
  if (last === undefined) return undefined;
  const level = (inCall && "call") || (inParticipant && "participant") || "conference";
  const plain = last.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
  const ending = level === "participant" && !FLOOR.includes(last) ? "Participant" : "";
  return NAMES[`${level}/${last}`] ?? `${plain}${ending}`;
}

export const faults = [];

function fault(text) {
  if (!faults.includes(text)) faults.push(text);
}

function judge(validator, body, what) {
  const kept = structuredClone(body);
  if (!validator(kept)) {
    fault(`${what}: ${JSON.stringify(validator.errors)} in ${JSON.stringify(body)}`);
    return;
  }
  try {
    must.deepEqual(kept, body);
  } catch (different) {
    fault(`${what}: the package knows nothing of some of it: ${different.message}`);
  }
}

async function judgeAnswer(path, answer) {
  const name = nameOf(path);
  if (name === undefined || (name === "Events" && answer.status === 200)) return;
  const what = `${name} ${answer.status}`;
  if (answer.status === 204) return;
  // Its own client takes answers to free requests for nothing if the type says more than this.
  if (answer.headers.get("content-type") !== "application/json") {
    fault(`${what}: it is ${answer.headers.get("content-type")}`);
    return;
  }
  const body = await answer.clone().json();
  const validator = VALIDATORS[`validate${what.replace(" ", "")}`];
  if (validator) judge(validator, body, what);
  else if (answer.status === 200) fault(`${what}: the package has no such request`);
  else if (body.status !== "failed" || typeof body.result !== "string")
    fault(`${what}: ${JSON.stringify(body)}`);
}

const { fetch } = globalThis;
globalThis.fetch = async (address, options) => {
  const answer = await fetch(address, options);
  await judgeAnswer(new URL(address).pathname, answer);
  return answer;
};

const PARTICIPANT = (data) => [VALIDATORS.validateParticipants200, { status: "success", result: [data] }];
const BODIES = {
  participant_create: PARTICIPANT,
  participant_update: PARTICIPANT,
  conference_update: (data) => [VALIDATORS.validateConferenceStatus200, { status: "success", result: data }],
};

export function judgeEvent(type, text) {
  if (!KNOWN_EVENTS.has(type)) return fault(`event ${type}: the package knows no such event`);
  if (text === "") return fault(`event ${type}: its data line is empty, and the package does not hear of it`);
  if (type in BODIES) judge(...BODIES[type](JSON.parse(text)), `event ${type}`);
}

export { fault };
