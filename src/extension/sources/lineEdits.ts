/** What an edit does to a place found earlier: it moves with the lines above it, and is stale once its own line is touched. Pure. */

/** One replacement in a document; 0-based, as the editor reports it. */
export interface LineEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/** The 0-based line where the place is after the edit, or `touched` when its own line was edited. `character` is where on the line it starts. */
export function moveLine(line: number, character: number, edit: LineEdit): number | 'touched' {
  const added = edit.text.split('\n').length - 1;
  const shift = added - (edit.endLine - edit.startLine);
  if (edit.endLine < line) return line + shift;
  if (edit.startLine > line) return line;
  // The edit ends where our line begins: it stays a line of its own when what comes before it ends one.
  const isWhole = edit.text.endsWith('\n') || (edit.text === '' && edit.startCharacter === 0);
  if (edit.endLine === line && edit.endCharacter === 0 && isWhole) return line + shift;
  // Enter was pressed behind the place: its line keeps what matters.
  const isInsertion = edit.startLine === edit.endLine && edit.startCharacter === edit.endCharacter;
  if (isInsertion && edit.startLine === line && edit.startCharacter > character && /^\r?\n/.test(edit.text)) return line;
  return 'touched';
}
