package com.dhakacart.runbook.alerting;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A list of alerts that a delivery carries.
 *
 * @param at where it stands in the payload, for the messages; empty for the payload itself
 * @param list its alerts, as they came
 * @param ofWebhook whether a webhook's notification holds it, where each alert has a status of its
 *     own; otherwise its alerts are as Alertmanager's API (version 2) takes them, which has none
 * @param truncated how many alerts of the group the sender left out
 */
record CarriedAlerts(String at, JsonNode list, boolean ofWebhook, int truncated) {}
