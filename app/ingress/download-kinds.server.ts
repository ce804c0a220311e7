import { ARCHIVE_KIND, REJECTS_CSV_KIND, REJECTS_JSONL_KIND } from '../archive/ask-for-file.server.ts';
import { writeArchive } from '../archive/write-archive.server.ts';
import { writeRejectsCsv, writeRejectsJsonl } from '../archive/write-rejects.server.ts';
import type { ExportKind } from '../customers/send-export.server.ts';
import { PERSON_FILE_KIND, writePersonFile } from '../privacy/person-file.server.ts';
import { writeCustomersCsv } from '../customers/write-customers-csv.server.ts';

/** The files that a signed link can ask for, by the name that an export is logged with. */
export const DOWNLOAD_KINDS: Readonly<Record<string, ExportKind>> = {
  customers: { contentType: 'text/csv; charset=utf-8', write: writeCustomersCsv },
  [ARCHIVE_KIND]: { contentType: 'application/zip', write: writeArchive },
  [REJECTS_CSV_KIND]: { contentType: 'text/csv; charset=utf-8', write: writeRejectsCsv },
  [REJECTS_JSONL_KIND]: { contentType: 'application/jsonl; charset=utf-8', write: writeRejectsJsonl },
  [PERSON_FILE_KIND]: { contentType: 'application/json; charset=utf-8', write: writePersonFile },
};
