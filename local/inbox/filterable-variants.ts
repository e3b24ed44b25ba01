import type { MessageAttributeValue } from '@aws-sdk/client-sns';

/** A message attribute as it was published. */
export type PublishedAttribute = { readonly dataType: string; readonly value: string };

/**
 * The attributes of a publication, once for each element of an attribute that
 * holds a list (`String.Array`). SNS lets a filter match when one element does;
 * the emulator knows single values only, so it is asked about each. Of an
 * attribute that no filter asks for, one element stands for all.
 */
export function filterableVariants(
  attributes: Readonly<Record<string, PublishedAttribute>>,
  askedFor: ReadonlySet<string>,
): readonly Record<string, MessageAttributeValue>[] {
  let variants: Record<string, MessageAttributeValue>[] = [{}];
  for (const [name, attribute] of Object.entries(attributes)) {
    const values = askedFor.has(name) ? valuesOf(attribute) : valuesOf(attribute).slice(0, 1);
    if (values.length === 0) continue;
    variants = variants.flatMap((variant) => values.map((value) => ({ ...variant, [name]: value })));
  }
  return variants;
}

function valuesOf({ dataType, value }: PublishedAttribute): readonly MessageAttributeValue[] {
  if (dataType !== 'String.Array') return [{ DataType: dataType, StringValue: value }];
  return (JSON.parse(value) as unknown[]).map((element) => ({
    DataType: typeof element === 'number' ? 'Number' : 'String',
    StringValue: String(element),
  }));
}
