/** Whether a text is one expression that an edit may take as a whole. Pure. */

/** Without the semicolon at its end. */
export function withoutEnd(text: string): string {
  return text.replace(/;\s*$/, '');
}

/** Whether a text is a whole expression that ends where the line ends: brackets balance, no comma, semicolon or operator of low precedence at their top level. */
export function isOneExpression(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === "'" || char === '"') {
      const end = text.indexOf(char, i + 1);
      if (end === -1 || text.slice(i, end).includes('\\')) return false;
      i = end;
    } else if (char === '`' || text.startsWith('//', i) || text.startsWith('/*', i)) return false;
    // Only member accesses and calls: whatever binds weaker than `await` would be part of the sum, not of what is awaited.
    else if (depth === 0 && !/[\w$.#]/.test(char)) return false;
    if (depth < 0) return false;
  }
  return depth === 0 && text !== '';
}
