import { MailNotTaken } from '../platform/mailer.js';

/** Letters in a row that did not go out, after which a round ends. */
const mostMissed = 3;

/**
 * Sends one letter after the other. A mail that is not taken holds up no other, and waits for the next round; after several in a row the
 * server is taken to be away. What is no fault of the mail is ours: it holds up no other either, and is thrown at the end.
 * `missed` notes that this one failed, so that the next round tries it last. Answers how many were dealt with.
 */
export async function letterRound(
  ids: readonly number[],
  send: (id: number) => Promise<void>,
  missed: (id: number) => Promise<unknown>,
): Promise<number> {
  const faults: unknown[] = [];
  let done = 0;
  let inARow = 0;
  for (const id of ids) {
    if (inARow >= mostMissed) break;
    try {
      await send(id);
      done += 1;
      inARow = 0;
    } catch (error) {
      if (!(error instanceof MailNotTaken)) faults.push(error);
      inARow += 1;
      await missed(id);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} letter(s) failed before they were mailed.`);
  return done;
}
