// What a node must do, in the order that a meeting goes: each check leaves it as the next one finds it.
import must from "node:assert/strict";
import { place } from "./packages.mjs";
import { api, asked, enter } from "./person.mjs";

const { host: HOST, guests: GUESTS, limit: LIMIT } = place;
const GUEST = (number) => GUESTS[number % GUESTS.length];
const NOT_FOUND = "Neither conference nor gateway found";
const SDP =
  "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 127.0.0.1\r\n" +
  "a=rtpmap:111 opus/48000/2\r\na=sendrecv\r\na=mid:0\r\na=rtcp-mux\r\n";

async function refusal(way, name, status, text, code) {
  const answer = await asked(way, name);
  must.deepEqual([answer.status, answer.data.result], [status, text]);
  must.equal(answer.data.status, "failed");
  must.equal(api.getErrorCode(text), code);
}

async function media(person) {
  const body = { call_type: "WEBRTC", sdp: SDP, media_type: "audio" };
  const { status, data } = await person.do("callsWebrtcParticipant", { body });
  must.equal(status, 200);
  const params = { callUuid: data.result.call_uuid };
  must.equal((await person.do("ack", { ...params, body: {} })).status, 200);
  return params;
}

async function start(scene) {
  if (place.starts === "media") {
    // A host who sends sound or picture; it then has nothing more to do here.
    scene.second = await enter(HOST, "Värd med bild");
    await media(scene.second);
  } else {
    must.equal((await scene.chair.client.startConference({})).status, 200);
  }
  await scene.chair.until("the start", () => scene.chair.status.started);
}

// What only a host may, as [path, body]; `other` is whom it is about.
const HOSTS_OWN = (other) => [
  ["lock"],
  ["unlock"],
  ["start_conference"],
  ["muteguests"],
  ["unmuteguests"],
  ["set_guests_can_unmute", { setting: false }],
  ["disconnect"],
  ["clearallbuzz"],
  ["transform_layout", { transforms: { layout: "1:7" } }],
  ["dial", { role: "GUEST", destination: "rum@rum.example.test", protocol: "sip" }],
  ...[
    ["unlock"],
    ["disconnect"],
    ["mute"],
    ["role", { role: "chair" }],
    ["buzz"],
    ["spotlighton"],
    ["overlaytext", { text: "x" }],
  ].map(([path, body]) => [`participants/${other}/${path}`, body]),
];

export const CHECKS = {
  async "who shows no PIN is told which there are"({ chair }) {
    if (place.asks === null) return;
    const { status, data } = await asked({ alias: HOST.alias }, "Utan kod");
    must.equal(status, 403);
    must.deepEqual(
      [data.status, data.result.pin, data.result.guest_pin],
      ["success", "required", place.asks],
    );
    await chair.call({ alias: HOST.alias }, "Utan kod");
    must.deepEqual(chair.told.pins, [{ hasHostPin: true, hasGuestPin: place.asks === "required" }]);
  },

  async "a wrong PIN and an unknown alias are refused in words the client knows"({ chair }) {
    if (place.asks !== null) {
      await refusal({ alias: HOST.alias, pin: "0000" }, "Fel kod", 403, "Invalid PIN", "#pex101");
      if (place.asks === "required")
        must.equal((await asked({ alias: HOST.alias, pin: "none" }, "Ingen kod")).status, 403);
    }
    await refusal({ ...HOST, alias: "finns-inte" }, "Fel adress", 404, NOT_FOUND, "#pex154");
    await chair.call({ ...HOST, alias: "finns-inte" }, "Fel adress");
    must.deepEqual(chair.told.errors.at(-1), { error: NOT_FOUND, errorCode: "#pex154" });
  },

  async "a guest before the host waits, sees only oneself and has a token of two minutes"(scene) {
    scene.first = await enter(GUEST(0), "Första gästen");
    const { role, current_service_type: where, expires } = scene.first.result;
    must.deepEqual([role, where, expires], ["GUEST", "waiting_room", "120"]);
    must.deepEqual([...scene.first.roster.keys()], [scene.first.uuid]);
    must.ok(scene.first.waits);
    await scene.first.until("the conference's state", () => scene.first.status);
    must.deepEqual([scene.first.status.started, scene.first.status.locked], [false, place.locked]);
  },

  async "a host without media is in, sees who waits and starts nothing"({ chair, first }) {
    await chair.enter(HOST, "Värd");
    const { people, status } = await chair.asked();
    must.deepEqual(
      [people.get(first.uuid).service_type, people.get(first.uuid).role],
      ["waiting_room", "guest"],
    );
    must.deepEqual(
      [people.get(chair.uuid).service_type, people.get(chair.uuid).role],
      ["conference", "chair"],
    );
    must.ok(chair.people.get(first.uuid).isWaiting);
    must.equal(people.get(chair.uuid).is_idp_authenticated, place.signs ?? false);
    must.deepEqual([status.started, chair.status.started], [false, false]);
    must.ok(first.waits);
  },

  async "the start lets in who waits, unless it is locked: then the host admits"(scene) {
    const { chair, first } = scene;
    await start(scene);
    if (place.locked) {
      const { people, status } = await chair.asked();
      must.deepEqual([people.get(first.uuid).service_type, status.locked], ["waiting_room", true]);
      must.ok(first.waits);
      must.equal((await chair.client.admit({ participantUuid: first.uuid })).data.result, true);
    }
    await first.isIn();
    await chair.sees("the guest inside", first.uuid, (one) => !one.isWaiting);
    await first.until("the others", () => first.sees(chair.uuid));
    must.equal((await chair.asked()).status.locked, place.locked);
    const kinds = first.heard.filter(({ type }) => type.startsWith("participant_")).map(({ type }) => type);
    must.deepEqual(kinds.slice(0, 3), [
      "participant_sync_begin",
      "participant_create",
      "participant_sync_end",
    ]);
  },

  async "the lock holds newcomers; one is admitted, the other waits on; unlocking lets all in"(scene) {
    const { chair, first } = scene;
    if (!place.locked) must.equal((await chair.client.lock({ lock: true })).data.result, true);
    await chair.until("the lock", () => chair.status.locked);
    const [one, other] = [await enter(GUEST(1), "Gäst två"), await enter(GUEST(2), "Gäst tre")];
    must.deepEqual([one.waits, other.waits, first.sees(one.uuid)], [true, true, undefined]);
    await chair.sees("both who wait", other.uuid, () => chair.people.get(one.uuid)?.isWaiting);
    await chair.client.admit({ participantUuid: one.uuid });
    await one.isIn();
    const { people, status } = await chair.asked();
    must.deepEqual([people.get(other.uuid).service_type, status.locked], ["waiting_room", true]);
    must.ok(other.waits);
    must.equal(other.sees(chair.uuid), undefined);
    await chair.client.lock({ lock: false });
    await other.isIn();
    await chair.until("the unlocking", () => !chair.status.locked);
    await other.leave();
    await chair.until("who leaves", () => chair.told.left.includes(other.uuid));
    scene.other = one;
  },

  async "a guest asks for what hosts may: refused, and nothing happens"({ chair, first, other }) {
    const before = await chair.asked();
    for (const [path, body] of HOSTS_OWN(other.uuid)) {
      const [status, text] = await first.raw(path, body);
      must.deepEqual([path, status, text], [path, 403, "Invalid role"]);
    }
    const self = await first.raw(`participants/${first.uuid}/role`, { role: "chair" });
    must.deepEqual(self, [403, "Invalid role"]);
    const after = await chair.asked();
    must.deepEqual([...after.people], [...before.people]);
    must.deepEqual(after.status, before.status);
  },

  async "one who waits gets no further by asking"({ chair }) {
    await chair.client.lock({ lock: true });
    const one = await enter(GUEST(3), "Väntar");
    for (const path of [`participants/${one.uuid}/unlock`, "unlock", "start_conference"])
      must.deepEqual((await one.raw(path))[0], 403);
    must.equal((await chair.asked()).people.get(one.uuid).service_type, "waiting_room");
    await one.leave();
    await chair.client.lock({ lock: false });
  },

  async "one is muted, all guests are, and one's own switches are told"({ chair, first, other }) {
    const { client } = chair;
    await client.mute({ mute: true, participantUuid: first.uuid });
    await chair.sees("one muted", first.uuid, (one) => one.isMuted);
    await first.until("one's own silence", () => first.sees(first.uuid).is_muted === "YES");
    must.equal((await chair.asked()).people.get(other.uuid).is_muted, "NO");
    await client.mute({ mute: false, participantUuid: first.uuid });
    await chair.sees("one heard again", first.uuid, (one) => !one.isMuted);
    await client.muteAllGuests({ mute: true });
    await chair.until("all guests muted", () => chair.status.guestsMuted);
    for (const one of [first, other]) await chair.sees("each guest muted", one.uuid, (seen) => seen.isMuted);
    must.ok(!chair.people.get(chair.uuid).isMuted);
    await client.muteAllGuests({ mute: false });
    await chair.until("all guests heard", () => !chair.status.guestsMuted);
    await first.do("clientMuteParticipant");
    await chair.sees("one's own switch", first.uuid, (one) => one.isClientMuted);
    await first.do("clientUnmuteParticipant");
    await first.do("videoMuteParticipant");
    await chair.sees("the camera off", first.uuid, (one) => one.isCameraMuted && !one.isClientMuted);
    await first.do("videoUnmuteParticipant");
    await chair.sees("the camera on", first.uuid, (one) => !one.isCameraMuted);
  },

  async "hands are raised in order, lowered one by one and all at once"({ chair, first, other }) {
    await first.do("buzzParticipant");
    await chair.sees("the first hand", first.uuid, (one) => one.raisedHand);
    await other.do("buzzParticipant");
    await chair.sees("the second hand", other.uuid, (one) => one.raisedHand);
    const times = [first, other].map((one) => chair.people.get(one.uuid).handRaisedTime);
    must.ok(times[0] < times[1], `${times}`);
    await chair.client.raiseHand({ raise: false, participantUuid: first.uuid });
    await chair.sees("one hand down", first.uuid, (one) => !one.raisedHand);
    must.ok(chair.people.get(other.uuid).raisedHand);
    await chair.client.lowerAllRaisedHands({});
    await chair.sees("no hand up", other.uuid, (one) => !one.raisedHand);
    must.deepEqual(
      chair.told.hands,
      [
        ["Första gästen", true],
        ["Gäst två", true],
        ["Första gästen", false],
        ["Gäst två", false],
      ].map(([name, up]) => [place.names?.[name] ?? name, up]),
    );
  },

  async "a guest becomes host, may what hosts may, and becomes guest again"({ chair, first, other }) {
    const role = (to) => chair.client.setRole({ role: to, participantUuid: first.uuid });
    await role("chair");
    await chair.sees("a second host", first.uuid, (one) => one.isHost);
    await first.until("one's own role", () => first.sees(first.uuid).role === "chair");
    must.equal((await first.do("muteParticipant", { uuid: other.uuid })).status, 200);
    must.equal((await first.do("unmuteParticipant", { uuid: other.uuid })).status, 200);
    await role("guest");
    await chair.sees("one host less", first.uuid, (one) => !one.isHost);
    must.deepEqual(await first.raw(`participants/${other.uuid}/mute`), [403, "Invalid role"]);
  },

  async "messages reach the others, and one alone"({ chair, first, other }) {
    const texts = (one) =>
      one.heard.filter(({ type }) => type === "message_received").map(({ data }) => data.payload);
    await chair.client.sendMessage({ payload: "Välkomna åäö" });
    for (const one of [first, other]) await one.until("a message", () => texts(one).includes("Välkomna åäö"));
    await other.do("messageConference", { body: { type: "text/plain", payload: "Tack" } });
    await chair.until("a guest's message", () => chair.told.messages.some(([, text]) => text === "Tack"));
    await chair.client.sendMessage({ payload: "Bara du", participantUuid: other.uuid });
    await other.until("a message for one", () => texts(other).includes("Bara du"));
    must.ok(!texts(first).includes("Bara du"));
  },

  async "spotlight, texts and layouts are taken"({ chair, first }) {
    const { client } = chair;
    await client.spotlight({ enable: true, participantUuid: first.uuid });
    await chair.sees("the spotlight", first.uuid, (one) => one.isSpotlight);
    await client.spotlight({ enable: false, participantUuid: first.uuid });
    await chair.sees("no spotlight", first.uuid, (one) => !one.isSpotlight);
    await client.setTextOverlay({ participantUuid: first.uuid, text: "Läkare" });
    await chair.sees("the text", first.uuid, (one) => one.overlayText === "Läkare");
    must.equal((await client.setLayout({ transforms: { layout: "4:0" } })).status, 200);
    await first.until("the layout", () =>
      first.heard.some(
        ({ type, data }) => type === "layout" && data.requested_layout?.primary_screen.guest_layout === "4:0",
      ),
    );
    must.ok((await client.availableLayouts({})) !== undefined);
    must.ok((await client.layoutSvgs({})) !== undefined);
  },

  async "media is offered, answered and ended"({ chair, other }) {
    const call = await media(other);
    await chair.sees("media", other.uuid, (one) => one.hasMedia);
    must.equal((await other.do("disconnectCall", { ...call, body: {} })).status, 200);
    await chair.sees("no media", other.uuid, (one) => !one.hasMedia);
  },

  async "a room is dialled, rings, is in and is hung up on"({ chair }) {
    const { data } = await chair.client.dial({
      role: "GUEST",
      destination: "rum@rum.example.test",
      protocol: "sip",
    });
    const [uuid] = data.result;
    must.equal(data.result.length, 1);
    await chair.sees("the room inside", uuid, (one) => one.serviceType === "conference");
    must.equal(chair.people.get(uuid).protocol, "sip");
    await chair.client.kick({ participantUuid: uuid });
    await chair.until("the room out", () => chair.told.left.includes(uuid));
  },

  async "a token is renewed; a released one is dead, and its holder gone"({ chair }) {
    const one = await enter(GUEST(3), "Förnyar");
    const { data } = await one.do("refreshToken");
    must.equal(data.result.expires, "120");
    one.token = data.result.token;
    must.equal((await one.do("conferenceStatus")).status, 200);
    await one.leave();
    await chair.until("who leaves", () => chair.told.left.includes(one.uuid));
    must.deepEqual(await one.raw("refresh_token"), [403, "Invalid token"]);
    must.equal(api.getErrorCode("Invalid token"), "#pex113");
    must.ok(!(await chair.asked()).people.has(one.uuid));
  },

  async "a stream that is opened anew begins with the whole roster, and nobody has left"({ chair, first }) {
    const before = [...first.roster.keys()].sort();
    const left = chair.told.left.length;
    await first.listen();
    must.deepEqual([...first.roster.keys()].sort(), before);
    must.equal(chair.told.left.length, left);
  },

  async "who is removed is told so, and the token is dead"({ chair, other }) {
    await chair.client.kick({ participantUuid: other.uuid });
    await other.isOut();
    must.deepEqual(
      [other.over, api.getErrorCode(other.over)],
      ["Disconnected by another participant", "#pex124"],
    );
    await chair.until("who is removed", () => chair.told.left.includes(other.uuid));
    must.equal((await other.raw("refresh_token"))[0], 403);
    await other.until("the stream's end", () => other.closed);
  },

  async "the limit is reached; a place that is free is given again"({ chair }) {
    if (LIMIT === null) return;
    const more = [];
    for (let free = LIMIT - (await chair.asked()).people.size; free > 0; free--)
      more.push(await enter(GUEST(free), `Gäst ${free}`));
    const answer = await asked(GUEST(0), "En för mycket");
    must.ok(answer.status >= 400);
    must.equal(answer.data.result, "Participant limit reached");
    must.equal(api.getErrorCode(answer.data.result), "#pex194");
    must.equal((await chair.asked()).people.size, LIMIT);
    await more.pop().leave();
    more.push(await enter(GUEST(0), "Får plats"));
    for (const one of more) await one.leave();
  },

  async "the host ends it for all: each is told why, and nobody is there any more"({ chair, first }) {
    const waiting = await (async () => {
      await chair.client.lock({ lock: true });
      return enter(GUEST(1), "Väntar än");
    })();
    must.ok(waiting.waits);
    must.equal((await chair.client.disconnectAll({})).data.result, true);
    const why = "Conference terminated by another participant";
    for (const one of [first, waiting]) {
      await one.isOut();
      must.deepEqual([one.over, api.getErrorCode(one.over)], [why, "#pex125"]);
      must.equal((await one.raw("refresh_token"))[0], 403);
      await one.until("the stream's end", () => one.closed);
    }
    await chair.until("the host's own end", () => chair.told.over.length > 0);
    must.deepEqual(chair.told.over[0], { error: why, errorCode: "#pex125" });
  },

  async "it can begin anew, as it was set up"() {
    const one = await enter(GUEST(2), "Dagen efter");
    must.ok(one.waits);
    await one.until("the conference's state", () => one.status);
    must.deepEqual([one.status.started, one.status.locked, one.roster.size], [false, place.locked, 1]);
    await one.leave();
  },
};
