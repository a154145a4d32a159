import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';

/**
 * The fixed list that a transition is measured against: session, key, lock, facts, update, event, two outbox rows, key, commit. Bare `pg`,
 * one process, the same pool size, the same durability; it decides nothing and answers nobody.
 */
export async function bareTransition(
  pool: pg.Pool,
  ids: { accountId: string; guideId?: string; reviewId?: string },
): Promise<void> {
  await pool.query(
    'select a.id, s.expires_at from session s join account a on a.id = s.account_id where s.token_hash = $1',
    ['none'],
  );
  const client = await pool.connect();
  try {
    const key = randomUUID();
    await client.query('begin');
    await client.query(
      'insert into idempotency_key (account_id, route, key, body_hash, created_at) values ($1, $2, $3, $4, $5)',
      [ids.accountId, 'bench', key, 'x', new Date()],
    );
    const { rows } = await client.query<{ event_count: number; head_hash: string }>(
      'select * from guide where id = $1 for no key update',
      [ids.guideId],
    );
    await client.query(
      `select g.id, w.status, v.hash, (select count(*) from comment c where c.review_id = w.id and c.blocking and c.resolved_at is null) as comments
         from guide g join review w on w.guide_id = g.id join version v on v.id = w.version_id where w.id = $1`,
      [ids.reviewId],
    );
    await client.query('update review set touched_at = $2, version = version + 1 where id = $1', [
      ids.reviewId,
      new Date(),
    ]);
    const number = (rows[0]?.event_count ?? 0) + 1;
    const previous = rows[0]?.head_hash ?? '';
    const hash = createHash('sha256')
      .update(previous + String(number))
      .digest('hex');
    const event = await client.query<{ id: number }>(
      `insert into event (subject_kind, subject_id, number, name, at, actor_id, moves, payload, previous_hash, hash) values ('guide', $1, $2, 'bench.moved', $3, $4, '[]', '{}', $5, $6) returning id`,
      [ids.guideId, number, new Date(), ids.accountId, previous, hash],
    );
    await client.query('update guide set event_count = $2, head_hash = $3 where id = $1', [ids.guideId, number, hash]);
    await client.query(
      `insert into outbox (event_id, job, payload, created_at, sent_at, done_at) select $1, j, '{}', $2, $2, $2 from unnest($3::text[]) j`,
      [event.rows[0]?.id, new Date(), ['bench.one', 'bench.two']],
    );
    await client.query(
      `update idempotency_key set status = 201, response = '{}' where account_id = $1 and route = 'bench' and key = $2`,
      [ids.accountId, key],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
