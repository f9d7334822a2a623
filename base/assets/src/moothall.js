// GOV.UK Frontend stands above this in the same file. It acts only on a page whose body bears these classes, which say that
// the browser runs modules; without them every page works as plain HTML.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

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
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ to }), redirect: "manual" });
      const status = document.querySelector("[data-moothall-order-status]");
      if (answer.ok || answer.type === "opaqueredirect") location.reload();
      else status.textContent = "The item could not be moved.";
    });
  }
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
  let busy = false;
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const offer = (text, why, newer) => {
    form.querySelector(".moothall-kept")?.remove();
    const box = document.createElement("div");
    box.className = "moothall-kept";
    box.append(Object.assign(document.createElement("p"), { className: "govuk-body", textContent: why }));
    box.append(Object.assign(document.createElement("pre"), { className: "govuk-body", textContent: text }));
    for (const [label, value] of [["Take this text", text], ["Keep what stands in the field", area.value], ["Join both", text + "\n\n" + area.value]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "govuk-button govuk-button--secondary", textContent: label });
      button.addEventListener("click", () => {
        if (newer) version.value = newer;
        area.value = value;
        box.remove();
        save();
      });
      box.append(button, " ");
    }
    area.after(box);
    box.querySelector("button").focus();
  };
  const save = async () => {
    clearTimeout(timer);
    if (busy || form.querySelector(".moothall-kept")) return;
    const text = area.value;
    if (text === saved) { localStorage.removeItem(kept); return; }
    localStorage.setItem(kept, JSON.stringify({ text, version: version.value }));
    busy = true;
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
        say("Somebody else changed this text.");
        offer(told.text, told.changed_by + " changed this text at " + told.changed_at + ":", told.version);
      } else {
        say("Not saved. What you typed is kept on this computer.");
        timer = setTimeout(save, 5000);
      }
    } catch {
      say("Not saved yet: no connection. What you typed is kept on this computer.");
      timer = setTimeout(save, 3000);
    }
    busy = false;
    if (area.value !== text && area.value !== saved) timer = setTimeout(save, 800);
  };
  area.addEventListener("input", () => {
    localStorage.setItem(kept, JSON.stringify({ text: area.value, version: version.value }));
    say("Not saved yet");
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  addEventListener("online", save);
  addEventListener("pagehide", () => {
    if (area.value !== saved) localStorage.setItem(kept, JSON.stringify({ text: area.value, version: version.value }));
  });
  form.addEventListener("submit", () => { saved = area.value; localStorage.removeItem(kept); });
  const before = JSON.parse(localStorage.getItem(kept) ?? "null");
  if (before && before.text !== area.value) {
    if (before.version === version.value) {
      area.value = before.text;
      save();
    } else offer(before.text, "This was typed on this computer and not saved:", version.value);
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
      said.textContent = ' The time is over.';
      clock.after(said);
    }
  };
  show();
  setInterval(show, 1000);
}

// Above a text that is typed with marks, buttons set the marks around what is chosen. Everything can be typed without them.
for (const form of document.querySelectorAll("[data-moothall-toolbar]")) {
  const area = form.querySelector("textarea");
  const bar = document.createElement("div");
  bar.className = "moothall-toolbar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Marks");
  const around = (before, after, words) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const chosen = value.slice(from, to) || words;
    area.setRangeText(before + chosen + after, from, to, "end");
    area.setSelectionRange(from + before.length, from + before.length + chosen.length);
    area.dispatchEvent(new Event("input"));
    area.focus();
  };
  const lines = (mark) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const begin = value.lastIndexOf("\n", from - 1) + 1;
    const text = value.slice(begin, to).split("\n").map((line, at) => mark(at) + line).join("\n");
    area.setRangeText(text, begin, to, "end");
    area.dispatchEvent(new Event("input"));
    area.focus();
  };
  const note = () => {
    const number = (area.value.match(/\[\^\d+\]:/g) ?? []).length + 1;
    const at = area.selectionEnd;
    area.setRangeText(`[^${number}]`, at, at, "end");
    area.value = `${area.value.trimEnd()}\n\n[^${number}]: Source: `;
    area.dispatchEvent(new Event("input"));
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  };
  const marks = [
    ["Heading", () => lines(() => "# ")],
    ["List", () => lines(() => "- ")],
    ["Numbered list", () => lines((at) => `${at + 1}. `)],
    ["Strong", () => around("**", "**", "words")],
    ["Stressed", () => around("*", "*", "words")],
    ["Link", () => around("[", "](https://)", "words")],
    ["Table", () => around("\n\n| ", " | Second |\n| --- | --- |\n|  |  |\n", "First")],
    ["Footnote", note],
  ];
  for (const [label, act] of marks) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "govuk-button govuk-button--secondary", textContent: label });
    button.addEventListener("click", act);
    bar.append(button);
  }
  area.before(bar);
}
