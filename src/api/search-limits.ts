import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { consumeOrThrow, networkOf, type RequestSource } from '../identity/index.js';

/** Searches of one network in a minute. */
const searchesPerMinute = 120;

/** How often one network may search. Counted in each process on its own: a search reads, and counting it must not write. */
@Injectable()
export class SearchLimits {
  private readonly network = new RateLimiterMemory({ keyPrefix: 'search', points: searchesPerMinute, duration: 60 });

  /** Counts a search. Throws {@link TooMany}. */
  count(source: Pick<RequestSource, 'address'>): Promise<void> {
    return consumeOrThrow(this.network, networkOf(source.address));
  }
}
