import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Invalid, type Reason } from '../../platform/errors.js';

/** Checks bodies and queries against their classes: unknown fields are refused, all reasons answered at once. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new Invalid(errors.flatMap((error) => reasonsOf(error, ''))),
  });
}

/** One reason per broken rule; the code is the path of the field. */
function reasonsOf(error: ValidationError, parent: string): Reason[] {
  const code = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ code, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => reasonsOf(child, code))];
}
