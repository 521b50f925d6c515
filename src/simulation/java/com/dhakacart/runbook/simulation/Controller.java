package com.dhakacart.runbook.simulation;

/** Brings the cluster one step nearer to what is wanted; asked again and again. */
interface Controller {

  void reconcile();
}
