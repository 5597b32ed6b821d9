// Scripts of a package.json: their names, and the line above which a trace of one is offered.
import assert from 'node:assert/strict';
import { packageScripts } from '../../src/extension/launch/packageScripts.ts';

describe('packageScripts', () => {
  it('names the scripts in their order, and the line where they begin', () => {
    const text = `{
  "name": "a {\\"scripts\\": {",
  "config": { "scripts": { "no": "no" } },
  "list": ["scripts", { "scripts": 1 }],
  "scripts" : {
    "start": "node .",
    "build:all": "x",
    "wrong": 3
  }
}`;
    assert.deepEqual(packageScripts(text), { names: ['start', 'build:all'], commands: ['node .', 'x'], line: 4 });
    assert.deepEqual(packageScripts('{"scripts":{"a":"b"}}'), { names: ['a'], commands: ['b'], line: 0 });
  });

  it('has none to offer where there are none', () => {
    for (const text of ['', '{', '[]', 'null', '{}', '{"scripts":null}', '{"scripts":[]}', '{"scripts":{}}', '{"scripts":{"a":1}}']) {
      assert.equal(packageScripts(text), undefined, text);
    }
  });
});
