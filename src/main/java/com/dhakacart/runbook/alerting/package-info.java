/**
 * How an alert gets in: by Alertmanager's webhook, in whatever envelope, and by asking its API what
 * fires.
 */
package com.dhakacart.runbook.alerting;
