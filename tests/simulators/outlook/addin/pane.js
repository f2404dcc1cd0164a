// Turns office.js's callbacks into promises, so that a test can call any item method by its path.
Office.onReady(({ host, platform }) => {
  document.getElementById("ready").textContent = `${host}/${platform}`;
});

window.happened = [];

window.call = (path, ...args) =>
  new Promise((resolve, reject) => {
    const names = path.split(".");
    const method = names.pop();
    const owner = names.reduce((object, name) => object[name], Office.context.mailbox.item);
    owner[method](...args, (result) => {
      if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
      else reject(new Error(`${result.error.code} ${result.error.name}`));
    });
  });

window.properties = async (change) => {
  const properties = await window.call("loadCustomPropertiesAsync");
  for (const [key, value] of Object.entries(change ?? {})) properties.set(key, value);
  if (change) await new Promise((resolve) => properties.saveAsync(resolve));
  return properties.getAll();
};

window.listen = (type) =>
  window.call("addHandlerAsync", type, (event) => {
    window.happened.push({ type: event.type, start: event.start, places: event.enhancedLocations?.length });
  });
