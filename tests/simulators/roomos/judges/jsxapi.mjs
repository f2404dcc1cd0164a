// Cisco's own client against the software endpoint: one process, every check over one way of speaking.
// PLACE names the way ("ssh" or "wss"), both rooms' ports and the account; each check that fails is a line on stdout.
import must from "node:assert/strict";
import { createRequire } from "node:module";
import { Socket } from "node:net";

const place = JSON.parse(process.env.PLACE);
const jsxapi = createRequire(place.modules)("jsxapi");
const overSsh = place.way === "ssh";
// Its SSH writes a packet in two pieces, and the second would wait 40 ms for the first one's acknowledgement.
const { connect: dialled } = Socket.prototype;
Socket.prototype.connect = function (...where) {
  return dialled.apply(this.setNoDelay(true), where);
};
// Over SSH every leaf is text, over the WebSocket numbers are numbers.
const number = (value) => (overSsh ? String(value) : value);

function connect(port, password = place.password) {
  const client = jsxapi.connect(`${place.way}://127.0.0.1:${port}`, { username: place.user, password });
  // A refused WebSocket is told twice: somebody must listen to the second as well.
  return new Promise((resolve, reject) => client.once("ready", () => resolve(client)).on("error", reject));
}

// What is told from now on, and a wait for the first of it that fits.
function hear(client, path) {
  const told = [];
  const waiting = new Set();
  const off = client.feedback.on(path, (value) => {
    told.push(value);
    for (const look of waiting) look();
  });
  const until = (fits) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`${path}: nothing fits in ${JSON.stringify(told)}`)),
        8000,
      );
      const look = () => {
        const found = told.find(fits);
        if (found === undefined) return;
        clearTimeout(late);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { told, until, off, ready: off.registration };
}

async function refused(promise, wanted) {
  const error = await promise.then(
    () => must.fail("it was not refused"),
    (reason) => reason,
  );
  must.deepEqual([error.code, error.message].slice(0, wanted.length), wanted);
  return error;
}

const PANEL = (id, words) =>
  `<Extensions><Version>1.11</Version><Panel><Order>1</Order><PanelId>${id}</PanelId><Location>HomeScreen</Location>` +
  `<Icon>Handset</Icon><Color>#1170CF</Color><Name>Starta MDK – åäö</Name><ActivityType>Custom</ActivityType><Page>` +
  `<Name>Idag</Name><PageId>${id}_page</PageId><Row><Name>Rad</Name><Widget><WidgetId>${id}_text</WidgetId>` +
  `<Name>${words}</Name><Type>Text</Type><Options>size=4</Options></Widget></Row></Page></Panel></Extensions>`;

const CHECKS = {
  async "status is read"(room) {
    must.equal(await room.Status.Audio.Volume.get(), number(50));
    must.equal(await room.status.get("SystemUnit Software DisplayName"), place.software);
    must.equal(await room.status.get("Standby/State"), "Off");
  },

  async "a status nobody has is refused"(room) {
    await refused(
      room.status.get("Nonsense"),
      overSsh ? [3, "No match on address expression"] : [-32602, "No match on address expression"],
    );
  },

  async "a command changes what is told, and only while somebody listens"(room) {
    const volume = hear(room, "Status/Audio/Volume");
    await volume.ready;
    await room.command("Audio Volume Set", { Level: 61 });
    must.equal(await volume.until(() => true), number(61));
    volume.off();
    must.equal(await room.status.get("Audio Volume"), number(61)); // by now the device has been asked to stop
    // Beside the client's own handlers, which are gone whatever the device still tells.
    const still = [];
    room.feedback.eventEmitter.on("status/audio/volume", (level) => still.push(level));
    await room.command("Audio Volume Set", { Level: 50 });
    must.equal(await room.status.get("Audio Volume"), number(50));
    must.deepEqual([volume.told, still], [[number(61)], []]);
  },

  async "unknown commands, bad and missing parameters are refused"(room) {
    await refused(room.command("Dila"), overSsh ? [3, "Unknown command"] : [-32601, "Unknown command"]);
    for (const values of [{ Level: 101 }, { Level: "loud" }, {}, { Level: 5, Nonsense: 1 }]) {
      await refused(room.command("Audio Volume Set", values), overSsh ? [4] : [-32602]);
    }
    const error = await refused(
      room.command("Call Accept"),
      overSsh ? [0, "No active call"] : [1, "No active call"],
    );
    if (!overSsh) must.deepEqual(error.data, { Cause: 3 });
  },

  async "settings are read, set and refused"(room) {
    must.equal(await room.config.get("Conference AutoAnswer Mode"), "Off");
    const told = hear(room, "Configuration/Audio/DefaultVolume");
    await told.ready;
    await room.config.set("Audio DefaultVolume", 55);
    must.equal(await told.until(() => true), number(55));
    must.equal(await room.config.get("Audio DefaultVolume"), number(55));
    await refused(
      room.config.set("Audio DefaultVolume", 101),
      overSsh ? [2, "Illegal value"] : [-32602, "Illegal value"],
    );
    await refused(room.config.set("Nonsense Mode", "On"), overSsh ? [3] : [-32602]);
    must.equal(await room.config.get("Audio DefaultVolume"), number(55));
    told.off();
  },

  async "a call goes from dialling to its ghost, and is taken by hand"(room, other) {
    const steps = hear(room, "Status/Call");
    const ended = hear(room, "Event/CallDisconnect");
    const rings = hear(other, "Event/IncomingCallIndication");
    const theirs = hear(other, "Status/Call");
    await Promise.all([steps, ended, rings, theirs].map((one) => one.ready));

    const dialled = await room.command("Dial", { Number: place.other, Protocol: "Sip", BookingId: "möte-1" });
    must.equal(typeof dialled.CallId, overSsh ? "string" : "number");
    const rung = await rings.until(() => true);
    await steps.until((call) => call.Status === "Ringing");
    must.equal((await other.status.get("Call"))[0].AnswerState, "Unanswered");
    await other.command("Call Accept", { CallId: Number(rung.CallId) });
    await steps.until((call) => call.Status === "Connected");

    const call = `Call ${dialled.CallId}`;
    must.equal(await room.status.get(`${call} Status`), "Connected");
    must.equal(await room.status.get(`Conference ${call} BookingId`), "möte-1");
    await room.command("Call Disconnect", { CallId: Number(dialled.CallId) });
    await theirs.until((one) => one.ghost);
    const gone = await steps.until((one) => one.ghost);
    must.equal(String(gone.id), String(dialled.CallId));
    const last = await ended.until(() => true);
    must.equal(last.BookingId, "möte-1");
    must.deepEqual(
      steps.told.map((one) => one.Status).filter((step) => step !== undefined),
      ["Dialling", "Connecting", "Ringing", "Connected", "Disconnecting"],
    );
    for (const one of [steps, ended, rings, theirs]) one.off();
  },

  async "an address nobody has fails after a while"(room) {
    const steps = hear(room, "Status/Call");
    const ended = hear(room, "Event/CallDisconnect");
    await Promise.all([steps.ready, ended.ready]);
    await room.command("Dial", { Number: "nobody@rooms.example.test" });
    must.equal((await ended.until(() => true)).CauseCode, number(404));
    await steps.until((one) => one.ghost);
    const shown = steps.told.map((one) => one.Status).filter((step) => step !== undefined);
    must.deepEqual(shown, ["Dialling", "Connecting", "Disconnecting"]);
    for (const one of [steps, ended]) one.off();
  },

  async "a panel is saved whole, pressed, and taken away"(room) {
    // More than 4 kB and more bytes than characters: the length that precedes a body is told in bytes.
    const words = "kvällsmöte – ".repeat(400);
    const path = "UserInterface Extensions Panel";
    await room.command(`${path} Save`, { PanelId: "svm" }, PANEL("other_id", words));
    const listed = await room.command("UserInterface Extensions List");
    must.deepEqual(
      listed.Extensions.Panel.map((panel) => [panel.PanelId, panel.Name]),
      [["svm", "Starta MDK – åäö"]],
    );
    const pressed = hear(room, "Event/UserInterface/Extensions/Panel/Clicked");
    await pressed.ready;
    await room.command(`${path} Clicked`, { PanelId: "svm" });
    must.equal((await pressed.until(() => true)).PanelId, "svm");
    await room.command("UserInterface Extensions Widget SetValue", {
      WidgetId: "other_id_text",
      Value: 'a "b" å',
    });
    const widgets = await room.status.get("UserInterface Extensions Widget");
    must.deepEqual(
      widgets.map((one) => [one.WidgetId, one.Value]),
      [["other_id_text", 'a "b" å']],
    );
    await refused(
      room.command(`${path} Save`, { PanelId: "svm" }, "<Extensions></Extensions>"),
      overSsh ? [0, "Expected a single Panel, got 0"] : [1, "Expected a single Panel, got 0"],
    );
    await refused(
      room.command(`${path} Save`, { PanelId: "svm" }, "<Extensions>&</Extensions>"),
      overSsh ? [0, "Failed to parse xml"] : [1, "Failed to parse xml"],
    );
    await room.command(`${path} Remove`, { PanelId: "svm" });
    pressed.off();
  },

  async "bookings replace one another and come back in another form"(room) {
    const booking = (id, time) => ({
      Id: id,
      Title: "MDK lunga",
      Number: "mdk@vc.example.test",
      Protocol: "SIP",
      Organizer: { Name: "Enheten För Lungor" },
      Time: { StartTime: time, Duration: 45, StartTimeBuffer: 300 },
    });
    const put = (...list) => room.command("Bookings Put", JSON.stringify({ Bookings: list }));
    await put(booking("1", "2031-03-30T00:30:00Z"), booking("2", "2031-03-31T10:00:00Z"));
    await put(booking("3", "2031-03-30T00:30:00Z"));
    const list = await room.command("Bookings List");
    must.equal(list.ResultInfo.TotalRows, number(1));
    const [only] = list.Booking;
    must.equal(only.Id, "3");
    must.equal(only.Time.EndTime, "2031-03-30T01:15:00Z");
    must.deepEqual([only.Organizer.FirstName, only.Organizer.LastName], ["Enheten", "För Lungor"]);
    must.equal(only.DialInfo.Calls.Call[0].Number, "mdk@vc.example.test");
    await refused(put({ ...booking("4", "2031-03-30T00:30:00Z"), Title: undefined }), [overSsh ? 0 : 1]);
    await room.command("Bookings Clear");
    must.equal((await room.command("Bookings List")).ResultInfo.TotalRows, number(0));
  },

  async "a question is asked and answered"(room) {
    const answers = hear(room, "Event/UserInterface/Message/Prompt/Response");
    await answers.ready;
    const path = "UserInterface Message Prompt";
    await room.command(`${path} Display`, {
      Text: "Starta?",
      FeedbackId: "q1",
      "Option.1": "Ja",
      "Option.2": "Nej",
    });
    await refused(room.command(`${path} Response`, { OptionId: 3, FeedbackId: "q1" }), [overSsh ? 0 : 1]);
    await room.command(`${path} Response`, { OptionId: 2, FeedbackId: "q1" });
    const answer = await answers.until(() => true);
    must.deepEqual([answer.FeedbackId, answer.OptionId], ["q1", number(2)]);
    answers.off();
  },

  async "the device tells of its own commands"(room) {
    const dial = await room.doc("Command Dial");
    must.equal(dial.Number.required?.Value ?? dial.Number.required, "True");
  },

  async "a wrong password is refused"() {
    const error = await connect(place.ports[0], "wrong").then(
      () => must.fail("it was let in"),
      (reason) => reason,
    );
    if (overSsh) must.equal(error, "client-authentication");
    else must.match(String(error.message), /403/);
  },
};

const [room, other] = await Promise.all(place.ports.map((port) => connect(port)));
for (const client of [room, other])
  client.on("error", (error) => process.stdout.write(`error event: ${error}\n`));
for (const [name, check] of Object.entries(CHECKS)) {
  try {
    await check(room, other);
  } catch (error) {
    process.stdout.write(`${name}: ${error.stack ?? error}\n`);
  }
}
process.stdout.write(`${Object.keys(CHECKS).length} checks\n`);
room.close();
other.close();
