/* Metrics over steps or time. */

/**
 * An exponential moving average that begins at the first value, as TensorBoard draws it: the average starts at 0, and is
 * divided by the weight that has come in so far. What isn't finite passes through and leaves the average alone.
 */
const smoothed = (values, weight) => {
  let average = 0;
  let count = 0;
  return values.map(value => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + (1 - weight) * value;
    count++;
    return average / (1 - weight ** count);
  });
};

const acrossOf = (curve, kind) => {
  switch (kind) {
    case "time": return curve.times;
    case "clock": return curve.times.map(time => time + runs[curve.run].start);
    default: return curve.steps;
  }
};

/** Points that can be drawn, with gaps where they can't, and how many those were. */
const drawable = (across, values, log) => {
  let left = 0;
  const points = values.map((value, i) => {
    const fine = Number.isFinite(value) && !(log && value <= 0);
    if (!fine) left++;
    return [across[i], fine ? value : null];
  });
  return { points, left };
};

const series = (run, points, faint) => ({
  type: "line", name: String(run.index), data: points, showSymbol: points.length === 1, symbol: "circle", symbolSize: 7,
  silent: faint, zlevel: 0 /* left out, the symbol under the pointer has none, and ECharts warns */, z: faint ? 1 : 2,
  lineStyle: { width: faint ? 1 : 1.8, opacity: faint ? 0.3 : 1, type: dashOf(run), color: colourOf(run) },
  itemStyle: { color: colourOf(run) }, emphasis: { disabled: faint }
});

const MOST_IN_TIP = 12;
const curveTip = (items, kind, metric) => {
  const shown = items.filter(item => !item.seriesId.startsWith("faint")).sort((a, b) => b.value[1] - a.value[1]);
  if (shown.length === 0) return "";
  const across = shown[0].value[0];
  const heading = kind === "step" ? metric + ", step " + across
    : metric + ", " + (kind === "time" ? span(across) : new Date(across).toISOString());
  const lines = shown.slice(0, MOST_IN_TIP).map(item => [runs[item.seriesName], runs[item.seriesName].name, figure(item.value[1])]);
  if (shown.length > MOST_IN_TIP) lines.push([null, "and " + (shown.length - MOST_IN_TIP) + " more", ""]);
  return tip(heading, lines);
};

const curveAxis = kind => {
  switch (kind) {
    case "time": return axis("time since start", { type: "value", nameGap: 30, axisLabel: { color: css("--soft"), hideOverlap: true, formatter: span } });
    case "clock": return axis("clock", { type: "time", nameGap: 30, axisLabel: { color: css("--soft"), hideOverlap: true } });
    default: return axis("step", { type: "value", nameGap: 30 });
  }
};

const drawCurves = (made, host) => {
  const metric = byId("curve-metric").value;
  const kind = byId("curve-axis").value;
  const weight = Number(byId("smoothing").value);
  const log = byId("curve-log").checked;
  const lines = [];
  let left = 0;
  let fewer = false;
  const drawn = data.curves.filter(curve => curve.metric === metric && runs[curve.run].picked && runs[curve.run].visible);
  drawn.forEach(curve => {
    const run = runs[curve.run];
    const across = acrossOf(curve, kind);
    const values = curve.values.map(Number);
    const raw = drawable(across, values, log);
    left += raw.left;
    fewer ||= curve.drawable > values.filter(Number.isFinite).length;
    if (weight > 0) lines.push({ ...series(run, raw.points, true), id: "faint" + run.index });
    const points = weight > 0 ? drawable(across, smoothed(values, weight), log).points : raw.points;
    lines.push({ ...series(run, points, false), id: "line" + run.index });
  });
  made.setOption({
    ...base(),
    grid: { left: 12, right: 44, top: 16, bottom: 34, containLabel: true },
    xAxis: curveAxis(kind),
    yAxis: axis(undefined, { type: log ? "log" : "value" }),
    dataZoom: [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl" }],
    tooltip: { ...base().tooltip, trigger: "axis", formatter: items => curveTip(items, kind, metric) },
    series: lines
  }, true);
  const notes = [];
  if (left > 0) notes.push(left + (log ? " values that are no number, infinite or not above 0" : " values that are no number or infinite") + " are left out.");
  if (fewer) notes.push("Drawn from fewer points; the lowest and the highest of each stretch are among them.");
  if (weight > 0) notes.push("Smoothed over the points drawn; the faint lines are the values themselves.");
  byId("curve-note").textContent = notes.join(" ");
  host.setAttribute("aria-label", metric + " against " + kind + ": " + drawn.length + " curves. The table above has the latest values.");
  byId("legend").replaceChildren(...drawn.map(curve => {
    const item = element("li", undefined);
    item.append(swatch(runs[curve.run]), element("span", runs[curve.run].name));
    return item;
  }));
};

const startCurves = () => {
  if (data.curves.length === 0) return;
  byId("curves").hidden = false;
  const longest = new Map();
  data.curves.forEach(curve => longest.set(curve.metric, Math.max(longest.get(curve.metric) || 0, curve.drawable)));
  const metrics = [...longest.keys()].sort(collator.compare);
  const first = metrics.reduce((a, b) => longest.get(b) > longest.get(a) ? b : a);
  options(byId("curve-metric"), metrics.map(metric => [metric, metric]), first);
  const redraw = chart("curve-chart", drawCurves);
  ["curve-metric", "curve-axis", "curve-log"].forEach(id => byId(id).addEventListener("change", redraw));
  byId("smoothing").addEventListener("input", event => {
    byId("smoothing-value").textContent = Number(event.target.value).toFixed(2);
    redraw();
  });
};
