// What the page can do beyond being read: theme, choice of figures and conditions, values under the pointer.
"use strict";
const root = document.documentElement;
root.classList.add("scripted");
const months = JSON.parse(document.body.dataset.months);
const names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const named = (month) => /^\d{4}-\d\d$/.test(month) ? `${names[+month.slice(5) - 1]} ${month.slice(0, 4)}` : `month ${month}`;

const theme = document.getElementById("theme");
const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const tellTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; theme.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`); };
theme.hidden = false;
theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; tellTheme(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tellTheme);
tellTheme();

for (const choice of document.querySelectorAll(".choice")) {
  choice.hidden = false;
  const figures = choice.parentElement.querySelectorAll("figure");
  choice.querySelector("select").addEventListener("change", (event) => {
    for (const figure of figures) figure.classList.toggle("off", event.target.value !== "" && figure.id !== event.target.value);
  });
}

const chooser = document.querySelector(".chooser");
if (chooser) {
  chooser.hidden = false;
  chooser.addEventListener("change", (event) => {
    for (const each of document.querySelectorAll("[data-condition]"))
      if (each.dataset.condition === event.target.value) each.classList.toggle("off", !event.target.checked);
  });
}

// How a month's numbers are told, by the kind of figure.
const plain = (value) => value === null ? "undefined" : String(value).replace("-", "\u2212");
const percent = (value) => `${(100 * value).toFixed(1)} %`;
const tellers = {
  fan: (q) => `median ${plain(q[2])}; middle half ${plain(q[1])} to ${plain(q[3])}; nine of ten ${plain(q[0])} to ${plain(q[4])}`,
  shares: (shares, labels) => shares.map((share, i) => `${labels[i].replace(/^\d+ /, "")} ${percent(share)}`).join(", "),
  cumulative: (q) => `${percent(q[0])} [${percent(q[1])}, ${percent(q[2])}]`,
};

function readable(svg) {
  const figure = svg.closest("figure");
  const own = svg.dataset.months ? JSON.parse(svg.dataset.months) : months;  // where a condition starts elsewhere
  const values = JSON.parse(svg.dataset.values), labels = JSON.parse(figure.dataset.labels);
  const left = +svg.dataset.left, right = +svg.dataset.right, box = svg.viewBox.baseVal;
  const readout = figure.querySelector(".readout"), name = svg.querySelector(".heading").textContent;
  const cursor = document.createElementNS(svg.namespaceURI, "path");
  cursor.setAttribute("class", "cursor");
  let place = values.length - 1;
  const show = (index) => {
    place = Math.max(0, Math.min(values.length - 1, index));
    const x = left + (right - left) * place / Math.max(values.length - 1, 1);
    cursor.setAttribute("d", `M${x} 20V${box.height - 20}`);
    svg.append(cursor);
    readout.textContent = `${name}, ${named(own[place])}: ${tellers[figure.dataset.kind](values[place], labels)}`;
  };
  const under = (event) => {
    const frame = svg.getBoundingClientRect();
    const x = (event.clientX - frame.left) / frame.width * box.width;
    show(Math.round((x - left) / (right - left) * (values.length - 1)));
  };
  svg.tabIndex = 0;
  svg.addEventListener("pointermove", under);
  svg.addEventListener("pointerdown", under);
  svg.addEventListener("focus", () => { if (!svg.matches(":hover")) show(place); });
  svg.addEventListener("pointerleave", () => { cursor.remove(); readout.textContent = ""; });
  svg.addEventListener("blur", () => { cursor.remove(); readout.textContent = ""; });
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -values.length, End: values.length }[event.key];
    if (step) { event.preventDefault(); show(place + step); }
  });
}
for (const svg of document.querySelectorAll("svg[data-values]")) readable(svg);
