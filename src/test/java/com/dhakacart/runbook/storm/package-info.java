/** The whole product in a storm of alerts. */
package com.dhakacart.runbook.storm;
