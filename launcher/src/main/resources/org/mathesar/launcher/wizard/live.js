// Keeps the live parts of an open page as they are on the server, and touches nothing else. Where nothing is live, it
// only lets statements be copied.
const root = document.querySelector("[data-events]");
const announcement = document.getElementById("announcement");
const shown = new Map();

function parts(within) {
  return within.querySelectorAll("[data-live]");
}

function announce() {
  if (!announcement) {
    return;
  }
  const text = [...parts(document)].map((part) => part.dataset.said).filter(Boolean).join(" ");
  if (announcement.textContent !== text) {
    announcement.textContent = text;
  }
}

function tick() {
  document.querySelectorAll("time[data-since]").forEach((time) => {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000));
    const minutes = Math.floor(seconds / 60);
    time.textContent = minutes > 0 ? `Running for ${minutes} min ${seconds % 60} s` : `Running for ${seconds} s`;
  });
}

// What only scripts can do: buttons that copy, times by this browser's clock.
function enhance(part) {
  if (navigator.clipboard) {
    part.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  }
  part.querySelectorAll("time[data-at]").forEach((time) => {
    time.textContent = new Date(time.dateTime).toLocaleString("en-GB",
      { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  });
}

// Whoever stands on a button or has unfolded something still does afterwards.
function replace(part, fresh) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const place = focused?.id || focused?.closest("details")?.id;
  const open = [...part.querySelectorAll("details[open]")].map((details) => details.id);
  part.replaceChildren(...fresh.childNodes);
  part.dataset.said = fresh.dataset.said;
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  enhance(part);
  if (focused) {
    const again = document.getElementById(place);
    const target = again?.querySelector(":scope > summary") ?? again ?? part;
    target.tabIndex = target === part ? -1 : target.tabIndex;
    target.focus({ preventScroll: true });
  }
}

function show(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  parts(template.content).forEach((fresh) => {
    const name = fresh.dataset.live;
    const content = fresh.innerHTML;
    const part = document.querySelector(`[data-live="${name}"]`);
    if (part && shown.get(name) !== content) {
      shown.set(name, content);
      replace(part, fresh);
    }
  });
  tick();
  announce();
}

function typed() {
  return [...document.querySelectorAll("input:not([type=hidden]), textarea")]
    .some((field) => field.value !== field.defaultValue);
}

// A server that is just restarting must not leave the browser's own error page behind, nor cost what was typed.
async function comeBack() {
  try {
    if ((await fetch(location.href, { method: "HEAD" })).status < 500) {
      typed() ? listen() : location.reload();
      return;
    }
  } catch {
    // Not back yet.
  }
  setTimeout(comeBack, 3000);
}

function listen() {
  const events = new EventSource(root.dataset.events);
  const stop = () => events.close();
  events.onmessage = (event) => show(event.data);
  events.addEventListener("moved", (event) => {
    stop();
    location.replace(event.data);
  });
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) {
      window.removeEventListener("pagehide", stop);
      setTimeout(comeBack, 3000);
    }
  };
  window.addEventListener("pagehide", stop);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
    announcement.textContent = "Copied";
  }
});

parts(document).forEach((part) => {
  shown.set(part.dataset.live, part.innerHTML);
  enhance(part);
});
tick();
announce();
if (root) {
  setInterval(tick, 1000);
  listen();
} else {
  enhance(document);
}
