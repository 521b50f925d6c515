package com.dhakacart.runbook.incident;

/**
 * What keeps a change from having an effect, or limits it.
 *
 * @param forbids whether the change would have no effect at all, so that it must not be asked for
 * @param what a sentence for a person that ends with how to get past it
 */
public record Obstacle(boolean forbids, String what) {

  public static Obstacle forbidding(String what) {
    return new Obstacle(true, what);
  }

  public static Obstacle warning(String what) {
    return new Obstacle(false, what);
  }
}
