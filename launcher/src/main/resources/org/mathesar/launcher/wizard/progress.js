const steps = document.getElementById("steps");
const announcement = document.getElementById("announcement");

function announce() {
  const line = steps.querySelector(".RUNNING .title, .FAILED .title");
  const text = line ? line.textContent.trim() : "";
  if (announcement.textContent !== text) {
    announcement.textContent = text;
  }
}

function tick() {
  steps.querySelectorAll("time").forEach((time) => {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000));
    const minutes = Math.floor(seconds / 60);
    time.textContent = minutes > 0 ? `Running for ${minutes} min ${seconds % 60} s` : `Running for ${seconds} s`;
  });
}

// A server that is just restarting must not leave the browser's own error page behind.
async function reloadWhenBack() {
  try {
    if ((await fetch(location.href, { method: "HEAD" })).status < 500) {
      location.reload();
      return;
    }
  } catch {
    // Not back yet.
  }
  setTimeout(reloadWhenBack, 3000);
}

function listen() {
  const events = new EventSource(steps.dataset.events);
  events.onmessage = (event) => {
    steps.innerHTML = event.data;
    tick();
    announce();
  };
  events.addEventListener("moved", (event) => {
    events.close();
    location.replace(event.data);
  });
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(reloadWhenBack, 3000);
    }
  };
  window.addEventListener("pagehide", () => events.close());
}

tick();
announce();
setInterval(tick, 1000);
listen();
