using System.Globalization;

namespace Scenes.Tests.Browser;

/// <summary>Questions to a page, as scripts; all but <see cref="Scheme"/> give a list of what is wrong.</summary>
internal static class Scripts
{
    /// <summary>Ids of all figures and tables.</summary>
    public const string Figures = "() => [...document.querySelectorAll('.scenes-figure')].map(figure => figure.id)";

    /// <summary>Charts without marks, diagrams without shapes, pictures without pixels.</summary>
    public const string Undrawn = """
        () => {
          const wrong = [];
          for (const panel of document.querySelectorAll('.scenes-panel')) {
            const marks = panel.querySelectorAll('.scatterlayer .trace path, .barlayer .point path, .heatmaplayer image, .scatterlayer .point').length;
            if (marks === 0) wrong.push(`chart: ${panel.getAttribute('aria-label')}`);
            if (panel.querySelector('.scenes-wait')) wrong.push(`still waiting: ${panel.getAttribute('aria-label')}`);
          }
          for (const diagram of document.querySelectorAll('svg.scenes-diagram')) if (diagram.querySelectorAll('rect, path, text').length < 10) wrong.push('diagram');
          for (const image of document.querySelectorAll('img')) if (!image.complete || image.naturalWidth === 0) wrong.push(`image: ${image.alt}`);
          return wrong;
        }
        """;

    /// <summary>Whether the page lies on a dark or a light ground.</summary>
    public const string Scheme = "() => (getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)[0] > 128 ? 'light' : 'dark')";

    /// <summary>The value that a chart shows under the mouse, read at the moment it appears, since it goes as soon as the mouse leaves; empty after a third of a second without one.</summary>
    public const string ShownValue = """
        panel => new Promise(done => {
          const end = performance.now() + 300;
          const look = () => {
            const text = [...panel.querySelectorAll('.hoverlayer .hovertext')].map(node => node.textContent).join(' ');
            if (text || performance.now() > end) done(text); else setTimeout(look, 10);
          };
          look();
        })
        """;

    /// <summary>The least contrast of a number in a heat map with the strongest colour of its cells.</summary>
    public const string HeatContrast = """
        () => {
          const probe = document.createElement('i');
          document.querySelector('.scenes-figure:has(.heatmap-label)').append(probe);
          probe.style.color = 'var(--scenes-heat)';
          const luminance = color => color.match(/[\d.]+/g).map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
            .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722, 0][i], 0);
          const heat = luminance(getComputedStyle(probe).color);
          const ratios = [...document.querySelectorAll('.heatmap-label text')].map(node => luminance(getComputedStyle(node).fill))
            .map(text => (Math.max(text, heat) + 0.05) / (Math.min(text, heat) + 0.05));
          return Math.min(...ratios);
        }
        """;

    /// <summary>What reaches beyond the window without an area of its own to scroll in.</summary>
    public const string Overflowing = """
        () => [...document.querySelectorAll('.scenes-figure, .scenes-figure *, main > *')]
          .filter(node => !node.closest('.scenes-scroll > *') && !node.closest('.hoverlayer, .modebar-container, defs, clipPath'))
          .filter(node => { const box = node.getBoundingClientRect(); return box.width > 0 && box.height > 0 && (box.right > innerWidth + 1 || box.left < -1); })
          .map(node => `${node.localName}.${node.className.baseVal ?? node.className} to ${Math.round(node.getBoundingClientRect().right)}`)
        """;

    /// <summary>Areas that scroll and that no Tab reaches.</summary>
    public const string Unreachable =
        "() => [...document.querySelectorAll('.scenes-scroll')].filter(area => area.scrollWidth > area.clientWidth && area.tabIndex < 0).map(area => area.outerHTML.slice(0, 80))";

    /// <summary>What a screen reader cannot name: pictures, charts, links, tables, areas that scroll; and pages without language, title or landmark.</summary>
    public const string Nameless = """
        () => {
          const wrong = [];
          const named = node => (node.getAttribute('aria-label') || node.getAttribute('alt') || node.textContent || '').trim().length > 0;
          if (!document.documentElement.lang) wrong.push('no language');
          if (!document.title) wrong.push('no title');
          if (!document.querySelector('main')) wrong.push('no main part');
          for (const node of document.querySelectorAll('img')) if (!node.alt) wrong.push(`img ${node.src.slice(0, 40)}`);
          for (const node of document.querySelectorAll('[role=img]')) if ((node.getAttribute('aria-label') || '').length < 20) wrong.push(`chart ${node.outerHTML.slice(0, 80)}`);
          for (const node of document.querySelectorAll('svg.scenes-diagram')) if (!named(node)) wrong.push('diagram');
          for (const node of document.querySelectorAll('a[href], button, [tabindex="0"]')) if (!named(node)) wrong.push(`${node.localName} ${node.outerHTML.slice(0, 80)}`);
          for (const node of document.querySelectorAll('.scenes-figure')) if (!node.getAttribute('aria-label') && !node.querySelector('caption, figcaption')) wrong.push(`figure ${node.id}`);
          for (const node of document.querySelectorAll('.scenes-table')) if (!node.querySelector('thead th')) wrong.push('table without headings');
          const ids = [...document.querySelectorAll('[id]')].filter(node => !node.closest('svg')).map(node => node.id);
          for (const id of new Set(ids)) if (ids.filter(other => other === id).length > 1) wrong.push(`id ${id} twice`);
          return wrong;
        }
        """;

    /// <summary>Texts whose contrast with what lies behind them is too small.</summary>
    /// <param name="least">The ratio of WCAG, 1 to 21.</param>
    public static string Faint(double least) => """
        () => {
          const numbers = color => color.match(/[\d.]+/g).map(Number);
          const luminance = color => {
            const [r, g, b] = numbers(color).map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = node => {
            for (let at = node; at; at = at.parentElement) {
              const color = getComputedStyle(at).backgroundColor;
              if (color !== 'transparent' && numbers(color)[3] !== 0) return color;
            }
            return 'rgb(255, 255, 255)';
          };
          const wrong = [];
          for (const node of document.querySelectorAll('h1, h2, p, a, li, dt, dd, th, td, figcaption, .scenes-title, .scenes-label, .scenes-detail, .source, .xtick text, .ytick text, .xtitle, .ytitle, .legendtext')) {
            if (!node.textContent.trim() || node.getClientRects().length === 0 || node.closest('.hoverlayer')) continue;
            const style = getComputedStyle(node), svg = node instanceof SVGElement;
            const [a, b] = [luminance(svg ? style.fill : style.color), luminance(ground(svg ? node.closest('.scenes-figure') : node))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < LEAST) wrong.push(`${node.localName} '${node.textContent.trim().slice(0, 30)}' ${ratio.toFixed(2)}`);
          }
          return [...new Set(wrong)];
        }
        """.Replace("LEAST", least.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
