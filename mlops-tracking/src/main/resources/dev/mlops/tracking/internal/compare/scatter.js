/* One value of each run against another. */

const DURATION = { name: "took", label: "took, seconds", kind: "ATTRIBUTE", numeric: true };
const choices = () => [...columns.filter(column => column.kind !== "TAG" || column.numeric), DURATION];
const chosenValue = (run, column) => {
  if (column === DURATION) return run.end === undefined ? null : (run.end - run.start) / 1000;
  return valueOf(run, column);
};

/** Categories of a column that holds text, in the order in which a person would count. */
const categories = (column, among) =>
  [...new Set(among.map(run => chosenValue(run, column)).filter(value => value !== null))].sort(collator.compare);

/** Where a value stands on its axis: texts go by their place, since to ECharts some texts, such as __proto__, are no category. */
const placeOn = (column, texts) => run => {
  const value = chosenValue(run, column);
  return value === null || column.numeric ? value : texts.indexOf(value);
};

const scatterAxis = (column, texts, log, more) => column.numeric
  ? axis(column.label, { type: log ? "log" : "value", ...more })
  : axis(column.label, { type: "category", data: texts, axisLabel: { color: css("--soft"), hideOverlap: true, width: phone.matches ? 70 : 140, overflow: "truncate" }, ...more });

const usable = (value, column, log) =>
  value !== null && (!column.numeric || Number.isFinite(value) && !(log && value <= 0));

const drawScatter = (made, host) => {
  const all = choices();
  const x = all[byId("scatter-x").value];
  const y = all[byId("scatter-y").value];
  const log = byId("scatter-log").checked;
  const among = drawnRuns();
  const fine = among.filter(run => usable(chosenValue(run, x), x, log) && usable(chosenValue(run, y), y, log));
  const [acrossTexts, upTexts] = [x, y].map(column => column.numeric ? [] : categories(column, fine));
  const [across, up] = [placeOn(x, acrossTexts), placeOn(y, upTexts)];
  made.setOption({
    ...base(),
    grid: { left: 12, right: 24, top: 36, bottom: 34, containLabel: true },
    xAxis: scatterAxis(x, acrossTexts, log, { nameGap: 30 }),
    yAxis: scatterAxis(y, upTexts, log, { nameLocation: "end", nameGap: 14, nameTextStyle: { color: css("--soft"), fontSize: 13, align: "left" } }),
    tooltip: {
      ...base().tooltip, trigger: "item",
      formatter: item => {
        const run = runs[item.value[2]];
        return tip(run.name, [[run, x.label, read(chosenValue(run, x))], [null, y.label, read(chosenValue(run, y))]]);
      }
    },
    series: [{
      type: "scatter", symbolSize: 13,
      data: fine.map(run => ({
        value: [across(run), up(run), run.index],
        itemStyle: { color: colourOf(run), borderColor: css("--card"), borderWidth: 1.5 }
      }))
    }]
  }, true);
  const left = among.length - fine.length;
  byId("scatter-note").textContent = left === 0 ? "" : left + (left === 1 ? " run isn't" : " runs aren't") + " drawn: a value is missing or can't be placed.";
  host.setAttribute("aria-label", y.label + " against " + x.label + ": " + fine.length + " runs. The table above has the values.");
};

const startScatter = () => {
  const all = choices();
  if (runs.length < 2 || all.length < 2) return;
  byId("scatter").hidden = false;
  const prefer = (...tests) => tests.map(test => all.findIndex(test)).find(at => at >= 0) ?? 0;
  const y = prefer(c => c.kind === "METRIC" && c.differs && placeable(c), c => c.kind === "METRIC" && c.differs, c => c.kind === "METRIC");
  const x = prefer(c => c.kind === "PARAM" && c.numeric && c.differs, c => c.kind === "PARAM" && c.differs, c => c !== all[y] && c.numeric);
  const list = all.map((column, at) => [String(at), titled(column)]);
  options(byId("scatter-x"), list, String(x));
  options(byId("scatter-y"), list, String(y));
  const redraw = chart("scatter-chart", drawScatter);
  ["scatter-x", "scatter-y", "scatter-log"].forEach(id => byId(id).addEventListener("change", redraw));
};
