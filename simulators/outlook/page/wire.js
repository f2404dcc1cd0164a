// office.js's postMessage protocol, host side: JSON strings, origin checked on every message (facts in docs/simulators.md).
const REQUEST = 0;
const RESPONSE = 1;
const ACTIONS = ["invoke", "register", "unregister"];
const OK = 0;
const REQUEST_FAILED = -2;
const ACCESS_DENIED = -5;

/** Thrown by a handler that must not serve the caller at all. */
export class AccessDenied extends Error {}

/**
 * One add-in frame's line to the host.
 * `handlers` = {invoke(action, data), register(event), unregister(event)}; each may be async; what it returns is sent back.
 */
export class Wire {
  constructor(frame, { origin, conversation, handlers }) {
    this.frame = frame;
    this.origin = origin;
    this.conversation = conversation;
    this.handlers = handlers;
    this.listener = (event) => this.#receive(event);
    window.addEventListener("message", this.listener);
  }

  close() {
    window.removeEventListener("message", this.listener);
  }

  /** Tell the frame that an event it has registered for has happened. */
  event(name, data) {
    this.#send({ _actionName: name, _correlationId: 0, _errorCode: OK, _responseType: 1, _data: data });
  }

  async #receive(event) {
    if (event.source !== this.frame.contentWindow || event.origin !== this.origin) return;
    const message = parsed(event.data);
    if (message?._messageType !== REQUEST || message._conversationId !== this.conversation) return;
    const answer = {
      _actionName: message._actionName,
      _correlationId: message._correlationId,
      _responseType: 0,
    };
    try {
      const handler = this.handlers[ACTIONS[message._actionType]];
      const data = await handler(message._actionName, message._data);
      if (data === SILENCE) return;
      this.#send({ ...answer, _errorCode: OK, _data: data });
    } catch (error) {
      const code = error instanceof AccessDenied ? ACCESS_DENIED : REQUEST_FAILED;
      this.#send({ ...answer, _errorCode: code, _data: String(error) });
    }
  }

  #send(message) {
    const whole = {
      _messageType: RESPONSE,
      _conversationId: this.conversation,
      _origin: location.origin,
      _serializerVersion: 1,
      ...message,
    };
    this.frame.contentWindow?.postMessage(JSON.stringify(whole), this.origin);
  }
}

/** What a handler returns when no answer at all shall be sent. */
export const SILENCE = Symbol("silence");

function parsed(data) {
  try {
    return typeof data === "string" ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
