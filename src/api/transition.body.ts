import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { TransitionInput } from '../editorial/index.js';

export class ReplacementBody {
  @IsString() @MaxLength(200) part: string;
  @IsString() @Length(1, 5000) find: string;
  @IsString() @MaxLength(5000) replace: string;
}

const civilDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const hash = /^[0-9a-f]{64}$/;

/** `POST …/transitions`: the name, and whatever that transition needs. Which fields it needs stands in its lifecycle table. */
export class TransitionBody {
  @IsString() @MaxLength(40) name: string;
  @IsOptional() @IsString() @MaxLength(4000) reason?: string;
  @IsOptional() @IsIn(['ordinary', 'minor']) kind?: 'ordinary' | 'minor';
  @IsOptional() @IsIn(['full', 'changes']) reviewKind?: 'full' | 'changes';
  @IsOptional() @IsUUID() versionId?: string;
  @IsOptional() @Matches(hash) hash?: string;
  @IsOptional() @IsIn(['none', 'disclosed']) conflict?: 'none' | 'disclosed';
  @IsOptional() @IsString() @MaxLength(2000) conflictStatement?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ReplacementBody)
  replacements?: ReplacementBody[];
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value) ? new Date(value) : value,
  )
  @IsDate()
  scheduledFor?: Date;
  @IsOptional() @IsObject() resolutions?: Record<string, 'mine' | 'live'>;
  @IsOptional() @IsUUID() assigneeId?: string;
  @IsOptional() @IsBoolean() bars?: boolean;
  @IsOptional() @IsBoolean() medical?: boolean;
  @IsOptional() @IsString() @MaxLength(200) slug?: string;
  @IsOptional() @IsUUID() successorId?: string;
  @IsOptional() @IsIn(['outdated', 'error', 'safety', 'merged']) reasonClass?: string;
  @IsOptional() @IsUUID() revisionId?: string;
  @IsOptional() @Matches(civilDate) firstPublishedOn?: string;
  @IsOptional() @IsString() @MaxLength(500) claimedReview?: string;
  @IsOptional() @Matches(civilDate) plannedFor?: string;
}

/** The input of a transition without its name. */
export function inputOf(body: TransitionBody): TransitionInput {
  const { name: _name, ...input } = body;
  return input;
}
