import { Injectable, type PipeTransform } from '@nestjs/common';
import { Missing } from '../../platform/errors.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id in a path: one that could not be an id is answered like one that is unknown. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!uuid.test(value)) throw new Missing('id');
    return value.toLowerCase();
  }
}
