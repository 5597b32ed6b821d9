// Which values of settings are told to be none.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isAllowed, type SettingSchema } from '../../src/extension/settingSchema.ts';

describe('isAllowed', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { configuration: { properties: Record<string, SettingSchema> }[] };
  };
  const schemas = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<string, SettingSchema>;

  it('is true of every default', () => {
    for (const [id, schema] of Object.entries(schemas)) assert.ok(isAllowed(schema, schema.default), id);
  });

  it('is false of a name that is none of a list, and of another type', () => {
    for (const [id, value] of [
      ['interleave.record.level', 'Light'],
      ['interleave.record.level', null],
      ['interleave.record.keepTraces', '10'],
      ['interleave.record.values', 'yes'],
      ['interleave.record.node', 24],
      ['interleave.sources.folders', ['a']],
      ['interleave.diagnostics.minimumSeverity', 'fatal'],
    ] as const) {
      const schema = schemas[id];
      assert.ok(schema && !isAllowed(schema, value), `${id} ${String(value)}`);
    }
  });

  it('is true of a number that is too high: the highest is taken', () => {
    const schema = schemas['interleave.record.keepTraces'];
    assert.ok(schema && isAllowed(schema, 1e9));
  });
});
