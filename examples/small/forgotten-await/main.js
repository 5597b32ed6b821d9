// A command-line tool that deletes a user and leaves a line in the audit trail.
const { appendFile, mkdtemp, readFile } = require('node:fs/promises');
const { readFileSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

async function writeAudit(file, text) {
  const previous = await readFile(file, 'utf8').catch(() => '');
  const line = previous.split('\n').length;
  await appendFile(file, `${line} ${text}\n`);
}

async function main() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'audit-'));
  const file = path.join(folder, 'audit.txt');
  process.on('exit', () => {
    console.log('audit trail:', readFileSync(file, 'utf8').trim());
    rmSync(folder, { recursive: true });
  });
  await writeAudit(file, 'started');
  writeAudit(file, 'deleted user 17');
  console.log('user 17 is deleted');
  process.exit(0);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
