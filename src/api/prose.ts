import { Matches, registerDecorator, ValidateIf, type ValidationOptions } from 'class-validator';

/** The field may be left out; null is no value. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_body: unknown, value: unknown) => value !== undefined);
}

/** Words for people, over several lines: no control, direction or other unseen characters but line ends and tabs. */
export function Prose(): PropertyDecorator {
  return Matches(
    /^(?:[\n\t]|\r\n|[^\p{Cc}\u200e\u200f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\u{e0000}-\u{e01ef}])*$/u,
    {
      message: '$property must not hold unseen characters',
    },
  );
}

/** What was chosen for each part that both sides changed. */
export function Resolutions(options: ValidationOptions = {}): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'resolutions',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: '$property must say “mine” or “live” for each part', ...options },
      validator: { validate: isResolutions },
    });
}

function isResolutions(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([part, side]) => part.length <= 200 && (side === 'mine' || side === 'live'));
}
