// The rules of advice finds what is wrong, in programs of test/programs/advice. Most of them wait: each half has a process of its own.
import { testAdvice } from '../support/advicePrograms.ts';

describe('rules of advice on programs', () => testAdvice((name) => !name.startsWith('safe')));
