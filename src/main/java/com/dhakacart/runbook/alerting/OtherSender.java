package com.dhakacart.runbook.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Senders whose payload carries no alert of Alertmanager, and what to do there instead. Each is
 * known by the fields that its documentation names; the first that fits is meant.
 */
enum OtherSender {
  SNS_CONFIRMATION(
      it -> it.has("SubscribeURL"),
      "Amazon SNS asks here to confirm a subscription, which the runbook never does by itself:"
          + " open its SubscribeURL yourself if the subscription is yours"),
  SNS(
      it -> it.has("TopicArn") || it.path("Records").path(0).has("Sns"),
      "This message of Amazon SNS is a text for people. Let Alertmanager's sns_configs write"
          + " the JSON of a webhook into its message, or add a webhook_configs receiver beside it"),
  GRAFANA_LEGACY(
      it -> it.has("evalMatches") || it.has("ruleId") && it.has("ruleName"),
      "This comes from Grafana's legacy alerting. Move the rule to Grafana Alerting (version 9"
          + " and later) and give it a contact point of the type Webhook"),
  GRAFANA(
      it -> it.has("orgId"),
      "Grafana sends Alertmanager's payload from a contact point of the type Webhook without a"
          + " custom payload: choose that, or let the custom payload hold its list of alerts"),
  PAGERDUTY(
      it ->
          it.has("routing_key")
              || it.has("service_key")
              || it.has("event_action")
              || it.path("event").has("event_type")
              || it.path("messages").path(0).has("incident"),
      "PagerDuty's events carry no labels. "
          + Advice.BESIDE.formatted("pagerduty_configs", "PagerDuty")),
  OPSGENIE(
      it -> it.path("alert").has("alertId") || it.has("alias") || it.path("alert").has("alias"),
      "Opsgenie's alerts carry no labels. "
          + Advice.BESIDE.formatted("opsgenie_configs", "Opsgenie")),
  VICTOROPS(
      it -> it.has("message_type") && it.has("entity_id"),
      "Splunk On-Call's alerts carry no labels. "
          + Advice.BESIDE.formatted("victorops_configs", "VictorOps")),
  CHAT(
      it ->
          it.has("attachments")
              || it.has("blocks")
              || it.has("embeds")
              || it.has("@type")
              || it.has("msgtype"),
      "This is a message for a chat, written for people. "
          + Advice.BESIDE.formatted("chat's receiver", "Slack, Teams or Discord")),
  PROMETHEUS_API(
      it -> it.path("status").asText().equals("success") && it.has("data"),
      "This is an answer of Prometheus' API, which lists what fires and notifies of nothing."
          + " Let its rules reach Alertmanager");

  private final Predicate<JsonNode> isMeant;
  private final String advice;

  OtherSender(Predicate<JsonNode> isMeant, String advice) {
    this.isMeant = isMeant;
    this.advice = advice;
  }

  private static final class Advice {

    static final String BESIDE =
        "In Alertmanager add a receiver with webhook_configs beside the %s (a route with continue:"
            + " true), in Grafana a contact point of the type Webhook beside %s";
  }

  /** What whoever sends such a payload can do, as sentences; empty where nothing is known of it. */
  static String advice(JsonNode payload) {
    JsonNode first = payload.isArray() ? payload.path(0) : payload;
    return Arrays.stream(values())
        .filter(it -> it.isMeant.test(first))
        .limit(1)
        .map(it -> " " + it.advice + ".")
        .collect(Collectors.joining());
  }
}
