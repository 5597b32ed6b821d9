// Keeps the pages in step with the code: what the code can report or write is described, and nothing else is.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RULES } from '../src/analysis/rules/registry.ts';
import { CONFIG_KEYS, loadConfig } from '../src/host/config.ts';
import { EVENTS } from '../src/wire/events.ts';
import { ACTIONS } from '../src/view/input.ts';
import { WIRE_VERSION } from '../src/wire/format.ts';

const read = (file: string): string => readFileSync(file, 'utf8');

/** The Markdown pages that are written by hand. */
function findPages(): string[] {
  const pages = readdirSync('.').filter((name) => name.endsWith('.md'));
  const deeper = ['docs', 'examples', 'bench'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.split(path.sep).includes('node_modules'))
      .map((name) => path.join(folder, name)),
  );
  return [...pages, ...deeper];
}

/** Targets of the links of a page that stay in the repository. */
function findLinks(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '').filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that a link to a page can name: explicit ones, and those that come from headings. */
function findAnchors(text: string): Set<string> {
  const explicit = [...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...explicit, ...headings]);
}

describe('docs/wire-format.md', () => {
  const page = 'docs/wire-format.md';
  const [begin, end] = ['<!-- events: checked by test/docs.test.ts, rewritten with UPDATE_GOLDEN=1 -->', '<!-- end of events -->'];

  it('lists every key of the timeline with what it does', () => {
    const rows = [...read('docs/timeline.md').matchAll(/^\| (`.+`) \| (.+) \| `(\w+)` \|$/gm)].map(([, keys = '', meaning, name]) => [
      name,
      keys.split(', ').length,
      meaning,
    ]);
    assert.deepEqual(
      rows,
      Object.entries(ACTIONS).map(([name, [keys, meaning]]) => [name, keys.length, meaning]),
    );
  });
  it('lists every event with its fields', () => {
    const text = read(page);
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf(end);
    const rows = EVENTS.toSorted((a, b) => a.op - b.op).map(
      ({ op, name, fields }) => `| ${op} | \`${name}\` | ${fields.map(([field, kind]) => `${field}:${kind}`).join(' ')} |`,
    );
    const expected = `\n\n| opcode | event | fields |\n| ---: | --- | --- |\n${rows.join('\n')}\n\n`;
    if (process.env['UPDATE_GOLDEN']) writeFileSync(page, text.slice(0, from) + expected + text.slice(to));
    else assert.equal(text.slice(from, to), expected);
  });

  it('has an entry for the current version', () => {
    assert.match(read(page), new RegExp(`^\\| ${WIRE_VERSION} \\|`, 'm'));
  });
});

describe('docs/findings.md', () => {
  const text = read('docs/findings.md');
  const sections = [...text.matchAll(/^<a id="([a-z-]+\.[a-z.-]+)"><\/a>\n## (.+)$/gm)].map((match) => [match[1], match[2]]);

  it('gives each section the kind as its title and its anchor, once', () => {
    assert.deepEqual(
      sections.map(([anchor]) => anchor),
      sections.map(([, title]) => title),
    );
    assert.equal(new Set(sections.map(([anchor]) => anchor)).size, sections.length);
  });

  it('describes every kind that a rule reports', () => {
    const described = new Set(sections.map(([anchor]) => anchor));
    const missing = RULES.flatMap((rule) => rule.kinds).filter((kind) => !described.has(kind));
    assert.deepEqual(missing, []);
  });

  it('has for each kind code that has it, a drawing, the fix, when it is wrong, and how to silence it', () => {
    for (const [, kind = '', section = ''] of text.matchAll(/^<a id="([a-z-]+\.[a-z.-]+)"><\/a>\n## .+\n([^]*?)(?=^<a id=)/gm)) {
      // The opening fences: of code, then of the drawing.
      const fences = [...section.matchAll(/^```(\w*)\n[^]+?^```$/gm)].map(([, language]) => language);
      assert.deepEqual(fences.slice(0, 2), ['js', ''], `${kind}: code, then a drawing`);
      for (const part of ['Shown.', 'Fix.', 'A false alarm']) assert.ok(section.includes(`\n**${part}**`), `${kind}: ${part}`);
      assert.match(section, /\*\*To silence it\*\*, on or above [^:]+: `\/\/ interleave-ignore (\S+) -- reason`\./, kind);
      assert.ok(section.includes(`interleave-ignore ${kind} --`), `${kind}: silenced by its own name`);
    }
  });
});

describe('docs/configuration.md', () => {
  const text = read('docs/configuration.md');
  const example = /```json\n([^]+?)```/.exec(text)?.[1] ?? '';

  it('has an example that is valid and shows each of its keys', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'il-docs-'));
    try {
      writeFileSync(path.join(folder, 'interleave.config.json'), example);
      loadConfig(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    assert.deepEqual(
      [...Object.keys(JSON.parse(example) as object), 'locks'],
      [...text.matchAll(/^## (\w+)$/gm)].map(([, key]) => key),
    );
  });

  it('describes every key', () => {
    assert.deepEqual(
      CONFIG_KEYS.filter((key) => key !== '$schema' && !text.includes(`\n## ${key}\n`)),
      [],
    );
  });
});

describe('README.md', () => {
  it('names every kind that a rule reports', () => {
    const text = read('README.md');
    const missing = RULES.flatMap((rule) => rule.kinds).filter((kind) => !text.includes(`docs/findings.md#${kind})`));
    assert.deepEqual(missing, []);
  });
});

describe('ARCHITECTURE.md and CONTRIBUTING.md', () => {
  for (const page of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    it(`name files and folders that exist, in ${page}`, () => {
      const names = [...read(page).matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`/g)].map((match) => match[1] ?? '');
      // Short names are below src/, or beside the one named before them.
      const missing = names.filter((name) => !existsSync(name) && !existsSync(path.join('src', name)));
      assert.deepEqual(missing, []);
    });
  }
});

describe('pages', () => {
  for (const page of findPages()) {
    it(`link to what exists in ${page}`, () => {
      const broken = findLinks(read(page)).filter((target) => {
        const [file = '', anchor] = target.split('#');
        const linked = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file));
        return (
          !existsSync(linked) || (anchor !== undefined && anchor !== '' && linked.endsWith('.md') && !findAnchors(read(linked)).has(anchor))
        );
      });
      assert.deepEqual(broken, []);
    });
  }
});
