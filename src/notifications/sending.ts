import { headerText, type Mail, type Mailer } from '../platform/mailer.js';

/** Tries of one message before it is given up, with an alert: about two days of growing pauses. */
export const lastTry = 12;

// A try ends within two minutes: the mailer waits 15 seconds for each answer, and there are at most seven.
/** From the start of a try, in SQL: until then nobody else tries. `attempts` counts the tries before it. */
export const pauseAfter = "least(interval '12 hours', interval '2 minutes' * power(2, attempts))";

/** In SQL, with `$1` for now: may be tried. */
export const tryable = `attempts < ${lastTry} and (try_after is null or try_after <= $1)`;

const failureLength = 300;
/** Tries in a row without any answer after which a round ends: the server is away, and each more would wait for it. */
const roundEndsAfter = 3;

/** What went wrong, fit to store, and whether a server answered at all. */
export interface Failure {
  text: string;
  answered: boolean;
}

/** Nothing when the message was handed over. */
export async function handOver(mailer: Mailer, mail: Mail): Promise<Failure | undefined> {
  try {
    await mailer.send(mail);
    return undefined;
  } catch (error) {
    const { message, responseCode } = error as { message?: unknown; responseCode?: unknown };
    const text = headerText(String(message ?? error), failureLength) || 'unknown';
    return { text, answered: typeof responseCode === 'number' };
  }
}

/** Calls `step`, at most so often, until it finds nothing to send, or nobody answers. A mailbox that is refused stops no other. */
export async function inRounds(
  step: () => Promise<'nothing' | { failure: Failure | undefined }>,
  most = Infinity,
): Promise<void> {
  for (let unanswered = 0, done = 0; unanswered < roundEndsAfter && done < most; done++) {
    const outcome = await step();
    if (outcome === 'nothing') return;
    unanswered = outcome.failure && !outcome.failure.answered ? unanswered + 1 : 0;
  }
}
