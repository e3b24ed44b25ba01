import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generatedDocuments } from './generated-documents.ts';

/** Writes the documents that derive from the schemas or from each other. A test compares them with what is committed. */
const root = path.resolve(import.meta.dirname, '..');
for (const { file, text } of generatedDocuments) await writeFile(path.join(root, file), await text());
