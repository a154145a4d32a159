import { Type } from 'class-transformer';
import {
  Equals,
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
  ValidateNested,
} from 'class-validator';
import {
  applicationStates,
  conflictCauses,
  declineReasons,
  documentKinds,
  findingVerdicts,
  humanChecks,
  lanes,
  specialtyGroups,
  suspensionCauses,
  type DocumentKind,
} from '../physicians/index.js';
import { CivilDate, Clean, NoControls } from './http/clean.js';
import { PageQuery } from './http/index.js';
import { MayBeAbsent, Prose } from './prose.js';

const secretForm = /^[\w-]{20,100}$/;

/** Whatever may be put right in an answer. */
export class DeclaredFieldsBody {
  @MayBeAbsent() @Clean() @IsString() @Length(1, 80) @NoControls() givenName?: string;
  @MayBeAbsent() @Clean() @IsString() @Length(1, 80) @NoControls() familyName?: string;
  @MayBeAbsent() @Clean() @IsString() @Length(2, 40) @NoControls() credential?: string;
  @MayBeAbsent() @Clean() @IsString() @Matches(/^[+()\d .-]{7,30}$/) phone?: string;
  @MayBeAbsent() @Clean() @Matches(/^[A-Z]{2}$/) state?: string;
  @MayBeAbsent() @Clean() @IsString() @Matches(/^[A-Za-z0-9 .-]{2,30}$/) licenseNumber?: string;
  @MayBeAbsent() @CivilDate() licenseExpiresOn?: string;
  @MayBeAbsent() @Clean() @IsString() @Length(1, 60) specialty?: string;
  @MayBeAbsent() @Clean() @IsString() @MaxLength(160) @NoControls() practiceName?: string;
  @MayBeAbsent() @Clean() @IsString() @MaxLength(300) @NoControls() practiceSite?: string;
  @MayBeAbsent() @Clean() @IsString() @MaxLength(160) @NoControls() certification?: string;
  /** For the profile; see `V16`. */
  @MayBeAbsent() @Clean() @IsString() @MaxLength(1200) @Prose() biography?: string;
}

/** The twelve fields of the form, a text for the profile, and what came with them. */
export class ApplicationBody {
  @Clean() @IsString() @MaxLength(20) npi: string;
  @Clean() @IsString() @Length(1, 80) @NoControls() givenName: string;
  @Clean() @IsString() @Length(1, 80) @NoControls() familyName: string;
  @Clean() @IsString() @Length(2, 40) @NoControls() credential: string;
  @Clean() @IsEmail() @MaxLength(254) email: string;
  @Clean() @IsString() @Matches(/^[+()\d .-]{7,30}$/) phone: string;
  @Clean() @Matches(/^[A-Z]{2}$/) state: string;
  @Clean() @IsString() @Matches(/^[A-Za-z0-9 .-]{2,30}$/) licenseNumber: string;
  @CivilDate() licenseExpiresOn: string;
  @Clean() @IsString() @Length(1, 60) specialty: string;
  @MayBeAbsent() @Clean() @IsString() @MaxLength(160) @NoControls() practiceName?: string;
  @MayBeAbsent() @Clean() @IsString() @MaxLength(300) @NoControls() practiceSite?: string;
  @MayBeAbsent() @Clean() @IsString() @MaxLength(160) @NoControls() certification?: string;
  /** For the profile; see `V16`. */
  @MayBeAbsent() @Clean() @IsString() @MaxLength(1200) @Prose() biography?: string;
  /** To be verified against primary sources. */
  @Equals(true) consent: boolean;
  @Clean() @IsString() @Length(1, 160) @NoControls() attestedName: string;
  /** The solution of the challenge. */
  @IsString() @MaxLength(8000) proof: string;
  /** People do not see this field. */
  @MayBeAbsent() @IsString() @MaxLength(300) website?: string;
  @MayBeAbsent() @IsInt() @Min(0) @Max(1_000_000) filledInSeconds?: number;
}

export class LinkBody {
  @Clean() @IsEmail() @MaxLength(254) email: string;
}

export class LinkSecretBody {
  @Matches(secretForm) secret: string;
}

export class ApplicantAnswerBody {
  @IsString() @Length(1, 4000) @Prose() message: string;
  @MayBeAbsent()
  @Type(() => DeclaredFieldsBody)
  @ValidateNested()
  fields?: DeclaredFieldsBody;
  /** Typed in place of a signature: a renewal asks for it. */
  @MayBeAbsent() @Clean() @IsString() @Length(1, 160) @NoControls() attestedName?: string;
}

/** What a member wants changed, and why; documents are sent to the file that it opens. */
export class MemberChangeBody {
  @IsString() @Length(1, 4000) @Prose() message: string;
  @Type(() => DeclaredFieldsBody)
  @ValidateNested()
  fields: DeclaredFieldsBody;
}

export class MemberTransitionBody {
  @IsIn(['pause', 'resume', 'leave']) name: 'pause' | 'resume' | 'leave';
}

export class AppealBody {
  @IsString() @Length(1, 4000) @Prose() message: string;
}

export class ApplicationListQuery extends PageQuery {
  @IsOptional() @IsIn(applicationStates) status?: string;
  @IsOptional() @IsIn(lanes) lane?: string;
  @IsOptional() @IsIn(specialtyGroups) group?: string;
  /** Only what waits and the caller may take. */
  @IsOptional() @IsIn(['true', 'false']) mine?: 'true' | 'false';
}

export class NextClaimBody {
  @MayBeAbsent() @IsIn(specialtyGroups) group?: (typeof specialtyGroups)[number];
  @MayBeAbsent() @IsIn(lanes) lane?: (typeof lanes)[number];
}

export class ConflictBody {
  /** What the caller is to the applicant. */
  @IsIn(conflictCauses) cause: (typeof conflictCauses)[number];
}

export class ApplicationTransitionBody {
  @IsString() @MaxLength(40) name: string;
  @MayBeAbsent() @IsString() @MaxLength(4000) @Prose() reason?: string;
  @MayBeAbsent() @IsIn(declineReasons) declineReason?: (typeof declineReasons)[number];
  @MayBeAbsent() @IsString() @MaxLength(4000) @Prose() message?: string;
}

export class HumanResultBody {
  @IsIn(humanChecks) check: (typeof humanChecks)[number];
  @IsIn(['pass', 'review', 'fail']) outcome: 'pass' | 'review' | 'fail';
  @Clean() @IsString() @Length(1, 500) @NoControls() source: string;
  @IsString() @Length(1, 2000) @Prose() finding: string;
  @MayBeAbsent() @CivilDate() expiresOn?: string;
  @MayBeAbsent() @IsUUID() documentId?: string;
}

export class DocumentQuery {
  @IsIn(documentKinds) kind: DocumentKind;
}

export class ResolutionBody {
  @IsString() @Length(1, 2000) @Prose() evidence: string;
}

export class PhysicianTransitionBody {
  @IsString() @MaxLength(40) name: string;
  @MayBeAbsent() @IsString() @MaxLength(4000) @Prose() reason?: string;
  @MayBeAbsent() @IsIn(suspensionCauses) cause?: (typeof suspensionCauses)[number];
  @MayBeAbsent() @IsString() @MaxLength(2000) @Prose() evidence?: string;
  @MayBeAbsent() @IsIn(findingVerdicts) verdict?: (typeof findingVerdicts)[number];
  /** Until when the license holds that was looked up again. */
  @MayBeAbsent() @CivilDate() expiresOn?: string;
  /** From when an adverse cause stands; what was signed since is read again. */
  @MayBeAbsent() @CivilDate() causeOn?: string;
}
