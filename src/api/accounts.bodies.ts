import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { accountSorts, credentialKinds, roles, standings, type Role, type Standing } from '../identity/index.js';
import { licensingStates } from '../physicians/index.js';
import { addressForm } from '../platform/mailer.js';
import { CivilDate, Clean, Instant, NoControls } from './http/clean.js';
import { PageQuery } from './http/index.js';

const languageTag = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;
const given = (_body: unknown, value: unknown): boolean => value !== undefined;
const notNull = (_body: unknown, value: unknown): boolean => value !== undefined && value !== null;

export class AccountsQuery extends PageQuery {
  @IsOptional()
  @IsIn(roles)
  role?: Role;

  @IsOptional()
  @IsIn(['true', 'false'])
  disabled?: 'true' | 'false';

  @IsOptional()
  @IsIn(accountSorts)
  sort?: (typeof accountSorts)[number];
}

export class NewAccountBody {
  @Clean()
  @IsEmail()
  @Matches(addressForm, { message: '$property must be a plain mail address' })
  @MaxLength(254)
  email: string;

  @Clean()
  @IsString()
  @Length(1, 120)
  @NoControls()
  name: string;

  @ValidateIf(given)
  @Clean()
  @IsString()
  @MaxLength(60)
  @NoControls()
  postNominals?: string;

  @ValidateIf(given)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(languageTag, { each: true, message: 'each of languages must be a tag such as en-US' })
  languages?: string[];
}

export class AccountPatch {
  @ValidateIf(given)
  @Clean()
  @IsString()
  @Length(1, 120)
  @NoControls()
  name?: string;

  @ValidateIf(given)
  @Clean()
  @IsString()
  @MaxLength(60)
  @NoControls()
  postNominals?: string;

  @ValidateIf(given)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(languageTag, { each: true, message: 'each of languages must be a tag such as en-US' })
  languages?: string[];

  /** First civil day away; null ends the absence. */
  @ValidateIf(notNull)
  @CivilDate()
  awayFrom?: string | null;

  @ValidateIf(notNull)
  @CivilDate()
  awayUntil?: string | null;

  @ValidateIf(given)
  @IsInt()
  @Min(0)
  @Max(100)
  reviewsPerWeek?: number;

  /** States of whose physicians a verifier takes files; none means all. */
  @ValidateIf(given)
  @IsArray()
  @ArrayMaxSize(60)
  @ArrayUnique()
  @IsIn(licensingStates, { each: true, message: 'each of states must be a postal code such as NY' })
  states?: string[];

  /** For the person's safety no page names them as a reviewer, and they have no page. A lead or an admin says so. */
  @ValidateIf(given)
  @IsBoolean()
  nameWithheld?: boolean;
}

export class NewRole {
  @IsIn(roles)
  role: Role;

  /** For a lead of one category. */
  @ValidateIf(given)
  @IsUUID()
  categoryId?: string;

  @ValidateIf(given)
  @Instant()
  @IsDate()
  expiresAt?: Date;
}

export class Reason {
  @Clean()
  @IsString()
  @Length(3, 1000)
  reason: string;
}

export class NewDisablement extends Reason {
  /** Takes over the guides; needed where there are any. */
  @ValidateIf(given)
  @IsUUID()
  successorId?: string;
}

export class NewStandingBody {
  @IsIn(standings)
  standing: Standing;

  @ValidateIf(given)
  @Instant()
  @IsDate()
  effectiveAt?: Date;

  @ValidateIf(given)
  @CivilDate()
  expiresOn?: string;

  /** What was looked at, where and when. */
  @Clean()
  @IsString()
  @Length(3, 2000)
  evidence: string;

  @ValidateIf(given)
  @Matches(/^[0-9a-f]{64}$/, { message: 'evidenceSha256 must be 64 hexadecimal digits' })
  evidenceSha256?: string;
}

export class NewCredentialBody extends NewStandingBody {
  @IsString()
  @Length(1, 80)
  specialty: string;

  @IsIn(credentialKinds)
  kind: (typeof credentialKinds)[number];

  @Clean()
  @IsString()
  @Length(1, 200)
  @NoControls()
  authority: string;

  @ValidateIf(given)
  @Clean()
  @IsString()
  @Length(1, 100)
  @NoControls()
  region?: string;

  @Clean()
  @IsString()
  @Length(1, 100)
  @NoControls()
  number: string;
}
