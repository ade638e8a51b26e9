// SPDX-License-Identifier: Apache-2.0
// Numbers in words, and drawings, in the style of the rest of the page.
const MINUS = "\u2212", SPACE = "\u00a0", DASH = "\u2013";

/// With so many decimals, a true minus sign, and never a minus zero.
function fixed(value, decimals) {
  if (!Number.isFinite(value)) return DASH;
  const text = Math.abs(value).toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}
/// An end of an interval, told as beyond zero where it rounds to zero and is not.
const end = (value, decimals) => {
  const text = signed(value, decimals);
  return value === 0 || /[1-9]/.test(text) ? text : value > 0 ? "> 0" : "< 0";
};
const signed = (value, decimals) => {
  const text = fixed(value, decimals);
  return text.startsWith(MINUS) || !/[1-9]/.test(text) ? text : `+${text}`;
};
/// In so many significant digits.
const plain = (value, digits = 3) => Number.isFinite(value) ? String(+value.toPrecision(digits)).replace("-", MINUS) : DASH;

/// So many decimals that half an interval shows one digit; of shares, which are told in per cent, two at most.
function decimalsFor({ low, high }, factor, most) {
  const half = (high - low) / 2 * factor;
  return half > 0 ? Math.min(Math.max(0, -Math.floor(Math.log10(half))), most) : most === 2 ? 1 : 2;
}

function estimateTold(outcome, estimate) {
  if (!Number.isFinite(estimate.value)) return { value: `${DASH} (never defined)`, interval: "" };
  const factor = outcome.isShare ? 100 : 1, decimals = decimalsFor(estimate, factor, outcome.isShare ? 2 : 4);
  const ends = Number.isFinite(estimate.low)
    ? `[${fixed(estimate.low * factor, decimals)}, ${fixed(estimate.high * factor, decimals)}]` : "";
  return { value: fixed(estimate.value * factor, decimals) + (outcome.isShare ? `${SPACE}%` : ""), interval: ends };
}

function differenceTold(outcome, difference) {
  const { value, low, high } = difference;
  if (!Number.isFinite(value)) return { value: `${DASH} (no pair)`, interval: "", clear: false };
  if (value === 0 && low === 0 && high === 0) return { value: "none", interval: "", clear: false };
  const isShare = outcome.isShare && outcome.kind !== "time", factor = isShare ? 100 : 1;
  const decimals = decimalsFor(difference, factor, isShare ? 2 : 4);
  const told = low > 0 || high < 0 ? end : signed;
  const ends = Number.isFinite(low) ? `[${told(low * factor, decimals)}, ${told(high * factor, decimals)}]` : "";
  const unit = outcome.change ? `${SPACE}${outcome.change}` : "";
  return { value: signed(value * factor, decimals) + unit, interval: ends, clear: low > 0 || high < 0 };
}

const element = (name, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};
const path = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/// A frame with axes: where a value lies across and up, and the drawing.
function frame(width, height, [left, right], [low, high], ticks, label) {
  const inner = { left: 44, right: width - 8, top: 12, bottom: height - 24 };
  const x = (value) => inner.left + (inner.right - inner.left) * (value - left) / (right - left || 1);
  const y = (value) => inner.bottom - (inner.bottom - inner.top) * (value - low) / (high - low || 1);
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  for (const value of round(low, high, 4)) {
    svg.append(element("path", { class: "rule", d: `M${inner.left} ${y(value)}H${inner.right}` }));
    svg.append(element("text", { class: "tick", x: inner.left - 6, y: y(value) + 3.5, "text-anchor": "end" }, plain(value)));
  }
  for (const [value, words] of ticks)
    svg.append(element("text", { class: "tick", x: x(value), y: height - 8, "text-anchor": "middle" }, words));
  svg.append(element("path", { class: "axis", d: `M${inner.left} ${inner.bottom}H${inner.right}` }));
  return { svg, x, y, inner };
}

/// Round numbers between two ends.
function round(low, high, about) {
  const rough = (high - low) / about || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) found.push(+(i * step).toPrecision(12));
  return found;
}

/// A series: the middle half and nine of ten of the changed one, its median, and dashed the other's.
function fan(width, months, changed, other, label) {
  const values = [...changed, ...other].flat().filter(Number.isFinite);
  const low = Math.min(...values), high = Math.max(...values), room = (high - low || 1) * 0.05;
  const ticks = months.map((month, i) => [i, month]).filter(([, month]) => month.endsWith("-01")).map(([i, month]) => [i, month.slice(0, 4)]);
  const { svg, x, y } = frame(width, 170, [0, months.length - 1], [low - room, high + room], ticks.length ? ticks : [[0, months[0]]], label);
  const band = (least, most, kind) => svg.append(element("path", { class: `band ${kind}`,
    d: `${path(changed.map((q, i) => [x(i), y(q[least])]))}${path(changed.map((q, i) => [x(i), y(q[most])]).reverse()).replace("M", "L")}Z` }));
  band(0, 4, "outer");
  band(1, 3, "inner");
  svg.append(element("path", { class: "median", d: path(changed.map((q, i) => [x(i), y(q[2])])) }));
  svg.append(element("path", { class: "ghost", d: path(other.map((q, i) => [x(i), y(q[2])])) }));
  return svg;
}

/// Shares of labels, one above the other.
function stack(width, months, shares, label) {
  const ticks = months.map((month, i) => [i, month]).filter(([, month]) => month.endsWith("-01")).map(([i, month]) => [i, month.slice(0, 4)]);
  const { svg, x, y } = frame(width, 170, [0, months.length - 1], [0, 1], ticks, label);
  const sums = shares.map((month) => month.reduce((all, share) => [...all, all.at(-1) + share], [0]));
  for (let i = 0; i < shares[0].length; ++i) {
    const edge = (place) => sums.map((sum, month) => [x(month), y(sum[place])]);
    svg.append(element("path", { class: `layer layer-${Math.round(5 * i / Math.max(shares[0].length - 1, 1))}`,
      d: `${path(edge(i))}${path(edge(i + 1).reverse()).replace("M", "L")}Z` }));
  }
  return svg;
}

/// A distribution: bars of the changed one, and dashed the outline of the other. Bins that both leave empty at the ends
/// are left out.
function heap(width, outcome, changed, other, step, label) {
  const isBinary = outcome.kind === "binary";
  const share = ({ counts }) => { const all = counts.reduce((a, b) => a + b, 0) || 1; return counts.map((count) => count / all); };
  const these = share(changed), those = share(other);
  const used = these.map((value, i) => isBinary || value + those[i] > 0);
  const first = Math.max(0, used.indexOf(true)), last = Math.max(first, used.lastIndexOf(true));
  const places = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const left = changed.from + first * changed.width, right = changed.from + (last + 1) * changed.width;
  const ends = isBinary ? [[0.5, "no"], [1.5, "yes"]] : outcome.kind === "time" ? [[left, `first ${step}`], [right - changed.width / 2, "never"]] : [];
  const high = Math.max(...places.flatMap((i) => [these[i], those[i]]));
  const middle = outcome.kind === "continuous" ? 0 : changed.width / 2;
  const ticks = ends.length ? ends : round(left, right - middle, 6).filter((value) => value + middle <= right).map((value) => [value + middle, plain(value)]);
  const { svg, x, y, inner } = frame(width, 170, [left, right], [0, high * 1.05], ticks, label);
  const edge = (i) => x(changed.from + i * changed.width);
  for (const i of places)
    svg.append(element("path", { class: "band inner", d: `M${edge(i).toFixed(1)} ${inner.bottom}V${y(these[i]).toFixed(1)}H${(edge(i + 1) - (places.length < 60 ? 1 : 0)).toFixed(1)}V${inner.bottom}Z` }));
  svg.append(element("path", { class: "ghost", d: path(places.flatMap((i) => [[edge(i), y(those[i])], [edge(i + 1), y(those[i])]])) }));
  return svg;
}

/// One outcome on a line: the other as a hollow point, the changed one as a full one, each with its interval.
function strip(outcome, changed, other) {
  const ends = outcome.isShare ? [0, 1] : [changed, other].flatMap(({ quantiles, low, high }) => [...quantiles, low, high]).filter(Number.isFinite);
  const low = Math.min(...ends), high = Math.max(...ends);
  const x = (value) => (8 + 184 * (value - low) / (high - low || 1)).toFixed(1);
  const svg = element("svg", { viewBox: "0 0 200 22", class: "strip", "aria-hidden": "true" });
  svg.append(element("path", { class: "axis", d: "M8 16H192" }));
  for (const [each, kind, height] of [[other, "point hollow", 16], [changed, "point", 7]]) {
    if (!Number.isFinite(each.value)) continue;
    if (Number.isFinite(each.low)) svg.append(element("path", { class: "whisker", d: `M${x(each.low)} ${height}H${x(each.high)}` }));
    svg.append(element("circle", { class: kind, cx: x(each.value), cy: height, r: 3.4 }));
  }
  return svg;
}
