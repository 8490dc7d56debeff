/* What all parts of the page share: the data, which runs are drawn, colours, and how values read. */

const data = JSON.parse(document.getElementById("data").textContent);
const byId = id => document.getElementById(id);
const phone = matchMedia("(max-width: 640px)");
const dark = matchMedia("(prefers-color-scheme: dark)");

/* Paul Tol's bright and muted schemes, in one lightness for each background. */
const PALETTES = {
  light: ["#2563b8", "#d1495b", "#1a7f4b", "#b7791f", "#7b3fb5", "#0e8a9c", "#c2410c", "#c0338a", "#5f6b7a", "#6b8e23"],
  dark: ["#70aaf5", "#ff8592", "#4cc38a", "#efb04c", "#b894f0", "#4fc6d8", "#f5945b", "#f08bc8", "#a6b2c2", "#a9c95a"]
};
const DASHES = ["solid", "dashed", "dotted"];

const runs = data.runs.map((run, index) => ({ ...run, index, picked: index < 50, visible: true }));
const columns = data.columns.map((column, index) => ({ ...column, index }));

const colourOf = run => {
  const palette = PALETTES[dark.matches ? "dark" : "light"];
  return palette[run.index % palette.length];
};
const dashOf = run => DASHES[Math.floor(run.index / PALETTES.light.length) % DASHES.length];
const drawnRuns = () => runs.filter(run => run.picked && run.visible);
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A cell as a number or text; null where the run has none. */
const valueOf = (run, column) => {
  const value = run.values[column.index];
  return value === null || !column.numeric ? value : Number(value);
};

/** Whether any run has a value that has a place on an axis. */
const placeable = column => !column.numeric || runs.some(run => Number.isFinite(valueOf(run, column)));

/** What a choice calls a column. */
const titled = column => column.kind === "ATTRIBUTE" || column.label === column.name ? column.label : column.kind.toLowerCase() + " " + column.label;

/** Five significant digits, as the table has them. */
const figure = value => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "-∞" : "∞";
  const size = Math.abs(value);
  const short = Number(value.toPrecision(5));
  return size !== 0 && (size < 1e-5 || size >= 1e10) ? short.toExponential() : String(short);
};
const read = value => typeof value === "number" ? figure(value) : String(value);

const span = milliseconds => {
  if (milliseconds < 0) return "-" + span(-milliseconds);
  const seconds = milliseconds / 1000;
  if (seconds < 60) return Number(seconds.toPrecision(3)) + " s";
  const part = (value, unit) => value === 0 ? "" : " " + value + " " + unit;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return (minutes < 60 ? part(minutes, "min") + part(whole % 60, "s") : part(Math.floor(minutes / 60), "h") + part(minutes % 60, "min")).trim();
};

/** An element with text in it, never HTML. */
const element = (tag, text, properties = {}) => {
  const made = Object.assign(document.createElement(tag), properties);
  if (text !== undefined) made.textContent = text;
  return made;
};

/** Shows a run's colour, in stripes where its line is dashed or dotted. */
const paint = (box, run) => {
  const stripes = { dashed: 5, dotted: 2 }[dashOf(run)];
  box.style.background = stripes
    ? `repeating-linear-gradient(90deg, ${colourOf(run)} 0 ${stripes}px, transparent ${stripes}px ${stripes + 2}px)`
    : colourOf(run);
};
const swatch = run => {
  const made = element("span", undefined, { className: "swatch" });
  paint(made, run);
  return made;
};

/** A tooltip: a line of heading, then name and value, each with a colour where it has one. */
const tip = (heading, lines) => {
  const box = element("div", undefined, { className: "tip" });
  box.append(element("strong", heading));
  for (const [run, name, value] of lines) {
    const line = element("div");
    if (run) line.append(swatch(run));
    line.append(element("span", name), element("b", value));
    box.append(line);
  }
  return box;
};

const options = (select, choices, chosen) => {
  select.replaceChildren(...choices.map(([value, text]) => element("option", text, { value, selected: value === chosen })));
};

/* Charts: made where they are first drawn, redrawn when the choice of runs, the size or the colours change. */
const charts = [];
const chart = (id, draw) => {
  const host = byId(id);
  const made = echarts.init(host);
  new ResizeObserver(() => made.resize()).observe(host);
  const redraw = () => draw(made, host);
  charts.push(redraw);
  redraw();
  return redraw;
};
const redrawAll = () => charts.forEach(redraw => redraw());

const base = () => ({
  animation: false,
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: css("--text") },
  tooltip: {
    confine: true, backgroundColor: css("--card"), borderColor: css("--line"), textStyle: { color: css("--text") },
    axisPointer: { lineStyle: { color: css("--axis") }, label: { show: false } }
  }
});
const axis = (name, more = {}) => ({
  name, nameLocation: "middle", nameTextStyle: { color: css("--soft"), fontSize: 13 },
  axisLine: { lineStyle: { color: css("--axis") } }, axisTick: { lineStyle: { color: css("--axis") } },
  axisLabel: { color: css("--soft"), hideOverlap: true, formatter: value => read(value) },
  splitLine: { lineStyle: { color: css("--line") } }, scale: true, ...more
});
