startTable();
startCurves();
startScatter();
startParallel();
dark.addEventListener("change", () => {
  paintSwatches();
  redrawAll();
});
