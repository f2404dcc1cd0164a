// The client API, as one person in one conference asks it.
const TRIES = 8;
const WAIT = 500;
const ENOUGH =
  "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\n" +
  "a=rtpmap:111 opus/48000/2\r\na=inactive\r\na=mid:0\r\n";
const EVENTS = [
  "participant_sync_begin",
  "participant_sync_end",
  "participant_create",
  "participant_update",
  "participant_delete",
  "conference_update",
  "message_received",
  "disconnect",
];

export class Refused extends Error {
  constructor(status, result) {
    super(typeof result === "string" ? result : "");
    this.status = status;
    this.result = result;
  }
}

export class Client {
  #base;
  #token = "";
  #stream = null;
  #renews = 0;
  #tries = 0;

  // `told` has changed(), written(), over(reason) and lost(whether the stream is).
  constructor(alias, told) {
    this.#base = `/api/client/v2/conferences/${encodeURIComponent(alias)}`;
    this.told = told;
    this.people = new Map();
    this.messages = [];
    this.status = { locked: false, guests_muted: false };
  }

  // Raises Refused; its result says whether a PIN or a sign-in is wanted.
  async join(name, pin, callTag) {
    const body = { display_name: name, ...(callTag && { call_tag: callTag }) };
    const result = await this.#send("request_token", body, pin === undefined ? {} : { pin });
    this.#token = result.token;
    this.uuid = result.participant_uuid;
    this.name = result.conference_name;
    this.#renews = setInterval(() => this.#renew(), (Number(result.expires) * 1000) / 3);
    this.#listen();
    // The real app sends sound and picture; here a line is opened that carries nothing.
    await this.me("calls", { call_type: "WEBRTC", sdp: ENOUGH, media_type: "video" });
  }

  get self() {
    return this.people.get(this.uuid);
  }

  do(order, body) {
    return this.#send(order, body);
  }

  about(uuid, order, body) {
    return this.#send(`participants/${uuid}/${order}`, body);
  }

  me(order, body) {
    return this.about(this.uuid, order, body);
  }

  async leave() {
    const token = this.#end();
    await this.#send("release_token", {}, { token });
  }

  // A page that closes has no time for an answer.
  closed() {
    const token = this.#end();
    if (token) navigator.sendBeacon(`${this.#base}/release_token?token=${encodeURIComponent(token)}`);
  }

  #end() {
    const token = this.#token;
    clearInterval(this.#renews);
    this.#stream?.close();
    this.#stream = null;
    this.#token = "";
    return token;
  }

  async #renew() {
    try {
      this.#token = (await this.#send("refresh_token", {})).token;
    } catch (trouble) {
      if (trouble instanceof Refused && trouble.status === 403) this.#over(trouble.message);
    }
  }

  #over(reason) {
    this.#end();
    this.told.over(reason);
  }

  #listen() {
    this.#stream?.close();
    const stream = new EventSource(`${this.#base}/events?token=${encodeURIComponent(this.#token)}`);
    this.#stream = stream;
    for (const type of EVENTS)
      stream.addEventListener(type, ({ data }) => this.#hear(type, JSON.parse(data)));
    stream.onopen = () => {
      this.#tries = 0;
      this.told.lost(false);
    };
    stream.onerror = () => this.#again(stream);
  }

  // The stream's own retry would come with a token that is renewed since.
  #again(stream) {
    stream.close();
    if (stream !== this.#stream) return;
    this.#tries += 1;
    if (this.#tries > TRIES) {
      this.#over("Invalid token");
      return;
    }
    this.told.lost(true);
    setTimeout(async () => {
      if (stream !== this.#stream) return;
      await this.#renew();
      if (this.#token) this.#listen();
    }, WAIT * this.#tries);
  }

  #hear(type, data) {
    if (type === "disconnect") {
      this.#over(data.reason);
      return;
    }
    if (type === "message_received") {
      this.messages.push({ from: data.origin, text: data.payload });
      this.told.written();
    } else if (type === "participant_sync_begin") this.people.clear();
    else if (type === "participant_delete") this.people.delete(data.uuid);
    else if (type === "conference_update") this.status = data;
    else if (data !== null) this.people.set(data.uuid, data);
    if (type !== "participant_sync_begin") this.told.changed();
  }

  async #send(path, body = {}, headers = { token: this.#token }) {
    const answer = await fetch(`${this.#base}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    const { result } = await answer.json();
    if (!answer.ok) throw new Refused(answer.status, result);
    return result;
  }
}
