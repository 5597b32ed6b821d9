// Tests by which something that came is left out.
import assert from 'node:assert/strict';
import { MORE_LEAVES_OUT } from '../../src/wire/siteFlags';
import { instrumentSource } from './support';

describe('findLeftOut', () => {
  const around = 'let open = true; const rows = []; let sum = 0, late = 0; exports.close = () => { open = false };';
  const isNoted = (body: string): boolean =>
    instrumentSource(`${around} exports.add = async (row) => { await look(row); ${body} }`).table.sites.some(
      ({ kind, text, more = 0 }) => kind === 'read' && text === 'open' && (more & MORE_LEAVES_OUT) !== 0,
    );
  const table: Readonly<Record<string, readonly [boolean, string]>> = {
    'leaves, and adds otherwise': [true, 'if (!open) return; rows.push(row)'],
    'counts what it leaves out': [true, 'if (!open) { late++; return; } rows.push(row)'],
    'adds only where it is open': [true, 'if (open) sum += row.n; else console.warn(row)'],
    'puts it elsewhere': [false, 'if (!open) { spare.push(row); return; } rows.push(row)'],
    'tells its caller': [false, 'if (!open) return false; rows.push(row)'],
    'goes on behind it': [false, 'if (open) rows.push(row); keep(row)'],
    'counts either way': [false, 'if (open) sum++; else late++'],
    'adds to what is its own': [false, 'const own = []; if (!open) return; own.push(row)'],
  };
  for (const [name, [expected, body]] of Object.entries(table)) {
    it(`${expected ? 'notes' : 'does not note'} a test that ${name}`, () => assert.equal(isNoted(body), expected));
  }
});
