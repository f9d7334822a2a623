// GOV.UK Frontend stands above this in the same file. It acts only on a page whose body bears these classes, which say that
// the browser runs modules; without them every page works as plain HTML.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const keptPlace = "moothall:place";

// Agendas: items can be dragged; the buttons beside each do the same without it.
for (const list of document.querySelectorAll("[data-moothall-order]")) {
  let dragged = null;
  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragover", (event) => {
      if (dragged && dragged !== item) {
        event.preventDefault();
        item.classList.add("moothall-order__item--over");
      }
    });
    item.addEventListener("dragleave", () => item.classList.remove("moothall-order__item--over"));
    item.addEventListener("drop", async (event) => {
      event.preventDefault();
      item.classList.remove("moothall-order__item--over");
      const to = [...list.children].indexOf(item);
      const form = dragged.querySelector("form");
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ to }) });
      const status = document.querySelector("[data-moothall-order-status]");
      if (!answer.ok) { status.textContent = "The item could not be moved."; return; }
      sessionStorage.setItem(keptPlace, JSON.stringify({ y: scrollY, item: dragged.id, label: "" }));
      location = answer.url;
    });
  }
}

// Moving an item keeps the reader's place on the page, with the same button in focus.
for (const form of document.querySelectorAll("[data-moothall-keep-place]")) {
  form.addEventListener("submit", () => {
    const item = form.closest("li")?.id;
    sessionStorage.setItem(keptPlace, JSON.stringify({ y: scrollY, item, label: form.dataset.moothallKeepPlace }));
  });
}
const placeBefore = JSON.parse(sessionStorage.getItem(keptPlace) ?? "null");
sessionStorage.removeItem(keptPlace);
if (placeBefore) {
  const back = () => {
    const item = document.getElementById(placeBefore.item);
    // At either end the button that was pressed is not there any more, and the other one is.
    const buttons = [...item?.querySelectorAll("[data-moothall-keep-place]") ?? []];
    const form = buttons.find((form) => form.dataset.moothallKeepPlace === placeBefore.label) ?? buttons[0];
    form?.querySelector("button").focus({ preventScroll: true });
    scrollTo(0, placeBefore.y);
  };
  if (document.readyState === "complete") back(); else addEventListener("load", back);
}

// Notes that save themselves. What is not saved yet is kept on this computer, so that a lost connection or a closed lid loses nothing.
for (const form of document.querySelectorAll("[data-moothall-autosave]")) {
  const address = form.dataset.moothallAutosave;
  const area = form.elements.text;
  const version = form.elements.version;
  const status = form.querySelector("[data-moothall-autosave-status]");
  const kept = "moothall:" + address;
  let saved = area.value;
  let timer = 0;
  let running = null;
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const keep = () => localStorage.setItem(kept, JSON.stringify({ text: area.value, version: version.value }));
  // The editor above the field shows what was put into it.
  const put = (text) => {
    area.value = text;
    area.dispatchEvent(new Event("moothall-replaced"));
  };
  const offer = (text, why, newer) => {
    form.querySelector(".moothall-kept")?.remove();
    const box = document.createElement("div");
    box.className = "moothall-kept";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Two versions of the text");
    box.append(Object.assign(document.createElement("p"), { className: "govuk-body", textContent: why }));
    box.append(Object.assign(document.createElement("pre"), { className: "govuk-body", textContent: text }));
    for (const [label, value] of [["Use this text", () => text], ["Use the text I am editing", () => area.value], ["Keep both", () => text + "\n\n" + area.value]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "govuk-button govuk-button--secondary", textContent: label });
      button.addEventListener("click", () => {
        if (newer) version.value = newer;
        box.remove();
        put(value());
        save();
      });
      box.append(button, " ");
    }
    area.after(box);
    box.querySelector("button").focus();
  };
  const send = async (text) => {
    keep();
    say("Saving …");
    try {
      const body = new URLSearchParams({ text, version: version.value, script: "yes" });
      const answer = await fetch(address, { method: "POST", body, redirect: "error" });
      if (answer.ok) {
        const told = await answer.json();
        version.value = told.version;
        saved = text;
        if (area.value === text) localStorage.removeItem(kept);
        say("Saved at " + told.saved_at);
      } else if (answer.status === 409) {
        const told = await answer.json();
        say("Someone else changed this text.");
        offer(told.text, told.changed_by + " changed this text at " + told.changed_at + ":", told.version);
      } else if (answer.status === 422) {
        say("Not saved. " + (await answer.json()).message + ".");
      } else {
        say("Not saved. Your changes are kept on this computer.");
        timer = setTimeout(save, 5000);
      }
    } catch {
      say("Not saved yet: no connection. Your changes are kept on this computer.");
      timer = setTimeout(save, 3000);
    }
  };
  // Whether the text in the field is saved.
  const save = async () => {
    clearTimeout(timer);
    while (running) await running;
    if (area.value === saved) { localStorage.removeItem(kept); return true; }
    if (form.querySelector(".moothall-kept")) return false;
    const text = area.value;
    running = send(text);
    await running;
    running = null;
    if (area.value !== text && area.value !== saved) timer = setTimeout(save, 800);
    return area.value === saved;
  };
  area.addEventListener("input", () => {
    keep();
    say("Not saved yet");
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  area.addEventListener("moothall-save", (event) => { event.detail.promise = save(); });
  addEventListener("online", save);
  addEventListener("pagehide", () => { if (area.value !== saved) keep(); });
  form.addEventListener("submit", () => { saved = area.value; localStorage.removeItem(kept); });
  const before = JSON.parse(localStorage.getItem(kept) ?? "null");
  if (before && before.text !== area.value) {
    if (before.version === version.value) {
      put(before.text);
      save();
    } else offer(before.text, "You typed this on this computer and it was not saved:", version.value);
  }
}

// A clock that goes on while one looks at it, from the seconds that the page says: the reader's own clock may be wrong. Past its limit it
// changes its look, and a screen reader is told once.
for (const clock of document.querySelectorAll('[data-moothall-clock]')) {
  const [begun, most] = [Number(clock.dataset.moothallClock), Number(clock.dataset.moothallMost)];
  const show = () => {
    const seconds = begun + Math.floor(performance.now() / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (seconds > most && !clock.classList.contains('moothall-clock--over')) {
      clock.classList.add('moothall-clock--over');
      const said = document.createElement('span');
      said.setAttribute('role', 'alert');
      said.textContent = ' Time is up.';
      clock.after(said);
    }
  };
  show();
  setInterval(show, 1000);
}
