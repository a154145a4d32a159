import { Injectable } from '@nestjs/common';
import { longestReport, ReportLimits, reportReasons } from '../guides/index.js';
import { Config } from '../platform/config.js';
import type { Reason } from '../platform/errors.js';
import {
  renderReportPage,
  renderReportReceivedPage,
  renderReportRefusedPage,
  type PublisherView,
  type FormPage,
} from '../site/index.js';
import { securityHeaders } from './page-headers.js';
import { publisherView } from './publisher-site.js';

/** A page that is made for one request and kept nowhere. */
export interface MadePage {
  status: number;
  headers: Record<string, string>;
  html: string;
}

const reasons = Object.entries(reportReasons).map(([value, label]) => ({ value, label }));

/** The pages of reporting a problem; none of them asks the database. */
@Injectable()
export class ReportPages {
  private readonly publisher: PublisherView;

  constructor(
    config: Config,
    private readonly limits: ReportLimits,
  ) {
    this.publisher = publisherView(config);
  }

  form(page: string): MadePage {
    return made(renderReportPage(this.view(page)));
  }

  /** The form again, with what was typed. */
  again(page: string, typed: { reason: string; body: string }, problems: Reason[]): MadePage {
    return made(renderReportPage({ ...this.view(page), typed, problems, status: 422 }));
  }

  received(): MadePage {
    return made(renderReportReceivedPage(this.publisher));
  }

  refused(words: string, status: 404 | 422 | 429): MadePage {
    return made(renderReportRefusedPage(this.publisher, words, status));
  }

  private view(page: string) {
    return { publisher: this.publisher, page, reasons, longest: longestReport, opened: this.limits.formToken() };
  }
}

function made({ status, headers, html, contentType }: FormPage): MadePage {
  return { status, headers: { ...securityHeaders(), ...headers, 'content-type': contentType }, html };
}
