package com.dhakacart.runbook.backend;

import java.time.Duration;

/** A release of the backend: what is built into its image. */
public enum Release implements BackendBehavior {
  GOOD,

  /** Its product list asks for a table that does not exist; the rest is well. */
  BAD {
    @Override
    public Answer answer(Route route) {
      return route == Route.PRODUCTS
          ? Answer.queryFailed(
              route, "relation \"product_catalog\" does not exist", Duration.ofMillis(4_000))
          : super.answer(route);
    }

    @Override
    String table() {
      return "product_catalog";
    }
  };

  private static final int MEMORY_LIMIT_MB = 512;

  @Override
  public Answer answer(Route route) {
    return Answer.ok();
  }

  /** What the product list asks a real database for. */
  String table() {
    return "products";
  }

  @Override
  public Checks checks() {
    Runtime jvm = Runtime.getRuntime();
    double usedMB = (jvm.totalMemory() - jvm.freeMemory()) / 1024.0 / 1024;
    return Checks.healthy()
        .with(new Checks.Memory(100 * usedMB / MEMORY_LIMIT_MB, MEMORY_LIMIT_MB));
  }
}
