// The few names office.js expects of the old Ajax library, written from what it asks for. No argument checking:
// office.js treats "no error found" as valid.
(() => {
  const none = () => null;
  const named = (name) => (message) => Object.assign(new Error(message ?? name), { name });
  window.Type = Function;
  Function.registerNamespace = (path) => {
    path.split(".").reduce((owner, part) => (owner[part] ??= {}), window);
  };
  Object.defineProperty(Function.prototype, "registerClass", {
    value() {
      return this;
    },
    configurable: true,
  });
  Function._validateParams = none;
  Function._validateParameter = none;
  class StringBuilder {
    #parts = [];
    append(text) {
      this.#parts.push(text);
      return this;
    }
    toString() {
      return this.#parts.join("");
    }
  }
  window.Sys = {
    StringBuilder,
    Debug: { trace: none },
    Browser: { agent: null, InternetExplorer: {} },
    Serialization: {
      JavaScriptSerializer: { serialize: JSON.stringify, deserialize: (text) => JSON.parse(text) },
    },
  };
  for (const kind of [
    "argument",
    "argumentNull",
    "argumentOutOfRange",
    "argumentType",
    "argumentUndefined",
    "invalidOperation",
    "notImplemented",
    "parameterCount",
    "create",
  ]) {
    Error[kind] ??= named(`Sys.${kind}`);
  }
})();
