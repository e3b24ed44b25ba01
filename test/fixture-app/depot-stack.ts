import { join } from 'node:path';
import { ArnFormat, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { OAuthScope, ResourceServerScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export type DepotStackProps = {
  /** Folder with a folder for each bundled function. */
  readonly functions: string;
  /** Whether the inspecting function may do what it does. */
  readonly mayInspect: boolean;
};

/** A depot notes each parcel that comes in, and is inspected: what people who run a system do beside it. */
export class DepotStack extends Stack {
  constructor(scope: Construct, id: string, props: DepotStackProps) {
    super(scope, id);
    const table = new Table(this, 'Shelf', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.KEYS_ONLY,
    });
    table.addGlobalSecondaryIndex({
      indexName: 'byDepot',
      partitionKey: { name: 'depot', type: AttributeType.STRING },
    });
    const topic = new Topic(this, 'News');
    const queue = new Queue(this, 'Letters');
    topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }));
    const functionOf = (functionId: string, folder: string) =>
      new Lambda(this, functionId, {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromAsset(join(props.functions, folder)),
        timeout: Duration.seconds(10),
        environment: {
          TABLE_NAME: table.tableName,
          TOPIC_ARN: topic.topicArn,
          QUEUE_URL: queue.queueUrl,
        },
      });
    const note = functionOf('Note', 'note-parcel');
    table.grantReadWriteData(note);
    table.grantStreamRead(note);
    topic.grantPublish(note);
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      functionName: note.functionArn,
      eventSourceArn: table.tableStreamArn ?? '',
      startingPosition: 'TRIM_HORIZON',
      filterCriteria: {
        filters: [
          { pattern: JSON.stringify({ dynamodb: { Keys: { pk: { S: [{ prefix: 'PARCEL#' }] } } } }) },
        ],
      },
    });
    const cards = functionOf('Cards', 'keep-cards');
    table.grant(cards, 'dynamodb:PutItem');
    const postbox = new Queue(this, 'Postbox');
    postbox.grantConsumeMessages(cards);
    new CfnEventSourceMapping(this, 'Post', {
      functionName: cards.functionArn,
      eventSourceArn: postbox.queueArn,
    });
    const round = functionOf('Round', 'make-round');
    table.grant(round, 'dynamodb:UpdateItem');
    new Rule(this, 'Hourly', {
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(round)],
    });

    const inspect = functionOf('Inspect', 'inspect-depot');
    inspect.addEnvironment('MAPPING_ID', mapping.ref);
    const { pool, client, tokenUrl } = this.addPartner();
    inspect.addEnvironment('USER_POOL_ID', pool.userPoolId);
    inspect.addEnvironment('CLIENT_ID', client.userPoolClientId);
    inspect.addEnvironment('TOKEN_URL', tokenUrl);
    const api = new HttpApi(this, 'Api');
    api.addRoutes({
      path: '/where',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('Where', functionOf('Where', 'say-where')),
    });
    inspect.addEnvironment('API_URL', api.apiEndpoint);
    if (props.mayInspect) this.allowInspection(inspect, table, mapping, pool);
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'QueueUrl', { value: queue.queueUrl });
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'NewsOf', { value: `<${topic.topicArn}>` });
  }

  private addPartner(): { pool: UserPool; client: UserPoolClient; tokenUrl: string } {
    const pool = new UserPool(this, 'Partners');
    const look = new ResourceServerScope({ scopeName: 'look', scopeDescription: 'Look at the depot' });
    const server = pool.addResourceServer('Server', { identifier: 'depot', scopes: [look] });
    const client = pool.addClient('Inspector', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, look)] },
    });
    const domain = pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'depot-partners' } });
    return { pool, client, tokenUrl: `${domain.baseUrl()}/oauth2/token` };
  }

  private allowInspection(
    inspect: Lambda,
    table: Table,
    mapping: CfnEventSourceMapping,
    pool: UserPool,
  ): void {
    table.grant(inspect, 'dynamodb:Scan', 'dynamodb:DescribeTable');
    pool.grant(inspect, 'cognito-idp:DescribeUserPoolClient');
    inspect.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:GetEventSourceMapping'],
        resources: [
          this.formatArn({
            service: 'lambda',
            resource: 'event-source-mapping',
            resourceName: mapping.ref,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    );
  }
}
