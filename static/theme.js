// Before the first paint: the theme that was chosen, or else the one of the system.
(function () {
  var system = matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    var chosen = null;
    try {
      chosen = localStorage.getItem("theme");
    } catch (e) {
      // Storage is switched off: the system decides.
    }
    document.documentElement.dataset.bsTheme = chosen || (system.matches ? "dark" : "light");
  }
  apply();
  system.addEventListener("change", apply);
})();
