/** Milliseconds after which somebody outside is taken to be away. */
const patience = 10_000;

/**
 * Posts to an address of the configuration and answers the status; the body is not read. Redirections are not followed: what is signed for
 * one address is nobody else's. Throws where no answer comes.
 */
export async function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  });
  await answer.body?.cancel();
  return answer.status;
}
