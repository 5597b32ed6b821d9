// Makes the production bundles from a fresh checkout: dependencies first. `npm run build` does the second half alone.
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/paths.mjs';
import { build } from './lib/setup.mjs';
import { StepError } from './lib/steps.mjs';

try {
  await ensureDependencies(root);
  await build();
} catch (error) {
  if (!(error instanceof StepError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
