import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { fail, type Outcome, succeed } from '../../core/outcome.ts';
import type { Template } from './refusals.ts';

/** Only what is compared is checked; the rest of a template is passed on as it is. */
const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const TemplateFile = z.looseObject({ Resources: z.record(z.string(), Resource).optional() });

/** The list of stacks of a cloud assembly, as far as it tells whether each is protected from deletion. */
const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string().optional(), terminationProtection: z.boolean().optional() })
        .optional(),
    }),
  ),
});

type Unreadable = { readonly code: 'unreadable'; readonly sentence: string };

/** Reads a template in JSON, as `cdk synth` writes it and `aws cloudformation get-template` answers it. */
export const readTemplate = async (file: string): Promise<Outcome<Template, Unreadable>> =>
  readJson(file, TemplateFile);

/**
 * Whether the stack of a synthesized template is protected from deletion. That is not in
 * the template but in the manifest beside it.
 */
export async function readProtection(templateFile: string): Promise<Outcome<boolean, Unreadable>> {
  const manifest = path.join(path.dirname(templateFile), 'manifest.json');
  const read = await readJson(manifest, Manifest);
  if (!read.ok) return read;
  const stack = Object.values(read.value.artifacts).find(
    ({ properties }) => properties?.templateFile === path.basename(templateFile),
  );
  return stack === undefined
    ? fail({ code: 'unreadable', sentence: `${manifest} knows no stack with the template ${templateFile}.` })
    : succeed(stack.properties?.terminationProtection === true);
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<Outcome<T, Unreadable>> {
  const unreadable = (why: string) => fail({ code: 'unreadable' as const, sentence: `${file} ${why}.` });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return unreadable('cannot be read');
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return unreadable('is not well-formed JSON');
  }
  const parsed = schema.safeParse(document);
  return parsed.success ? succeed(parsed.data) : unreadable('is not what it should be');
}
