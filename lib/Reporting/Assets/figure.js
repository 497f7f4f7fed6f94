// Draws every chart of the page with the page's own colours, now and whenever a chart, the drawing library or another theme arrives.
(function () {
  "use strict";
  if (window.scenesFigures) { window.scenesFigures.update(); return; }

  const patience = 20000; // milliseconds until a chart without the drawing library says so
  const sizes = new ResizeObserver(entries => {
    for (const { target } of entries)
      if (!target.dataset.drawn) soon();
      else if (target.clientWidth > 0) window.Plotly.Plots.resize(target);
  });

  function brightness(color) {
    const [r, g, b] = color.match(/[\d.]+/g).map(Number);
    return (0.299 * r + 0.587 * g + 0.114 * b) / (color.startsWith("color(") ? 1 : 255);
  }

  function background(node) {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (color !== "transparent" && !/, 0\)$/.test(color)) return color;
    }
    return null;
  }

  function applyTheme(figure) {
    const ink = getComputedStyle(figure).color, dark = brightness(ink) > 0.5;
    figure.classList.toggle("scenes-dark", dark);
    figure.style.setProperty("--scenes-ink", ink);
    figure.style.setProperty("--scenes-paper", background(figure) || (dark ? "#1e1e1e" : "#ffffff"));
  }

  function themed(text, style) {
    return JSON.parse(text, (_, value) => {
      const name = typeof value === "string" && /^var\((--scenes-[a-z]+)\)$/.exec(value);
      return name ? style.getPropertyValue(name[1]).trim() : value;
    });
  }

  function draw(panel) {
    const figure = panel.closest(".scenes-figure"), style = getComputedStyle(figure);
    const { data, layout } = themed(panel.dataset.chart, style);
    const ink = style.getPropertyValue("--scenes-ink").trim(), paper = style.getPropertyValue("--scenes-paper").trim();
    layout.font = { color: ink, family: style.fontFamily, size: 12 };
    layout.paper_bgcolor = layout.plot_bgcolor = layout.legend.bgcolor = "rgba(0,0,0,0)";
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: ink, activecolor: ink };
    layout.hoverlabel = { bgcolor: paper, bordercolor: ink, font: { color: ink } };
    for (const axis of [layout.xaxis, layout.yaxis]) {
      axis.gridcolor = style.getPropertyValue("--scenes-rule").trim();
      axis.linecolor = axis.tickcolor = style.getPropertyValue("--scenes-muted").trim();
    }
    layout.height = panel.clientHeight;
    if (!panel.dataset.drawn) panel.replaceChildren();
    window.Plotly.react(panel, data, layout, {
      displaylogo: false,
      displayModeBar: matchMedia("(hover: hover)").matches ? "hover" : false,
      modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
    });
    panel.dataset.drawn = "true";
    panel.dataset.theme = ink + paper;
    sizes.observe(panel);
  }

  function update() {
    for (const figure of document.querySelectorAll(".scenes-figure")) applyTheme(figure);
    for (const panel of document.querySelectorAll(".scenes-panel")) {
      const style = panel.closest(".scenes-figure").style;
      const theme = style.getPropertyValue("--scenes-ink") + style.getPropertyValue("--scenes-paper");
      if (window.Plotly && panel.clientWidth > 0 && panel.dataset.theme !== theme) draw(panel);
      else if (!panel.dataset.drawn) sizes.observe(panel);
    }
  }

  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; update(); }, 30);
  }

  window.scenesFigures = { update: soon };
  new MutationObserver(changes => {
    if (changes.some(change => !change.target.closest || !change.target.closest(".scenes-panel"))) soon();
  }).observe(document.documentElement, { childList: true, subtree: true });
  new MutationObserver(soon).observe(document.documentElement, { attributes: true });
  const whenBody = () => { new MutationObserver(soon).observe(document.body, { attributes: true }); soon(); };
  if (document.body) whenBody(); else addEventListener("DOMContentLoaded", whenBody);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon);
  matchMedia("print").addEventListener("change", update);
  setTimeout(() => {
    if (!window.Plotly) for (const wait of document.querySelectorAll(".scenes-wait"))
      wait.textContent = "The drawing library is not on this page. It comes with the notebook's first figure: run that cell again.";
  }, patience);
})();
