// expect: promise.floating main.js:12
// Sheets of an atlas are drawn into a folder, and the folder is listed for the index before any of them is there.
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

async function draw(region) {
  return new Promise((resolve) => setTimeout(resolve, 120, `<svg id="${region}"/>`));
}

async function printAtlas(regions, folder) {
  regions.forEach(async (region) => {
    const sheet = await draw(region);
    await fs.writeFile(path.join(folder, `${region}.svg`), sheet);
  });
  const sheets = await fs.readdir(folder);
  return sheets.sort().join('\n');
}

(async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'atlas-'));
  const index = await printAtlas(['north', 'south', 'west'], folder);
  console.log(index === '' ? 'an empty index' : index);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await fs.rm(folder, { recursive: true });
})();
