import { Injectable, type PipeTransform } from '@nestjs/common';
import { Missing } from '../platform/errors.js';

/** The number of a row in a path: one that could not be any is answered like one that is unknown. */
@Injectable()
export class NumberPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^[1-9]\d{0,14}$/.test(value)) throw new Missing('number');
    return Number(value);
  }
}
