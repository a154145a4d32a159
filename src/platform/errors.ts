/** One reason of a refusal, a sentence fit to show a person, with a stable code for programs. */
export interface Reason {
  code: string;
  message: string;
}

/** A refusal: the act is understood and not allowed now. Answered 409 with all reasons; nothing changed. */
export class Refused extends Error {
  constructor(
    readonly reasons: Reason[],
    readonly title = 'This cannot be done now.',
  ) {
    super(reasons.map((reason) => reason.message).join(' '));
  }
}

/** The input is wrong, whatever the state. Answered 422. */
export class Invalid extends Error {
  constructor(readonly problems: Reason[]) {
    super(problems.map((problem) => problem.message).join(' '));
  }

  static of(code: string, message: string): Invalid {
    return new Invalid([{ code, message }]);
  }
}

/** Answered 404, also where the person may not know that it exists. */
export class Missing extends Error {
  constructor(what: string) {
    super(`There is no such ${what}.`);
  }
}

/** Signed in, but without the role. Answered 403. */
export class Forbidden extends Error {
  constructor(message = 'Your roles do not include this.') {
    super(message);
  }
}

/** Kept from this person because of a legal demand. Answered 451, with who blocks it (RFC 7725). */
export class Blocked extends Error {
  constructor(readonly blockedBy: string) {
    super('This text was taken down because of a legal demand.');
  }
}

/** Not signed in, or no longer. Answered 401. */
export class Unauthenticated extends Error {
  constructor(message = 'Sign in first.') {
    super(message);
  }
}

/** What the caller has seen is no longer what is there. Answered 412 with the current state. */
export class Stale extends Error {
  constructor(
    readonly etag: string,
    readonly current?: unknown,
  ) {
    super('It was changed since you read it.');
  }
}

/** A write to something that exists came without If-Match. Answered 428. */
export class PreconditionMissing extends Error {
  constructor() {
    super('Send If-Match with the ETag you read.');
  }
}

/** Something that this needs is away for a moment; nothing changed. Answered 503 with Retry-After. */
export class Unavailable extends Error {}

/** Too many tries. Answered 429 with Retry-After. */
export class TooMany extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('Too many tries. Wait a little.');
  }
}
