/** How an alert gets in: Alertmanager's webhook. */
package com.dhakacart.runbook.alerting;
