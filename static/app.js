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

// A page with a filter and results: pickers, keys, rows that open, clocks that run.
(function () {
  var filter = document.getElementById("filter");
  if (!filter) {
    return;
  }

  function results() {
    return document.getElementById("results");
  }

  // Pickers fetch their names when they are opened, and again for each part of a name that is typed.

  function chosen() {
    return new URLSearchParams(new FormData(filter));
  }

  function load(picker, target, find) {
    var query = chosen();
    if (find) {
      query.set("find", find);
    }
    return window.htmx.ajax("GET", filter.getAttribute("action") + "/choices/" + picker.dataset.picker + "?" + query, {
      target: target,
      swap: "innerHTML",
      source: target,
    });
  }

  document.addEventListener(
    "toggle",
    function (event) {
      var picker = event.target;
      if (!picker.open || !picker.matches("[data-picker]")) {
        return;
      }
      document.querySelectorAll("details.menu[open]").forEach(function (other) {
        if (other !== picker) {
          other.open = false;
        }
      });
      load(picker, "#choices-" + picker.dataset.picker, "").then(function () {
        var find = picker.querySelector("[data-find]");
        if (find && picker.open) {
          find.focus();
        }
      });
    },
    true,
  );

  var typing;
  document.addEventListener(
    "input",
    function (event) {
      var find = event.target;
      if (!find.matches("[data-find]")) {
        return;
      }
      event.stopPropagation();
      clearTimeout(typing);
      typing = setTimeout(function () {
        var picker = find.closest("[data-picker]");
        load(picker, "#choice-list-" + picker.dataset.picker, find.value);
      }, 200);
    },
    true,
  );
  ["change", "search"].forEach(function (type) {
    document.addEventListener(
      type,
      function (event) {
        // The words have been sent while they were typed. Their change, told when they lose the focus to a link, would
        // be sent after that link and undo it.
        if (event.target.matches && event.target.matches("[data-find], #q")) {
          event.stopPropagation();
        }
      },
      true,
    );
  });
  filter.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches("[data-find]")) {
      event.preventDefault();
    }
  });

  // The fields follow the address, whichever way it has changed.

  function follow() {
    var address = new URLSearchParams(location.search);
    filter.querySelectorAll("[data-picker] input[type=checkbox]").forEach(function (box) {
      box.checked = address.getAll(box.name).includes(box.value);
    });
    var words = document.getElementById("q");
    if (words && document.activeElement !== words) {
      words.value = address.get("q") || "";
    }
    var state = document.getElementById("running");
    if (state) {
      state.value = address.get("running") || "";
    }
    document.querySelectorAll("[data-current-address]").forEach(function (field) {
      field.value = location.pathname + location.search;
    });
  }

  // What has changed is announced, and the focus stays near where it was.

  var announced = document.getElementById("announce");
  document.addEventListener("htmx:beforeRequest", function (event) {
    var target = event.detail.target;
    if (target && target.id === "results") {
      target.setAttribute("aria-busy", "true");
    }
  });
  // On a phone the rows are laid out as cards, which would hide from screen readers that this is a table.

  var PARTS = { thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
  function sayTable() {
    document.querySelectorAll("table.sessions").forEach(function (table) {
      table.setAttribute("role", "table");
      Object.keys(PARTS).forEach(function (tag) {
        table.querySelectorAll(tag).forEach(function (part) {
          if (part.closest("table") === table) {
            part.setAttribute("role", PARTS[tag]);
          }
        });
      });
      table.querySelectorAll("th").forEach(function (head) {
        if (head.closest("table") === table) {
          head.setAttribute("role", head.closest("thead") ? "columnheader" : "rowheader");
        }
      });
    });
  }
  sayTable();

  function isOurs(swapped) {
    return swapped && (swapped.id === "results" || swapped.matches(".session"));
  }
  document.addEventListener("htmx:afterSwap", function (event) {
    if (isOurs(event.detail.target)) {
      sayTable();
      follow();
    }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var swapped = event.detail.target;
    if (!isOurs(swapped)) {
      return;
    }
    measure();
    if (swapped.id === "results" && results()) {
      if (announced) {
        announced.textContent = results().dataset.summary;
      }
      if (document.activeElement === document.body) {
        var summary = results().querySelector(".pager-summary") || results().querySelector("a");
        if (summary) {
          summary.focus({ preventScroll: true });
        }
      }
    } else {
      var toggle = document.querySelector("#" + swapped.id + " .toggle");
      if (toggle) {
        toggle.focus({ preventScroll: true });
      }
    }
  });

  // A request that never got an answer is said, with a way to try again; what was there stays.

  function failed(event) {
    var place = results();
    if (!place || document.getElementById("failed")) {
      return;
    }
    place.removeAttribute("aria-busy");
    var note = document.createElement("p");
    note.id = "failed";
    note.className = "problem failed";
    note.setAttribute("role", "alert");
    note.append("The server did not answer, so this is not up to date. ");
    var again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-sm";
    again.textContent = "Try again";
    var path = event.detail.pathInfo && event.detail.pathInfo.finalRequestPath;
    again.addEventListener("click", function () {
      note.remove();
      window.htmx.ajax("GET", path || location.pathname + location.search, { target: "#results", swap: "outerHTML" });
    });
    note.append(again);
    place.prepend(note);
  }
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);

  // A click anywhere in a row opens it, unless it was on something else or marked a text.

  document.addEventListener("click", function (event) {
    var line = event.target.closest(".row-line");
    if (!line || event.target.closest("a, button, input") || String(window.getSelection())) {
      return;
    }
    line.querySelector(".toggle").click();
  });

  // Keys

  function shown(id) {
    var link = document.getElementById(id);
    if (link) {
      link.click();
    }
  }

  function step(by) {
    var toggles = Array.from(document.querySelectorAll(".toggle"));
    var at = toggles.indexOf(document.activeElement);
    var next = toggles[at < 0 ? (by > 0 ? 0 : toggles.length - 1) : at + by];
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }

  var keys = document.getElementById("keys");
  var hint = document.querySelector("[data-keys]");
  if (hint && keys) {
    hint.hidden = false;
    hint.addEventListener("click", function () {
      keys.showModal();
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (keys && keys.open)) {
      return;
    }
    var on = event.target;
    if (on.matches("input:not([type=checkbox]):not([type=radio]), select, textarea")) {
      return;
    }
    if (event.key === " " && on.matches(".toggle")) {
      event.preventDefault();
      on.click();
      return;
    }
    var inMenu = on.closest("details.menu[open]");
    var action = {
      "/": function () {
        document.getElementById("q").focus();
      },
      j: step.bind(null, 1),
      k: step.bind(null, -1),
      ArrowDown: on.matches(".toggle") ? step.bind(null, 1) : null,
      ArrowUp: on.matches(".toggle") ? step.bind(null, -1) : null,
      "[": shown.bind(null, "days-before"),
      "]": shown.bind(null, "days-after"),
      "?": function () {
        if (keys) {
          keys.showModal();
        }
      },
    }[event.key];
    if (action && !inMenu) {
      event.preventDefault();
      action();
    }
  });

  // Clocks that run. The server said how far they had come; from there the browser counts.

  function two(number) {
    return String(number).padStart(2, "0");
  }
  setInterval(function () {
    document.querySelectorAll("[data-running]").forEach(function (clock) {
      if (!clock.dataset.from) {
        clock.dataset.from = String(performance.now());
      }
      var seconds = Number(clock.dataset.running) + Math.floor((performance.now() - Number(clock.dataset.from)) / 1000);
      clock.textContent = clock.textContent.includes(":")
        ? Math.floor(seconds / 3600) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60)
        : (seconds / 3600).toFixed(2);
    });
  }, 1000);

  // The heading of the table sticks below the bar, however many lines that takes.

  function measure() {
    var bar = document.querySelector(".bar-row");
    if (bar) {
      document.documentElement.style.setProperty("--bar-height", bar.offsetHeight + "px");
    }
  }
  measure();
  window.addEventListener("resize", measure);
  follow();
})();

// A long export shows how far it has come, and can be called off. Without this the browser downloads it as any file.
(function () {
  function nameOf(answer) {
    var said = answer.headers.get("Content-Disposition") || "";
    var encoded = said.match(/filename\*=UTF-8''([^;]+)/i);
    var plain = said.match(/filename="([^"]+)"/);
    return encoded ? decodeURIComponent(encoded[1]) : plain ? plain[1] : "export";
  }

  function lines(part) {
    var count = 0;
    for (var at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) {
      count++;
    }
    return count;
  }

  function save(parts, answer) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type: answer.headers.get("Content-Type") }));
    link.download = nameOf(answer);
    link.click();
    setTimeout(URL.revokeObjectURL, 60000, link.href);
  }

  function show(stop) {
    var note = document.createElement("p");
    note.className = "problem export-state";
    note.setAttribute("role", "status");
    var text = document.createElement("span");
    text.textContent = "The file is being made…";
    var cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "btn btn-sm";
    cancel.textContent = "Cancel";
    cancel.addEventListener("click", stop);
    note.append(text, " ", cancel);
    document.getElementById("results").before(note);
    return { note: note, text: text };
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-export]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !document.getElementById("results")) {
      return;
    }
    event.preventDefault();
    document.querySelectorAll(".export-state").forEach(function (old) {
      old.querySelector("button").click();
    });
    link.closest("details").open = false;
    var stopper = new AbortController();
    var shown = show(function () {
      stopper.abort();
      shown.note.remove();
    });
    var parts = [];
    var bytes = 0;
    var rows = -1;
    var countsRows = link.href.includes(".csv");
    fetch(link.href, { signal: stopper.signal })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) {
          throw new Error("Status " + answer.status);
        }
        var reader = answer.body.getReader();
        function more(read) {
          if (read.done) {
            save(parts, answer);
            shown.note.remove();
            return null;
          }
          parts.push(read.value);
          bytes += read.value.length;
          rows += countsRows ? lines(read.value) : 0;
          shown.text.textContent =
            "The file is being made: " +
            (countsRows ? Math.max(0, rows).toLocaleString("en") + " rows, " : "") +
            (bytes / 1e6).toFixed(1) +
            " MB so far.";
          return reader.read().then(more);
        }
        return reader.read().then(more);
      })
      .catch(function (reason) {
        if (stopper.signal.aborted) {
          return;
        }
        shown.text.textContent = "The file could not be made (" + reason.message + "). Wait a little and try again.";
        shown.note.querySelector("button").textContent = "Close";
      });
  });
})();
