/**
 * The product as a process of its own, which is killed. Where it is killed its counterparts say:
 * the cluster, the people on call and the database, each seen through a proxy. Nothing in the
 * product knows of it.
 */
package com.dhakacart.runbook.crash;
