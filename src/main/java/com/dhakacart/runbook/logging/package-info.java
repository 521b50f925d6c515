/** What the log looks like: nobody whose words are in it can write a line of their own. */
package com.dhakacart.runbook.logging;
