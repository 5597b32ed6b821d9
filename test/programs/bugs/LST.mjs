// expect: race.order.last-write 28
/**
 * LST: linter-stylint (NodeRacer): messages of an older text are shown for a newer one.
 * Root cause: linting a short text is done before linting an earlier, longer one, whose messages are stored last.
 * Original fix: messages for a text that has changed meanwhile are dropped.
 */
import { setTimeout as sleep } from 'node:timers/promises';

class TextEditor {
  #text = '';
  markers = [];
  getText() {
    return this.#text;
  }
  setText(text) {
    this.#text = text;
  }
}

class StylintProvider {
  async run(text) {
    await sleep(text.length > 20 ? 800 : 10);
    return text.split('\n').flatMap((line, i) => (line.endsWith(';') ? [{ row: i, message: 'unnecessary semicolon' }] : []));
  }
  async lint(editor) {
    const text = editor.getText();
    const found = await this.run(text);
    editor.markers = found;
    return found;
  }
}

const editor = new TextEditor();
const provider = new StylintProvider();
editor.setText('body\n  color: red;\n  margin: 0;');
const first = provider.lint(editor);
await sleep(5);
editor.setText('body\n  margin 0');
const second = provider.lint(editor);
await Promise.all([first, second]);
console.log('linted', editor.markers.length >= 0);
