// SQLSTATE: connection lost or refused, server going down or coming up, too many clients; and what the system says of a connection.
const codes = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE)$/;
const messages = /Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable/;

/** Whether PostgreSQL was not to be reached, as `pg` tells it: the same statement may succeed once it is back. */
export function isOutage(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && codes.test(code)) || (typeof message === 'string' && messages.test(message));
}
