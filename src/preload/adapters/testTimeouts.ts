/** A test runner gives up on a test: said in that moment, before anything else happens. What calls this is put where runners make the error (files.ts); for Node's own runner see hooks/testLimits.ts. */
import { OP_TEST_TIMEOUT } from '../../wire/events.ts';
import { emit, flush, isRecording } from '../recorder.ts';

/** The host can see at once what the test waits for. */
export function tellTestTimeout(): void {
  if (!isRecording()) return;
  emit(OP_TEST_TIMEOUT);
  flush();
}
