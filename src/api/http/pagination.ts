import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Invalid } from '../../platform/errors.js';

export const defaultPageSize = 50;
export const largestPageSize = 200;

/** Query parameters of every list. A list with a sort or filters extends it with an allow-list of its own. */
export class PageQuery {
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(largestPageSize)
  limit?: number;

  @IsOptional()
  @IsString()
  @MaxLength(600)
  cursor?: string;
}

/** One page of a list; `next` is null on the last. */
export interface Page<Entry> {
  items: Entry[];
  next: string | null;
}

export type CursorKey = readonly (string | number | null)[];

/** Where a list goes on: the sort it was made for, and the sort key of the last row. Opaque to the client. */
export function encodeCursor(sort: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([sort, ...key])).toString('base64url');
}

/** The key in a cursor; throws {@link Invalid} unless it was made for this sort with `length` values. Values go into SQL as parameters only. */
export function decodeCursor(cursor: string | undefined, sort: string, length: number): CursorKey | undefined {
  if (cursor === undefined) return undefined;
  const parsed = parse(cursor);
  const fits = Array.isArray(parsed) && parsed.length === length + 1 && parsed[0] === sort;
  if (!fits || !parsed.every(isScalar)) throw Invalid.of('cursor', 'This cursor does not belong to this list.');
  return parsed.slice(1) as CursorKey;
}

/** A page from up to `limit + 1` rows, read with one row more than asked for. */
export function toPage<Row>(rows: Row[], limit: number, sort: string, keyOf: (row: Row) => CursorKey): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(sort, keyOf(last)) : null };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function isScalar(value: unknown): boolean {
  return (
    value === null ||
    (typeof value === 'string' && value.isWellFormed() && !value.includes('\0')) ||
    Number.isFinite(value)
  );
}
