import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInstance,
  IsInt,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { TransitionInput } from '../editorial/index.js';
import { CivilDate, Clean, Instant, NoControls } from './http/clean.js';
import { MayBeAbsent, Prose, Resolutions } from './prose.js';

export class ReplacementBody {
  @IsString() @MaxLength(200) part: string;
  @IsString() @Length(1, 5000) find: string;
  @IsString() @MaxLength(5000) replace: string;
}

const hash = /^[0-9a-f]{64}$/;

/** `POST …/transitions`: the name, and whatever that transition needs. Which fields it needs stands in its lifecycle table. */
export class TransitionBody {
  @IsString() @MaxLength(40) name: string;
  @MayBeAbsent() @IsString() @MaxLength(4000) @Prose() reason?: string;
  @MayBeAbsent() @IsIn(['ordinary', 'minor']) kind?: 'ordinary' | 'minor';
  @MayBeAbsent() @IsIn(['full', 'changes']) reviewKind?: 'full' | 'changes';
  @MayBeAbsent() @IsUUID() versionId?: string;
  @MayBeAbsent() @Matches(hash) hash?: string;
  @MayBeAbsent() @IsIn(['none', 'disclosed']) conflict?: 'none' | 'disclosed';
  /** Printed on the page. */
  @MayBeAbsent() @Clean() @IsString() @MaxLength(2000) @NoControls() conflictStatement?: string;
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsInstance(ReplacementBody, { each: true })
  @ValidateNested({ each: true })
  @Type(() => ReplacementBody)
  @JSONSchema({ items: { $ref: '#/components/schemas/ReplacementBody' } })
  replacements?: ReplacementBody[];
  @MayBeAbsent() @Instant() @IsDate() scheduledFor?: Date;
  @MayBeAbsent() @Resolutions() resolutions?: Record<string, 'mine' | 'live'>;
  @MayBeAbsent() @IsUUID() assigneeId?: string;
  @MayBeAbsent() @IsBoolean() bars?: boolean;
  @MayBeAbsent() @IsBoolean() medical?: boolean;
  @MayBeAbsent() @IsString() @MaxLength(200) slug?: string;
  @MayBeAbsent() @IsUUID() successorId?: string;
  @MayBeAbsent() @IsIn(['outdated', 'error', 'safety', 'merged']) reasonClass?: string;
  @MayBeAbsent() @IsUUID() revisionId?: string;
  @MayBeAbsent() @CivilDate() firstPublishedOn?: string;
  @MayBeAbsent() @IsString() @MaxLength(500) @Prose() claimedReview?: string;
  @MayBeAbsent() @CivilDate() plannedFor?: string;
  /** https address of whoever demands a take-down. */
  @MayBeAbsent() @IsString() @MaxLength(500) @NoControls() authority?: string;
  /** Printed on the page. */
  @MayBeAbsent() @Clean() @IsString() @MaxLength(1000) @NoControls() notice?: string;
  /** Parts of the text, as the version names them. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  sections?: string[];
  /** Printed on the page. */
  @MayBeAbsent() @Clean() @IsString() @MaxLength(200) @NoControls() sourceTitle?: string;
  @MayBeAbsent() @IsString() @MaxLength(500) @NoControls() sourceUrl?: string;
  /** Number of the publication that put a notice up. */
  @MayBeAbsent() @IsInt() @Min(1) @Max(2147483647) publication?: number;
}

/** The input of a transition without its name. */
export function inputOf(body: TransitionBody): TransitionInput {
  const { name: _name, ...input } = body;
  return input;
}
