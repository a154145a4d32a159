import { Session } from 'node:inspector/promises';

/** Gives back what building the demonstration took: left alone, the heap stays as large as it grew (measured: 290 against 170 MB). */
export async function giveMemoryBack(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
}
