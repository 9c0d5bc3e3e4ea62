"use strict";
(function () {
  const form = document.querySelector(".filters");
  const unit = document.getElementById("by-unit");
  const measure = document.getElementById("by-measure");
  const light = document.getElementById("by-light");
  const shown = document.getElementById("shown");

  const within = (element, name, wanted) =>
    wanted === "" || !(name in element.dataset) || element.dataset[name].split(" ").includes(wanted);

  function apply() {
    // A measure concerns its lead units: with a measure chosen, the rows of other units are not shown.
    const chosen = measure.value && document.querySelector(`article[data-measures="${measure.value}"]`);
    const concerned = chosen ? chosen.dataset.units.split(" ") : null;
    let count = 0;
    for (const element of document.querySelectorAll("[data-units]")) {
      const isRow = !("measures" in element.dataset);
      const concerns = !isRow || !concerned || concerned.includes(element.dataset.units);
      element.hidden = !(
        within(element, "units", unit.value) &&
        within(element, "measures", measure.value) &&
        within(element, "light", light.value) &&
        concerns
      );
      if (element.tagName === "ARTICLE" && !element.hidden) count += 1;
    }
    const all = document.querySelectorAll("article").length;
    shown.textContent = count === all ? `共 ${all} 项措施` : `显示 ${count} 项，共 ${all} 项措施`;
  }

  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
