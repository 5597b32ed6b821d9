// Every text of the extension can be translated: what the code and the manifest say is in the bundles, and the translations fit.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type AnyNode } from 'acorn';
import { transformSync } from 'esbuild';
import { english } from '../src/base/words.ts';

type Texts = Readonly<Record<string, string>>;

/** What says something to people: the extension, and the page of the timeline, which gets the same texts. */
const SOURCES = ['src/extension', 'src/view'];
const BUNDLE = 'l10n/bundle.l10n.json';
const LANGUAGES = readdirSync('l10n').flatMap((name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? []);
const read = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;

/** The beginning of what people read, as it stands in the code of the view. */
const SENTENCE = /^[^\p{L} ]*\p{Lu}\p{Ll}+ \p{Ll}+/u;

/** Texts of all calls `t('…')`, and what is wrong with others. */
function textsOf(file: string): { readonly texts: string[]; readonly problems: string[] } {
  const texts: string[] = [];
  const problems: string[] = [];
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm', target: 'node20' });
  const visit = (node: AnyNode): void => {
    const own = node.type === 'Literal' ? node.value : node.type === 'TemplateElement' ? node.value.cooked : undefined;
    if (typeof own === 'string' && SENTENCE.test(own) && file.startsWith('src/view') && !texts.includes(own)) {
      problems.push(`${file}: "${own}" is not translated`);
    }
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 't') {
      const [first, ...rest] = node.arguments;
      const text = first?.type === 'Literal' ? first.value : undefined;
      if (typeof text !== 'string') problems.push(`${file}: t(${code.slice(first?.start, first?.end)}) is not a literal`);
      else if (holesIn(text).length !== rest.length) problems.push(`${file}: "${text}" has ${rest.length} values`);
      else texts.push(text);
    }
    for (const value of Object.values(node) as unknown[]) {
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) visit(child);
    }
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return { texts, problems };
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** What must be the same in every language: values, links, and what is code. */
function holesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\d+\}/g)].map(([hole]) => hole))].toSorted();
}
function fixedParts(text: string): string[] {
  return [...text.matchAll(/\{\d+\}|\]\(command:[^)]*\)|`[^`]*`|"[\w.]+"/g)].map(([part]) => part).toSorted();
}

describe('texts of the extension', () => {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name)),
  );
  const found = files.map(textsOf);

  it('are literals with as many values as they have places for', () => {
    assert.deepEqual(
      found.flatMap((each) => each.problems),
      [],
    );
  });

  it('are in the bundle, and nothing else is', () => {
    const texts = [...new Set(found.flatMap((each) => each.texts))].toSorted();
    if (process.env['UPDATE_GOLDEN']) {
      writeFileSync(BUNDLE, `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), undefined, 2)}\n`);
    }
    assert.deepEqual(Object.keys(read(BUNDLE)), texts);
    assert.deepEqual(Object.values(read(BUNDLE)), texts);
  });

  it('reach people only through the bundle', () => {
    // A property or an argument that the editor shows, given as a text of its own.
    const shown = /\b(?:title|label|tooltip|placeHolder|prompt|openLabel|text)(?:: | = )(['`])[A-Z][a-z]+ |Message\(\s*['`]/;
    for (const file of files) {
      const lines = readFileSync(file, 'utf8').split('\n');
      assert.deepEqual(
        lines.filter((line) => shown.test(line)),
        [],
        file,
      );
    }
  });
});

describe('texts of the manifest', () => {
  const manifest = readFileSync('package.json', 'utf8');
  const texts = read('package.nls.json');

  it('are all behind keys, and every key is used', () => {
    const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => String(key)));
    assert.deepEqual([...used].toSorted(), Object.keys(texts).toSorted());
  });

  it('leave nothing in the manifest that people read', () => {
    const { contributes } = JSON.parse(manifest) as { contributes: unknown };
    const shown = new Set([
      'title',
      'label',
      'description',
      'markdownDescription',
      'enumDescriptions',
      'contents',
      'altText',
      'displayName',
    ]);
    const left: string[] = [];
    JSON.stringify(contributes, (key, value: unknown) => {
      // The name of the product is the same everywhere.
      for (const text of shown.has(key) ? [value].flat() : []) {
        if (typeof text === 'string' && !/^%[\w.]+%$/.test(text) && text !== 'Interleave') left.push(`${key}: ${text}`);
      }
      return value;
    });
    assert.deepEqual(left, []);
  });
});

describe('translations', () => {
  it('are there', () => assert.ok(LANGUAGES.includes('de')));

  for (const language of LANGUAGES) {
    for (const [original, file] of [
      [BUNDLE, `l10n/bundle.l10n.${language}.json`],
      ['package.nls.json', `package.nls.${language}.json`],
    ] as const) {
      it(`${file} translates every text, with its values, links and code`, () => {
        const from = read(original);
        const to = read(file);
        assert.deepEqual(Object.keys(to).toSorted(), Object.keys(from).toSorted());
        for (const [key, text] of Object.entries(to)) assert.deepEqual(fixedParts(text), fixedParts(from[key] ?? ''), key);
        const same = Object.entries(to).filter(
          ([key, text]) => text === from[key] && (text.match(/(?<!\{)\b\w+\b(?!\})/g) ?? []).length > 2,
        );
        assert.deepEqual(same, []);
      });
    }
  }
});

describe('english', () => {
  it('fills the places of a text with its values', () => {
    assert.equal(english('{1} of {0}, {1}', 2, 'a'), 'a of 2, a');
    assert.equal(english('none of {0}'), 'none of {0}');
  });
});
