// The tab "Runbook" at a process instance: what its page says, without the answer. CE keeps no history view, so operators read here.

const link = (name, address) => {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = name;
  anchor.style.marginRight = "16px";
  return anchor;
};

const paragraph = words => {
  const p = document.createElement("p");
  p.textContent = words;
  return p;
};

const show = async (node, { processInstanceId, api }) => {
  const instance = await fetch(`${api.engineApi}/process-instance/${encodeURIComponent(processInstanceId)}`);
  const key = instance.ok ? (await instance.json()).businessKey : null;
  if (!key) {
    node.replaceChildren(paragraph("This process instance is no incident."));
    return;
  }
  const address = `/incidents/${encodeURIComponent(key)}`;
  const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) {
    node.replaceChildren(paragraph(`The incident cannot be read (${answer.status}); open its page: `), link("Incident", address));
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const links = document.createElement("p");
  links.append(link("Open the incident's page", address), link("Report", `${address}/report`));
  // what the page shows, as the elements it is made of: nothing of it runs, as nothing of it does there
  const parts = [...page.querySelectorAll("#state, section.decision h2, .facts, #picture img, #so-far img")]
    .map(part => document.importNode(part, true));
  parts.forEach(part => part.querySelectorAll("[id]").forEach(each => each.removeAttribute("id")));
  const shown = document.createElement("div");
  shown.id = "runbook-incident";
  shown.style.cssText = "padding: 8px 16px; max-width: 1000px; font-size: 14px";
  shown.append(links, ...parts);
  shown.querySelectorAll("h2, h3").forEach(heading => { heading.style.cssText = "margin: 10px 0 2px; font-size: 15px; font-weight: 600"; });
  shown.querySelectorAll("time").forEach(time => { time.textContent = time.dateTime.replace(/T(\d\d:\d\d:\d\d).*/, " $1 UTC"); });
  shown.querySelectorAll("#state > *, div.state > *").forEach(part => { part.style.marginRight = "12px"; });
  node.replaceChildren(shown);
};

export default [
  {
    id: "runbook.incident",
    pluginPoint: "cockpit.processInstance.runtime.tab",
    priority: 20,
    properties: { label: "Runbook" },
    render: (node, context) => {
      show(node, context).catch(() => node.replaceChildren(paragraph("The incident cannot be read now; reload the page.")));
    },
    unmount: () => {}
  }
];
