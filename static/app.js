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
