import type { ExportKind } from '../customers/send-export.server.ts';
import { writeCustomersCsv } from '../customers/write-customers-csv.server.ts';

/** The files that a signed link can ask for, by the name that an export is logged with. */
export const DOWNLOAD_KINDS: Readonly<Record<string, ExportKind>> = {
  customers: { contentType: 'text/csv; charset=utf-8', write: writeCustomersCsv },
};
