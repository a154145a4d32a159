import type { StoredPage } from '../../src/publishing/page-store-entry.js';

/** A page as the renderer hands it to the store; what a test is about is said by it. */
export function storedPage(over: Partial<StoredPage> = {}): StoredPage {
  return {
    path: '/guides/minoxidil',
    sequence: 1,
    status: 200,
    contentType: 'text/html; charset=utf-8',
    headers: {},
    body: '<p>Apply twice a day.</p>'.repeat(100),
    ordinary: true,
    modifiedAt: '2026-11-22T10:00:00Z',
    ...over,
  };
}
