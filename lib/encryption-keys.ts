import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  administration,
  alarmsOfThisAccount,
  callersThroughDynamoDb,
  logGroupsOfDeployment,
  pseudonymsByGrant,
  publishersThroughSns,
} from './key-statements.ts';

/**
 * The customer's own keys. Their policies say in full who may do what: the
 * account administers them, and they encrypt or decrypt only for the services
 * named here, so that no policy written elsewhere in the account can read with them directly.
 */
export class EncryptionKeys extends Construct {
  /** Of the table, its stream and its backups. */
  readonly table: kms.Key;
  /** Of topics and logs. */
  readonly messages: kms.Key;
  /** Turns identifiers from outside into pseudonyms. Losing it loses the link between a family's records. */
  readonly pseudonyms: kms.Key;

  constructor(scope: Construct, id: string, props: { readonly deployment: string }) {
    super(scope, id);
    this.table = new kms.Key(this, 'Table', {
      description: 'Tideline: the table, its stream and its backups',
      enableKeyRotation: true,
      policy: policyOf([administration(), callersThroughDynamoDb(this)]),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.messages = new kms.Key(this, 'Messages', {
      description: 'Tideline: topics and logs',
      enableKeyRotation: true,
      policy: policyOf([
        administration(),
        publishersThroughSns(this),
        alarmsOfThisAccount(this),
        logGroupsOfDeployment(this, props.deployment),
      ]),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.pseudonyms = new kms.Key(this, 'Pseudonyms', {
      description: 'Tideline: pseudonyms of identifiers from outside',
      keySpec: kms.KeySpec.HMAC_256,
      keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC,
      policy: policyOf([administration(), pseudonymsByGrant()]),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}

const policyOf = (statements: iam.PolicyStatement[]): iam.PolicyDocument =>
  new iam.PolicyDocument({ statements });
