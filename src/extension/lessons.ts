/** Small programs to learn from: copied out of the extension, opened beside their page, and traced. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { withoutBackticks } from '../base/words.ts';
import { t } from './l10n.ts';
import { launchFile, type Launch } from './launch/launch.ts';
import { problems, reasonOf } from './problems.ts';

export interface Lessons {
  readonly shipped: vscode.Uri;
  /** Where the user's copies are: what is in the extension's own folder must not be edited. */
  readonly own: vscode.Uri;
}

interface Lesson extends vscode.QuickPickItem {
  readonly id: string;
}

/** Lets the user choose a lesson unless one is named, and returns how to run it. Rejects with a UserProblem. */
export async function openLesson(lessons: Lessons, id?: string): Promise<Launch | undefined> {
  const all = await list(lessons.shipped.fsPath);
  const named = all.find((each) => each.id === id);
  const chosen =
    named ??
    (await vscode.window.showQuickPick(all, {
      title: t('Lessons'),
      placeHolder: t('A small program: it is opened, run traced, and its page says what to look at'),
      matchOnDescription: true,
      matchOnDetail: true,
    }));
  if (!chosen) return undefined;
  const folder = await copy(lessons, chosen.id);
  const program = named ? MAIN : await chooseProgram(folder);
  if (program === undefined) return undefined;
  const main = path.join(folder, program);
  const missing = await missingLibrary(main);
  if (missing) throw problems.lessonNeeds(missing, lessons.own.fsPath);
  await vscode.window.showTextDocument(vscode.Uri.file(main), { preview: false, viewColumn: vscode.ViewColumn.One });
  await vscode.commands.executeCommand('markdown.showPreviewToSide', vscode.Uri.file(path.join(folder, 'README.md')));
  return launchFile(main);
}

const MAIN = 'main.js';

/** The programs that the page of a lesson speaks of, with what it says: one of several is chosen. */
async function chooseProgram(folder: string): Promise<string | undefined> {
  const page = (await readFile(path.join(folder, 'README.md'), 'utf8')).replace(/\s+/g, ' ');
  const names = new Set([MAIN, ...[...page.matchAll(/`([\w-]+\.js)`/g)].map((match) => match[1] ?? '')]);
  const items = [...names]
    .filter((name) => existsSync(path.join(folder, name)))
    .map((label) => ({ label, detail: sentenceWith(page, `\`${label}\``) }));
  if (items.length === 1) return MAIN;
  const options = { title: t('Lessons'), placeHolder: t('The program to open and trace'), matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.label;
}

/** The sentence of a text that has a word in it, without marks of code; '' for none. */
function sentenceWith(text: string, word: string): string {
  const sentences = text.split(/(?<=[.:?!])\s+/);
  return withoutBackticks(sentences.find((sentence) => sentence.includes(word)) ?? '');
}

/** Every lesson with the title and the first sentence of its page. */
async function list(folder: string): Promise<Lesson[]> {
  const names = (await readdir(folder)).filter((name) => /^\d\d-/.test(name)).toSorted();
  return Promise.all(
    names.map(async (id) => {
      const page = await readFile(path.join(folder, id, 'README.md'), 'utf8');
      const title = /^#\s+(.+)$/m.exec(page)?.[1] ?? id;
      const text = withoutBackticks(page.replace(/^#.*$/m, '').trim());
      return { id, label: title, detail: /^[^\n]*?[.:](?=\s|$)/.exec(text)?.[0] ?? '' };
    }),
  );
}

/** A library that a lesson uses and that is not there. */
async function missingLibrary(main: string): Promise<string | undefined> {
  const resolve = createRequire(main);
  for (const [, name = ''] of (await readFile(main, 'utf8')).matchAll(/require\('([\w@][\w/-]*)'\)/g)) {
    try {
      resolve.resolve(name);
    } catch {
      return name;
    }
  }
  return undefined;
}

/** The user's copy, made when it is not there: what they changed in it stays. */
async function copy({ shipped, own }: Lessons, id: string): Promise<string> {
  const target = path.join(own.fsPath, id);
  try {
    await mkdir(own.fsPath, { recursive: true });
    await cp(path.join(shipped.fsPath, id), target, { recursive: true, force: false });
    // In a checkout the libraries of the lessons are installed beside them; the package has none.
    const libraries = path.join(shipped.fsPath, 'node_modules');
    if (existsSync(libraries)) await cp(libraries, path.join(own.fsPath, 'node_modules'), { recursive: true, force: false });
  } catch (error) {
    throw problems.noLesson(reasonOf(error));
  }
  return target;
}
