import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Secrets, type Actor } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { Forbidden, Missing, Refused, type Reason } from '../platform/errors.js';
import { appendEvent, type ChainHead } from '../platform/event-store.js';
import { VirusScanner } from '../platform/virus-scanner.js';
import type { ApplicationStatus } from './application-facts.js';
import { ApplicationLimits } from './application-limits.js';
import { documentTypes, recognizeDocument, type DocumentKind, type DocumentType } from './document-content.js';
import { requireHold } from './holding.js';
import { loadApplication, type LoadedApplication } from './load-application.js';

/** A document as it came in. */
export interface SentDocument {
  kind: DocumentKind;
  bytes: Buffer;
  /** The media type that the sender names. */
  declared: string;
}

export interface AddedDocument {
  id: string;
  number: number;
  kind: DocumentKind;
  mediaType: DocumentType;
  bytes: number;
  uploadedAt: Date;
}

export interface OpenedDocument {
  /** Ours: nobody's own words reach a header. */
  name: string;
  mediaType: DocumentType;
  bytes: Buffer;
}

/** What the applicant may leave in a file, and beside it the verifiers: nobody fills it up for the other. */
const mostDocuments = 10;
const mostBytes = 50 * 1_048_576;

const takesDocuments: readonly ApplicationStatus[] = [
  'checking',
  'queued',
  'in-review',
  'needs-info',
  'escalated',
  'appealed',
];

/** Documents of applications: taken by content, sealed at rest, opened by verifiers who are then on record (`domain.md` C12). */
@Injectable()
export class Documents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly limits: ApplicationLimits,
    private readonly scanner: VirusScanner,
  ) {}

  /** From the applicant, while the file is open. Throws {@link Refused} for a file that ended, or is full. */
  async send(id: string, sent: SentDocument, requestId: string): Promise<AddedDocument> {
    await this.limits.countDocument(id);
    return this.add(id, sent, { actor: null, requestId }, ({ facts }) => {
      if (!takesDocuments.includes(facts.application.status))
        throw new Refused([{ code: 'status', message: 'This application takes no documents now.' }]);
    });
  }

  /** From the verifier who holds the file: what they saved at a source. Throws as {@link send}. */
  async attach(id: string, sent: SentDocument, actor: Actor): Promise<AddedDocument> {
    return this.add(id, sent, { actor, requestId: actor.requestId }, (loaded) => requireHold(loaded, actor));
  }

  /**
   * Opens a document for a verifier, and keeps that they saw it: without the record nothing is shown. Throws {@link Forbidden} for one
   * who is concerned, {@link Missing} for a document that is of another file, or deleted.
   */
  async open(id: string, documentId: string, actor: Actor): Promise<OpenedDocument> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const { facts } = await loadApplication(tx, id, actor, this.moment(now));
      if (facts.actor.concerned)
        throw new Forbidden('Nobody opens documents of their own, a relative’s, or of somebody they referred.');
      const found = await tx.first<{ number: number; mediaType: DocumentType; sealed: Buffer }>(
        `select number, media_type as "mediaType", sealed from application_document
          where id = $2 and application_id = $1 and deleted_at is null`,
        [id, documentId],
      );
      if (!found) throw new Missing('document, or it was deleted');
      await tx.run('insert into document_view (document_id, viewer_id, at, request_id) values ($1, $2, $3, $4)', [
        documentId,
        actor.accountId,
        now,
        actor.requestId,
      ]);
      const name = `document-${found.number}.${documentTypes[found.mediaType]}`;
      return { name, mediaType: found.mediaType, bytes: this.secrets.openBytes(found.sealed, contextOf(documentId)) };
    });
  }

  private async add(
    id: string,
    { kind, bytes, declared }: SentDocument,
    { actor, requestId }: { actor: Actor | null; requestId: string },
    admit: (loaded: LoadedApplication) => void,
  ): Promise<AddedDocument> {
    const mediaType = recognizeDocument(bytes, declared);
    await this.scanner.admit('file', bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const loaded = await loadApplication(tx, id, actor, this.moment(now), {}, 'for no key update of a');
      admit(loaded);
      const places = await placesOf(tx, id, actor !== null);
      const twin = places.own.find((each) => each.kind === kind && each.sha256 === sha256);
      if (twin) return withoutHash(twin);
      refuseFull(places.own, bytes.length);
      const added = { id: uuid(), number: places.next, kind, mediaType, bytes: bytes.length, uploadedAt: now };
      await this.keep(tx, loaded.head, { ...added, sha256, by: actor?.accountId ?? null }, bytes, requestId);
      return added;
    });
  }

  private async keep(
    tx: Tx,
    head: ChainHead,
    added: AddedDocument & { sha256: string; by: string | null },
    bytes: Buffer,
    requestId: string,
  ): Promise<void> {
    const { id, number, kind, mediaType, sha256, uploadedAt, by } = added;
    await tx.run(
      `insert into application_document (id, application_id, number, kind, media_type, bytes, sha256, sealed, uploaded_at, uploaded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        head.id,
        number,
        kind,
        mediaType,
        bytes.length,
        sha256,
        this.secrets.sealBytes(bytes, contextOf(id)),
        uploadedAt,
        by,
      ],
    );
    const event = { at: uploadedAt, actorId: by, requestId, moves: [], payload: { documentId: id, kind } };
    await appendEvent(tx, head, { name: 'application.document-added', ...event });
  }

  private moment(now: Date): { now: Date; today: string } {
    return { now, today: civilDate(now, this.config.publisher.timeZone) };
  }
}

/** Sealed for one document, it opens as no other. */
const contextOf = (documentId: string): string => `document ${documentId}`;

type Place = AddedDocument & { sha256: string };
const withoutHash = ({ sha256: _hash, ...place }: Place): AddedDocument => place;

/** What one side has in a locked file, and the next number in it. */
async function placesOf(tx: Tx, id: string, verifiers: boolean): Promise<{ own: Place[]; next: number }> {
  const own = await tx.rows<Place>(
    `select id, number, kind, media_type as "mediaType", bytes, sha256, uploaded_at as "uploadedAt" from application_document
      where application_id = $1 and deleted_at is null and (uploaded_by is not null) = $2`,
    [id, verifiers],
  );
  const { next } = await tx.one<{ next: number }>(
    'select coalesce(max(number), 0) + 1 as next from application_document where application_id = $1',
    [id],
  );
  return { own, next };
}

function refuseFull(own: readonly Place[], more: number): void {
  const reasons: Reason[] = [];
  if (own.length >= mostDocuments)
    reasons.push({ code: 'count', message: `A file takes ${mostDocuments} documents, and these are sent.` });
  if (own.reduce((sum, { bytes }) => sum + bytes, more) > mostBytes)
    reasons.push({ code: 'room', message: 'A file takes 50 MB of documents in all, and this is more.' });
  if (reasons.length > 0) throw new Refused(reasons);
}
