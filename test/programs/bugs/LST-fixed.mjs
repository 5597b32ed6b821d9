// expect: nothing
/**
 * LST, repaired.
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
    if (editor.getText() !== text) return null;
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
