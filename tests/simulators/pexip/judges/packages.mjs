// Pexip's own packages in Node: they are made for a bundler and a browser, so their imports are resolved and what they
// ask of a browser is stood in for here. Nothing of theirs is changed.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const place = JSON.parse(process.env.PLACE);
const modules = new URL("node_modules/", pathToFileURL(place.modules));
const OURS = /^@pexip\/[a-z-]+$/;

registerHooks({
  resolve(asked, context, next) {
    if (OURS.test(asked)) return next(new URL(`${asked}/dist/index.js`, modules).href, context);
    if (asked.startsWith("@pexip/")) return next(new URL(asked, modules).href, context);
    if (!asked.startsWith(".")) return next(asked, context);
    try {
      return next(asked, context);
    } catch (trouble) {
      // A folder, or a file without its ending.
      const ending = trouble.code === "ERR_UNSUPPORTED_DIR_IMPORT" ? "/index.js" : ".js";
      return next(`${asked}${ending}`, context);
    }
  },
});

// A peer connection that never connects: the judge sends neither sound nor picture.
class IdlePeer extends EventTarget {
  connectionState = "new";
  iceConnectionState = "new";
  signalingState = "stable";
  localDescription = null;
  remoteDescription = null;
  getTransceivers = () => [];
  getSenders = () => [];
  getReceivers = () => [];
  getStats = () => Promise.resolve(new Map());
  addTransceiver = () => ({ sender: {}, receiver: {} });
  createDataChannel = () => new EventTarget();
  close = () => {
    this.signalingState = "closed";
  };
}

// They write a line for each request and event, and some of themselves.
const silence = new Proxy({}, { get: () => () => undefined });

Object.assign(globalThis, {
  console: silence,
  window: globalThis,
  location: new URL(place.base),
  document: { baseURI: `${place.base}/webapp3/` },
  RTCPeerConnection: IdlePeer,
  MediaStream: class {
    getTracks = () => [];
    getAudioTracks = () => [];
    getVideoTracks = () => [];
  },
});

export { place };
