"use strict";

const address = document.body.dataset.address;
// the answer to what was sent stands at another address, which nobody can open or read again
if (location.pathname !== address) history.replaceState(null, "", address);

// ---- times: the reader's, counted from now; the UTC time stays in the title

const inWords = seconds => {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 10 && seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
};

const showTimes = () => document.querySelectorAll("time[data-how]").forEach(time => {
  const at = new Date(time.dateTime);
  const utc = `${at.toISOString().slice(11, 19)} UTC`;
  const seconds = Math.round((Date.now() - at) / 1000);
  const since = inWords(Math.max(0, seconds));
  time.title = `${at.toISOString().slice(0, 10)} ${utc}`;
  if (time.dataset.how === "until" || time.dataset.how === "at") time.textContent = `${utc} (${seconds < 0 ? `in ${inWords(-seconds)}` : `${since} ago`})`;
  else time.textContent = time.dataset.how === "for" ? `for ${since}` : `${since} ago (${utc})`;
});

// ---- what is typed stays, whatever becomes of the page, until it was taken

const drafts = `draft of ${document.body.dataset.me} at ${address} for `;
const draftOf = form => drafts + form.dataset.task;

const keep = form => {
  const typed = {};
  new FormData(form).forEach((value, name) => { if (name !== "_csrf" && value) typed[name] = value; });
  sessionStorage.setItem(draftOf(form), JSON.stringify(typed));
};

const restore = form => {
  const typed = JSON.parse(sessionStorage.getItem(draftOf(form)) || "{}");
  Object.entries(typed).forEach(([name, value]) => {
    form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach(field => {
      if (field.type === "radio") field.checked = field.checked || field.value === value;
      else if (!field.value) field.value = value;
    });
  });
};

// ---- the answer

const askWhatBelongsToIt = form => {
  const chosen = form.querySelector("input[name=decision]:checked");
  form.querySelectorAll("[data-only-for]").forEach(field => {
    const only = field.dataset.onlyFor;
    field.hidden = Boolean(only) && (!chosen || chosen.value !== only);
    if (only) field.querySelectorAll("select, textarea").forEach(answer => { answer.required = !field.hidden; });
  });
};

const take = form => {
  restore(form);
  askWhatBelongsToIt(form);
  form.addEventListener("input", () => { keep(form); askWhatBelongsToIt(form); });
  form.addEventListener("submit", () => {
    keep(form);
    // after the browser has read the form, or the button that was pressed would not count
    setTimeout(() => form.querySelectorAll("button").forEach(button => { button.disabled = true; }));
  });
};

const forms = () => document.querySelectorAll("form.answer");

// what was taken is not asked any more; what was refused is still read
const forgetWhatWasTaken = () => Object.keys(sessionStorage)
  .filter(name => name.startsWith(drafts) && ![...forms()].some(form => draftOf(form) === name))
  .forEach(name => sessionStorage.removeItem(name));

// ---- live: the server says that there is something new, and the page reads itself again

const live = document.getElementById("live");
const notice = document.getElementById("notice");
let known = document.body.dataset.revision;
let events = null;

const say = words => {
  notice.textContent = words;
  notice.hidden = !words;
};

const loggedOut = () => {
  live.textContent = "not live";
  say("You are logged out, or may not read this any more. What you typed is kept here: ");
  const again = document.createElement("a");
  again.href = address + location.search;
  again.textContent = "log in again";
  notice.append(again);
};

const replace = (now, next) => {
  const open = new Set([...now.querySelectorAll("details[open]")].map(details => details.id));
  now.replaceWith(next);
  next.querySelectorAll("details").forEach(details => { details.open = open.has(details.id); });
};

const showDecisions = page => {
  const next = new Map([...page.querySelectorAll("section.decision")].map(it => [it.dataset.task, it]));
  document.querySelectorAll("section.decision").forEach(section => {
    if (next.has(section.dataset.task)) {
      next.delete(section.dataset.task);
    } else if (!section.classList.contains("gone")) {
      section.classList.add("gone");
      section.querySelectorAll("button, input, select").forEach(field => { field.disabled = true; });
      section.querySelectorAll("textarea").forEach(field => { field.readOnly = true; });
      const typed = [...section.querySelectorAll("textarea")].some(it => it.value);
      say(`"${section.querySelector("h2 span").textContent}" was decided or withdrawn meanwhile${typed ? ". What you typed is still here" : ""}; the page shows how it goes on.`);
    }
  });
  next.forEach(section => {
    document.getElementById("main").insertBefore(section, document.getElementById("changes"));
    section.querySelectorAll("form.answer").forEach(take);
  });
  const gone = document.querySelectorAll("section.gone");
  const idle = page.getElementById("so-far");
  // nobody types: the page is as if it were opened now
  const typed = [...document.querySelectorAll("section.gone textarea")].some(it => it.value);
  if (!typed && (next.size > 0 || idle)) {
    gone.forEach(section => section.remove());
  }
  if (idle && !document.getElementById("so-far")) {
    document.getElementById("main").prepend(idle);
  }
  if (!idle && document.getElementById("so-far")) {
    document.getElementById("so-far").remove();
  }
};

// for who does not see it change, and without the times, which change every second
const said = document.getElementById("said");
const stateInWords = () => [...document.querySelectorAll("#state .badge, #state .waits, #state .phase")]
  .map(part => part.textContent.replace(/\s+/g, " ").trim()).join(", ");
let lastSaid = stateInWords();
const sayState = () => {
  const words = stateInWords();
  if (said && words !== lastSaid) said.textContent = words;
  lastSaid = words;
};

const readAgain = async revision => {
  const answer = await fetch(address + location.search, { headers: { Accept: "text/html" }, redirect: "manual" });
  if (!answer.ok) {
    // many read at this moment, or the database is away: a little later, and not all at once
    if (answer.status === 503) setTimeout(() => readAgain(revision).catch(() => {}), 3000 + 4000 * Math.random());
    const letIn = answer.type !== "opaqueredirect" && answer.status !== 401 && answer.status !== 403;
    if (!letIn) loggedOut();
    return letIn;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (document.getElementById("timeline")) showDecisions(page);
  document.querySelectorAll("[data-live]").forEach(part => {
    const next = page.getElementById(part.id);
    if (next) replace(part, next);
  });
  // it stands beside the first decision, which may have been taken
  const picture = page.getElementById("picture");
  const beside = document.querySelector("section.decision:not(.gone) .beside");
  if (picture && beside && !document.getElementById("picture")) beside.prepend(picture);
  page.querySelectorAll("[data-live]").forEach(part => {
    if (!document.getElementById(part.id) && part.id === "seen") document.getElementById("main").append(part);
  });
  known = revision;
  showTimes();
  sayState();
  return true;
};

const listen = () => {
  if (document.hidden || events) return;
  events = new EventSource(`${address}/events`);
  let opened = false;
  events.addEventListener("open", () => { opened = true; live.textContent = "live"; });
  events.addEventListener("revision", event => {
    if (event.data !== known) readAgain(event.data).catch(() => { live.textContent = "not live"; });
  });
  events.addEventListener("over", () => { hangUp(); loggedOut(); });
  events.addEventListener("error", () => { hangUp(); comeAgain(opened ? 1000 + 3000 * Math.random() : 15000); });
};

// by the page first: who is logged out by now is told so there, while a browser that asks for events would open a window for a password
const listenIfStillLetIn = () => readAgain(known).then(letIn => { if (letIn) listen(); }, () => comeAgain(5000));

const comeAgain = milliseconds => {
  live.textContent = "not live, tries again";
  setTimeout(listenIfStillLetIn, milliseconds);
};

const hangUp = () => {
  if (events) events.close();
  events = null;
};

// a browser has a few connections for a host, and a page that is not seen needs none
document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listenIfStillLetIn()));
window.addEventListener("pagehide", hangUp);

// on paper nothing is folded
window.addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach(details => {
  details.dataset.folded = "";
  details.open = true;
}));
window.addEventListener("afterprint", () => document.querySelectorAll("details[data-folded]").forEach(details => {
  delete details.dataset.folded;
  details.open = false;
}));

const refused = document.getElementById("refused");
const again = new URLSearchParams(location.search).has("again");
forms().forEach(take);
if (!refused && !again) forgetWhatWasTaken();
showTimes();
setInterval(showTimes, 1000);
listen();
if (again) {
  say("You were logged out before your answer arrived, and nothing was decided. What you typed is here again: look at it, and decide.");
  history.replaceState(null, "", address);
}
if (refused) refused.focus();
