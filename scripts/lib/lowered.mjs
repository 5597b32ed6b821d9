// Writes loops over lists, and patterns that take lists apart, with indices. Code that V8 has not compiled pays for an iterator with an object and a call for each element, and a transform is such code: it runs
// once a file. A list is an array, or what becomes one (a Map, a Set), which nobody changes while it is gone through.
import { readFileSync } from 'node:fs';
import { parse } from 'acorn';
import esbuild from 'esbuild';

/** What the rewritten code calls: for the banner of a bundle. */
export const LIST = 'function $list(list){return Array.isArray(list)?list:[...list]}';

/** An esbuild plugin for files with such paths. */
export function lowered(filter) {
  return {
    name: 'lowered',
    setup({ onLoad }) {
      onLoad({ filter }, async ({ path }) => {
        const { code } = await esbuild.transform(readFileSync(path, 'utf8'), {
          loader: 'ts',
          target: 'esnext',
          sourcemap: 'inline',
          sourcefile: path,
        });
        return { loader: 'js', contents: lower(code) };
      });
    },
  };
}

/** Rewrites a text; its lines stay. */
export function lower(code) {
  const edits = [];
  let names = 0;
  const newName = () => `$${names++}`;
  const slice = ({ start, end }) => code.slice(start, end);
  const linesOf = (text) => text.split('\n').length;
  const insert = (at, text) => edits.push({ start: at, end: at, text });
  const replace = ({ start, end }, text) => edits.push({ start, end, text });
  const withLinesOf = (part, text) => text + '\n'.repeat(Math.max(linesOf(slice(part)) - linesOf(text), 0));

  /** The text of a node, rewritten: what was changed in it is done. */
  const take = (node) => {
    visit(node);
    const own = edits.filter(({ start, end }) => start >= node.start && end <= node.end);
    for (const edit of own) edits.splice(edits.indexOf(edit), 1);
    return apply(slice(node), own, node.start);
  };

  /** What a pattern makes of a value. */
  const bind = (pattern, value) => {
    if (pattern.type === 'AssignmentPattern') {
      const name = newName();
      return [`${name}=${value}`, ...bind(pattern.left, `(${name}===void 0?${take(pattern.right)}:${name})`)];
    }
    if (pattern.type !== 'ArrayPattern') return [`${take(pattern)}=${value}`];
    const name = newName();
    return [`${name}=${value}`, ...bindEach(pattern, name)];
  };
  const bindEach = ({ elements }, list) =>
    elements.flatMap((element, i) => {
      if (!element) return [];
      if (element.type === 'RestElement') return [`${take(element.argument)}=${list}.slice(${i})`];
      return bind(element, `${list}[${i}]`);
    });

  const visitLoop = ({ left, right, body, start }) => {
    const [{ id }] = left.declarations;
    const [list, at] = [newName(), newName()];
    // `for (const [i, row] of rows.entries())`
    const { callee } = right.type === 'CallExpression' && right.arguments.length === 0 ? right : {};
    const [index, row] = id.type === 'ArrayPattern' && id.elements.length === 2 ? id.elements : [];
    const isCounted = index && row && callee?.type === 'MemberExpression' && callee.property.name === 'entries';
    const bound = isCounted ? [...bind(index, at), ...bind(row, `${list}[${at}]`)] : bind(id, `${list}[${at}]`);
    const of = take(isCounted ? callee.object : right);
    const head = { start, end: body.start };
    replace(head, withLinesOf(head, `for(let ${list}=$list(${of}),${at}=0;${at}<${list}.length;${at}++){${left.kind} ${bound.join()};`));
    visit(body);
    insert(body.end, '}');
  };

  const visitDeclaration = ({ declarations }) => {
    for (const { id, init } of declarations) {
      visit(init);
      if (!init || (id.type !== 'ArrayPattern' && id.type !== 'ObjectPattern')) visit(id);
      else if (id.type === 'ArrayPattern') {
        const name = newName();
        insert(init.end, withLinesOf(id, [')', ...bindEach(id, name)].join()));
        insert(init.start, '$list(');
        replace(id, name);
      } else {
        // `const { callee, arguments: [first] } = call`
        for (const { value } of id.properties) {
          const pattern = value?.type === 'AssignmentPattern' ? value.left : value;
          if (pattern?.type !== 'ArrayPattern') continue;
          const [given, list] = [newName(), newName()];
          insert(init.end, withLinesOf(pattern, ['', `${list}=$list(${given})`, ...bindEach(pattern, list)].join()));
          replace(pattern, given);
        }
      }
    }
  };

  /** `[first, ...others]`: the one that is spread first V8 copies as fast as `concat`. */
  const visitArray = (node) => {
    const lists = [];
    let open;
    for (const element of node.elements) {
      const text = element ? take(element.type === 'SpreadElement' ? element.argument : element) : '';
      if (element?.type === 'SpreadElement') {
        lists.push(lists.length === 0 ? [`...${text}`] : `$list(${text})`);
        open = undefined;
      } else if (open) open.push(text);
      else lists.push((open = [text]));
    }
    const [first, ...others] = lists.map((list) => (typeof list === 'string' ? list : `[${list.join()}]`));
    replace(node, withLinesOf(node, `${first}.concat(${others.join()})`));
  };

  const visit = (node, around) => {
    if (!node || typeof node.type !== 'string') return;
    const isHead = around?.type === 'ForOfStatement' || around?.type === 'ForInStatement';
    if (node.type === 'ForOfStatement' && !node.await && node.left.type === 'VariableDeclaration') visitLoop(node);
    else if (node.type === 'VariableDeclaration' && !isHead) visitDeclaration(node);
    else if (node.type === 'ArrayExpression' && node.elements.some((part, i) => i > 0 && part?.type === 'SpreadElement')) visitArray(node);
    else for (const child of Object.values(node).flat()) if (child && typeof child === 'object') visit(child, node);
  };
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return apply(code, edits, 0);
}

function apply(code, edits, offset) {
  let done = '';
  let from = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    done += code.slice(from, start - offset) + text;
    from = end - offset;
  }
  return done + code.slice(from);
}
