// Draws every model in processes/ as an SVG beside it, with the element ids of the model in it
// (data-element-id), so that a test can hold picture and model together.
// CHROMIUM names the browser when it is not /usr/bin/chromium.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const here = dirname(fileURLToPath(import.meta.url));
const processes = join(here, '..', '..', 'processes');
const viewer = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-viewer.production.min.js');

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  for (const file of readdirSync(processes, { recursive: true }).filter((f) => f.endsWith('.bpmn'))) {
    const page = await browser.newPage();
    await page.setContent('<div id="canvas" style="width:1600px;height:900px"></div>');
    await page.addScriptTag({ path: viewer });
    const { svg, warnings } = await page.evaluate(async (xml) => {
      const bpmn = new window.BpmnJS({ container: '#canvas' });
      const { warnings } = await bpmn.importXML(xml);
      return { svg: (await bpmn.saveSVG()).svg, warnings: warnings.map((w) => w.message) };
    }, readFileSync(join(processes, file), 'utf8'));
    if (warnings.length) {
      throw new Error(`${file}: ${warnings.join('; ')}`);
    }
    writeFileSync(join(processes, file.replace(/\.bpmn$/, '.svg')), small(svg));
    console.log(`drew ${file}`);
    await page.close();
  }
} finally {
  await browser.close();
}

/** Leaves out what only an editor needs: the areas that take clicks, and the outlines of selections. */
function small(svg) {
  return svg
    .replace(/<(rect|path|polyline|circle)[^>]*class="djs-(hit|outline)[^"]*"[^>]*?(\/>|><\/\1>)/g, '')
    .replace(/ style="display: block;"/g, '')
    .replace(/(\d+\.\d{2})\d+/g, '$1')
    .replace(/>\s+</g, '><')
    .concat('\n');
}
