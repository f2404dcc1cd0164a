// The host: Pexip's own `@pexip/infinity`, as its web app uses it. One in a process: its event signals are the module's.
import must from "node:assert/strict";
import { place } from "./packages.mjs";

const infinity = await import("@pexip/infinity");
const PATIENCE = place.patience ?? 8000;

export class Chair {
  people = new Map();
  status = undefined;
  me = undefined;
  told = {
    pins: [],
    errors: [],
    hands: [],
    messages: [],
    over: [],
    joined: [],
    left: [],
    idps: [],
    redirects: [],
  };
  token = undefined;
  #looks = new Set();

  constructor() {
    const signals = infinity.createInfinityClientSignals([], {
      batchScheduleTimeoutMS: 1,
      batchBufferSize: 50,
    });
    this.client = infinity.createInfinityClient(signals, infinity.createCallSignals([]));
    const keep = ({ participant }) => this.people.set(participant.uuid, participant);
    const hear = (signal, act) =>
      signals[signal].add((told) => {
        act(told);
        for (const look of this.#looks) look();
      });
    hear("onAuthenticatedWithConference", ({ token }) => {
      this.token = token;
    });
    hear("onParticipants", ({ participants }) => {
      this.people = new Map(participants.map((one) => [one.uuid, one]));
    });
    hear("onParticipantJoined", (batch) => {
      for (const one of batch) {
        keep(one);
        this.told.joined.push(one.participant.uuid);
      }
    });
    hear("onParticipantUpdated", (batch) => batch.forEach(keep));
    hear("onParticipantLeft", (batch) => {
      for (const { participant } of batch) {
        this.people.delete(participant.uuid);
        this.told.left.push(participant.uuid);
      }
    });
    hear("onConferenceStatus", ({ status }) => {
      this.status = status;
    });
    hear("onMe", ({ participant }) => {
      this.me = participant;
    });
    hear("onPinRequired", (told) => this.told.pins.push(told));
    hear("onIdp", (told) => this.told.idps.push(told));
    hear("onRedirect", (told) => this.told.redirects.push(told));
    hear("onError", (told) => this.told.errors.push(told));
    hear("onRaiseHand", ({ participant }) =>
      this.told.hands.push([participant.displayName, participant.raisedHand]),
    );
    hear("onMessage", ({ displayName, message }) => this.told.messages.push([displayName, message]));
    hear("onDisconnected", (told) => this.told.over.push(told));
  }

  call(way, name, signedIn = {}) {
    return this.client.call({
      ...signedIn,
      conferenceAlias: way.alias,
      displayName: name,
      bandwidth: 0,
      host: place.base,
      node: new URL(place.base).host,
      pin: way.pin,
      callType: infinity.ClientCallType.None,
      clientId: "judge",
    });
  }

  // Choose the provider, be led to it, sign in there and come back with a token, as a browser would.
  async #signIn(way, name) {
    await this.call(way, name);
    const [{ uuid: chosenIdp }] = this.told.idps.at(-1);
    await this.call(way, name, { chosenIdp });
    const { redirectUrl, redirectIdp } = this.told.redirects.at(-1);
    must.equal(redirectIdp.uuid, chosenIdp);
    const form = new URLSearchParams({ name, attributes: "roll=vard" });
    const signed = await fetch(redirectUrl, { method: "POST", body: form, redirect: "manual" });
    const back = new URL(signed.headers.get("location"));
    must.deepEqual([back.searchParams.get("conference"), back.searchParams.get("join")], [way.alias, "1"]);
    return { chosenIdp, ssoToken: back.searchParams.get("ssoToken") };
  }

  async enter(way, name) {
    const answer = await this.call(way, name, place.signs ? await this.#signIn(way, name) : {});
    must.equal(answer?.status, 200, `the host is not let in: ${JSON.stringify(answer?.data)}`);
    const { participant_uuid: uuid, role } = answer.data.result;
    this.uuid = uuid;
    must.equal(role, "HOST");
    await this.until("the host's own place", () => this.people.has(uuid) && this.status);
    return this;
  }

  // What stands when asked for, beside what was told.
  async asked() {
    const people = await this.client.requestParticipants({});
    const status = await this.client.sendConferenceRequest({ path: "conference_status", method: "GET" });
    must.equal(status.status, 200);
    return {
      people: new Map(people.data.result.map((one) => [one.uuid, one])),
      status: status.data.result,
    };
  }

  until(what, holds) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#looks.delete(look);
        reject(
          new Error(`${what}: the host did not see it. People: ${JSON.stringify([...this.people.keys()])}`),
        );
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

  sees(what, uuid, holds) {
    return this.until(what, () => this.people.has(uuid) && holds(this.people.get(uuid)));
  }
}
