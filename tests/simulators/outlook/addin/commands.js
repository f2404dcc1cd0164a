Office.onReady();

let presses = 0;

Office.actions.associate("writeSubject", (event) => {
  presses += 1;
  Office.context.mailbox.item.subject.setAsync(`${event.source.id} ${presses}`, () => event.completed());
});

Office.actions.associate("openWindow", (event) => {
  window.open("https://addin.example.test/pane.html");
  event.completed();
});

Office.actions.associate("onCreated", (event) => {
  Office.context.mailbox.item.subject.setAsync(event.type, () => event.completed({ allowEvent: true }));
});

// At send it answers what the test has written in the body: one options object, or several.
Office.actions.associate("onSend", (event) => {
  Office.context.mailbox.item.body.getAsync("text", ({ value }) => {
    for (const options of JSON.parse(value)) event.completed(options);
  });
});
