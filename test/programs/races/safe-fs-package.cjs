// expect: nothing
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-'));
const file = path.join(folder, 'package.json');
fs.writeFileSync(file, '{"scripts":{}}');

function addScript(name, ms, done) {
  const before = Object.keys(JSON.parse(fs.readFileSync(file, 'utf8')).scripts).length;
  const add = (command) => {
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify({ ...settings, scripts: { ...settings.scripts, [name]: command } }));
    done(before);
  };
  setTimeout(add, ms, `run ${name}`);
}

let left = 2;
const end = () => {
  if (--left > 0) return;
  console.log(Object.keys(JSON.parse(fs.readFileSync(file, 'utf8')).scripts).length);
  fs.rmSync(folder, { recursive: true });
};
addScript('lint', 30, end);
addScript('test', 60, end);
