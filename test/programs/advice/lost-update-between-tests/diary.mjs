import { appendFile, writeFile } from 'node:fs/promises';

export async function open(file) {
  await writeFile(file, 'Diary\n');
}

export async function note(file, text) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  await appendFile(file, `${text}\n`);
}
