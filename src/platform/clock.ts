import { Injectable } from '@nestjs/common';

/** The only place that asks the machine for the time. Seeds and tests move it; production never does. */
@Injectable()
export class Clock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  /** The machine's own time, never moved, in milliseconds since 1970: what BullMQ judges locks by. */
  machine(): number {
    return Date.now();
  }

  /** From here on the clock starts at `instant` and runs on. */
  travelTo(instant: Date): void {
    this.offset = instant.getTime() - Date.now();
  }

  travelBy(milliseconds: number): void {
    this.offset += milliseconds;
  }

  /** Back to the machine's time. */
  return(): void {
    this.offset = 0;
  }
}
