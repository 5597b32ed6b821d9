import fs from 'node:fs';
async function go() {
  await null;
  console.log('go');
  fs.readFileSync('/nonexistent', 'utf8');
}
console.log(await Promise.allSettled([go()]));
console.log(go.toString());
go();
