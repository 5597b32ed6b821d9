'use strict';
/**
 * Stands in for dist/transform.js where a test is about the doors: binds the runtime, and stores a site before every statement that starts a line with a call.
 * Only ever inserts, as the real one does.
 */
const STATEMENT = /^([ \t]*)(?!(?:if|for|while|switch|function|return|catch|super|with)\b)(?=[\w$.]+\()/;

exports.transform = function transform(source, { file, type, base }) {
  const esm = /^\s*(?:import\b(?!\s*\()|export\b)/m.test(source);
  if (/\bDO_NOT_TRANSFORM\b/.test(source)) return { ok: false, reason: 'asked not to' };
  if ((type === 'module') !== esm && (esm || !/\bawait\b/.test(source))) {
    if (type !== 'module') return { ok: false, reason: 'ES module syntax' };
  }
  const insertions = [];
  const sites = [];
  let code = '';
  const insert = (text) => {
    insertions.push(code.length, text.length);
    code += text;
  };
  const prologue = type === 'module' ? '' : 'const $il=globalThis[Symbol.for("interleave.preload")];';
  const head = /^(?:#![^\n]*\n)?(?:(?:\s*|\/\/[^\n]*\n)*['"]use strict['"];?)?/.exec(source)[0];
  code = head;
  insert(prologue);
  const lines = source.slice(head.length).split('\n');
  lines.forEach((line, i) => {
    if (i > 0) code += '\n';
    const match = STATEMENT.exec(line);
    if (match && !/^\s*(?:['"`*]|\/\/)/.test(line)) {
      code += match[1];
      insert(`${type === 'module' ? '$ilvm' : '$il'}.s[0]=${String(base + sites.length).padEnd(7)},`);
      sites.push({ line: i + 1, column: match[1].length, kind: 'call', fn: 0, text: line.trim().slice(0, 80) });
      code += line.slice(match[1].length);
    } else code += line;
  });
  const table = { version: 1, file, base, hash: '', sites, functions: [], variables: [], pairs: [], sequences: [], map: '', ignores: [] };
  return { ok: true, code, insertions: Int32Array.from(insertions), count: Math.max(sites.length, 1), tableText: JSON.stringify(table) };
};
