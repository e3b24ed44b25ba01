import { App } from 'aws-cdk-lib';
import { DepotStack, type DepotStackProps } from './depot-stack.ts';
import { ParcelStack, type ParcelStackProps } from './parcel-stack.ts';

/**
 * Synthesizes a small app about parcels into a folder and returns that folder.
 * It has nothing in common with the product but the kinds of resources, so that
 * the local stack cannot know anything of the product.
 */
export function synthesizeParcelApp(outdir: string, props: ParcelStackProps): string {
  const app = new App({ outdir });
  new ParcelStack(app, 'Parcels', props);
  return app.synth().directory;
}

/** The same of a depot, for what people who run a system do beside it. */
export function synthesizeDepotApp(outdir: string, props: DepotStackProps): string {
  const app = new App({ outdir });
  new DepotStack(app, 'Depot', props);
  return app.synth().directory;
}
