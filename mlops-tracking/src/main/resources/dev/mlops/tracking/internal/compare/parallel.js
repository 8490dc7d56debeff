/* A line a run across one axis for each parameter and metric. */

const MOST_AXES = 8;
const parallelChoices = columns.filter(column => column.kind === "METRIC" || column.kind === "PARAM");
const axisBoxes = () => [...byId("parallel-axes").querySelectorAll("input")];

const mix = (from, to, share) => {
  const parts = text => [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
  const [a, b] = [parts(from), parts(to)];
  return "rgb(" + a.map((part, i) => Math.round(part + (b[i] - part) * share)).join(",") + ")";
};

/** From the colour of low values to that of high ones; a run's own colour where the value can't be placed. */
const shadeBy = (column, among) => {
  if (!column) return colourOf;
  const numbers = among.map(run => valueOf(run, column)).filter(Number.isFinite);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return run => {
    const value = valueOf(run, column);
    if (!Number.isFinite(value)) return css("--axis");
    return mix(css("--low"), css("--high"), high > low ? (value - low) / (high - low) : 0.5);
  };
};

/** Parameters over several powers of ten, such as learning rates, stand on a logarithmic axis. */
const spansPowers = (column, among) => {
  const numbers = among.map(run => valueOf(run, column)).filter(Number.isFinite);
  return column.kind === "PARAM" && numbers.length > 0 && Math.min(...numbers) > 0 && Math.max(...numbers) >= 100 * Math.min(...numbers);
};

const shortened = (text, most) => text.length <= most ? text : text.slice(0, most - 1) + "…";

const drawParallel = (made, host) => {
  const axes = axisBoxes().filter(box => box.checked).map(box => columns[box.value]);
  const among = drawnRuns();
  const by = byId("parallel-colour").value;
  const shade = shadeBy(by === "" ? null : columns[by], among);
  const texts = new Map(axes.filter(column => !column.numeric).map(column => [column, categories(column, among)]));
  const place = (run, column) => {
    const value = placeOn(column, texts.get(column))(run);
    return Number.isFinite(value) ? value : "-";
  };
  const most = Math.min(18, Math.max(8, Math.floor((host.clientWidth || 800) / Math.max(1, axes.length) / 8)));
  const label = { color: css("--text"), textBorderColor: css("--card"), textBorderWidth: 4, hideOverlap: true };
  made.setOption({
    ...base(),
    parallel: {
      left: 70, right: 80, top: 44, bottom: 28,
      parallelAxisDefault: {
        nameTextStyle: { color: css("--text"), fontSize: 13 }, nameGap: 16, axisLine: { lineStyle: { color: css("--axis") } },
        axisTick: { lineStyle: { color: css("--axis") } }, z: 10,
        areaSelectStyle: { color: css("--focus"), borderColor: css("--focus"), opacity: 0.25 }
      }
    },
    parallelAxis: axes.map((column, at) => ({
      dim: at, name: shortened(column.label, most),
      ...(column.numeric
        ? { type: spansPowers(column, among) ? "log" : "value", scale: true, axisLabel: { ...label, formatter: value => figure(value) } }
        : { type: "category", data: texts.get(column), axisLabel: { ...label, formatter: text => shortened(text, 12) } })
    })),
    tooltip: {
      ...base().tooltip, trigger: "item",
      formatter: item => {
        const run = runs[item.name];
        return tip(run.name, axes.map(column => [null, column.label, valueOf(run, column) === null ? "" : read(valueOf(run, column))]));
      }
    },
    series: [{
      type: "parallel", inactiveOpacity: 0.06,
      data: among.map(run => ({
        name: String(run.index), value: axes.map(column => place(run, column)),
        lineStyle: { color: shade(run), width: 2, opacity: among.length > 60 ? 0.45 : 0.8 }
      }))
    }]
  }, true);
  host.setAttribute("aria-label", among.length + " runs across " + axes.map(column => column.label).join(", ") + ". The table above has the values.");
};

const startParallel = () => {
  const differing = parallelChoices.filter(column => column.differs && placeable(column));
  if (runs.length < 2 || differing.length < 2) return;
  byId("parallel").hidden = false;
  const params = differing.filter(column => column.kind === "PARAM");
  const metrics = differing.filter(column => column.kind === "METRIC");
  const first = [...params.slice(0, Math.max(MOST_AXES - metrics.length, MOST_AXES / 2)), ...metrics].slice(0, MOST_AXES);
  byId("parallel-axes").replaceChildren(...[...params, ...metrics].map(column => {
    const label = element("label");
    label.append(element("input", undefined, { type: "checkbox", value: String(column.index), checked: first.includes(column) }), " " + titled(column));
    return label;
  }));
  const numeric = differing.filter(column => column.numeric);
  options(byId("parallel-colour"), [["", "run"], ...numeric.map(column => [String(column.index), titled(column)])],
    metrics.length > 0 ? String(metrics[0].index) : "");
  const redraw = chart("parallel-chart", drawParallel);
  byId("parallel-axes").addEventListener("change", redraw);
  byId("parallel-colour").addEventListener("change", redraw);
};
