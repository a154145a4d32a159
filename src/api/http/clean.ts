import { Transform } from 'class-transformer';
import { Matches, registerDecorator } from 'class-validator';

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const civilDateForm = /^\d{4}-\d\d-\d\d$/;

/** Trims a text field and brings it to NFC, before it is checked. */
export function Clean(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.normalize('NFC').trim() : value,
  );
}

/** Refuses control, bidirectional and invisible formatting characters: printed text must be what it looks like. */
export function NoControls(): PropertyDecorator {
  return Matches(/^[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]*$/u, {
    message: '$property must not hold control characters',
  });
}

/** Reads an ISO 8601 instant with its zone; anything else is left for `@IsDate()` to refuse. */
export function Instant(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && instantForm.test(value) ? new Date(value) : value,
  );
}

/** A day of the calendar, such as 2027-03-31; 2027-02-30 is none. */
export function CivilDate(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'civilDate',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: '$property must be a date such as 2027-03-31' },
      validator: { validate: isCivilDate },
    });
}

function isCivilDate(value: unknown): boolean {
  if (typeof value !== 'string' || !civilDateForm.test(value)) return false;
  const instant = Date.parse(value);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(value);
}
