import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const RawResource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  Condition: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).optional(),
});

const Template = z.looseObject({
  Resources: z.record(z.string(), RawResource).default({}),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }),
    )
    .default({}),
  Transform: z.never({ error: 'a template with a Transform cannot run locally' }).optional(),
});
export type Template = z.infer<typeof Template>;

const Metadata = z.record(z.string(), z.array(z.looseObject({ type: z.string(), data: z.unknown() })));

const Manifest = z.looseObject({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.record(z.string(), z.unknown()).optional(),
      metadata: Metadata.optional(),
      additionalMetadataFile: z.string().optional(),
    }),
  ),
});
type Artifact = z.infer<typeof Manifest>['artifacts'][string];

const AssetManifest = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string(), packaging: z.string() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** A file asset, found by the key it would have in the bucket of assets. */
export type Asset = { readonly hash: string; readonly location: string; readonly packaging: string };

/** One stack of a cloud assembly as it was synthesized, nothing resolved. */
export type StackTemplate = {
  readonly name: string;
  /** Undefined where the app left them to the deployment. */
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly template: Template;
  /** Logical id -> construct path, without the `/Resource` that names the L1 inside its construct. */
  readonly paths: ReadonlyMap<string, string>;
};

export type CloudAssembly = {
  readonly stacks: readonly StackTemplate[];
  readonly assets: ReadonlyMap<string, Asset>;
};

/** Reads every stack of an assembly, and of those nested in it (the stages of an app). */
export const readCloudAssembly = async (directory: string): Promise<CloudAssembly> => {
  const { artifacts } = Manifest.parse(await readJson(join(directory, 'manifest.json')));
  const stacks: StackTemplate[] = [];
  const assets = new Map<string, Asset>();
  for (const [id, artifact] of Object.entries(artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack') stacks.push(await readStack(directory, id, artifact));
    if (artifact.type === 'cdk:asset-manifest') await readAssets(directory, artifact, assets);
    if (artifact.type === 'cdk:cloud-assembly') {
      const nested = await readCloudAssembly(join(directory, property(artifact, 'directoryName')));
      stacks.push(...nested.stacks);
      for (const [key, asset] of nested.assets) assets.set(key, asset);
    }
  }
  return { stacks, assets };
};

const readStack = async (directory: string, id: string, artifact: Artifact): Promise<StackTemplate> => {
  const file = join(directory, property(artifact, 'templateFile'));
  const parsed = Template.safeParse(await readJson(file));
  if (!parsed.success)
    throw new Error(`The template ${file} cannot be read: ${z.prettifyError(parsed.error)}`);
  const metadata =
    artifact.additionalMetadataFile === undefined
      ? (artifact.metadata ?? {})
      : Metadata.parse(await readJson(join(directory, artifact.additionalMetadataFile)));
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(artifact.environment ?? '') ?? [];
  return {
    name: artifact.properties?.stackName === undefined ? id : property(artifact, 'stackName'),
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    template: parsed.data,
    paths: new Map([...pathsOfMetadata(metadata), ...pathsOfTemplate(parsed.data)]),
  };
};

/** The CDK's library writes paths to the metadata; its command line also puts them in the template. */
const pathsOfMetadata = (metadata: z.infer<typeof Metadata>): readonly (readonly [string, string])[] =>
  Object.entries(metadata).flatMap(([path, entries]) =>
    entries
      .filter(({ type }) => type === 'aws:cdk:logicalId')
      .map(({ data }) => [String(data), ownPath(path.replace(/^\//, ''))] as const),
  );

const pathsOfTemplate = (template: Template): readonly (readonly [string, string])[] =>
  Object.entries(template.Resources).flatMap(([logicalId, { Metadata: metadata }]) => {
    const path = metadata?.['aws:cdk:path'];
    return typeof path === 'string' ? [[logicalId, ownPath(path)] as const] : [];
  });

const ownPath = (path: string): string => path.replace(/\/Resource$/, '');

const readAssets = async (
  directory: string,
  artifact: Artifact,
  assets: Map<string, Asset>,
): Promise<void> => {
  const { files } = AssetManifest.parse(await readJson(join(directory, property(artifact, 'file'))));
  for (const [hash, { source, destinations }] of Object.entries(files)) {
    for (const { objectKey } of Object.values(destinations)) {
      assets.set(objectKey, { hash, location: join(directory, source.path), packaging: source.packaging });
    }
  }
};

const property = (artifact: Artifact, name: string): string => {
  const value = artifact.properties?.[name];
  if (typeof value !== 'string')
    throw new Error(`An artifact of type ${artifact.type} lacks the property ${name}.`);
  return value;
};

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
