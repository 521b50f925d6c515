// Draws every model in processes/, and the one that a test adds, beside it: each plane as an SVG of its own, the top level named like
// the model (<model>.svg), each phase like its element (<model>.<phase>.svg), with the element ids of the
// model in it (data-element-id), so that a test can hold pictures and model together.
// CHROMIUM names the browser when it is not /usr/bin/chromium.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '..', '..');
const roots = ['processes', join('src', 'test', 'resources', 'runbooks')];
const viewer = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-viewer.production.min.js');

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  for (const file of roots.flatMap(models)) {
    const page = await browser.newPage();
    await page.setContent('<div id="canvas" style="width:1600px;height:900px"></div>');
    await page.addScriptTag({ path: viewer });
    const { planes, warnings } = await page.evaluate(async (xml) => {
      const bpmn = new window.BpmnJS({ container: '#canvas' });
      const { warnings } = await bpmn.importXML(xml);
      const canvas = bpmn.get('canvas');
      const planes = [];
      for (const root of canvas.getRootElements()) {
        canvas.setRootElement(root);
        planes.push({ of: root.businessObject.id, svg: (await bpmn.saveSVG()).svg });
      }
      return { planes, warnings: warnings.map((w) => w.message) };
    }, readFileSync(join(top, file), 'utf8'));
    if (warnings.length) {
      throw new Error(`${file}: ${warnings.join('; ')}`);
    }
    drawnBefore(file).forEach((picture) => rmSync(picture));
    for (const { of, svg } of planes) {
      const phase = of.startsWith('subProcess_') ? of.replace('subProcess_', '.') : '';
      writeFileSync(join(top, file.replace(/\.bpmn$/, `${phase}.svg`)), small(svg));
    }
    console.log(`drew ${file}: ${planes.length} planes`);
    await page.close();
  }
} finally {
  await browser.close();
}

function models(root) {
  return readdirSync(join(top, root), { recursive: true })
    .filter((name) => name.endsWith('.bpmn'))
    .map((name) => join(root, name));
}

/** The pictures of this model, those of phases that it has no longer among them. */
function drawnBefore(file) {
  const folder = join(top, dirname(file));
  const model = basename(file, '.bpmn');
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${model}.`) && name.endsWith('.svg'))
    .map((name) => join(folder, name));
}

/** Each drawing gives the arrow heads new random names, one per flow; a picture should change only with its model. */
function sameMarkersOnce(svg) {
  const names = new Map();
  const renamed = new Map();
  const once = svg.replace(/<marker id="([^"]*)"([^]*?)<\/marker>/g, (_, id, marker) => {
    const known = names.get(marker);
    const name = known ?? `m${names.size}`;
    names.set(marker, name);
    renamed.set(id, name);
    return known ? '' : `<marker id="${name}"${marker}</marker>`;
  });
  return once.replace(/url\((['"]|&quot;)?#([^'")&]+)\1?(?:['"]|&quot;)?\)/g, (url, _, id) =>
    renamed.has(id) ? `url(#${renamed.get(id)})` : url,
  );
}

/**
 * Leaves out what only an editor needs (the areas that take clicks, the outlines of selections), and
 * writes what is repeated for each element, styles and the icons of tasks, once.
 */
function small(svg) {
  const styles = new Map();
  const icons = new Map();
  const count = new Map();
  const path = /<path d="[^"]{120,}"[^>]*\/>/g;
  const drawn = sameMarkersOnce(svg)
    .replace(/^<\?xml[^]*?(?=<svg)/, '')
    .replace(/<(rect|path|polyline|circle)[^>]*class="djs-(hit|outline)[^"]*"[^>]*?(\/>|><\/\1>)/g, '')
    .replace(/ (lineHeight|class)="(?!djs-element)[^"]*"/g, '')
    .replace(/ style="display: block;"/g, '')
    .replace(/(\d+\.\d{2})\d+/g, '$1')
    .replace(/>\s+</g, '><')
    .replace(/ style="([^"]*)"/g, (_, style) => {
      if (!styles.has(style)) {
        styles.set(style, `s${styles.size}`);
      }
      return ` class="${styles.get(style)}"`;
    });
  for (const [icon] of drawn.matchAll(path)) {
    count.set(icon, (count.get(icon) ?? 0) + 1);
  }
  const shared = drawn.replace(path, (icon) => {
    if (count.get(icon) < 3) {
      return icon;
    }
    if (!icons.has(icon)) {
      icons.set(icon, `i${icons.size}`);
    }
    return `<use href="#${icons.get(icon)}"/>`;
  });
  const css = [...styles].map(([style, name]) => `.${name}{${style}}`).join('');
  const symbols = [...icons].map(([icon, id]) => icon.replace('<path', `<path id="${id}"`)).join('');
  return shared
    .replace(/(<svg [^>]*>)/, `$1<style>${css}</style><defs>${symbols}</defs>`)
    .replace(/<g data-element-id|<g class="djs-element/g, '\n$&')
    .concat('\n');
}
