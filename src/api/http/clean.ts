import { Transform } from 'class-transformer';
import { Matches, registerDecorator } from 'class-validator';

const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
// Joiners (U+200C, U+200D) are left: some scripts need them.
const unseenFree =
  /^[^\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\u{e0000}-\u{e01ef}]*$/u;
const civilDateForm = /^\d{4}-\d\d-\d\d$/;

/** Trims a text field and brings it to NFC, before it is checked. */
export function Clean(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.normalize('NFC').trim() : value,
  );
}

/** Refuses control, bidirectional and other unseen characters: printed text must be what it looks like. */
export function NoControls(): PropertyDecorator {
  return Matches(unseenFree, {
    message: '$property must not hold unseen characters',
  });
}

/** Reads an ISO 8601 instant with its zone; anything else is left for `@IsDate()` to refuse. */
export function Instant(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && isInstant(value) ? new Date(value) : value,
  );
}

function isInstant(value: string): boolean {
  return instantForm.test(value) && isCivilDate(value.slice(0, 10)) && Number(value.slice(11, 13)) < 24;
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
