// expect: race.fs.lost-update 13,15
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-'));
const file = path.join(folder, 'package.json');
fs.writeFileSync(file, '{"scripts":{}}');

const commandFor = (name, ms) => new Promise((resolve) => setTimeout(resolve, ms, `run ${name}`));

async function addScript(name, ms) {
  const { scripts, ...rest } = JSON.parse(fs.readFileSync(file, 'utf8'));
  scripts[name] = await commandFor(name, ms);
  fs.writeFileSync(file, JSON.stringify({ ...rest, scripts }));
}

Promise.all([addScript('lint', 30), addScript('test', 60)]).then(() => {
  console.log(Object.keys(JSON.parse(fs.readFileSync(file, 'utf8')).scripts).length);
  fs.rmSync(folder, { recursive: true });
});
