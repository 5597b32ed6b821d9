// The rules of advice are silent about what is right, in programs of test/programs/advice. Most of them wait: each half has a process of its own.
import { testAdvice } from '../support/advicePrograms.ts';

describe('rules of advice on programs', () => testAdvice((name) => name.startsWith('safe')));
