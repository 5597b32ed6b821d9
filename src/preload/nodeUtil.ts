/**
 * node:util as `require` gives it: an import makes the bundler look at every property, and on Node 24 a look at `util.diff` opens process.stderr.
 * Only for the CommonJS bundle; the module of the hooks thread has no `require`.
 */
import type Util from 'node:util';

// SAFETY: what `require` gives for this name.
export const util = require('node:util') as typeof Util;
