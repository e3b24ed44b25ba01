import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { OAuthScope, ResourceServerScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  Code,
  FilterCriteria,
  FilterRule,
  Function as Lambda,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Subscription, SubscriptionFilter, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ParcelAlarms } from './parcel-alarms.ts';

export type ParcelStackProps = {
  /** Folder with a folder for each bundled function. */
  readonly functions: string;
  /** Depot whose parcels the yard is told of. */
  readonly yardDepot: string;
  /** Whether the announcing function may publish. */
  readonly mayAnnounce: boolean;
  /** Whether there are alarms, and whether they may tell anybody. */
  readonly alarms?: 'told' | 'untold';
};

/** A depot keeps parcels in a table and tells people of them. */
export class ParcelStack extends Stack {
  constructor(scope: Construct, id: string, props: ParcelStackProps) {
    super(scope, id);
    const tableKey = new Key(this, 'TableKey');
    const table = new Table(this, 'Parcels', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: tableKey,
      stream: StreamViewType.KEYS_ONLY,
    });
    const labelKey = new Key(this, 'LabelKey', {
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
    });

    const register = this.addFunction('Register', 'register-parcel', props, { LABEL_KEY_ID: labelKey.keyId });
    const read = this.addFunction('Read', 'read-parcel', props);
    const announce = this.addFunction('Announce', 'announce-parcel', props);
    const countDays = this.addFunction('CountDays', 'count-days', props);
    for (const each of [register, read, announce, countDays])
      each.addEnvironment('TABLE_NAME', table.tableName);
    for (const writer of [register, countDays]) {
      table.grant(writer, 'dynamodb:PutItem');
      tableKey.grantDecrypt(writer);
    }
    table.grantReadData(read);
    table.grantReadData(announce);
    labelKey.grantGenerateMac(register);

    const members = this.addFunction('Members', 'keep-members', props);
    const { api, courier } = this.addApi(register, read, members);
    const { topic, undelivered } = this.addTopic(props);
    members.addEnvironment('TOPIC_ARN', topic.topicArn);
    members.addEnvironment('UNDELIVERED_ARN', undelivered.queueArn);
    members.addToRolePolicy(
      new PolicyStatement({
        actions: ['sns:Subscribe', 'sns:ListSubscriptionsByTopic'],
        resources: [topic.topicArn],
      }),
    );
    announce.addEnvironment('TOPIC_ARN', topic.topicArn);
    if (props.mayAnnounce) topic.grantPublish(announce);
    table.grantStreamRead(announce);
    const givenUp = new Queue(this, 'GivenUp', { encryption: QueueEncryption.SQS_MANAGED });
    announce.addEventSourceMapping('Arrivals', {
      eventSourceArn: table.tableStreamArn ?? '',
      startingPosition: StartingPosition.TRIM_HORIZON,
      reportBatchItemFailures: true,
      retryAttempts: 1,
      onFailure: new SqsDlq(givenUp),
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
    });
    new Rule(this, 'Daily', {
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(countDays)],
    });
    if (props.alarms === undefined) return;
    new ParcelAlarms(this, 'Alarms', {
      mayTell: props.alarms === 'told',
      register,
      read,
      givenUp,
      api,
      courierId: courier.userPoolClientId,
    });
  }

  private addFunction(
    id: string,
    folder: string,
    props: ParcelStackProps,
    environment: Record<string, string> = {},
  ) {
    return new Lambda(this, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(props.functions, folder)),
      timeout: Duration.seconds(10),
      environment,
      logGroup: new LogGroup(this, `${id}Logs`, { retention: RetentionDays.ONE_DAY }),
    });
  }

  private addApi(register: Lambda, read: Lambda, members: Lambda): { api: HttpApi; courier: UserPoolClient } {
    const pool = new UserPool(this, 'Partners');
    const write = new ResourceServerScope({ scopeName: 'write', scopeDescription: 'Register parcels' });
    const look = new ResourceServerScope({ scopeName: 'read', scopeDescription: 'Look at parcels' });
    const server = pool.addResourceServer('Server', { identifier: 'parcels', scopes: [write, look] });
    const clientWith = (id: string, ...scopes: ResourceServerScope[]) =>
      pool.addClient(id, {
        generateSecret: true,
        oAuth: {
          flows: { clientCredentials: true },
          scopes: scopes.map((each) => OAuthScope.resourceServer(server, each)),
        },
      });
    const courier = clientWith('Courier', write, look);
    const clients = [courier, clientWith('Viewer', look)];
    const authorizer = new HttpJwtAuthorizer('Tokens', pool.userPoolProviderUrl, {
      jwtAudience: clients.map((client) => client.userPoolClientId),
    });
    const api = new HttpApi(this, 'Api');
    const route = (path: string, method: HttpMethod, fn: Lambda, scope: string) =>
      api.addRoutes({
        path,
        methods: [method],
        integration: new HttpLambdaIntegration(`${method}${fn.node.id}`, fn),
        authorizer,
        authorizationScopes: [`parcels/${scope}`],
      });
    route('/parcels', HttpMethod.POST, register, 'write');
    route('/parcels/{id}', HttpMethod.GET, read, 'read');
    route('/parcels/{id}', HttpMethod.DELETE, read, 'write');
    route('/members', HttpMethod.POST, members, 'write');
    route('/members', HttpMethod.GET, members, 'read');
    route('/members', HttpMethod.DELETE, members, 'write');
    return { api, courier };
  }

  private addTopic(props: ParcelStackProps): { readonly topic: Topic; readonly undelivered: Queue } {
    const topic = new Topic(this, 'Arrivals');
    const undelivered = new Queue(this, 'Undelivered', { encryption: QueueEncryption.SQS_MANAGED });
    const subscribe = (id: string, protocol: SubscriptionProtocol, endpoint: string, depot: string) =>
      new Subscription(this, id, {
        topic,
        protocol,
        endpoint,
        filterPolicy: { depots: SubscriptionFilter.stringFilter({ allowlist: [depot] }) },
        deadLetterQueue: undelivered,
      });
    subscribe('OfficeEmail', SubscriptionProtocol.EMAIL, 'office@parcels.example', 'head-office');
    subscribe('YardText', SubscriptionProtocol.SMS, '+447700900123', props.yardDepot);
    return { topic, undelivered };
  }
}
