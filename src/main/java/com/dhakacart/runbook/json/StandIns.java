package com.dhakacart.runbook.json;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** What stands for what, the same for the same: one word that means nothing for each name. */
final class StandIns {

  private final Map<String, String> chosen = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Whatever else is found under this name. */
  void choose(String name, String standIn) {
    if (name != null && !name.isBlank()) {
      chosen.putIfAbsent(name, standIn);
    }
  }

  /** Null where nothing was chosen for it yet. */
  String chosenFor(String name) {
    return chosen.get(name);
  }

  /** Such as {@code name-3}: the third of its kind. */
  String of(String kind, String name) {
    return of(kind, name, number -> kind + "-" + number);
  }

  String of(String kind, String name, IntFunction<String> numbered) {
    String known = chosen.get(name);
    if (known != null) {
      return known;
    }
    String standIn = numbered.apply(counts.merge(kind, 1, Integer::sum));
    chosen.put(name, standIn);
    return standIn;
  }
}
