/** What the product costs the machine that it runs on, beside a bare engine. */
package com.dhakacart.runbook.cost;
