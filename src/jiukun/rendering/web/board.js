"use strict";
(function () {
  const form = document.querySelector(".filters");
  const unit = document.getElementById("by-unit");
  const helper = document.getElementById("by-helper");
  const measure = document.getElementById("by-measure");
  const light = document.getElementById("by-light");
  const shown = document.getElementById("shown");
  const cards = Array.from(document.querySelectorAll("article"));
  const filtered = Array.from(document.querySelectorAll("[data-units]"));

  const within = (element, name, wanted) =>
    wanted === "" || !(name in element.dataset) || element.dataset[name].split(" ").includes(wanted);

  const fits = (element) =>
    within(element, "units", unit.value) &&
    within(element, "helpers", helper.value) &&
    within(element, "measures", measure.value) &&
    within(element, "light", light.value);

  function apply() {
    // A unit's row is shown where the unit leads one of the measures that are.
    const found = cards.filter(fits);
    const leads = new Set(found.flatMap((card) => card.dataset.units.split(" ")));
    for (const element of filtered) {
      element.hidden = !fits(element) || !("measures" in element.dataset || leads.has(element.dataset.units));
    }
    for (const table of document.querySelectorAll("table")) {
      table.hidden = !table.querySelector("tbody tr:not([hidden])");
    }
    for (const count of document.querySelectorAll("[data-count]")) {
      count.textContent = document.querySelectorAll(`tr[data-named=${count.dataset.count}]:not([hidden])`).length;
    }
    shown.textContent =
      found.length === cards.length ? `共 ${cards.length} 项措施`
        : found.length ? `显示 ${found.length} 项，共 ${cards.length} 项措施` : `没有符合的措施，共 ${cards.length} 项`;
  }

  form.addEventListener("change", apply);
  form.querySelector("button").addEventListener("click", () => {
    form.reset();
    apply();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false; // without this script there is nothing to filter with
})();
