import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import type { CfnStage, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export type ParcelAlarmsProps = {
  /** Whether the topic lets alarms publish. */
  readonly mayTell: boolean;
  readonly register: Lambda;
  readonly read: Lambda;
  readonly givenUp: Queue;
  readonly api: HttpApi;
  readonly courierId: string;
};

const namespace = 'Parcels';
const period = Duration.minutes(5);

/** What the people who run the depot are told of. */
export class ParcelAlarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: ParcelAlarmsProps) {
    super(scope, id);
    this.#topic = new Topic(this, 'Operations', { enforceSSL: true });
    this.#topic.addSubscription(new EmailSubscription('operations@parcels.example'));
    if (props.mayTell) {
      this.#topic.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
          actions: ['sns:Publish'],
          resources: [this.#topic.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
      );
    }
    this.#addOfLog(props.read.logGroup);
    this.#addOfRequests(props);
    this.#add('ReadErrors', 'A parcel could not be read.', props.read.metricErrors({ period }));
    this.#add(
      'GivenUpWaiting',
      'A parcel was announced to nobody.',
      props.givenUp.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
    );
    this.#add('NobodyRegisters', 'No parcel comes in.', props.register.metricInvocations({ period }), {
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    this.#add(
      'Throttled',
      'The table is too busy.',
      new cloudwatch.Metric({ namespace: 'AWS/DynamoDB', metricName: 'ThrottledRequests', period }),
    );
  }

  #addOfLog(logGroup: ILogGroup): void {
    const filter = new MetricFilter(this, 'KeptFilter', {
      logGroup,
      metricNamespace: namespace,
      metricName: 'ParcelsKept',
      filterPattern: FilterPattern.stringValue('$.code', '=', 'parcel-kept'),
      metricValue: '$.counts.parcels',
    });
    this.#add('ParcelsKept', 'A parcel should have gone.', filter.metric({ period, statistic: 'Sum' }));
  }

  #addOfRequests({ api, courierId }: ParcelAlarmsProps): void {
    const logGroup = new LogGroup(this, 'AccessLog');
    const stage = api.defaultStage?.node.defaultChild as CfnStage;
    stage.accessLogSettings = {
      destinationArn: logGroup.logGroupArn,
      format: AccessLogFormat.custom(
        JSON.stringify({ status: '$context.status', client: '$context.authorizer.claims.client_id' }),
      ).toString(),
    };
    new MetricFilter(this, 'RequestsFilter', {
      logGroup,
      metricNamespace: namespace,
      metricName: 'Requests',
      filterPattern: FilterPattern.exists('$.client'),
      dimensions: { client: '$.client' },
    });
    this.#add(
      'CourierBusy',
      'The courier sends far more than usual.',
      new cloudwatch.Metric({
        namespace,
        metricName: 'Requests',
        dimensionsMap: { client: courierId },
        period,
        statistic: 'Sum',
      }),
      { threshold: 3 },
    );
  }

  #add(
    id: string,
    alarmDescription: string,
    metric: cloudwatch.Metric,
    extra: Partial<cloudwatch.AlarmProps> = {},
  ): void {
    new cloudwatch.Alarm(this, id, {
      alarmDescription,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      ...extra,
    }).addAlarmAction(new SnsAction(this.#topic));
  }
}
