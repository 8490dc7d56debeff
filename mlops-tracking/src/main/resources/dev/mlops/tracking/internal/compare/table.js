/* The table: a click on a header sorts, the box filters, ticks choose what is drawn. */

const table = byId("runs");
const body = table.tBodies[0];
const rows = [...body.rows];
const headers = [...table.tHead.rows[0].cells];
const FIXED = 5;

/** What a column sorts and filters by: number or text, null where there is none. */
const cellOf = (run, at) => {
  switch (at) {
    case 1: return run.name;
    case 2: return run.status.toLowerCase();
    case 3: return run.start;
    case 4: return run.end === undefined ? null : run.end - run.start;
    default: return valueOf(run, columns[at - FIXED]);
  }
};

const collator = new Intl.Collator("en", { numeric: true });
const missing = value => value === null || Number.isNaN(value);

/** Missing values and NaN stay at the end in both directions. */
const compare = (a, b, direction) => {
  if (missing(a) || missing(b)) return missing(a) - missing(b);
  const order = typeof a === "number" && typeof b === "number" ? (a < b ? -1 : a > b ? 1 : 0) : collator.compare(a, b);
  return order * direction;
};

const sortBy = at => {
  const header = headers[at];
  const descending = header.getAttribute("aria-sort") === "ascending";
  headers.forEach(each => each.hasAttribute("aria-sort") && each.setAttribute("aria-sort", "none"));
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const sorted = [...runs].sort((a, b) => compare(cellOf(a, at), cellOf(b, at), descending ? -1 : 1) || a.index - b.index);
  body.append(...sorted.map(run => rows[run.index]));
};

const columnNames = new Map([["run", 1], ["name", 1], ["status", 2]]);
columns.forEach((column, at) => {
  columnNames.set(column.name.toLowerCase(), at + FIXED);
  if (!columnNames.has(column.label.toLowerCase())) columnNames.set(column.label.toLowerCase(), at + FIXED);
});
const TESTS = {
  "=": order => order === 0, "!=": order => order !== 0, "<": order => order < 0, "<=": order => order <= 0,
  ">": order => order > 0, ">=": order => order >= 0
};

/** The test for one word of the filter: name=value and the like, or text that any cell of the row holds. */
const wordTest = word => {
  const match = /^(.+?)(!=|<=|>=|=|<|>)(.*)$/.exec(word);
  const at = match && columnNames.get(match[1].toLowerCase());
  if (at && match[3] === "") return () => true; // it is still being written
  if (at === undefined || at === null) return run => rows[run.index].textContent.toLowerCase().includes(word.toLowerCase());
  const number = Number(match[3]);
  return run => {
    const value = cellOf(run, at);
    if (value === null) return false;
    const order = typeof value === "number" ? value - number : collator.compare(value.toLowerCase(), match[3].toLowerCase());
    return !Number.isNaN(order) && TESTS[match[2]](order);
  };
};

/**
 * Words between blanks, quotes around one with blanks in it; all must hold. As in a search for runs, blanks may stand around
 * the sign of a condition, and "and" between two.
 */
const wordsOf = text => {
  const joined = text.replace(/"[^"]*"?|'[^']*'?|\s*(!=|<=|>=|==?|<|>)\s*/g, (all, sign) => sign === "==" ? "=" : sign ?? all);
  const words = joined.match(/(?:[^\s"']|"[^"]*"?|'[^']*'?)+/g) || [];
  return words.filter(word => word.toLowerCase() !== "and").map(word => word.replaceAll(/["']/g, "")).filter(word => word);
};

const filterBy = text => {
  const words = wordsOf(text);
  const tests = words.map(wordTest);
  runs.forEach(run => {
    run.visible = tests.every(test => test(run));
    rows[run.index].hidden = !run.visible;
  });
  tell();
  redrawAll();
};

const tell = () => {
  const shown = runs.filter(run => run.visible).length;
  byId("shown").textContent = shown === runs.length ? "" : shown + " of " + runs.length + " runs shown";
  const all = byId("pick-all");
  const picked = drawnRuns().length;
  all.checked = picked > 0;
  all.indeterminate = picked > 0 && picked < shown;
};

const boxOf = run => rows[run.index].querySelector(".pick input");
const paintSwatches = () => runs.forEach(run => paint(rows[run.index].querySelector(".swatch"), run));

const startTable = () => {
  headers.forEach((header, at) => header.querySelector("button")?.addEventListener("click", () => sortBy(at)));
  byId("filter").addEventListener("input", event => filterBy(event.target.value));
  byId("show-same").addEventListener("change", event => table.classList.toggle("all", event.target.checked));
  runs.forEach(run => {
    boxOf(run).checked = run.picked;
    boxOf(run).addEventListener("change", event => {
      run.picked = event.target.checked;
      tell();
      redrawAll();
    });
  });
  byId("pick-all").addEventListener("change", event => {
    runs.filter(run => run.visible).forEach(run => {
      run.picked = event.target.checked;
      boxOf(run).checked = run.picked;
    });
    tell();
    redrawAll();
  });
  paintSwatches();
  tell();
};
