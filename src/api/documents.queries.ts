import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';

/** What an applicant sees of a document that they sent; nobody shows it to them again. */
export interface SentDocumentEntry {
  number: number;
  kind: string;
  mediaType: string;
  bytes: number;
  uploadedAt: Date;
  deletedAt: Date | null;
}

/** A document as verifiers see it before they open it, with everybody who did. */
export interface DocumentEntry extends SentDocumentEntry {
  id: string;
  /** Of the document itself. */
  sha256: string;
  /** Null where the applicant sent it. */
  uploadedBy: string | null;
  views: { viewerId: string; name: string; at: string; requestId: string }[];
}

const entry = `d.number, d.kind, d.media_type as "mediaType", d.bytes, d.uploaded_at as "uploadedAt", d.deleted_at as "deletedAt"`;

const views = `coalesce((select json_agg(json_build_object('viewerId', v.viewer_id, 'name', s.name, 'at', v.at, 'requestId', v.request_id)
    order by v.id) from document_view v join account s on s.id = v.viewer_id where v.document_id = d.id), '[]') as views`;

/** Documents of applications as they are listed. What is in them is opened one by one, and never here. */
@Injectable()
export class DocumentQueries {
  constructor(private readonly database: Database) {}

  /** What the applicant sent, in that order. */
  own(applicationId: string): Promise<SentDocumentEntry[]> {
    return this.database.rows<SentDocumentEntry>(
      `select ${entry} from application_document d where d.application_id = $1 and d.uploaded_by is null order by d.number`,
      [applicationId],
    );
  }

  /** All of a confirmed file. Throws {@link Missing}. */
  async ofFile(applicationId: string): Promise<DocumentEntry[]> {
    const file = 'select 1 from application where id = $1 and confirmed_at is not null';
    if (!(await this.database.first(file, [applicationId]))) throw new Missing('application');
    return this.database.rows<DocumentEntry>(
      `select d.id, ${entry}, d.sha256, d.uploaded_by as "uploadedBy", ${views}
         from application_document d where d.application_id = $1 order by d.number`,
      [applicationId],
    );
  }
}
