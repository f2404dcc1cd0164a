// Somebody in a conference by `@pexip/infinity-api`, with an event stream that is read word for word.
import must from "node:assert/strict";
import { fault, judgeEvent } from "./answers.mjs";
import { place } from "./packages.mjs";

export const api = await import("@pexip/infinity-api");
const PATIENCE = place.patience ?? 8000;

// Which order events come in: the roster first, then changes of whom one has heard of.
class Order {
  stage = "before";
  known = new Set();

  hear(type, data) {
    if (this.stage === "over") return `${type} after disconnect`;
    if (this.stage === "before" && type !== "participant_sync_begin") return `${type} before the roster`;
    if (this.stage === "roster" && !["participant_create", "participant_sync_end"].includes(type))
      return `${type} within the roster`;
    return this.#steps[type]?.(data);
  }

  #steps = {
    participant_sync_begin: () => {
      const again = this.stage !== "before" ? "a second roster" : undefined;
      this.stage = "roster";
      return again;
    },
    participant_sync_end: () => {
      this.stage = "after";
    },
    participant_create: ({ uuid }) => {
      const again = this.known.has(uuid) ? "somebody comes twice" : undefined;
      this.known.add(uuid);
      return again;
    },
    participant_update: ({ uuid }) => (this.known.has(uuid) ? undefined : "an update of somebody unknown"),
    participant_delete: ({ uuid }) => (this.known.delete(uuid) ? undefined : "somebody unknown leaves"),
    disconnect: () => {
      this.stage = "over";
    },
  };
}

export class Person {
  roster = new Map();
  heard = [];
  status = undefined;
  over = undefined;
  closed = false;
  #looks = new Set();

  constructor(way, result) {
    this.params = { conferenceAlias: way.alias };
    this.result = result;
    this.token = result.token;
    this.uuid = result.participant_uuid;
  }

  // Ask with a token. `body` and `params` as the package wants them; whoever is meant is `uuid`, oneself if not said.
  async do(name, { body, uuid = this.uuid, fetcher = fetch, ...params } = {}) {
    const answer = await api[name]({
      fetcher: api.withToken(fetcher, this.token),
      params: { ...this.params, participantUuid: uuid, ...params },
      host: place.base,
      body,
    });
    return answer;
  }

  // Ask without the package's opinion of the answer: it has none of a host's request that a guest sends.
  async raw(path, body, token = this.token) {
    const alias = encodeURIComponent(this.params.conferenceAlias);
    const answer = await fetch(`${place.base}/api/client/v2/conferences/${alias}/${path}`, {
      method: "POST",
      headers: { token, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return [answer.status, (await answer.json()).result];
  }

  async listen() {
    const { conferenceAlias } = this.params;
    const order = new Order();
    this.roster.clear();
    const stream = await fetch(
      `${place.base}/api/client/v2/conferences/${conferenceAlias}/events?token=${this.token}`,
    );
    must.equal(stream.status, 200);
    must.match(stream.headers.get("content-type"), /^text\/event-stream/);
    this.#read(stream, order);
    await this.until("the roster", () => order.stage === "after");
    must.ok(this.roster.has(this.uuid), "one is not in one's own roster");
    return this;
  }

  async #read(stream, order) {
    let text = "";
    for await (const piece of stream.body.pipeThrough(new TextDecoderStream())) {
      text += piece.replaceAll("\r\n", "\n");
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks) this.#take(block, order);
    }
    this.closed = true;
    this.#look();
  }

  #take(block, order) {
    const fields = block.split("\n").filter((line) => !line.startsWith(":"));
    if (fields.length === 0) return;
    const value = (name) =>
      fields
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).trim())
        .join("\n");
    const type = value("event");
    judgeEvent(type, value("data"));
    const data = JSON.parse(value("data") || "null");
    const wrong = order.hear(type, data);
    if (wrong) fault(`order of events: ${wrong}`);
    this.heard.push({ type, data });
    if (type.startsWith("participant_") && data) {
      if (type === "participant_delete") this.roster.delete(data.uuid);
      else this.roster.set(data.uuid, data);
    }
    if (type === "conference_update") this.status = data;
    if (type === "disconnect") this.over = data.reason;
    this.#look();
  }

  #look() {
    for (const look of this.#looks) look();
  }

  // Wait until something is so. It is looked at again whenever an event comes.
  until(what, holds) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#looks.delete(look);
        reject(new Error(`${what}: not seen. Last heard: ${JSON.stringify(this.heard.slice(-3))}`));
      }, PATIENCE);
      const look = () => {
        if (!holds()) return;
        clearTimeout(late);
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  sees(uuid) {
    return this.roster.get(uuid);
  }

  get waits() {
    return this.sees(this.uuid)?.service_type === "waiting_room";
  }

  isIn() {
    return this.until("being in", () => this.sees(this.uuid)?.service_type === "conference");
  }

  isOut() {
    return this.until("being out", () => this.over !== undefined);
  }

  async leave() {
    if (this.over === undefined) await this.do("releaseToken", { body: {} });
    await this.until("the stream's end", () => this.closed);
  }
}

// Ask for a token by a way in: {alias, pin?}.
export function asked(way, name, more = {}) {
  const pin = way.pin === undefined ? fetch : api.withPin(fetch, way.pin);
  return api.requestToken({
    fetcher: pin,
    host: place.base,
    params: { conferenceAlias: way.alias },
    body: { display_name: name, chosen_idp: "none", sso_token: "none", ...more },
  });
}

export async function enter(way, name, more) {
  const { status, data } = await asked(way, name, more);
  must.equal(status, 200, `${name} is not let in: ${JSON.stringify(data)}`);
  return new Person(way, data.result).listen();
}
