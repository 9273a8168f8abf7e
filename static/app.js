// What pages can do without, made easier. Every control here starts hidden, and shows only where it works.
(function () {
  function setUp(root) {
    root.querySelectorAll("[data-copy]").forEach(function (button) {
      if (!navigator.clipboard) {
        return;
      }
      button.hidden = false;
      button.addEventListener("click", function () {
        var field = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(field.value).then(function () {
          document.querySelector("[data-copied]").textContent = "Copied.";
        });
        field.select();
      });
    });

    root.querySelectorAll("[data-choose-all]").forEach(function (label) {
      var form = label.closest("form");
      label.hidden = false;
      label.querySelector("input").addEventListener("change", function (event) {
        form.querySelectorAll("input[name=" + label.dataset.chooseAll + "]").forEach(function (box) {
          box.checked = event.target.checked;
        });
      });
    });

    root.querySelectorAll("[data-theme-switch]").forEach(function (button) {
      var page = document.documentElement;
      function other() {
        return page.dataset.bsTheme === "dark" ? "light" : "dark";
      }
      function name() {
        button.textContent = other() === "dark" ? "Dark colours" : "Light colours";
      }
      button.hidden = false;
      name();
      button.addEventListener("click", function () {
        page.dataset.bsTheme = other();
        try {
          localStorage.setItem("theme", page.dataset.bsTheme);
        } catch (e) {
          // Storage is switched off: the choice holds for this page.
        }
        name();
      });
    });
  }

  setUp(document);

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });
})();
